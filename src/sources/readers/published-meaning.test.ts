import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkProperty } from '../../../test/property.ts'
import { productName } from './product-names.ts'
import { publishedFacts, turnOfTags } from './published-meaning.ts'

test.each([
  ['false-positive', 'false positive'],
  ['False Positive', 'false positive'],
  ['false-positive:risk="high"', 'false positive'],
  ['false-positive:confirmed="true"', 'false positive'],
  ['false-positive:risk="medium"', undefined],
  ['false-positive:risk="cannot-be-judged"', undefined],
  ['false-positive:confirmed="false"', undefined],
  ['workflow:todo="check-for-false-positive"', undefined],
  ['misp:false-positive', 'false positive'],
  ['benign', 'false positive'],
  ['allowlisted', 'false positive'],
  ['misp:expired', 'expired'],
  ['retention:expired', 'expired'],
  ['retention:1y', undefined],
  ['victim', 'victim'],
  ['diamond-model:Victim', 'victim'],
  ['type:victim', 'victim'],
  ['misp-galaxy:target-information="Canada"', undefined],
  ['victimology', undefined],
  ['tlp:green', undefined],
  ['', undefined],
])('the tag %s says %s', (tag, turn) => {
  expect(turnOfTags([tag])).toBe(turn)
  expect(turnOfTags(['tlp:green', tag])).toBe(turn)
})

test('a victim goes before all else', () => {
  expect(turnOfTags(['false-positive', 'expired', 'victim'])).toBe('victim')
})

test('a comment is one line of 500 characters, whatever it holds; a day that no calendar has is none', () => {
  checkProperty(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (comment, validUntil) => {
      const facts = publishedFacts({ comment, validUntil })
      const told = facts['published.comment'] ?? ''
      expect(told).not.toMatch(/[\p{Cc}]/u)
      expect(String(told).length).toBeLessThanOrEqual(500)
    }),
    { runs: 300 },
  )
  expect(publishedFacts({ validUntil: '2025-13-45T00:00:00Z' })).toEqual({})
})

test.each([
  ['ASTRILL_VPN', 'Astrill VPN'],
  ['NORD_VPN', 'NordVPN'],
  ['NordVPN', 'NordVPN'],
  ['MULLVAD_VPN', 'Mullvad VPN'],
  ['PRIVATE_INTERNET_ACCESS', 'Private Internet Access'],
  ['SomeVpn', 'SomeVpn'],
  ['__proto__', '__proto__'],
  ['CONSTRUCTOR', 'Constructor'],
  [undefined, undefined],
])('the product %s is called %s', (name, readable) => {
  expect(productName(name)).toBe(readable)
  // The same product has one name, however often it went through here.
  expect(productName(productName(name))).toBe(readable)
})
