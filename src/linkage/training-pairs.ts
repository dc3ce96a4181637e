import { quoteName, type SqlEngine } from '../sql/index.ts'
import { mayCompareSql, termSql } from './blocking.ts'
import type { LinkColumn, LinkModel, LinkTraining } from './model.ts'

const agreeSql = (terms: readonly string[]): string =>
  terms.map((term) => `${termSql(term, 'l')} = ${termSql(term, 'r')}`).join(' and ')

/** Pairs that may be compared and agree on the terms: `left_id, right_id`. */
export const agreeingSql = (model: LinkModel, records: string, terms: readonly string[]): string =>
  `select l.record_id as left_id, r.record_id as right_id
    from ${records} as l join ${records} as r on ${agreeSql(terms)} where ${mayCompareSql(model)}`

interface Certain {
  readonly training: LinkTraining
  readonly records: string
}

/** Share of the pairs that may be compared that are matches: those that a certain rule finds, over its stated recall. */
export async function certainShare(
  sql: SqlEngine,
  model: LinkModel,
  { training, records }: Certain,
): Promise<number> {
  const found = training.certain.map((terms) => agreeingSql(model, records, terms))
  const [row] = await sql.rows<{ found: number; pairs: number | null }>(`select
    (select count(*) from (${found.join(' union ')})) as found,
    (select ${pairsSql} from (${countsSql(model, { records, by: 'true' })}))::double as pairs`)
  const all = Math.max(row?.pairs ?? 0, 1)
  // At least one match and at most every second pair: from neither end is there a way back.
  return Math.min(0.5, Math.max(1 / all, (row?.found ?? 0) / training.certain_recall / all))
}

interface Counted {
  readonly records: string
  /** What pairs are to agree on. */
  readonly by: string
}

/** `n`, how many have a value, and `within`, the sum of the squares of how many of them are of one side. */
function countsSql({ across }: LinkModel, { records, by }: Counted): string {
  if (across === undefined) {
    return `select count(*)::double as n, n as within from ${records} where ${by} is not null group by ${by}`
  }
  return `select sum(n) as n, sum(n * n) as within from (
      select ${by} as value, count(*)::double as n from ${records}
      where ${by} is not null and ${quoteName(across)} is not null group by ${by}, ${quoteName(across)})
    group by value`
}

/** Pairs that agree and may be compared: all ordered pairs without those of one side, halved. */
const pairsSql = 'sum(n * n - within) / 2'

export interface Sample {
  readonly query: string
  readonly pairs: number
}

interface Table {
  readonly records: string
  readonly count: number
}

/** Random pairs for `u`: enough that a level of one in ten thousand is seen a hundred times. */
const randomPairs = 1_000_000

/** Random pairs, the same in every run: records stand in random order, so neighbours are strangers. */
export async function randomSample(
  sql: SqlEngine,
  model: LinkModel,
  { records, count }: Table,
): Promise<Sample> {
  const most = Math.max(1, (count - 1) >> 1)
  const distances = Math.min(Math.ceil(randomPairs / Math.max(count, 1)), most)
  const strangers = `select record_id as left_id, ((record_id + distance) % ${Math.max(count, 1)})::integer as right_id
    from ${records}, (select unnest(range(1, ${distances + 1})) as distance)`
  if (model.across === undefined) return { query: strangers, pairs: distances * count }
  const side = quoteName(model.across)
  const query = `select left_id, right_id from (${strangers})
    join ${records} as l on l.record_id = left_id join ${records} as r on r.record_id = right_id
    where l.${side} <> r.${side}`
  const [row] = await sql.rows<{ pairs: number }>(`select count(*) as pairs from (${query})`)
  return { query, pairs: row?.pairs ?? 0 }
}

interface Exact {
  readonly column: LinkColumn
  readonly records: string
}

/** The chance that two records with a value have the same one: known from the frequencies, not sampled. */
export async function exactShare(
  sql: SqlEngine,
  model: LinkModel,
  { column, records }: Exact,
): Promise<number> {
  const value = quoteName(column.column)
  const [row] = await sql.rows<{ share: number | null }>(`select
    (select ${pairsSql} from (${countsSql(model, { records, by: value })}))
    / nullif((select ${pairsSql} from (${countsSql(model, { records, by: `(${value} is not null or null)` })})), 0) as share`)
  return row?.share ?? 0
}
