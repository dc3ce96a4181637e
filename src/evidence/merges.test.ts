import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkProperty } from '../../test/property.ts'
import { type Merge, standsFor } from './merges.ts'

const merge = (subject: number, into: number, day: number): Merge => ({
  subject,
  into,
  at: `2024-03-${String(day).padStart(2, '0')}T00:00:00Z`,
  ref: `cand-${into}`,
})
const standing = (...merges: Merge[]): object => Object.fromEntries(standsFor(merges))

test('chains are followed to their end', () => {
  expect(standing(merge(1, 2, 1), merge(2, 3, 2), merge(4, 3, 3))).toEqual({ 1: 3, 2: 3, 4: 3 })
})

test('the last merge of a subject counts', () => {
  expect(standing(merge(1, 3, 5), merge(1, 2, 4))).toEqual({ 1: 3 })
})

test('who was merged and merged back stands as the last word says', () => {
  expect(standing(merge(1, 2, 1), merge(2, 1, 2), merge(5, 2, 1))).toEqual({ 2: 1, 5: 1 })
  expect(standing(merge(1, 2, 1), merge(2, 3, 2), merge(3, 1, 3))).toEqual({ 2: 1, 3: 1 })
})

const merges = fc.array(
  fc
    .record({
      subject: fc.integer({ min: 1, max: 6 }),
      into: fc.integer({ min: 1, max: 6 }),
      day: fc.integer({ min: 1, max: 4 }),
    })
    .map(({ subject, into, day }) => merge(subject, into, day)),
  { maxLength: 14 },
)

test('whatever was merged, and in whatever order it came, everybody ends at somebody who stands', () => {
  checkProperty(
    fc.property(merges, fc.infiniteStream(fc.nat()), (given, places) => {
      const ends = standsFor(given)
      for (const end of ends.values()) expect(ends.has(end)).toBe(false)
      const shuffled = given
        .map((each) => [places.next().value ?? 0, each] as const)
        .toSorted(([one], [other]) => one - other)
        .map(([, each]) => each)
      expect(new Map([...standsFor(shuffled)].sort())).toEqual(new Map([...ends].sort()))
    }),
    { runs: 100 },
  )
})
