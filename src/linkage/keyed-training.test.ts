import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OwnEngine, openEngine } from '../sql/index.ts'
import { trainKeyedModel } from './keyed-training.ts'
import { linkRecords } from './linking.ts'
import { type LinkModel, matchWeight, parseModel } from './model.ts'
import { withValueIdsSql } from './value-ids-fixture.ts'

const key = (name: string, m: number, u: number) => ({
  ...{ name, kind: name, m, u, bits_per_doubling: 0, hub_above: 20 },
  because: 'for tests of the machinery',
})
const levels = (m: number, u: number) => [
  { when: 'exact', m, u, because: 'the same value' },
  { when: 'else', m: 1 - m, u: 1 - u, because: 'another value' },
]
const model = parseModel(
  {
    ...{ name: 'test', version: 1, title: 'a model for tests', prior_bits: -10, threshold_bits: 0 },
    keys: [key('email', 0.5, 0.0005), key('device', 0.5, 0.0005)],
    columns: [
      { name: 'name', column: 'name', defines: true, levels: levels(0.99, 0.01) },
      { name: 'city', column: 'city', levels: levels(0.6, 0.4) },
    ],
  },
  'the model of this test',
)

let sql: OwnEngine
beforeAll(async () => {
  sql = await openEngine(':memory:', { memory: '500MB', threads: 2 })
})
afterAll(() => sql.close())

/**
 * `people` of two records each. All have a mailbox of their own; a device is shared by two people, who live in
 * one city; a person has two cities in one of ten cases.
 */
async function link(people: number, order = 'record_id'): Promise<void> {
  await sql.run(`create or replace table person as
    select i as record_id, i // 2 as person, i // 4 as home,
      case when i % 20 = 0 then 'elsewhere ' || i else 'city ' || (i // 4) end as city
    from (select unnest(range(0, ${people * 2}))::integer as i) order by ${order}`)
  await linkRecords(sql, model, {
    records: `select record_id, lpad(record_id::varchar, 6, '0') as order_key, 'name ' || person as name, city from person`,
    keys: withValueIdsSql(`
      select record_id, 'email' as kind, '' as detail, 'mail ' || person as value from person
      union all select record_id, 'device', '', 'device ' || home from person`),
    prefix: 't',
  })
}

const train = () => trainKeyedModel(sql, model, { prefix: 't', linkedWith: model })
const levelOf = ({ columns }: LinkModel, at: number) => columns[at]?.levels[0]

describe('training on keys', () => {
  test('tells how often those who share a key are the same, without being told', async () => {
    await link(2000)
    const { model: trained, record } = await train()
    const shares = new Map(record.sessions.map((session) => [session.key, session.match_share]))
    // Each mailbox is one person's. Of the six pairs that share a device two are of one person.
    // What the stated weights add is worth 200 pairs: here 2 % of the mailbox pairs, 0.2 % of the device pairs.
    expect(shares.get('email')).toBeGreaterThan(0.9)
    expect(shares.get('device')).toBeCloseTo(1 / 3, 1)
    expect(record.sessions.every(({ converged }) => converged)).toBe(true)
    const [email, device] = trained.keys.map(matchWeight)
    expect(email).toBeGreaterThan((device ?? 0) + 3)
  })

  test('leaves what defines the question as it is stated', async () => {
    await link(500)
    const { model: trained } = await train()
    expect(levelOf(trained, 0)?.m).toBeCloseTo(0.99, 9)
    expect(levelOf(trained, 0)?.u).toBeCloseTo(0.01, 9)
    expect(levelOf(trained, 1)?.m).not.toBeCloseTo(0.6, 2)
  })

  test('of few pairs the stated weights stand', async () => {
    await link(4)
    const { model: trained } = await train()
    for (const [at, stated] of model.keys.entries()) {
      expect(matchWeight(trained.keys[at] ?? stated)).toBeCloseTo(matchWeight(stated), 0)
    }
    expect(levelOf(trained, 1)?.m).toBeCloseTo(0.6, 1)
  })

  test('does not depend on the order of the records', async () => {
    await link(300)
    const first = await train()
    await link(300, 'md5(record_id::varchar)')
    expect(await train()).toEqual(first)
  })

  test('no pair at all leaves the model as it is stated', async () => {
    await link(0)
    const { model: trained, record } = await train()
    expect(record).toEqual({ pairs: 0, sessions: [] })
    expect(trained.keys.map(matchWeight)).toEqual(
      model.keys.map((stated) => expect.closeTo(matchWeight(stated), 3)),
    )
  })
})
