import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkAsyncProperty } from '../../test/property.ts'
import { type OwnEngine, openEngine } from '../sql/index.ts'
import { type Calibration, calibrationOf } from './calibration.ts'
import { wordSql } from './words.ts'

let sql: OwnEngine
beforeAll(async () => {
  sql = await openEngine(':memory:', { memory: '1GB', threads: 2 })
})
afterAll(() => sql.close())

type Said = readonly [said: number, happened: boolean]

const of = (all: readonly Said[]): Promise<Calibration> =>
  calibrationOf(
    sql,
    `select said, happened, ${wordSql('said')} as word from (values ${all
      .map(([said, happened]) => `(${said.toExponential()}::double, ${happened})`)
      .join(', ')}) as t(said, happened)`,
  )

const times = (count: number, each: Said): readonly Said[] =>
  Array.from({ length: count }, () => each)

test('by hand', async () => {
  const found = await of([
    [0.25, true],
    [0.25, false],
    [0.75, true],
    [0.05, false],
  ])
  expect(found).toMatchObject({ identities: 4, were: 2, base_rate: 0.5 })
  expect(found.brier).toBeCloseTo((0.75 ** 2 + 0.25 ** 2 + 0.25 ** 2 + 0.05 ** 2) / 4, 12)
  expect(found.scores?.brier_of_base_rate).toBe(0.25)
  expect(found.scores?.brier_skill?.value).toBeCloseTo(1 - (found.brier ?? 0) / 0.25, 12)
  const lost = -Math.log(0.25) - 2 * Math.log(0.75) - Math.log(0.95)
  expect(found.scores?.log_loss.value).toBeCloseTo(lost / 4, 12)
  // |0.5 − 1| of two, |0.75 − 1| and |0.05 − 0| of one each.
  expect(found.scores?.expected_calibration_error.value).toBeCloseTo((0.5 + 0.25 + 0.05) / 4, 12)
  expect(
    found.bins.map(({ from, to, identities, were, was }) => [from, to, identities, were, was]),
  ).toEqual([
    [0, 0.1, 1, 0, 0],
    [0.2, 0.3, 2, 1, 0.5],
    [0.7, 0.8, 1, 1, 1],
  ])
  expect(found.words.map(({ word, of: said, count }) => [word, said, count])).toContainEqual([
    'unlikely',
    2,
    1,
  ])
})

test('whoever says what is so has no calibration error', async () => {
  const found = await of([
    ...times(90, [0.75, true]),
    ...times(30, [0.75, false]),
    ...times(30, [0.25, true]),
    ...times(90, [0.25, false]),
  ])
  const { value, low, high } = found.scores?.expected_calibration_error ?? {}
  expect(value).toBeCloseTo(0, 12)
  // Whatever is drawn anew is a little apart; the interval reaches down to the figure all the same.
  expect(low).toBeCloseTo(0, 12)
  expect(high).toBeGreaterThan(0.02)
})

test('saying the base rate of all has no skill, saying the truth all of it', async () => {
  const plain = await of([...times(2, [0.25, true]), ...times(6, [0.25, false])])
  expect(plain.scores?.brier_skill?.value).toBeCloseTo(0, 12)
  const sure = await of([...times(2, [1, true]), ...times(6, [0, false])])
  expect(sure.brier).toBe(0)
  expect(sure.scores?.brier_skill).toEqual({ value: 1, low: 1, high: 1 })
  expect(sure.scores?.log_loss.value).toBeCloseTo(0, 12)
})

test('where all or none were so there is no skill to speak of', async () => {
  const { scores } = await of(times(4, [0.4, false]))
  expect(scores?.brier_skill).toBeNull()
  expect(scores?.brier.value).toBeCloseTo(0.16, 12)
})

test('an error of someone who was sure is bad, not infinitely bad', async () => {
  const { scores } = await of([
    [0, true],
    [1, false],
  ])
  expect(scores?.log_loss.value).toBeCloseTo(-Math.log(1e-15), 6)
})

test('small probabilities go into tenths by number, equal ones together', async () => {
  const { small } = await of([
    ...times(50, [0.001, false]),
    ...Array.from({ length: 50 }, (_, at): Said => [0.002 + at * 0.0015, at % 10 === 0]),
    [0.9, true],
  ])
  expect(small[0]).toMatchObject({ identities: 50, were: 0, from: 0.001, to: 0.001 })
  expect(small.length).toBeGreaterThan(4)
  expect(small.reduce((sum, { identities }) => sum + identities, 0)).toBe(100)
  for (const [at, bin] of small.entries()) {
    expect(bin.to).toBeGreaterThanOrEqual(bin.from)
    expect(bin.from).toBeGreaterThan(small[at - 1]?.to ?? 0)
  }
})

test('scores lie where they can, intervals hold their point, bins hold everybody, twice the same', async () => {
  const said = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean())
  await checkAsyncProperty(
    fc.asyncProperty(fc.array(said, { minLength: 1, maxLength: 30 }), async (all) => {
      const found = await of(all)
      const { bins, words, scores } = found
      for (const interval of [scores?.brier, scores?.expected_calibration_error]) {
        const { value, low, high } = interval ?? { value: null, low: 0, high: 0 }
        expect([0 <= low, low <= (value ?? -1), (value ?? 2) <= high, high <= 1 + 1e-9]).toEqual(
          times4,
        )
      }
      for (const bin of bins) {
        expect(bin.low).toBeLessThanOrEqual(bin.was)
        expect(bin.high).toBeGreaterThanOrEqual(bin.was)
        expect(bin.said).toBeGreaterThanOrEqual(bin.from - 1e-9)
        expect(bin.said).toBeLessThanOrEqual(bin.to + 1e-9)
      }
      const sum = (counts: readonly number[]): number =>
        counts.reduce((before, each) => before + each, 0)
      expect(sum(bins.map(({ identities }) => identities))).toBe(all.length)
      expect(sum(words.map(({ of: each }) => each))).toBe(all.length)
      expect(sum(words.map(({ count }) => count))).toBe(found.were)
      expect((await of(all)).scores).toEqual(scores)
    }),
    { runs: 25 },
  )
})
const times4 = [true, true, true, true]
