import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkProperty } from '../../../test/property.ts'
import { subjectsOf, type Ties } from './holdings.ts'

const nobody: Ties = { persons: [], things: [], real: new Set(), same: [], holds: [], near: [] }
const told = (ties: Partial<Ties>) => Object.fromEntries(subjectsOf({ ...nobody, ...ties }))

describe('whose a thing is', () => {
  test('its only holder’s, through other things too', () => {
    const holds = [
      ['ada', 'account'],
      ['account', 'mailbox'],
    ] as const
    expect(told({ persons: ['ada'], things: ['account', 'mailbox'], holds })).toEqual({
      ada: 'ada',
      account: 'ada',
      mailbox: 'ada',
    })
  })

  test('its own, where two persons hold it: they stay two', () => {
    const holds = [
      ['ada', 'account'],
      ['bo', 'account'],
      ['account', 'mailbox'],
    ] as const
    const subjects = told({ persons: ['ada', 'bo'], things: ['account', 'mailbox'], holds })
    expect(subjects).toEqual({ ada: 'ada', bo: 'bo', account: 'account', mailbox: 'account' })
  })

  test('two holders that are the same are one', () => {
    const ties = {
      persons: ['ada', 'bo'],
      things: ['account'],
      same: [['bo', 'ada']] as const,
      holds: [
        ['ada', 'account'],
        ['bo', 'account'],
      ] as const,
    }
    expect(told(ties)).toEqual({ ada: 'ada', bo: 'ada', account: 'ada' })
  })

  test('a person and an account that are the same are the person, whatever their keys', () => {
    for (const person of ['ada', 'zoe']) {
      const same = [['mailbox', person]] as const
      expect(told({ persons: [person], things: ['mailbox'], same })).toEqual({
        [person]: person,
        mailbox: person,
      })
    }
  })

  test('a person is never held', () => {
    expect(told({ persons: ['ada', 'bo'], holds: [['ada', 'bo']] })).toEqual({
      ada: 'ada',
      bo: 'bo',
    })
  })

  test('nobody’s, where a real person has it, or is near it', () => {
    const ties = {
      persons: ['ada', 'pat'],
      things: ['account', 'mailbox', 'number'],
      real: new Set(['pat']),
      holds: [
        ['pat', 'account'],
        ['account', 'mailbox'],
        ['ada', 'mailbox'],
      ] as const,
      near: [['number', 'pat']] as const,
    }
    expect(told(ties)).toEqual({ ada: 'ada' })
  })

  test('a circle ends', () => {
    const holds = [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'b'],
    ] as const
    expect(told({ things: ['a', 'b', 'c'], holds: [...holds].slice(1) })).toEqual({
      a: 'a',
      b: 'b',
      c: 'b',
    })
    expect(told({ things: ['a', 'b', 'c'], holds })).toEqual({ a: 'a', b: 'b', c: 'b' })
  })
})

const key = fc.constantFrom(...'abcdefgh')
const pairs = fc.array(fc.tuple(key, key), { maxLength: 12 })
const ties = fc.record({
  persons: fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
  things: fc.uniqueArray(fc.constantFrom(...'defgh')),
  real: fc.uniqueArray(key, { maxLength: 2 }).map((keys) => new Set(keys)),
  same: pairs,
  holds: pairs,
  near: pairs,
})

const sorted = (subjects: ReadonlyMap<string, string>) => [...subjects].sort().join(' ')

test('the order in which ties are told changes nothing', () => {
  checkProperty(
    fc.property(ties, (given) => {
      const turned: Ties = {
        persons: given.persons.toReversed(),
        things: given.things.toReversed(),
        real: new Set([...given.real].reverse()),
        same: given.same.toReversed(),
        holds: given.holds.toReversed(),
        near: given.near.toReversed(),
      }
      expect(sorted(subjectsOf(turned))).toBe(sorted(subjectsOf(given)))
    }),
    { runs: 100 },
  )
})

test('without a word that they are the same, no two persons are one', () => {
  checkProperty(
    fc.property(ties, (given) => {
      const subjects = subjectsOf({ ...given, same: [] })
      const refs = given.persons.flatMap((person) => subjects.get(person) ?? [])
      expect(new Set(refs).size).toBe(refs.length)
    }),
    { runs: 100 },
  )
})
