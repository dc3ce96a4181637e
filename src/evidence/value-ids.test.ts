import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkProperty } from '../../test/property.ts'
import { normalFormVersion } from './normal-forms.ts'
import { type IdentifiedValue, valueId } from './value-ids.ts'

const id = (kind: IdentifiedValue['kind'], value: string, detail = ''): bigint =>
  valueId({ kind, detail, value })

describe('the id of a value', () => {
  test('is the first 64 bits of a SHA-256 that anybody can work out, signed', () => {
    const text = `${normalFormVersion}\nhandle\n6\ngithubjreyes`
    const digest = createHash('sha256').update(text).digest().readBigInt64BE(0)
    expect(id('handle', 'jreyes', 'github')).toBe(digest)
  })

  test('stays what it is: stores hold it', () => {
    expect(normalFormVersion).toBe(2)
    expect(id('email', 'jordan@mail.example')).toBe(-1402984246510096770n)
    expect(id('phone', '+12025550143')).toBe(-8436939508618433449n)
  })

  test.each(['handle', 'account'] as const)('tells %ss apart by their detail', (kind) => {
    expect(id(kind, 'jreyes', 'one')).not.toBe(id(kind, 'jreyes', 'other'))
  })

  test.each(['device', 'place', 'document'] as const)('is one for a %s of any detail', (kind) => {
    expect(id(kind, 'same', 'one')).toBe(id(kind, 'same', 'other'))
  })

  test('is one for a mailbox or number, whether its own or of a referee', () => {
    expect(id('reference_email', 'a@mail.example')).toBe(id('email', 'a@mail.example'))
    expect(id('reference_phone', '+12025550143')).toBe(id('phone', '+12025550143'))
    expect(id('email', '+12025550143')).not.toBe(id('phone', '+12025550143'))
  })

  test('of a picture and a passage is their own hash, so that near pictures stay near', () => {
    expect(id('photo', 'ffffffffffffffff')).toBe(-1n)
    expect(id('photo', '00ff00ff00ff00f1') ^ id('photo', '00ff00ff00ff00f0')).toBe(1n)
    expect(id('passage', '-2673196406894148624')).toBe(-2673196406894148624n)
  })

  test('is another one for another detail and value, wherever the border between them is', () => {
    const parts = fc.tuple(fc.string(), fc.string())
    checkProperty(
      fc.property(parts, parts, ([detail, value], [otherDetail, otherValue]) => {
        fc.pre(detail !== otherDetail || value !== otherValue)
        expect(id('handle', value, detail)).not.toBe(id('handle', otherValue, otherDetail))
      }),
      { runs: 200 },
    )
    expect(id('handle', 'bc', 'a')).not.toBe(id('handle', 'c', 'ab'))
  })

  test('fits the integers of the engine', () => {
    checkProperty(
      fc.property(fc.string(), (value) => {
        expect(BigInt.asIntN(64, id('name', value))).toBe(id('name', value))
      }),
      { runs: 100 },
    )
  })
})
