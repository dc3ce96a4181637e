import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { quoteText } from '../sql/index.ts'
import { type Judged, type JudgedStore, many, openJudgedStore } from './judged-store-fixture.ts'
import { evaluateOutcomes } from './outcomes.ts'

let store: JudgedStore
beforeAll(async () => {
  store = await openJudgedStore()
  await store.sql.run(`insert into source_declaration values
    (1, 1, 'court', 'Court', 'partner', 'court.example', 'B', 'TLP:AMBER', null, 'a'),
    (2, 1, 'nobody', 'Nobody', 'partner', 'nobody.example', 'F', 'TLP:AMBER', null, 'b')`)
})
afterAll(() => store.close())
beforeEach(async () => {
  for (const table of ['event', 'fact']) await store.sql.run(`delete from ${table}`)
})

interface Told {
  readonly identity: number
  readonly truth: string
  readonly how?: string
  readonly source?: string
  readonly kind?: string
}

let observations = 0
async function tell({
  identity,
  truth,
  how,
  source = 'court',
  kind = 'outcome',
}: Told): Promise<void> {
  observations += 1
  await store.sql.run(`insert into event by name select ${observations} as observation_id,
    ${identity} as subject_id, ${quoteText(source)} as source, ${quoteText(kind)} as kind,
    timestamp '2024-01-01' + interval (${observations}) day as happened_at`)
  const facts = [
    ['outcome.truth', truth],
    ...(how === undefined ? [] : [['outcome.established_by', how]]),
  ]
  for (const [name = '', text = ''] of facts) {
    await store.sql.run(`insert into fact by name select ${observations} as observation_id,
      ${identity} as subject_id, ${quoteText(name)} as name, ${quoteText(text)} as text`)
  }
}

const fraud: Judged = { label: 'worker', status: 'suspected', scheme: 0.6, other: 0.3 }
const genuine: Judged = { label: 'genuine', scheme: 0.05, other: 0.1 }

test('no outcome is no failure', async () => {
  await store.fill([genuine])
  const { outcomes, reviews } = await evaluateOutcomes(store.sql)
  expect(reviews).toBeNull()
  expect(outcomes).toMatchObject({
    ...{ conflicting: 0, not_established: 0 },
    followed_suspicion: { identities: 0, calibration: { scores: null } },
  })
})

describe('outcomes, by hand', () => {
  test('P(scheme) and P(other fraud) together are held against fraud', async () => {
    await store.fill([fraud, genuine])
    await tell({ identity: 1, truth: 'fraud', how: 'investigation' })
    await tell({ identity: 2, truth: 'genuine', how: 'in_person' })
    const { followed_suspicion: set, drawn_blind: drawn } = (await evaluateOutcomes(store.sql))
      .outcomes
    expect(set).toMatchObject({ identities: 2, fraud: 1, genuine: 1 })
    expect(set.calibration.brier).toBeCloseTo((0.1 ** 2 + 0.15 ** 2) / 2, 12)
    expect(set.calibration.words.filter(({ of }) => of > 0).map(({ word }) => word)).toEqual([
      ...['very unlikely', 'very likely'],
    ])
    expect(set.established_by).toEqual([
      { how: 'in_person', identities: 1 },
      { how: 'investigation', identities: 1 },
    ])
    expect(drawn.identities).toBe(0)
  })

  test('several of one identity are one, and what contradicts itself is left out and counted', async () => {
    await store.fill([fraud, fraud, genuine])
    await tell({ identity: 1, truth: 'fraud', how: 'investigation' })
    await tell({ identity: 1, truth: 'fraud', how: 'court' })
    await tell({ identity: 2, truth: 'fraud', how: 'court' })
    await tell({ identity: 2, truth: 'genuine', how: 'in_person' })
    const { outcomes } = await evaluateOutcomes(store.sql)
    expect(outcomes).toMatchObject({
      conflicting: 1,
      followed_suspicion: { identities: 1, established_by: [{ how: 'court', identities: 1 }] },
    })
  })

  test.each<[string, Partial<Told>]>([
    ['not told how', {}],
    ['told how in another word', { how: 'rumour' }],
    ['from a source of grade F', { how: 'court', source: 'nobody' }],
    ['from a source that nobody declared', { how: 'court', source: 's' }],
  ])('%s: not established, not taken, and counted', async (_, how) => {
    await store.fill([fraud])
    await tell({ identity: 1, truth: 'fraud', ...how })
    const { outcomes } = await evaluateOutcomes(store.sql)
    expect(outcomes).toMatchObject({ not_established: 1, followed_suspicion: { identities: 0 } })
  })

  test('inconclusive ones, and what only a report says, are no outcomes', async () => {
    await store.fill([fraud])
    await tell({ identity: 1, truth: 'inconclusive', how: 'court' })
    await tell({ identity: 1, truth: 'fraud', how: 'court', kind: 'report' })
    const { outcomes } = await evaluateOutcomes(store.sql)
    expect(outcomes).toMatchObject({ not_established: 0, followed_suspicion: { identities: 0 } })
  })
})

const review = (identity: number, said: string, drawn: boolean): Promise<void> =>
  store.sql.run(`insert into review values (${identity}, '2024-05-01', 'r${identity % 2}', 'looked at it', ${quoteText(said)},
    'idn_x', ${identity}, ${drawn}, '{"likelihood":"unlikely","status":"unassessed"}')`)

test('those drawn blind stand apart from those that were suspected', async () => {
  await store.fill([fraud, genuine])
  await tell({ identity: 1, truth: 'fraud', how: 'court' })
  await tell({ identity: 2, truth: 'genuine', how: 'in_person' })
  await review(2, 'unlikely', true)
  const { followed_suspicion: followed, drawn_blind: drawn } = (await evaluateOutcomes(store.sql))
    .outcomes
  expect([followed.fraud, followed.genuine, drawn.fraud, drawn.genuine]).toEqual([1, 0, 0, 1])
})

test('rates that have learned from outcomes are told, until they are as they ship again', async () => {
  const learnedFrom = async () => (await evaluateOutcomes(store.sql)).outcomes.learned_from
  await store.fill([fraud])
  expect(await learnedFrom()).toBe(false)
  await store.sql.run(`insert into learning values (1, '2024-05-01', 1, '{}')`)
  expect(await learnedFrom()).toBe(true)
  await store.sql.run(`insert into learning values (2, '2024-05-02', 0, null)`)
  expect(await learnedFrom()).toBe(false)
})

test('reviewers’ words beside the machine’s', async () => {
  await store.fill(many(4, genuine))
  await review(1, 'unlikely', true)
  await review(2, 'very unlikely', true)
  await review(3, 'very likely', false)
  await review(4, 'unlikely', false)
  const { reviews } = await evaluateOutcomes(store.sql)
  expect(reviews).toMatchObject({
    ...{ reviews: 4, reviewers: 2, drawn: 2 },
    same_word: { count: 2, of: 4 },
    next_word: { count: 1 },
    disagreement: { count: 1, share: 0.25 },
    mean_steps: (0 - 1 + 3 + 0) / 4,
    mean_distance: 1,
  })
  expect(reviews?.pairs).toContainEqual({
    reviewer: 'very likely',
    machine: 'unlikely',
    steps: 3,
    reviews: 1,
  })
})

test('leaves nothing in the store', async () => {
  const tables = 'select table_name from information_schema.tables order by 1'
  const before = await store.sql.rows(tables)
  await evaluateOutcomes(store.sql)
  expect(await store.sql.rows(tables)).toEqual(before)
})
