import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkProperty } from '../../test/property.ts'
import { type ComparedPair, type HeldGroup, weakestBridge } from './weakest-bridge.ts'

const pair = (left: number, right: number, bits: number): ComparedPair => ({
  left,
  right,
  keys: bits,
  columns: 0,
  veto: false,
})

const groupOf = (
  members: number,
  pairs: readonly ComparedPair[],
  said: HeldGroup['said'] = [],
): HeldGroup => ({
  members,
  pairs,
  said,
  prior: -1,
  threshold: 0,
})

/** Connected groups: a random tree, and more pairs, some of them lighter than it takes. */
const groups = fc
  .integer({ min: 2, max: 9 })
  .chain((members) =>
    fc.tuple(
      fc.constant(members),
      fc.array(fc.integer({ min: 1, max: 12 }), { minLength: members - 1, maxLength: members - 1 }),
      fc.array(fc.nat(1000), { minLength: members - 1, maxLength: members - 1 }),
      fc.array(
        fc.tuple(fc.nat(members - 1), fc.nat(members - 1), fc.integer({ min: -3, max: 12 })),
        {
          maxLength: 12,
        },
      ),
    ),
  )
  .map(([members, bits, parents, more]) => {
    const tree = bits.map((each, at) => pair((parents[at] ?? 0) % (at + 1), at + 1, each))
    const known = new Set(tree.map(({ left, right }) => `${left} ${right}`))
    const rest = more
      .map(([one, other, each]) => pair(Math.min(one, other), Math.max(one, other), each))
      .filter(({ left, right }) => {
        const name = `${left} ${right}`
        if (left === right || known.has(name)) return false
        known.add(name)
        return true
      })
    return groupOf(members, [...tree, ...rest])
  })

/** Whether pairs of at least so many bits connect all members: looked for member by member. */
function connects({ members, pairs, prior }: HeldGroup, least: number): boolean {
  const reached = new Set([0])
  for (const from of reached) {
    for (const { left, right, keys } of pairs) {
      if (prior + keys < least) continue
      if (left === from) reached.add(right)
      if (right === from) reached.add(left)
    }
  }
  return reached.size === members
}

test('the bridge is as heavy as can be: all that is heavier does not connect the group', () => {
  checkProperty(
    fc.property(groups, (group) => {
      const bridge = weakestBridge(group)
      const bits = bridge?.bits ?? Number.NaN
      expect(connects(group, bits)).toBe(true)
      expect(connects(group, bits + 0.5)).toBe(false)
    }),
    { runs: 100 },
  )
})

test('it parts the group in two, and nothing between the parts is heavier', () => {
  checkProperty(
    fc.property(groups, (group) => {
      const bridge = weakestBridge(group)
      if (bridge === undefined) throw new Error('a connected group has a bridge')
      const [left, right] = bridge.parts
      expect([...left, ...right].sort((a, b) => a - b)).toEqual(
        Array.from({ length: group.members }, (_, at) => at),
      )
      expect([left.includes(bridge.left), right.includes(bridge.right)]).toEqual([true, true])
      const across = group.pairs.filter(
        (each) => left.includes(each.left) !== left.includes(each.right),
      )
      expect(across).toHaveLength(bridge.across)
      for (const { keys } of across)
        expect(group.prior + keys).toBeLessThanOrEqual(bridge.bits ?? 0)
      expect(bridge.without.length).toBeGreaterThan(1)
      expect(bridge.without.reduce((sum, size) => sum + size, 0)).toBe(group.members)
    }),
    { runs: 100 },
  )
})

describe('what holds it besides', () => {
  test('a person’s word is heavier than any evidence, and alone it has no bits', () => {
    const said = [{ left: 0, right: 1, same: true }]
    expect(weakestBridge(groupOf(3, [pair(1, 2, 5)], said))).toMatchObject({
      left: 1,
      right: 2,
      bits: 4,
    })
    expect(weakestBridge(groupOf(2, [], said))).toMatchObject({
      bits: null,
      without: [1, 1],
      across: 0,
    })
  })

  test('without the bridge linkage may take more apart than it joined', () => {
    // The two on the left were called different; only what stood between held nothing of that.
    const said = [{ left: 0, right: 1, same: false }]
    const group = groupOf(3, [pair(0, 1, 9), pair(1, 2, 2)], said)
    expect(weakestBridge(group)?.without).toEqual([1, 1, 1])
  })

  test('one member, and members that nothing connects, have none', () => {
    expect(weakestBridge(groupOf(1, []))).toBeUndefined()
    expect(weakestBridge(groupOf(3, [pair(0, 1, 5)]))).toBeUndefined()
    expect(weakestBridge(groupOf(2, [pair(0, 1, 0.5)]))).toBeUndefined()
  })
})
