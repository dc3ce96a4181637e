import { parsePhoneNumber } from 'libphonenumber-js/max'
import { expect, test } from 'vitest'
import { phoneOf, writePhone } from './phones.ts'
import { countries } from './places.ts'
import { openStream } from './random.ts'

test.each(countries.map(({ code }) => code))(
  'however a phone of %s is written, it is one number',
  (code) => {
    for (const serial of [3, 4242, 14_000, 300_000]) {
      const phone = phoneOf(code, serial, 'mobile')
      const draw = openStream('writing', serial)
      const written = new Set(Array.from({ length: 30 }, () => writePhone(draw, phone, code)))
      const read = [...written].map((text) => parsePhoneNumber(text, phone.country as 'US').number)
      expect(written.size).toBeGreaterThan(2)
      expect(new Set(read)).toEqual(new Set([`+${phone.dial}${phone.digits}`]))
    }
  },
)

test.each(['US', 'CA', 'GB', 'DE', 'FR', 'NL'])(
  'two serial numbers in %s are never one phone',
  (code) => {
    const digits = new Set<string>()
    for (let serial = 0; serial < 60_000; serial++)
      digits.add(phoneOf(code, serial, 'mobile').digits)
    expect(digits.size).toBe(60_000)
  },
)

test('the first 20,000 phones of the US are 555-01xx, kept for fiction', () => {
  for (let serial = 0; serial < 20_000; serial += 7)
    expect(phoneOf('US', serial, 'mobile').digits).toMatch(/^[2-9]\d\d55501\d\d$/)
})
