import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkProperty } from '../../test/property.ts'
import { perHundredThousand, ratioBits, shareOf } from './interval.ts'

/** Newcombe, Statistics in Medicine 17 (1998), table I, method 3. */
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('Wilson, as published: %i of %i', (...[count, of, low, high]) => {
  const share = shareOf(count, of)
  expect(share.low).toBeCloseTo(low, 4)
  expect(share.high).toBeCloseTo(high, 4)
})

test('of nothing nothing is known', () => {
  expect(shareOf(0, 0)).toEqual({ count: 0, of: 0, share: null, low: 0, high: 1 })
  expect(perHundredThousand(shareOf(0, 0))).toEqual({ value: null, low: 0, high: 100_000 })
})

const counted = fc
  .tuple(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([of, part]) => ({ of, count: Math.round(of * part) }))

test('an interval lies in 0 to 1, holds its share, and narrows with cases', () => {
  checkProperty(
    fc.property(counted, ({ count, of }) => {
      const { share, low, high } = shareOf(count, of)
      expect(low).toBeGreaterThanOrEqual(0)
      expect(high).toBeLessThanOrEqual(1)
      expect(low).toBeLessThanOrEqual(share ?? -1)
      expect(high).toBeGreaterThanOrEqual(share ?? 2)
      const more = shareOf(count * 4, of * 4)
      expect(more.high - more.low).toBeLessThan(high - low)
    }),
    { runs: 100 },
  )
})

test('ratio in bits, by hand', () => {
  // (7.5 / 10.5) / (0.5 / 20.5) = 29.29; the variance of its logarithm is 1/7.5 − 1/10.5 + 1/0.5 − 1/20.5.
  const found = ratioBits({ count: 7, of: 10 }, { count: 0, of: 20 })
  const reach = (1.959964 * Math.sqrt(1 / 7.5 - 1 / 10.5 + 1 / 0.5 - 1 / 20.5)) / Math.LN2
  expect(found?.value).toBeCloseTo(Math.log2(29.2857142857), 9)
  expect(found?.high).toBeCloseTo(Math.log2(29.2857142857) + reach, 9)
  expect(ratioBits({ count: 0, of: 0 }, { count: 1, of: 2 })).toBeNull()
})

test('a ratio turned round is its negative', () => {
  checkProperty(
    fc.property(counted, counted, (one, other) => {
      const [there, back] = [ratioBits(one, other), ratioBits(other, one)]
      expect((there?.value ?? 0) + (back?.value ?? 0)).toBeCloseTo(0, 9)
      expect((there?.low ?? 0) + (back?.high ?? 0)).toBeCloseTo(0, 9)
    }),
    { runs: 100 },
  )
})
