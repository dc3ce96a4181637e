import { Problem } from '../problem.ts'
import { quoteName, quoteText, type SqlEngine } from '../sql/index.ts'
import { linkRecords } from './linking.ts'
import type { LinkModel } from './model.ts'
import { linkTables, modelColumns } from './scoring.ts'

/** What was left out because it would cost too much, by rule of the model. */
export interface CappedBlocks {
  readonly rule: string
  readonly blocks: number
  readonly records: number
  /** Pairs that were not compared by this rule; others may have found them. */
  readonly pairs: number
}

export interface TableClusters {
  readonly records: number
  readonly pairs: number
  readonly clusters: number
  readonly capped: readonly CappedBlocks[]
  /** A query of `id, cluster` in the order of ids; a cluster is named by the first id in it. */
  readonly result: string
}

/** Where the rows to link are: a table or query, and the column that tells them apart. */
export interface TableInput {
  readonly rows: string
  readonly id: string
}

const prefix = 'table'
/** The rows that `prepareTable` has numbered: `record_id` dense from 0, in an order that tells nothing. */
export const numberedTable = 'table_row'

/**
 * The rows as records: numbered, with the columns of the model. Ties are broken by a digest of the id, so
 * that ids which tell what belongs together (`rec-7-dup-1`) cannot help.
 */
export async function prepareTable(
  sql: SqlEngine,
  model: LinkModel,
  { rows, id }: TableInput,
): Promise<void> {
  if (model.keys.length > 0) {
    throw new Problem(
      'invalid',
      `the model ${model.name} compares keys (${model.keys.map(({ name }) => name).join(', ')}), which a table does not have`,
    )
  }
  const types = await columnTypes(sql, rows)
  requireColumns(types, [id, ...modelColumns(model)])
  const values = modelColumns(model).map(
    (column) => `${valueSql(model, column, types.get(column) ?? '')} as ${quoteName(column)}`,
  )
  await sql.run(`create or replace table ${numberedTable} as
    select (row_number() over (order by md5(${quoteName(id)}::varchar)) - 1)::integer as record_id,
      md5(${quoteName(id)}::varchar) as order_key, ${[`${quoteName(id)}::varchar as given_id`, ...values].join(', ')}
    from (${rows})`)
  await requireDistinctIds(sql, id)
}

/** Clusters the rows that `prepareTable` has numbered. */
export async function clusterTable(sql: SqlEngine, model: LinkModel): Promise<TableClusters> {
  const t = linkTables(prefix)
  await linkRecords(sql, model, { records: `from ${numberedTable}`, keys: '', prefix })
  const result = `select r.given_id as id, coalesce(f.given_id, r.given_id) as cluster
    from ${numberedTable} as r left join ${t.group} as g on g.record_id = r.record_id
    left join (select group_id, min(n.given_id) as given_id
               from ${t.group} join ${numberedTable} as n using (record_id) group by group_id) as f
      on f.group_id = g.group_id
    order by id`
  const [counts] = await sql.rows<Omit<TableClusters, 'capped' | 'result'>>(`select
    (select count(*) from ${numberedTable}) as records, (select count(*) from ${t.pair}) as pairs,
    (select count(distinct cluster) from (${result})) as clusters`)
  const capped = await sql.rows<Omit<CappedBlocks, 'rule'> & { rule: number }>(
    `from ${t.capped} order by rule`,
  )
  return {
    ...(counts ?? { records: 0, pairs: 0, clusters: 0 }),
    capped: capped.map((each) => ({
      ...each,
      rule: model.blocking[each.rule]?.on.join(', ') ?? '',
    })),
    result,
  }
}

async function columnTypes(sql: SqlEngine, rows: string): Promise<ReadonlyMap<string, string>> {
  const columns = await sql.rows<{ column_name: string; column_type: string }>(`describe (${rows})`)
  return new Map(columns.map((column) => [column.column_name, column.column_type]))
}

function requireColumns(types: ReadonlyMap<string, string>, needed: readonly string[]): void {
  const missing = [...new Set(needed)].filter((column) => !types.has(column))
  if (missing.length === 0) return
  throw new Problem(
    'invalid',
    `the table has no column ${missing.join(', ')}; it has ${[...types.keys()].join(', ')}`,
  )
}

async function requireDistinctIds(sql: SqlEngine, id: string): Promise<void> {
  const [twice] = await sql.rows<{ given_id: string | null }>(`
    select given_id from ${numberedTable} group by given_id having count(*) > 1 or given_id is null limit 1`)
  if (twice === undefined) return
  throw new Problem(
    'invalid',
    twice.given_id === null
      ? `a row has no ${id}: every row needs one`
      : `the ${id} ${quoteText(twice.given_id)} stands in several rows: it must tell them apart`,
  )
}

function valueSql({ as_given }: LinkModel, column: string, type: string): string {
  const value = quoteName(column)
  if (as_given || type.endsWith('[]')) return value
  return `nullif(trim(regexp_replace(lower(strip_accents(${value}::varchar)), '\\s+', ' ', 'g')), '')`
}
