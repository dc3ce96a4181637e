import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OwnEngine, openEngine, quoteName, quoteText } from '../sql/index.ts'
import { doublingsSql, levelBitsSql, levelSql, measuresOf } from './comparisons.ts'
import type { LinkColumn } from './model.ts'
import { type LevelGiven, smallModel } from './small-model-fixture.ts'

let sql: OwnEngine
beforeAll(async () => {
  sql = await openEngine(':memory:', { memory: '512MB', threads: 1 })
})
afterAll(() => sql.close())

type Value = string | readonly string[] | null

const noList = 'no list'

const literal = (value: Value): string => {
  if (value === null) return 'null::varchar'
  if (value === noList) return 'null::varchar[]'
  return typeof value === 'string' ? quoteText(value) : `[${value.map(quoteText).join(', ')}]`
}

function columnOf(...levels: readonly LevelGiven[]): LinkColumn {
  const [column] = smallModel({ columns: { x: levels } }).columns
  if (column === undefined) throw new Error('no column')
  return column
}

/** The level that two records reach, by the values of their columns. */
async function levelOf(
  column: LinkColumn,
  left: Readonly<Record<string, Value>>,
  right: Readonly<Record<string, Value>>,
): Promise<number | null> {
  const side = (values: Readonly<Record<string, Value>>, of: string): string[] =>
    Object.entries(values).map(
      ([name, value]) => `${literal(value)} as ${quoteName(`${name}_${of}`)}`,
    )
  const [row] = await sql.rows<{ level: number | null }>(`select ${levelSql(column)} as level from (
    select ${['*', ...measuresOf(column)].join(', ')}
    from (select ${[...side(left, 'l'), ...side(right, 'r')].join(', ')}))`)
  return row?.level ?? null
}

interface Case {
  readonly level: LevelGiven
  /** Pairs that reach the level. */
  readonly reach: readonly (readonly [Value, Value])[]
  /** Pairs that just do not. */
  readonly miss: readonly (readonly [Value, Value])[]
}

const cases: readonly Case[] = [
  { level: { when: 'exact' }, reach: [['ann', 'ann']], miss: [['ann', 'anne']] },
  {
    level: { when: 'same_words' },
    reach: [['ann lee', 'lee ann']],
    miss: [
      ['ann lee', 'ann lee lee'],
      ['ann lee', 'ann leo'],
    ],
  },
  {
    level: { when: 'initials' },
    reach: [
      ['ann lee', 'a lee'],
      ['a b lee', 'ann bea lee'],
    ],
    miss: [
      ['ann lee', 'b lee'],
      ['ann lee', 'a leo'],
      ['ann lee', 'amy lee'],
    ],
  },
  {
    // By Winkler's own example: 0.9611.
    level: { when: 'jaro_winkler', limit: 0.96 },
    reach: [
      ['martha', 'marhta'],
      ['martha lee', 'lee marhta'],
    ],
    miss: [['martha', 'marthas ox']],
  },
  { level: { when: 'levenshtein', limit: 1 }, reach: [['1981', '1982']], miss: [['1981', '1918']] },
  {
    level: { when: 'damerau_levenshtein', limit: 1 },
    reach: [
      ['1981', '1918'],
      ['1981', '981'],
    ],
    miss: [
      ['1981', '8119'],
      ['1981', '2007'],
    ],
  },
  {
    // Two of four words.
    level: { when: 'words', limit: 0.5 },
    reach: [['red oak farm', 'red oak mill']],
    miss: [['red oak farm', 'red elm mill']],
  },
  {
    level: { when: 'address_words', limit: 0.5 },
    reach: [['12 high street flat 3', 'flat 3 12 high st']],
    miss: [
      ['12 high street', '14 high street'],
      ['12 high street', '12 station road'],
    ],
  },
  { level: { when: 'first_word' }, reach: [['ec2a 1af', 'ec2a 9zz']], miss: [['ec2a', 'ec2b']] },
  { level: { when: 'last_word' }, reach: [['ann lee', 'bob lee']], miss: [['ann lee', 'lee ann']] },
  { level: { when: 'prefix', limit: 2 }, reach: [['ec2', 'ec9']], miss: [['ec2', 'e2c']] },
  {
    level: { when: 'within', limit: 2 },
    reach: [['1980', '1982']],
    miss: [
      ['1980', '1983'],
      ['1980', 'about 1980'],
    ],
  },
  {
    level: { when: 'within_days', limit: 31 },
    reach: [['2024-01-31', '2024-03-02']],
    miss: [
      ['2024-01-31', '2024-03-03'],
      ['2024-01-31', '2024-02-30'],
    ],
  },
  {
    // One address on the network, used by both within a day.
    level: { when: 'shared_within', limit: 24 },
    reach: [
      [
        ['203.0.113.24@2024-03-18T09:00:00', '198.51.100.7@2024-01-01T00:00:00'],
        ['203.0.113.24@2024-03-19T09:00:00'],
      ],
    ],
    miss: [
      [['203.0.113.24@2024-03-18T09:00:00'], ['203.0.113.24@2024-03-19T09:00:01']],
      [['203.0.113.24@2024-03-18T09:00:00'], ['203.0.113.25@2024-03-18T09:00:00']],
      [['203.0.113.24@soon'], ['203.0.113.24@2024-03-18T09:00:00']],
    ],
  },
  {
    level: { when: 'shared', limit: 2 },
    reach: [
      [
        ['a', 'b', 'c'],
        ['c', 'b'],
      ],
    ],
    miss: [
      [
        ['a', 'b'],
        ['b', 'c'],
      ],
    ],
  },
  {
    level: { when: 'jaccard', limit: 0.5 },
    reach: [
      [
        ['a', 'b', 'c'],
        ['a', 'b', 'd'],
      ],
    ],
    miss: [
      [
        ['a', 'b'],
        ['b', 'c'],
      ],
    ],
  },
  {
    level: { when: 'hamming', limit: 2 },
    reach: [['00000000000000ff', '00000000000000fc']],
    miss: [['00000000000000ff', '00000000000000f8']],
  },
  { level: { when: 'else' }, reach: [['ann', 'bob']], miss: [] },
]

describe.each(cases)('$level.when', ({ level, reach, miss }) => {
  const column = level.when === 'else' ? columnOf({ when: 'exact' }) : columnOf(level)
  const [hit, other] = level.when === 'else' ? [1, null] : [0, 1]
  test.for(reach)('reached: %j', async ([left, right]) => {
    expect(await levelOf(column, { x: left }, { x: right })).toBe(hit)
    expect(await levelOf(column, { x: right }, { x: left })).toBe(hit)
  })
  test.for(miss)('just not reached: %j', async ([left, right]) => {
    expect(await levelOf(column, { x: left }, { x: right })).toBe(other)
    expect(await levelOf(column, { x: right }, { x: left })).toBe(other)
  })
  test('no value on a side is no evidence', async () => {
    const [[value = null] = []] = reach
    const missing = typeof value === 'string' ? null : noList
    expect(await levelOf(column, { x: value }, { x: missing })).toBeNull()
    expect(await levelOf(column, { x: missing }, { x: value })).toBeNull()
    expect(await levelOf(column, { x: missing }, { x: missing })).toBeNull()
  })
})

test('swapped reads another column of both sides', async () => {
  const column = columnOf({ when: 'exact' }, { when: 'swapped', with: 'y' })
  const level = (left: readonly [Value, Value], right: readonly [Value, Value]) =>
    levelOf(column, { x: left[0], y: left[1] }, { x: right[0], y: right[1] })
  expect(await level(['ann', 'lee'], ['lee', 'ann'])).toBe(1)
  expect(await level(['ann', 'lee'], ['lee', 'anne'])).toBe(2)
  expect(await level(['ann', null], ['lee', 'ann'])).toBe(2)
})

test('every kind of a model file is tried above, and the first level that holds counts', async () => {
  const tried = new Set([...cases.map(({ level }) => level.when), 'swapped'])
  expect(tried.size).toBe(19)
  const column = columnOf(
    { when: 'exact' },
    { when: 'damerau_levenshtein', limit: 1 },
    { when: 'damerau_levenshtein', limit: 2 },
  )
  const levels = ['1981', '1918', '9118', '2007'].map((x) => levelOf(column, { x: '1981' }, { x }))
  expect(await Promise.all(levels)).toEqual([0, 1, 2, 3])
})

test('a condition that another program wrote has its own idea of no evidence', async () => {
  const column: LinkColumn = {
    ...columnOf({ when: 'exact' }),
    levels: [
      { ...columnOf({ when: 'exact' }).levels[0], when: 'sql', condition: '"x_l" = x_r' },
      { ...columnOf({ when: 'exact' }).levels[1], when: 'sql', condition: 'true' },
    ] as LinkColumn['levels'],
    unknown: '"x_l" is null and x_r is null',
  }
  const level = (left: Value, right: Value) => levelOf(column, { x: left }, { x: right })
  expect(await level('a', 'a')).toBe(0)
  expect(await level('a', null)).toBe(1)
  expect(await level(null, null)).toBeNull()
})

test('a shared value says less with each doubling of those that share it', async () => {
  const column = columnOf({
    when: 'exact',
    m: 0.8,
    u: 0.1,
    bits_per_doubling: 0.5,
    at_frequency: 8,
  })
  const bits = levelBitsSql(column, '0', doublingsSql('n'))
  const rows = await sql.rows<{ n: number; bits: number }>(
    `select n, ${bits} as bits from (select unnest([1, 2, 3, 4, 5, 8, 9]) as n)`,
  )
  // log2(0.8 / 0.1) = 3 where eight share it; where two do, two doublings fewer, half a bit each.
  expect(rows.map((row) => row.bits)).toEqual([4, 4, 3.5, 3.5, 3, 3, 2.5])
})
