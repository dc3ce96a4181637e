import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openDuckDb, quoteText, type SqlEngine } from '../sql/index.ts'
import { linkRecords } from './linking.ts'
import { parseModel } from './model.ts'

type Held = readonly [record: number, kind: string, value: string, detail?: string]

let sql: SqlEngine
beforeAll(async () => {
  sql = await openDuckDb(':memory:', { memory: '500MB', threads: 2 })
})
afterAll(() => sql.close())
beforeEach(async () => {
  await sql.run('create or replace table r (record_id integer, name varchar)')
  await sql.run(
    'create or replace table k (record_id integer, kind varchar, detail varchar, value varchar)',
  )
  await sql.run(
    'create or replace table said (kind varchar, detail varchar, value varchar, muted boolean)',
  )
})

const keyDefaults = { m: 0.5, u: 0.0001, bits_per_doubling: 0.5, hub_above: 5 }

/** Links records of the given names that hold what is given; gives the group of each. */
async function link(
  names: readonly (string | null)[],
  held: readonly Held[],
  keys: readonly object[],
): Promise<number[]> {
  const model = parseModel(
    {
      ...{ name: 'test', version: 1, title: 'for tests', prior_bits: -10, threshold_bits: 0 },
      keys: keys.map((key) => ({ ...keyDefaults, because: 'for tests of the machinery', ...key })),
      columns: [
        {
          ...{ name: 'name', column: 'name' },
          levels: [
            { when: 'exact', m: 0.9, u: 0.05, because: 'the same name' },
            { when: 'else', m: 0.1, u: 0.95, because: 'another name' },
          ],
        },
      ],
    },
    'the model of this test',
  )
  for (const [id, name] of names.entries()) {
    await sql.run(`insert into r values (${id}, ${name === null ? 'null' : quoteText(name)})`)
  }
  for (const [record, kind, value, detail = ''] of held) {
    await sql.run(
      `insert into k values (${record}, ${quoteText(kind)}, ${quoteText(detail)}, ${quoteText(value)})`,
    )
  }
  await linkRecords(sql, model, {
    records: `select *, lpad(record_id::varchar, 4, '0') as order_key from r`,
    keys: 'from k',
    mutes: 'from said',
    prefix: 't',
  })
  const rows = await sql.rows<{
    group_id: number
  }>(`select coalesce(group_id, record_id) as group_id
    from r left join t_group using (record_id) order by record_id`)
  return rows.map((row) => row.group_id)
}

const pairs = async (): Promise<number> =>
  (await sql.rows<{ n: number }>('select count(*) as n from t_pair'))[0]?.n ?? 0
const keyBits = (): Promise<object[]> =>
  sql.rows('select left_id, right_id, key_bits from t_pair order by all')

const mailbox = { name: 'email', kind: 'email', counted_by: 'name' }
const everybody = (count: number, value = 'desk@agency.example'): Held[] =>
  Array.from({ length: count }, (_, record) => [record, 'email', value])
const strangers = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `stranger ${at}`)

describe('a hub', () => {
  test('joins nobody; where it returns, those of one member', async () => {
    const names = ['ada park', ...strangers(6), 'ada park']
    const apart = await link(names, everybody(8), [mailbox])
    expect(apart).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(await pairs()).toBe(0)
    await sql.run('delete from r')
    await sql.run('delete from k')
    const returned = await link(names, everybody(8), [{ ...mailbox, hub_returns: true }])
    expect(returned).toEqual([0, 1, 2, 3, 4, 5, 6, 0])
    expect(await pairs()).toBe(1)
  })

  test('is none where a person says so, and is one where a person says so', async () => {
    await sql.run(`insert into said values ('email', '', 'desk@agency.example', false)`)
    expect(await link(['ada', ...strangers(6), 'ada'], everybody(8), [mailbox])).toEqual([
      0, 1, 2, 3, 4, 5, 6, 0,
    ])
    await sql.run('delete from r')
    await sql.run('delete from k')
    await sql.run('update said set muted = true')
    expect(await link(['ada', 'ada'], everybody(2), [mailbox])).toEqual([0, 1])
  })

  test('takes from nobody what they have of their own', async () => {
    // Both share a hub and a mailbox; that they share the hub is no disagreement in mailboxes.
    const held: Held[] = [...everybody(7), [0, 'phone', '1'], [1, 'phone', '1']]
    await link(['ada', 'ada', ...strangers(5)], held, [mailbox, { name: 'phone', kind: 'phone' }])
    const [pair] = await sql.rows<{ key_bits: number; holding: number }>('from t_pair')
    expect(pair?.key_bits).toBeCloseTo(Math.log2(0.5 / 0.0001), 2)
    expect(pair?.holding).toBe(2)
  })
})

test('of what very many records hold, each is compared with a few stand-ins of each member', async () => {
  const names = Array.from({ length: 60 }, (_, at) => (at % 2 === 0 ? 'ada park' : 'bo lund'))
  const groups = await link(names, everybody(60), [{ ...mailbox, anchored_above: 10 }])
  expect(new Set(groups)).toEqual(new Set([0, 1]))
  // Eight of each of two members; a pair of stand-ins is one pair.
  expect(await pairs()).toBeLessThanOrEqual(60 * 16)
  expect(await pairs()).toBeLessThan((60 * 59) / 2)
})

describe('what is claimed', () => {
  const photo = {
    name: 'photo',
    kind: 'photo',
    supports_only: true,
    near_bits: 6,
    disagreement: false,
  }
  const device = { name: 'device', kind: 'device' }

  test('finds nobody', async () => {
    const same: Held[] = [
      [0, 'photo', '0f1e2d3c4b5a6978'],
      [1, 'photo', '0f1e2d3c4b5a6978'],
    ]
    await link(['ada', 'bo'], same, [photo, device])
    expect(await pairs()).toBe(0)
  })

  test.for([
    ['the same picture', '0f1e2d3c4b5a6978', true],
    ['six bits apart', '0f1e2d3c4b5a6947', true],
    ['seven bits apart', '0f1e2d3c4b5a6907', false],
  ] as const)('supports what was found: %s', async ([, other, counts]) => {
    const held: Held[] = [
      [0, 'device', 'fp'],
      [1, 'device', 'fp'],
      [0, 'photo', '0f1e2d3c4b5a6978'],
      [1, 'photo', other],
    ]
    await link(['ada', 'bo'], held, [photo, device])
    const one = Math.round(Math.log2(0.5 / 0.0001) * 1024) / 1024
    const [pair] = (await keyBits()) as { key_bits: number }[]
    expect(pair?.key_bits).toBeCloseTo(counts ? 2 * one : one, 2)
  })
})

test('a value that needs a detail counts only where somebody holds it with that detail', async () => {
  const reference = { name: 'reference', kind: 'reference', needs_detail: 'named' }
  const own: Held[] = [
    [0, 'reference', 'x@mail.example', 'own'],
    [1, 'reference', 'x@mail.example', 'own'],
  ]
  await link(['ada', 'bo'], own, [reference])
  expect(await pairs()).toBe(0)
  await sql.run(`insert into k values (2, 'reference', 'named', 'x@mail.example')`)
  await sql.run(`insert into r values (2, 'cy')`)
  await link([], [], [reference])
  expect(await pairs()).toBe(3)
})

test('a key is silent where another one says the same better', async () => {
  const address = { name: 'address', kind: 'address' }
  const home = { name: 'home', kind: 'home', unless: 'address', u: 0.01 }
  const held: Held[] = [0, 1].flatMap((record): Held[] => [
    [record, 'address', '1 example square'],
    [record, 'home', '1 example square'],
  ])
  await link(['ada', 'bo'], held, [address, home])
  const [pair] = (await keyBits()) as { key_bits: number }[]
  expect(pair?.key_bits).toBeCloseTo(Math.log2(0.5 / 0.0001), 2)
})
