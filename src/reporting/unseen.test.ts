import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkProperty } from '../../test/property.ts'
import { leastInAll } from './unseen.ts'

describe('leastInAll', () => {
  test('an example worked by hand', () => {
    // 0.9 · 8 · 7 / (2 · 5) = 5.04 unseen; variance 5.04 + 14.58 + 4.064256 = 23.684256;
    // exp(1.96 · sqrt(ln(1 + 23.684256 / 5.04²))) = 4.9077.
    const found = leastInAll({ origins: 10, seen: 20, once: 8, twice: 4 })
    expect(found?.estimate).toBeCloseTo(25.04, 6)
    expect(found?.low).toBeCloseTo(20 + 5.04 / 4.9077, 2)
    expect(found?.high).toBeCloseTo(20 + 5.04 * 4.9077, 2)
  })

  test.each([
    { origins: 2, seen: 20, once: 8, twice: 4 },
    { origins: 10, seen: 9, once: 5, twice: 4 },
    { origins: 10, seen: 20, once: 1, twice: 4 },
    { origins: 10, seen: 20, once: 8, twice: 0 },
    { origins: 0, seen: 0, once: 0, twice: 0 },
  ])('%j cannot tell', (sightings) => {
    expect(leastInAll(sightings)).toBeNull()
  })

  test('the bound is never below what was seen and lies in its interval', () => {
    const counts = fc.record({
      origins: fc.integer({ min: 3, max: 5000 }),
      once: fc.integer({ min: 2, max: 5000 }),
      twice: fc.integer({ min: 1, max: 5000 }),
      more: fc.integer({ min: 10, max: 5000 }),
    })
    checkProperty(
      fc.property(counts, ({ origins, once, twice, more }) => {
        const seen = once + twice + more
        const found = leastInAll({ origins, seen, once, twice })
        expect(found?.low).toBeGreaterThanOrEqual(seen)
        expect(found?.estimate).toBeGreaterThan(found?.low ?? Number.NaN)
        expect(found?.high).toBeGreaterThan(found?.estimate ?? Number.NaN)
      }),
      { runs: 100 },
    )
  })
})
