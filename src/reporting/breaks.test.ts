import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkProperty } from '../../test/property.ts'
import { chiSquaredTail, levelBreak } from './breaks.ts'

describe('levelBreak', () => {
  test('finds where the level doubled, and by how much', () => {
    const found = levelBreak([10, 11, 9, 10, 12, 8, 22, 19, 21, 20, 18, 20])
    expect(found).toMatchObject({ at: 6, from: 6, to: 6, ratio: 2 })
  })

  test('finds a fall, and a rise from nothing', () => {
    expect(levelBreak([20, 21, 19, 20, 9, 10, 11, 10])).toMatchObject({ at: 4, ratio: 0.5 })
    expect(levelBreak([0, 0, 0, 0, 9, 10, 11, 10])).toMatchObject({
      at: 4,
      ratio: Number.POSITIVE_INFINITY,
    })
  })

  test('a level series has none', () => {
    expect(levelBreak([10, 11, 9, 10, 12, 8, 9, 11, 10, 10])).toBeUndefined()
  })

  test('bursts are no break: the same sums, unevenly', () => {
    expect(levelBreak([0, 40, 0, 0, 0, 0, 60, 0, 0, 40, 0, 0])).toBeUndefined()
  })

  test('a rise that only follows what it is held against is none', () => {
    const counts = [10, 11, 9, 10, 20, 22, 18, 20]
    expect(levelBreak(counts)).toMatchObject({ at: 4 })
    expect(levelBreak(counts, [100, 110, 90, 100, 200, 220, 180, 200])).toBeUndefined()
  })

  test.each([
    ['seven quarters', [9, 9, 9, 9, 90, 90, 90]],
    ['nineteen interviews', [0, 0, 0, 0, 4, 5, 5, 5]],
    ['nothing', []],
  ])('%s are too little to tell', (_, counts) => {
    expect(levelBreak(counts)).toBe('cannot tell')
  })

  test('of 400 series without a break, at most one in twenty has one', () => {
    const series = Array.from({ length: 400 }, (_, seed) => poissonSeries(seed + 1, 5, 18))
    const breaks = series.filter((counts) => typeof levelBreak(counts) === 'object')
    expect(breaks.length).toBeLessThanOrEqual(20)
  })

  test('twice the counts are never weaker evidence of the same break', () => {
    checkProperty(
      fc.property(fc.array(fc.nat(30), { minLength: 8, maxLength: 24 }), (counts) => {
        const found = levelBreak(counts)
        if (typeof found !== 'object') return
        expect(found.from).toBeLessThanOrEqual(found.at)
        expect(found.to).toBeGreaterThanOrEqual(found.at)
        expect(found.chance).toBeGreaterThanOrEqual(0)
        expect(typeof levelBreak(counts.map((count) => count * 2))).not.toBe('string')
      }),
      { runs: 100 },
    )
  })
})

/** Counts from a Poisson law by multiplying uniform numbers (Knuth), of a linear congruential generator. */
function poissonSeries(seed: number, mean: number, length: number): readonly number[] {
  let state = seed * 2_654_435_761
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state + 1) / 2 ** 32
  }
  return Array.from({ length }, () => {
    let count = -1
    for (let product = 1; product > Math.exp(-mean); product *= uniform()) count += 1
    return count
  })
}

test('the tail of chi-squared with one degree of freedom, against tables', () => {
  expect(chiSquaredTail(0)).toBeCloseTo(1, 6)
  expect(chiSquaredTail(2.706)).toBeCloseTo(0.1, 4)
  expect(chiSquaredTail(3.841)).toBeCloseTo(0.05, 4)
  expect(chiSquaredTail(6.635)).toBeCloseTo(0.01, 4)
  expect(chiSquaredTail(10.828)).toBeCloseTo(0.001, 5)
})
