import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkProperty } from '../../test/property.ts'
import { estimateM, type PatternCounts } from './agreement-patterns.ts'

const startM = [0.8, 0.15, 0.05]
const us = [0.01, 0.09, 0.9]

/** `m` of four comparisons with three levels each. */
const rates = fc.array(
  fc.tuple(
    fc.double({ min: 0.5, max: 0.9, noNaN: true }),
    fc.double({ min: 0.2, max: 0.8, noNaN: true }),
  ),
  { minLength: 4, maxLength: 4 },
)
const mOf = (drawn: readonly (readonly [number, number])[]): number[][] =>
  drawn.map(([exact, near]) => [exact, (1 - exact) * near, (1 - exact) * (1 - near)])

const allPatterns = Array.from({ length: 81 }, (_, n) =>
  Int8Array.from([n % 3, Math.trunc(n / 3) % 3, Math.trunc(n / 9) % 3, Math.trunc(n / 27)]),
)
const chance = (pattern: Int8Array, of: readonly (readonly number[])[]): number =>
  pattern.reduce((product, level, at) => product * (of[at]?.[level] ?? 0), 1)

/** Draws from a distribution over numbered outcomes, by a small generator of its own (mulberry32). */
function drawnCounts(chances: readonly number[], pairs: number, seed: number): Float64Array {
  let state = seed
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const upTo = chances.map((_, at) => chances.slice(0, at + 1).reduce((sum, each) => sum + each, 0))
  const counts = new Float64Array(chances.length)
  for (let pair = 0; pair < pairs; pair++) {
    const drawn = random()
    const at = upTo.findIndex((each) => drawn < each)
    const place = at < 0 ? chances.length - 1 : at
    counts[place] = (counts[place] ?? 0) + 1
  }
  return counts
}

const mixture = (m: readonly (readonly number[])[], share: number): number[] =>
  allPatterns.map(
    (pattern) =>
      share * chance(pattern, m) +
      (1 - share) *
        chance(
          pattern,
          m.map(() => us),
        ),
  )

const estimate = (data: PatternCounts, free = [0, 1, 2, 3]) => estimateM({ data, free }, startRates)
const startRates = [0, 1, 2, 3].map(() => ({ m: startM, u: us }))

test('recovers the m and the share of matches that pairs were drawn with', () => {
  const pairs = 20_000
  checkProperty(
    fc.property(
      rates,
      fc.double({ min: 0.1, max: 0.6, noNaN: true }),
      fc.nat(),
      (drawn, share, seed) => {
        const m = mOf(drawn)
        const counts = drawnCounts(mixture(m, share), pairs, seed)
        const found = estimate({ patterns: allPatterns, counts })
        expect(found.converged).toBe(true)
        // Five standard errors of a share of the matches drawn, doubled: who is a match is itself estimated.
        const tolerance = (p: number): number => 10 * Math.sqrt((p * (1 - p)) / (pairs * share))
        for (const [at, levels] of m.entries()) {
          for (const [level, p] of levels.entries()) {
            expect(Math.abs((found.m[at]?.[level] ?? 0) - p)).toBeLessThan(tolerance(p))
          }
        }
        expect(Math.abs(found.share - share)).toBeLessThan(
          10 * Math.sqrt((share * (1 - share)) / pairs),
        )
      },
    ),
    { runs: 25 },
  )
})

test('the same counts in another order of patterns give the same rates', () => {
  const m = mOf([
    [0.7, 0.5],
    [0.6, 0.5],
    [0.8, 0.3],
    [0.5, 0.6],
  ])
  const counts = Float64Array.from(mixture(m, 0.3), (each) => Math.round(each * 1e5))
  const given = estimate({ patterns: allPatterns, counts })
  expect(estimate({ patterns: allPatterns, counts })).toEqual(given)
  const turned = estimate({
    patterns: allPatterns.toReversed(),
    counts: counts.toReversed(),
  })
  for (const [at, levels] of given.m.entries()) {
    for (const [level, p] of levels.entries()) expect(turned.m[at]?.[level]).toBeCloseTo(p, 9)
  }
  expect(turned.iterations).toBe(given.iterations)
})

test('what a session found its pairs by stays as it was, and says nothing of who is a match', () => {
  const m = mOf([
    [0.7, 0.5],
    [0.6, 0.5],
    [0.8, 0.3],
    [0.5, 0.6],
  ])
  const counts = Float64Array.from(mixture(m, 0.3), (each) => each * 1e5)
  const blocked = Float64Array.from(counts, (each, at) => (allPatterns[at]?.[0] === 0 ? each : 0))
  const found = estimate({ patterns: allPatterns, counts: blocked }, [1, 2, 3])
  expect(found.m[0]).toEqual(startM)
  // Matches among pairs that agree exactly in the first: 0.3 · 0.7 against 0.7 · 0.01.
  expect(found.share).toBeCloseTo(0.21 / 0.217, 2)
  expect(found.m[2]?.[0]).toBeCloseTo(0.8, 2)
})

test('no evidence moves nothing, and no pairs at all still give rates', () => {
  const nothing = { patterns: [Int8Array.from([-1, -1, -1, -1])], counts: Float64Array.from([50]) }
  const { m, converged } = estimate(nothing)
  expect(converged).toBe(true)
  expect(m.flat().every((rate) => rate > 0 && rate < 1)).toBe(true)
  const none = estimate({ patterns: [], counts: new Float64Array(0) })
  expect(none.m.flat().every((rate) => rate > 0 && rate < 1)).toBe(true)
  expect(none.matches).toBe(0)
})
