import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkProperty } from '../../test/property.ts'
import { binomial, quantile, redraw, seeded } from './resampling.ts'

test('the same seed draws the same numbers, another one others', () => {
  const draw = (seed: number): readonly number[] => Array.from({ length: 5 }, seeded(seed))
  expect(draw(1)).toEqual(draw(1))
  expect(draw(1)).not.toEqual(draw(2))
  // The first of mulberry32 with seed 1, as its author's code gives it.
  expect(draw(1)[0]).toBeCloseTo(0.6270739405881613, 12)
})

/** Mean and variance of draws against n·p and n·p·(1 − p): within five standard errors. */
test.each([
  [10, 0.3],
  [1000, 0.002],
  [1000, 0.998],
  [5000, 0.4],
])('binomial of %i trials at %f', (trials, chance) => {
  const random = seeded(7)
  const draws = Array.from({ length: 4000 }, () => binomial(trials, chance, random))
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length
  const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length
  const expected = trials * chance * (1 - chance)
  expect(Math.abs(mean - trials * chance)).toBeLessThan(5 * Math.sqrt(expected / 4000))
  expect(Math.abs(variance / expected - 1)).toBeLessThan(0.15)
})

test('binomial at the ends', () => {
  const random = seeded(1)
  expect([binomial(0, 0.5, random), binomial(9, 0, random), binomial(9, 1, random)]).toEqual([
    0, 0, 9,
  ])
})

test('as many are drawn as there were, and none of what there was none', () => {
  checkProperty(
    fc.property(fc.array(fc.nat(500), { maxLength: 20 }), fc.nat(), (counts, seed) => {
      const drawn = redraw(counts, seeded(seed))
      const sum = (of: readonly number[]): number => of.reduce((before, each) => before + each, 0)
      expect(sum(drawn)).toBe(sum(counts))
      expect(drawn.every((each, at) => each >= 0 && (counts[at] !== 0 || each === 0))).toBe(true)
    }),
    { runs: 100 },
  )
})

test('quantiles between values', () => {
  expect([0, 0.25, 0.5, 1].map((share) => quantile([4, 1, 3, 2], share))).toEqual([1, 1.75, 2.5, 4])
})
