import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkProperty } from '../../test/property.ts'
import { cluster, type WeighedPairs } from './clustering.ts'

type Pair = readonly [left: number, right: number, keys: number, columns: number]

const rule = { prior: -10, threshold: 0 }

function weighed(pairs: readonly Pair[]): WeighedPairs {
  return {
    left: Int32Array.from(pairs.map(([left]) => left)),
    right: Int32Array.from(pairs.map(([, right]) => right)),
    keys: Float64Array.from(pairs.map(([, , keys]) => keys)),
    columns: Float64Array.from(pairs.map(([, , , columns]) => columns)),
  }
}

const groupsOf = (records: number, pairs: readonly Pair[]): number[] =>
  Array.from(cluster(records, weighed(pairs), rule).groups)

describe('cluster', () => {
  test('joins what its evidence joins and nothing else', () => {
    expect(
      groupsOf(4, [
        [0, 1, 15, 0],
        [2, 3, 9, 0],
      ]),
    ).toEqual([0, 0, 2, 3])
  })

  test('names a group by its smallest member', () => {
    expect(
      groupsOf(4, [
        [2, 3, 15, 0],
        [1, 3, 14, 0],
      ]),
    ).toEqual([0, 1, 1, 1])
  })

  test('does not chain strangers through one weak bridge', () => {
    // Two tight groups; one pair between them agrees, but the names of all others disagree.
    const tight: Pair[] = [
      [0, 1, 20, 5],
      [0, 2, 20, 5],
      [1, 2, 20, 5],
      [3, 4, 20, 5],
      [3, 5, 20, 5],
      [4, 5, 20, 5],
    ]
    const bridge: Pair = [2, 3, 12, 4]
    const disagreeing: Pair[] = [
      [0, 3, 12, -10],
      [1, 4, 12, -10],
      [0, 5, 12, -10],
    ]
    expect(groupsOf(6, [...tight, bridge])).toEqual([0, 0, 0, 0, 0, 0])
    expect(groupsOf(6, [...tight, bridge, ...disagreeing])).toEqual([0, 0, 0, 3, 3, 3])
  })

  test('one thing in common is in common, however many others each has', () => {
    // Of the pairs between {0,1} and {2,3} one shares a mailbox, the others have different ones.
    const pairs: Pair[] = [
      [0, 1, 20, 5],
      [2, 3, 20, 5],
      [1, 2, 9, 5],
      [0, 2, -1, 5],
      [0, 3, -1, 5],
      [1, 3, -1, 5],
    ]
    expect(groupsOf(4, pairs)).toEqual([0, 0, 0, 0])
  })

  test('groups that were never compared stay apart', () => {
    expect(groupsOf(3, [])).toEqual([0, 1, 2])
  })

  const somePairs = fc.uniqueArray(
    fc.tuple(
      fc.nat(11),
      fc.nat(11),
      fc.integer({ min: -5, max: 25 }),
      fc.integer({ min: -12, max: 8 }),
    ),
    {
      selector: ([left, right]) => `${Math.min(left, right)} ${Math.max(left, right)}`,
      maxLength: 40,
    },
  )
  const ordered = (pairs: readonly Pair[]): Pair[] =>
    pairs
      .filter(([left, right]) => left !== right)
      .map(([left, right, keys, columns]) => [
        Math.min(left, right),
        Math.max(left, right),
        keys,
        columns,
      ])

  test('the order of the pairs changes nothing', () => {
    checkProperty(
      fc.property(somePairs, fc.infiniteStream(fc.nat()), (drawn, numbers) => {
        const pairs = ordered(drawn)
        const shuffled = pairs
          .map((pair) => ({ pair, at: numbers.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ pair }) => pair)
        expect(groupsOf(12, shuffled)).toEqual(groupsOf(12, pairs))
      }),
      { runs: 100 },
    )
  })

  test('groups are finer than connected components, and each is named by its smallest member', () => {
    checkProperty(
      fc.property(somePairs, (drawn) => {
        const pairs = ordered(drawn)
        const groups = groupsOf(12, pairs)
        const components = groupsOf(
          12,
          pairs.map(([left, right]) => [left, right, 100, 0]),
        )
        for (const [record, group] of groups.entries()) {
          expect(group).toBeLessThanOrEqual(record)
          expect(groups[group]).toBe(group)
          expect(components[record]).toBe(components[group])
        }
      }),
      { runs: 100 },
    )
  })
})
