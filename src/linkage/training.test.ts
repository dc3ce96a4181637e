import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OwnEngine, openEngine } from '../sql/index.ts'
import type { LinkModel } from './model.ts'
import { type SmallModel, smallModel } from './small-model-fixture.ts'
import { numberedTable, prepareTable } from './table.ts'
import { type TrainedModel, trainModel } from './training.ts'

let sql: OwnEngine
beforeAll(async () => {
  sql = await openEngine(':memory:', { memory: '1GB', threads: 2 })
})
afterAll(() => sql.close())

const things = 2000
/** How often a copy keeps each column as it was; a draw from its digest, the same in every run. */
const kept = { a: 0.9, b: 0.7, c: 0.8, d: 0.85 }
/** Of matches, those that agree in `a`, `b` and `c`. */
const keptTogether = 0.9 * 0.7 * 0.8
const columnSql = Object.entries(kept).map(([name, share]) => {
  const drawn = (what: string): string =>
    `(hash('drawn ${name} ' || ${what}) % 1000003)::double / 1000003`
  const value = (what: string): string => `'v' || (hash('${name} ' || ${what}) % 200)::varchar`
  return `case when copy = 0 or ${drawn('thing')} < ${share} then ${value('thing')}
    else ${value("thing::varchar || 'other'")} end as ${name}`
})
/** Each thing twice, with 200 values in each column; in one file the originals, in the other the copies. */
const rows = `select thing::varchar || '-' || copy as id, 'file' || copy as file, 'n' || thing as number,
    ${columnSql.join(', ')}
  from (select unnest(range(${things})) as thing), (select unnest([0, 1]) as copy)`

const model = (given: SmallModel = {}): LinkModel =>
  smallModel({
    columns: {
      a: [{ when: 'exact', bits_per_doubling: 0.5 }],
      b: [{ when: 'exact', m: 0.5 }],
      c: [{ when: 'exact', m: 0.5 }],
      // Whose u hangs on which pairs are drawn.
      d: [
        { when: 'exact', m: 0.5 },
        { when: 'levenshtein', limit: 1, m: 0.1, u: 0.1 },
      ],
    },
    training: {
      certain: [['a', 'b', 'c']],
      certain_recall: keptTogether,
      sessions: [['a'], ['b']],
    },
    ...given,
  })

async function trained(order: string, given: LinkModel = model()): Promise<TrainedModel> {
  await prepareTable(sql, given, { rows: `from (${rows}) order by ${order}`, id: 'id' })
  return trainModel(sql, given, numberedTable)
}

/** What is learned from all rows, in the order of their ids. */
let usual: TrainedModel
beforeAll(async () => {
  usual = await trained('id')
})

test('finds how often copies agree, strangers agree, and how rare matches are', () => {
  const { model: found, record } = usual
  const rate = (name: string, of: 'm' | 'u'): number =>
    found.columns.find((column) => column.name === name)?.levels[0]?.[of] ?? 0
  // What is not kept comes by chance in one of 200 cases; five standard errors of 2,000 pairs, doubled: it is not known which they are.
  for (const [name, share] of Object.entries(kept)) {
    const p = share + (1 - share) / 200
    expect(Math.abs(rate(name, 'm') - p), name).toBeLessThan(10 * Math.sqrt((p * (1 - p)) / things))
    expect(rate(name, 'u'), name).toBeCloseTo(1 / 200, 3)
  }
  // 2,000 matches among 4,000 · 3,999 / 2 pairs: two in 7,998.
  expect(2 ** found.prior_bits).toBeCloseTo(1 / 3999, 4)
  expect(record).toMatchObject({ records: 2 * things, sessions: [{ on: ['a'] }, { on: ['b'] }] })
  expect(record.sessions.every(({ converged }) => converged)).toBe(true)
  // One in 200 of 4,000 records shares a value.
  expect(found.columns[0]?.levels[0]?.at_frequency).toBeCloseTo(20, -1)
})

test('the same records in any order give the same model, bit for bit', async () => {
  expect(await trained('hash(id)')).toEqual(usual)
})

test('matches among the random pairs are not taken for chance', async () => {
  const value = (name: string): string =>
    `'v' || (hash('${name} ' || thing) % 50)::varchar as ${name}`
  const rows = `select thing::varchar || '-' || copy as id, ${Object.keys(kept).map(value).join(', ')}
    from (select unnest(range(100)) as thing), (select unnest(range(4)) as copy)`
  const training = {
    certain: [['a', 'b', 'c', 'd']],
    certain_recall: 0.99,
    sessions: [['a'], ['b']],
  }
  const given = model({ training })
  await prepareTable(sql, given, { rows, id: 'id' })
  const { model: found } = await trainModel(sql, given, numberedTable)
  // Strangers agree in one of 50 cases; with the matches, 3 of 399 pairs, it would be 0.0274. Of 4,950 pairs of things
  // 99 ± 10 agree: two standard errors.
  for (const { levels } of found.columns) {
    expect(Math.abs((levels[0]?.u ?? 0) - 0.02)).toBeLessThan(0.004)
  }
})

test('across two files only pairs with one record of each count', async () => {
  const { model: found } = await trained('id', model({ across: 'file' }))
  // 2,000 matches among 2,000 · 2,000 pairs.
  expect(2 ** found.prior_bits).toBeCloseTo(1 / 2000, 4)
  expect(found.columns[0]?.levels[0]?.m).toBeCloseTo(0.9, 1)
})

test('what no session leaves free keeps its m', async () => {
  const training = { certain: [['a', 'b', 'c']], certain_recall: 0.5, sessions: [['b', 'c']] }
  await prepareTable(sql, model({ training }), {
    rows: `from (${rows}) where length(number) < 4`,
    id: 'id',
  })
  const { model: found } = await trainModel(sql, model({ training }), numberedTable)
  expect(found.columns[1]?.levels[0]?.m).toBeCloseTo(0.5 / (0.5 + 0.1), 5)
})

test('a model that does not say how, or a table without pairs, is a problem', async () => {
  const { training: _, ...silent } = model()
  await expect(trained('id', silent)).rejects.toThrow(/does not say how to train it/)
  await prepareTable(sql, model(), { rows: `${rows} limit 1`, id: 'id' })
  await expect(trainModel(sql, model(), numberedTable)).rejects.toThrow(
    /no two records to train on/,
  )
})
