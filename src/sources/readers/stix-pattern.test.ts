import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkProperty } from '../../../test/property.ts'
import { alternativesOf } from './stix-pattern.ts'

const email = (value: string) => ({ type: 'email-addr', path: 'value', value })

test.each([
  ["[email-addr:value = 'a@b.example']", [[email('a@b.example')]]],
  [
    "[email-addr:value='a' OR email-addr:value = 'b' AND ipv4-addr:value = '203.0.113.1'] OR [email-addr:value = 'c']",
    [
      [email('a')],
      [email('b'), { type: 'ipv4-addr', path: 'value', value: '203.0.113.1' }],
      [email('c')],
    ],
  ],
  ["[email-addr:value = 'o\\'hara\\\\x']", [[email("o'hara\\x")]]],
])('%s', (pattern, expected) => {
  expect(alternativesOf(pattern)).toEqual(expected)
})

test.each([
  "[email-addr:value = 'a'] AND [email-addr:value = 'b']",
  "[email-addr:value = 'a'] FOLLOWEDBY [email-addr:value = 'b']",
  "[(email-addr:value = 'a')]",
  "[email-addr:value != 'a']",
  "[email-addr:value NOT = 'a']",
  "[email-addr:value IN ('a', 'b')]",
  "[email-addr:value LIKE 'a%']",
  "[ipv4-addr:value ISSUBSET '203.0.113.0/24']",
  "[email-addr:value = 'a'] WITHIN 5 SECONDS",
  "[email-addr:value = 'a'",
  "[email-addr:value = 'a' OR]",
  "[email-addr:value = 'a'] OR",
  "[email-addr:value = 'a'][email-addr:value = 'b']",
  '[file:size = 3]',
  '[]',
  '',
])('%s is of another form', (pattern) => {
  expect(alternativesOf(pattern)).toBeUndefined()
})

test('whatever the values, a list of them comes back as it was written', () => {
  const written = (value: string) =>
    `[email-addr:value = '${value.replace(/[\\']/g, (mark) => `\\${mark}`)}']`
  checkProperty(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (values) => {
      const single = values.map((value) => value.replace(/[\n\r\u2028\u2029]/g, ' '))
      expect(alternativesOf(single.map(written).join(' OR '))).toEqual(
        single.map((value) => [email(value)]),
      )
    }),
    { runs: 100 },
  )
})

test('no text makes it fail', () => {
  const piece = fc.constantFrom('[', ']', '=', "'", '\\', ' ', 'AND', 'OR', 'email-addr:value', 'x')
  checkProperty(
    fc.property(fc.array(piece), (pieces) => {
      expect(() => alternativesOf(pieces.join(''))).not.toThrow()
    }),
    { runs: 100 },
  )
})
