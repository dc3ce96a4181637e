import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkAsyncProperty } from '../../test/property.ts'
import { type OwnEngine, openEngine, quoteText } from '../sql/index.ts'
import { smallModel } from './small-model-fixture.ts'
import { clusterTable, prepareTable } from './table.ts'

let sql: OwnEngine
beforeAll(async () => {
  sql = await openEngine(':memory:', { memory: '512MB', threads: 2 })
})
afterAll(() => sql.close())

interface Row {
  readonly id: string
  readonly name: string | null
  readonly town: string | null
}

const model = smallModel({
  columns: {
    name: [
      { when: 'exact', bits_per_doubling: 0.5 },
      { when: 'levenshtein', limit: 1, m: 0.3, u: 0.05 },
    ],
    town: [{ when: 'exact', m: 0.8, u: 0.1 }],
  },
  blocking: [{ on: ['name[1]'] }, { on: ['town'] }],
})

const cell = (text: string | null): string => (text === null ? 'null::varchar' : quoteText(text))
const rowsSql = (rows: readonly Row[]): string =>
  `select * from (values ${rows.map(({ id, name, town }) => `(${[id, name, town].map(cell).join(', ')})`).join(', ')})
    as v (id, name, town)`

async function clustersOf(rows: readonly Row[], given = model): Promise<Map<string, string>> {
  await prepareTable(sql, given, { rows: rowsSql(rows), id: 'id' })
  const { result } = await clusterTable(sql, given)
  const found = await sql.rows<{ id: string; cluster: string }>(result)
  return new Map(found.map(({ id, cluster }) => [id, cluster]))
}

test('rows that are the same thing get the name of the first id among them', async () => {
  const rows: readonly Row[] = [
    { id: 'b', name: 'Ánn', town: 'Oslo' },
    { id: 'a', name: ' ann ', town: 'OSLO' },
    { id: 'c', name: 'bob', town: 'oslo' },
    { id: 'd', name: null, town: null },
  ]
  const expected = { a: 'a', b: 'a', c: 'c', d: 'd' }
  expect(Object.fromEntries(await clustersOf(rows))).toEqual(expected)
  await prepareTable(sql, model, { rows: rowsSql(rows), id: 'id' })
  expect(await clusterTable(sql, model)).toMatchObject({
    records: 4,
    pairs: 3,
    clusters: 3,
    capped: [],
  })
})

test('the order of the rows does not change the clusters', async () => {
  const text = fc.option(fc.constantFrom('ann', 'anne', 'ana', 'bob', 'rob', 'al', 'el'), {
    freq: 5,
  })
  const rows = fc
    .array(fc.record({ name: text, town: text }), { minLength: 2, maxLength: 12 })
    .map((given) => given.map((row, at): Row => ({ id: `r${at}`, ...row })))
    .chain((given) =>
      fc.tuple(
        fc.constant(given),
        fc.shuffledSubarray(given, { minLength: given.length, maxLength: given.length }),
      ),
    )
  await checkAsyncProperty(
    fc.asyncProperty(rows, async ([one, other]) => {
      expect(await clustersOf(other)).toEqual(await clustersOf(one))
    }),
    { runs: 6 },
  )
})

test('what was left out because it would cost too much is told by rule', async () => {
  const rows = ['a', 'b', 'c', 'd'].map((id): Row => ({ id, name: null, town: 'oslo' }))
  const capped = { ...model, blocking: [{ on: ['town'], hub_above: 3 }] }
  await prepareTable(sql, capped, { rows: rowsSql(rows), id: 'id' })
  expect(await clusterTable(sql, capped)).toMatchObject({
    pairs: 0,
    clusters: 4,
    capped: [{ rule: 'town', blocks: 1, records: 4, pairs: 6 }],
  })
})

describe('a table that does not fit is a problem that says why', () => {
  const one: Row = { id: '1', name: 'ann', town: 'oslo' }
  const prepared = (rows: string, given = model, id = 'id') =>
    prepareTable(sql, given, { rows, id }).then(() => 'no problem')

  test('columns of the model are missing', async () => {
    await expect(prepared("select 'x' as id, 'y' as name, 1 as other")).rejects.toMatchObject({
      kind: 'invalid',
      message: 'the table has no column town; it has id, name, other',
    })
  })

  test('an id stands twice, or is missing', async () => {
    await expect(prepared(rowsSql([one, { ...one, name: 'bob' }]))).rejects.toThrow(
      "the id '1' stands in several rows: it must tell them apart",
    )
    await expect(prepared("select null as id, 'y' as name, 'z' as town")).rejects.toThrow(
      'a row has no id: every row needs one',
    )
  })

  test('the model compares keys', async () => {
    const key = {
      name: 'email',
      kind: 'email',
      m: 0.9,
      u: 0.01,
      bits_per_doubling: 1,
      hub_above: 9,
      because: 'Made up for a test of keys.',
    }
    const keyed = smallModel({ keys: [key], blocking: [] })
    await expect(prepared(rowsSql([one]), keyed)).rejects.toThrow(
      /compares keys \(email\), which a table does not/,
    )
  })
})
