import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type OwnEngine, openEngine } from '../sql/index.ts'
import { explainPair } from './explanation.ts'
import { linkRecords } from './linking.ts'
import { type LinkModel, parseModel } from './model.ts'
import { withValueIdsSql } from './value-ids-fixture.ts'

type Held = readonly [record: number, kind: string, value: string, detail?: string]

let sql: OwnEngine
beforeAll(async () => {
  sql = await openEngine(':memory:', { memory: '500MB', threads: 2 })
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
  await sql.run('create or replace table uncounted (record_id integer)')
})

const keyDefaults = { m: 0.5, u: 0.0001, bits_per_doubling: 0.5, hub_above: 5 }

const modelOf = (keys: readonly object[]): LinkModel =>
  parseModel(
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

/** Links records of the given names that hold what is given; gives the group of each. */
async function link(
  names: readonly (string | null)[],
  held: readonly Held[],
  keys: readonly object[],
): Promise<number[]> {
  await sql.insert(
    'r',
    names.map((name, id) => ({ record_id: id, name })),
  )
  await sql.insert(
    'k',
    held.map(([record, kind, value, detail = '']) => ({ record_id: record, kind, detail, value })),
  )
  await linkRecords(sql, modelOf(keys), {
    records: `select *, lpad(record_id::varchar, 4, '0') as order_key from r`,
    keys: withValueIdsSql('select *, record_id not in (from uncounted) as counts from k'),
    mutes: withValueIdsSql('from said'),
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

describe('a showing that does not count', () => {
  const uncounted = (from: number, to: number): Promise<void> =>
    sql.run(`insert into uncounted select unnest(range(${from}, ${to}))`)

  test('makes no hub of what few show otherwise, nor a common thing, nor pairs', async () => {
    await uncounted(3, 300)
    const groups = await link(['ada', 'ada', 'ada', ...strangers(297)], everybody(300), [mailbox])
    expect(groups.slice(0, 5)).toEqual([0, 0, 0, 3, 4])
    const found = (await keyBits()) as { right_id: number; key_bits: number }[]
    expect(found.map(({ right_id: right }) => right)).toEqual([1, 2, 2])
    for (const { key_bits: bits } of found) expect(bits).toBeCloseTo(Math.log2(0.5 / 0.0001), 2)
  })

  test('is no stand-in of those that count', async () => {
    await uncounted(0, 20)
    const names = [
      ...Array<string>(10).fill('ada'),
      ...strangers(10),
      ...Array<string>(20).fill('ada'),
    ]
    const groups = await link(names, everybody(40), [{ ...mailbox, anchored_above: 10 }])
    expect(new Set(groups.slice(20))).toEqual(new Set([20]))
    expect(await sql.rows('select min(left_id) as first from t_pair')).toEqual([{ first: 20 }])
    expect(await pairs()).toBeLessThan((20 * 19) / 2)
  })

  test('links like any other as long as few show it at all', async () => {
    await uncounted(2, 4)
    expect(await link(['ada', 'ada', 'ada', 'ada'], everybody(4), [mailbox])).toEqual([0, 0, 0, 0])
    expect(await pairs()).toBe(6)
  })

  test.for([7, 8])('is all there is: of eight, %i do not count, and it is a hub', async (count) => {
    await uncounted(8 - count, 8)
    await link(strangers(8), everybody(8), [mailbox])
    expect(await pairs()).toBe(0)
    const value = 'select hub, crowded, members from t_value'
    expect(await sql.rows(value)).toEqual([{ hub: true, crowded: false, members: 8 }])
  })

  test('does not take a hub from those whose showing makes one', async () => {
    await uncounted(6, 8)
    await link(strangers(8), everybody(8), [mailbox])
    const value = 'select hub, crowded, members from t_value'
    expect(await sql.rows(value)).toEqual([{ hub: true, crowded: false, members: 6 }])
  })

  test('is no disagreement, and explained as a hub', async () => {
    await uncounted(2, 9)
    const held: Held[] = [...everybody(9), [2, 'phone', '1'], [3, 'phone', '1']]
    const phone = { name: 'phone', kind: 'phone' }
    await link(['ada', 'ada', ...strangers(7)], held, [mailbox, phone])
    expect(await sql.rows('select left_id, right_id, holding from t_pair order by all')).toEqual([
      { left_id: 0, right_id: 1, holding: 1 },
      { left_id: 2, right_id: 3, holding: 2 },
    ])
    const explained = async (left: number, right: number) => {
      const pair = await explainPair(sql, modelOf([mailbox, phone]), {
        ...{ prefix: 't', left, right },
        keys: withValueIdsSql('from k'),
      })
      return pair.comparisons[0]
    }
    expect(await explained(0, 1)).toMatchObject({ level: 'shared', members: 1 })
    expect(await explained(2, 3)).toMatchObject({ level: 'hub', members: 9, bits: 0 })
    expect(await explained(0, 3)).toMatchObject({ level: 'hub', members: 9, bits: 0 })
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

test('a detail that one of a pair must have finds no pair of two that lack it', async () => {
  const digits = { name: 'digits', kind: 'digits', needs_detail: 'bare', detail_in_pair: true }
  const held: Held[] = [
    [0, 'digits', '2025550143', 'full'],
    [1, 'digits', '2025550143', 'full'],
    [2, 'digits', '2025550143', 'bare'],
  ]
  await link(['ada', 'bo', 'cy'], held, [digits])
  expect(await sql.rows('select left_id, right_id from t_pair order by all')).toEqual([
    { left_id: 0, right_id: 2 },
    { left_id: 1, right_id: 2 },
  ])
})

test('a key is silent where both hold finer values and share none of them', async () => {
  const place = { name: 'place', kind: 'place', refined_by: 'unit', unless: 'unit' }
  const unit = { name: 'unit', kind: 'unit', disagreement: false }
  const held: Held[] = [
    [0, 'place', '1 oak st'],
    [1, 'place', '1 oak st'],
    [2, 'place', '1 oak st'],
    [3, 'place', '1 oak st'],
    [0, 'unit', '1 oak st, unit a'],
    [1, 'unit', '1 oak st, unit b'],
    [2, 'unit', '1 oak st, unit a'],
  ]
  await link(['ada', 'bo', 'cy', 'di'], held, [place, unit])
  const rows = await sql.rows<{ left_id: number; right_id: number; key_bits: number }>(
    'select left_id, right_id, key_bits from t_pair order by all',
  )
  const silent = rows.filter(({ key_bits: bits }) => bits === 0)
  expect(silent.map(({ left_id: left, right_id: right }) => [left, right])).toEqual([
    [0, 1],
    [1, 2],
  ])
  // The flat says what the house would say, once.
  const [shared] = rows.filter(({ left_id: left, right_id: right }) => left === 0 && right === 2)
  expect(shared?.key_bits).toBeCloseTo(Math.log2(0.5 / 0.0001), 2)
})

describe('two values with one id', () => {
  const texts = 'select record_id, value_id, value from k'
  const linkByIds = async (
    held: readonly (readonly [record: number, id: number, value: string])[],
  ) => {
    const records = [...new Set(held.map(([record]) => record))]
    await sql.insert(
      'r',
      records.map((id) => ({ record_id: id, name: 'ada park' })),
    )
    await sql.run(
      'create or replace table k (record_id integer, kind varchar, detail varchar, value varchar, value_id bigint)',
    )
    await sql.insert(
      'k',
      held.map(([record, id, value]) => ({
        ...{ record_id: record, kind: 'email', detail: '' },
        ...{ value, value_id: id },
      })),
    )
    await linkRecords(sql, modelOf([mailbox]), {
      records: `select *, lpad(record_id::varchar, 4, '0') as order_key from r`,
      ...{ keys: 'from k', texts, prefix: 't' },
    })
    return sql.rows('select left_id, right_id from t_pair order by all')
  }

  test('join nobody; those who hold the same value are joined by it all the same', async () => {
    const held = [
      [0, 7, 'a@x.example'],
      [1, 7, 'b@x.example'],
      [2, 7, 'a@x.example'],
      [3, 7, 'b@x.example'],
    ] as const
    expect(await linkByIds(held)).toEqual([
      { left_id: 0, right_id: 2 },
      { left_id: 1, right_id: 3 },
    ])
  })

  test('do not keep apart whom another value joins', async () => {
    const held = [
      [0, 7, 'a@x.example'],
      [1, 7, 'b@x.example'],
      [0, 8, 'c@x.example'],
      [1, 8, 'c@x.example'],
    ] as const
    expect(await linkByIds(held)).toEqual([{ left_id: 0, right_id: 1 }])
  })

  test('join who holds both with the holders of each', async () => {
    const held = [
      [0, 7, 'a@x.example'],
      [0, 7, 'b@x.example'],
      [1, 7, 'b@x.example'],
      [2, 7, 'a@x.example'],
    ] as const
    expect(await linkByIds(held)).toEqual([
      { left_id: 0, right_id: 1 },
      { left_id: 0, right_id: 2 },
    ])
  })

  test('of very many holders are told apart from the stand-ins as well', async () => {
    const held = Array.from({ length: 40 }, (_, at) => [at, 7, `${at % 2}@x.example`] as const)
    await linkByIds(held)
    const [mixed] = await sql.rows<{ mixed: number }>(
      'select count(*) as mixed from t_pair where (left_id + right_id) % 2 = 1',
    )
    expect(mixed).toEqual({ mixed: 0 })
    expect(await pairs()).toBeGreaterThan(0)
  })
})
