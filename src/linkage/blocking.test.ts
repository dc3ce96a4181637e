import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type OwnEngine, openEngine, runSteps } from '../sql/index.ts'
import { blockingSteps, columnsOfRule, termSql } from './blocking.ts'
import type { LinkModel } from './model.ts'
import { linkTables } from './scoring.ts'
import { smallModel } from './small-model-fixture.ts'

let sql: OwnEngine
beforeEach(async () => {
  sql = await openEngine(':memory:', { memory: '512MB', threads: 2 })
})
afterEach(() => sql.close())

const t = linkTables('b')
type Row = readonly (string | null)[]

/** Candidate pairs of records with columns `a`, `b`, `c`, numbered from 0. */
async function pairsOf(model: LinkModel, rows: readonly Row[]): Promise<readonly string[]> {
  const values = rows.map((row, id) => {
    const cells = [0, 1, 2].map((at) => (row[at] == null ? 'null' : `'${row[at]}'`))
    return `(${[id, ...cells].join(', ')})`
  })
  await sql.run(`create table ${t.record} as
    select c0::integer as record_id, c1::varchar as a, c2::varchar as b, c3::varchar as c
    from (values ${values.join(', ')}) as v (c0, c1, c2, c3)`)
  await runSteps(sql, blockingSteps(model, t))
  const pairs = await sql.rows<{ left_id: number; right_id: number }>(
    `select left_id, right_id from ${t.found} order by all`,
  )
  return pairs.map(({ left_id: left, right_id: right }) => `${left}-${right}`)
}

const on = (...rules: readonly (readonly string[])[]): LinkModel =>
  smallModel({ blocking: rules.map((terms) => ({ on: terms })) })

test.for([
  ['a', 'abcdef'],
  ['a[2]', 'ab'],
  ['a[-3]', 'def'],
  ['a[9]', 'abcdef'],
] as const)('the term %s of abcdef is %s', async ([term, value]) => {
  const [row] = await sql.rows<{ value: string }>(
    `select ${termSql(term, 'x')} as value from (select 'abcdef' as a) as x`,
  )
  expect(row?.value).toBe(value)
})

describe('records that agree on all terms of a rule are compared', () => {
  const rows: readonly Row[] = [
    ['ann', 'lee', '1'],
    ['anna', 'lee', '1'],
    ['anna', 'leo', '1'],
    ['bob', null, '2'],
    ['bob', null, '3'],
  ]
  const expected: readonly (readonly [LinkModel, readonly string[]])[] = [
    [on(['b']), ['0-1']],
    [on(['a[3]', 'c']), ['0-1', '0-2', '1-2']],
    [on(['a', 'b']), []],
    // Found by two rules, compared once.
    [on(['b'], ['c'], ['a']), ['0-1', '0-2', '1-2', '3-4']],
  ]
  test.for(expected)('%#', async ([model, pairs]) => {
    expect(await pairsOf(model, rows)).toEqual(pairs)
  })
})

test('a block that would cost too much is left out, counted, and does not stop another rule', async () => {
  const rows: readonly Row[] = [1, 2, 3, 4].map((n) => ['same', n < 3 ? 'x' : 'y', null])
  const model = smallModel({
    blocking: [
      { on: ['a'], hub_above: 3 },
      { on: ['b'], hub_above: 2 },
    ],
  })
  expect(await pairsOf(model, rows)).toEqual(['0-1', '2-3'])
  expect(await sql.rows(`from ${t.capped}`)).toEqual([{ rule: 0, blocks: 1, records: 4, pairs: 6 }])
})

describe('across: only pairs whose values of that column differ', () => {
  const rows: readonly Row[] = [
    ['k', 'left', null],
    ['k', 'left', null],
    ['k', 'right', null],
    ['k', null, null],
  ]
  const across = smallModel({ across: 'b', blocking: [{ on: ['a'] }] })

  test('by a rule of terms', async () => {
    expect(await pairsOf(across, rows)).toEqual(['0-2', '1-2'])
  })

  test('by a condition', async () => {
    const rule = { on: ['l.a = r.a'], hub_above: 9, condition: 'l.a = r.a', across: 'b' }
    expect(await pairsOf({ ...across, blocking: [rule] }, rows)).toEqual(['0-2', '1-2'])
    expect(columnsOfRule(rule)).toEqual(['a', 'a', 'b'])
  })

  test('what is capped counts only such pairs', async () => {
    const capped = smallModel({ across: 'b', blocking: [{ on: ['a'], hub_above: 2 }] })
    expect(await pairsOf(capped, rows)).toEqual([])
    expect(await sql.rows(`from ${t.capped}`)).toEqual([
      { rule: 0, blocks: 1, records: 3, pairs: 2 },
    ])
  })
})

test('the columns of a condition are those of either record', () => {
  const condition = `l."first name" = r.surname and substr(l.dob, 1, 4) = '19' and all.x = 1`
  expect(columnsOfRule({ on: [condition], hub_above: 2, condition })).toEqual([
    'first name',
    'surname',
    'dob',
  ])
})
