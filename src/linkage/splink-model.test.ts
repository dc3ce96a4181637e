import { expect, test } from 'vitest'
import { matchWeight } from './model.ts'
import { splinkModel } from './splink-fixture.ts'
import { isSplinkModel, readSplinkModel } from './splink-model.ts'

const read = (given: unknown) => readSplinkModel(given, 'm.json', new Map([['surname', 40]]))

test('reads prior, rules, levels and what is no evidence', () => {
  const model = read(splinkModel())
  expect(model.prior_bits).toBe(-2)
  expect(model.threshold_bits).toBe(0)
  expect(model.as_given).toBe(true)
  expect(model.blocking.map(({ condition }) => condition)).toEqual([
    'l."City" = r."City"',
    'l.surname = r.surname',
  ])
  const [column] = model.columns
  expect(column).toMatchObject({
    name: 'surname',
    column: 'surname',
    unknown: '("surname_l" is null or "surname_r" is null)',
  })
  expect(column?.levels.map(({ condition }) => condition)).toEqual([
    '"surname_l" = "surname_r"',
    'jaro_winkler_similarity("surname_l", "surname_r") >= 0.9',
    '"surname_l" = upper("surname_r")',
    'true',
  ])
})

test('a level weighs log2(m/u); one that was never trained weighs nothing; none is infinite', () => {
  const weights = read(splinkModel()).columns[0]?.levels.map(matchWeight)
  expect(weights?.[0]).toBe(3)
  expect(weights?.[1]).toBe(0)
  expect(weights?.[2]).toBeGreaterThan(10)
  expect(weights?.[2]).toBeLessThan(20)
  expect(weights?.[3]).toBe(-4)
})

test('term frequencies count where the model says so, and from where u says', () => {
  const levels = read(splinkModel()).columns[0]?.levels
  expect(levels?.map((level) => level.bits_per_doubling)).toEqual([0.5, 0, 0, 0])
  // u of 0.1 is how often a value occurs that 4 of 40 have.
  expect(levels?.[0]?.at_frequency).toBe(4)
})

test('two files that are linked, not deduplicated, are compared across', () => {
  const model = read({ ...splinkModel(), link_type: 'link_only' })
  expect(model.across).toBe('source_dataset')
  expect(model.blocking.map(({ across }) => across)).toEqual(['source_dataset', 'source_dataset'])
})

test('is told from a model of ours, and what is wrong in it is named', () => {
  expect(isSplinkModel(splinkModel())).toBe(true)
  expect([{ blocking: [] }, null, 'text', []].some(isSplinkModel)).toBe(false)
  expect(() => read({ ...splinkModel(), comparisons: [] })).toThrow(/^m\.json: comparisons: /)
  expect(() => read({ ...splinkModel(), probability_two_random_records_match: 1 })).toThrow(
    /^m\.json: probability_two_random_records_match: /,
  )
})
