import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Evaluation, evaluate } from './evaluation.ts'
import { shareOf } from './interval.ts'
import { type JudgedStore, many, openJudgedStore } from './judged-store-fixture.ts'

let store: JudgedStore
beforeAll(async () => {
  store = await openJudgedStore()
})
afterAll(() => store.close())

const rates = { scheme: [15, 20], other_fraud: [1, 20], genuine: [1, 20] } as const
const stated = ['voip', 'kvm', 'unseen'].map((id) => ({ id, group: id.toUpperCase(), rates }))

const suspected = { status: 'suspected', scheme: 0.9, likelihood: 'very likely' } as const
const people = [
  ...many(6, { label: 'worker', ...suspected, holds: ['voip', 'kvm'] }),
  ...many(2, { label: 'facilitator', ...suspected, holds: ['voip'], absent: ['kvm'] }),
  ...many(4, { label: 'other_fraud', scheme: 0.1, other: 0.6 }),
  { label: 'other_fraud', scheme: 0.6, other: 0.2, holds: ['voip'] } as const,
  { label: 'genuine', ...suspected, holds: ['voip', 'kvm'], uncounted: ['kvm'] } as const,
  ...many(3, { label: 'genuine', holds: ['voip'] }),
  ...many(4, { label: 'genuine', absent: ['kvm'] }),
  ...many(12, { label: 'genuine' }),
]

let evaluation: Evaluation
/** The same without a catalogue. */
let uncatalogued: Evaluation
beforeAll(async () => {
  await store.fill(people)
  evaluation = await evaluate(store.sql, store.truth, stated)
  uncatalogued = await evaluate(store.sql, store.truth)
})

describe('indicators, by hand', () => {
  const lineOf = (id: string) => {
    const line = evaluation.fairness.indicators.find(({ indicator }) => indicator === id)
    if (line === undefined) throw new Error(`no line of ${id}`)
    return line
  }

  test('whom each touches', () => {
    expect(lineOf('voip')).toMatchObject({
      group: 'VOIP',
      category: 'technical',
      genuine: { count: 4, of: 20, share: 0.2 },
      other_fraud: { count: 1, of: 5 },
      scheme: { count: 8, of: 8 },
      false_positives: 1,
    })
    const { low, high } = shareOf(4, 20)
    expect(lineOf('voip').genuine_per_100_000).toEqual({
      value: 20_000,
      low: low * 100_000,
      high: high * 100_000,
    })
    expect(evaluation.fairness.indicators.map(({ indicator }) => indicator)).toEqual([
      'voip',
      'kvm',
    ])
    expect(evaluation.fairness.never_seen).toEqual(['unseen'])
  })

  test('what did not count took no part in a false positive', () => {
    expect(lineOf('kvm')).toMatchObject({ genuine: { count: 1, of: 20 }, false_positives: 0 })
  })

  test('what it says is held against what the catalogue states', () => {
    const { seen, stated: bits, agrees } = lineOf('voip').against_genuine
    // 8 of 8 against 4 of 20, half a case added to each.
    expect(seen?.value).toBeCloseTo(Math.log2(8.5 / 8.5 / (4.5 / 20.5)), 9)
    // Jeffreys: 15.5 of 21 against 1.5 of 21.
    expect(bits).toBeCloseTo(Math.log2(15.5 / 1.5), 9)
    expect(agrees).toBe((seen?.low ?? 0) <= (bits ?? 0) && (bits ?? 0) <= (seen?.high ?? 0))
  })

  test('where its absence counts, only those are counted in whom it could have been seen', () => {
    // 6 of 8 in the scheme, 1 of 5 genuine; in nobody of other fraud could it have been seen.
    expect(lineOf('kvm').against_genuine.seen?.value).toBeCloseTo(
      Math.log2(6.5 / 8.5 / (1.5 / 5.5)),
      9,
    )
    expect(lineOf('kvm').against_other_fraud).toMatchObject({ seen: null, agrees: null })
  })

  test('genuine people touched at all, and by two groups', () => {
    expect(evaluation.fairness.genuine_touched).toMatchObject({ count: 4, of: 20 })
    expect(evaluation.fairness.genuine_touched_by_two_groups).toMatchObject({ count: 1, of: 20 })
  })

  test('without a catalogue nothing is stated', () => {
    const { fairness } = uncatalogued
    expect(fairness.never_seen).toEqual([])
    expect(fairness.indicators[0]?.against_genuine).toMatchObject({ stated: null, agrees: null })
  })
})

test('confusion: other fraud that is called scheme is told', () => {
  const { confusion } = evaluation
  expect(confusion.other_fraud_called_scheme).toMatchObject({ count: 1, of: 5, share: 0.2 })
  expect(confusion.other_fraud_suspected).toMatchObject({ count: 0, of: 5 })
  expect(confusion.cells).toContainEqual({
    ...{ label: 'other_fraud', hypothesis: 'other_fraud', status: 'unassessed', identities: 4 },
  })
  expect(confusion.cells.reduce((sum, { identities }) => sum + identities, 0)).toBe(people.length)
})

test('hypotheses that are equal go to the more innocent one', async () => {
  await store.fill([
    { label: 'worker', scheme: 0.5, other: 0.5 },
    { label: 'worker', scheme: 0.5, other: 0 },
    { label: 'worker', scheme: 0.2, other: 0.4 },
  ])
  const { confusion } = await evaluate(store.sql, store.truth)
  expect(confusion.cells.map(({ hypothesis, identities }) => [hypothesis, identities])).toEqual([
    ['genuine', 2],
    ['other_fraud', 1],
  ])
})

describe('suspicion by what is counted as one', () => {
  test('split personas count once among true identities', async () => {
    // One persona of two subjects that hold together and two parts that do not; an innocent in two parts.
    await store.fill([
      { label: 'worker', persona: 'w', ...suspected },
      { label: 'worker', persona: 'w' },
      { label: 'worker', persona: 'w' },
      { label: 'genuine', persona: 'g' },
      { label: 'genuine', persona: 'g', ...suspected },
      ...many(8, { label: 'genuine' }),
    ])
    const { suspicion } = await evaluate(store.sql, store.truth)
    const rows = suspicion.units.map(({ unit, sensitivity, genuine_suspected: innocents }) => [
      ...[unit, `${sensitivity.count}/${sensitivity.of}`, `${innocents.count}/${innocents.of}`],
    ])
    // Of equal parts the oldest is the largest: of the persona the suspected one, of the innocent the other.
    expect(rows).toEqual([
      ['found_identity', '1/3', '1/10'],
      ['largest_part', '1/1', '0/9'],
      ['any_part', '1/1', '1/9'],
    ])
    expect(suspicion.units.map(({ at_base_rates: rates }) => rates.map((at) => at.one_in))).toEqual(
      Array.from({ length: 3 }, () => [343, 1000, 5000]),
    )
    expect(suspicion.units[2]?.innocents_per_100_000.value).toBeCloseTo(100_000 / 9, 6)
  })
})
