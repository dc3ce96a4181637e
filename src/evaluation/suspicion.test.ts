import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkProperty } from '../../test/property.ts'
import { shareOf, zOfTwo } from './interval.ts'
import { precisionAt } from './suspicion.ts'

test('precision at a base rate, by hand', () => {
  // 1 in 1,000, 90 % of them and 1 % of the others suspected: 0.0009 of 0.0009 + 0.00999.
  const found = precisionAt(1000, {
    guilty: 100,
    guilty_suspected: 90,
    genuine: 1000,
    genuine_suspected: 10,
  })
  expect(found.precision).toBeCloseTo(0.0009 / (0.0009 + 0.00999), 12)
  const [hits, alarms] = [shareOf(90, 100, zOfTwo), shareOf(10, 1000, zOfTwo)]
  expect(found.low).toBeCloseTo((hits.low * 0.001) / (hits.low * 0.001 + alarms.high * 0.999), 12)
  expect(found.high).toBeCloseTo((hits.high * 0.001) / (hits.high * 0.001 + alarms.low * 0.999), 12)
})

test('without a false positive only a lower end is known', () => {
  const found = precisionAt(343, {
    guilty: 60,
    guilty_suspected: 60,
    genuine: 4000,
    genuine_suspected: 0,
  })
  expect(found).toMatchObject({ precision: null, high: 1 })
  // The upper end of 0 of 4,000 is z² / (n + z²).
  const rate = zOfTwo ** 2 / (4000 + zOfTwo ** 2)
  const { low } = shareOf(60, 60, zOfTwo)
  expect(found.low).toBeCloseTo(low / 343 / (low / 343 + rate * (342 / 343)), 9)
})

test('nobody of one side leaves everything open', () => {
  const found = precisionAt(343, {
    guilty: 0,
    guilty_suspected: 0,
    genuine: 0,
    genuine_suspected: 0,
  })
  expect(found).toEqual({ one_in: 343, precision: null, low: 0, high: 1 })
})

test('the rarer they are, the less a suspicion is worth; the interval holds the figure', () => {
  const side = fc.tuple(
    fc.integer({ min: 1, max: 5000 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  checkProperty(
    fc.property(side, side, ([guilty, hits], [genuine, alarms]) => {
      const counts = {
        ...{ guilty, guilty_suspected: Math.round(guilty * hits) },
        ...{ genuine, genuine_suspected: Math.round(genuine * alarms) },
      }
      const [often, seldom] = [precisionAt(343, counts), precisionAt(5000, counts)]
      expect(seldom.low).toBeLessThanOrEqual(often.low)
      expect(seldom.high).toBeLessThanOrEqual(often.high)
      expect(often.low).toBeLessThanOrEqual((often.precision ?? often.low) + 1e-12)
      expect(often.high).toBeGreaterThanOrEqual((often.precision ?? often.high) - 1e-12)
    }),
    { runs: 100 },
  )
})
