import { runSteps, type SqlEngine } from '../sql/index.ts'
import type { IdPairs } from './grouping.ts'
import { groupApart } from './grouping-thread.ts'
import type { LinkModel } from './model.ts'
import { inputSteps, type LinkInput, linkTables, scoringSteps, temporaryTables } from './scoring.ts'
import { touchedSteps } from './touched.ts'

/** What people said of pairs of records: a query of `left_id, right_id, same` (boolean). */
export interface Linking extends LinkInput {
  readonly judgements?: string
}

/**
 * Links all records with a model. The tables `<prefix>_…` are made anew; `<prefix>_group` has
 * `record_id, group_id, component_id` of every record that stands in a component with another one, groups
 * and components named by the smallest id in them. A record that is not in it is a group of its own.
 */
export async function linkRecords(sql: SqlEngine, model: LinkModel, input: Linking): Promise<void> {
  await readRecords(sql, model, input)
  await linkReadRecords(sql, model, input)
}

/**
 * The part of `linkRecords` that reads the caller's tables. Run in one transaction it reads one snapshot; the rest is
 * quicker outside, because DuckDB reads tables of an open transaction slowly.
 */
export const readRecords = (sql: SqlEngine, model: LinkModel, input: LinkInput): Promise<void> =>
  runSteps(sql, inputSteps(model, input))

/** The part of `linkRecords` after `readRecords`; of the caller's tables it reads only `judgements`. */
export async function linkReadRecords(
  sql: SqlEngine,
  model: LinkModel,
  input: Linking,
): Promise<void> {
  const t = linkTables(input.prefix)
  await runSteps(sql, scoringSteps(model, input))
  await sql.run(
    `create or replace table ${t.group} (record_id integer, group_id integer, component_id integer)`,
  )
  await groupPairs(sql, model, { input, among: undefined })
  await dropAll(sql, temporaryTables(input.prefix))
}

/**
 * Links again what has changed since the last `linkRecords` or `relinkRecords`, to the same partition
 * as a full run. `changed` is a table of `record_id`: records that are new, gone, or hold or say something else.
 * Afterwards `<prefix>_touched` (`record_id`) has those whose pairs were made again, and `<prefix>_affected` all
 * whose group may be another one now.
 */
export async function relinkRecords(
  sql: SqlEngine,
  model: LinkModel,
  input: Linking & { readonly changed: string },
): Promise<void> {
  const t = linkTables(input.prefix)
  for (const step of touchedSteps(model, input)) {
    if (typeof step === 'string') await sql.run(step)
    else if (await hasRows(sql, step.unlessEmpty)) await sql.run(step.sql)
  }
  await sql.run(`delete from ${t.group} where record_id in (from ${t.affected})`)
  await groupPairs(sql, model, { input, among: t.affected })
}

async function hasRows(sql: SqlEngine, table: string): Promise<boolean> {
  const [row] = await sql.rows<{ some: boolean }>(`select exists (from ${table}) as some`)
  return row?.some ?? false
}

async function dropAll(sql: SqlEngine, tables: readonly string[]): Promise<void> {
  for (const table of tables) await sql.run(`drop table if exists ${table}`)
}

interface GroupWork {
  readonly input: Linking
  /** A table of `record_id`: only these; absent: all. */
  readonly among: string | undefined
}

async function groupPairs(
  sql: SqlEngine,
  model: LinkModel,
  { input, among }: GroupWork,
): Promise<void> {
  const t = linkTables(input.prefix)
  const within =
    among === undefined
      ? ''
      : `semi join ${among} as a on a.record_id = p.left_id
    semi join ${among} as b on b.record_id = p.right_id`
  await sql.run(`create or replace temp table ${t.judged} as
    select left_id, right_id, same from (${input.judgements ?? noJudgements}) as p ${within}`)
  // All that were looked at, or all that stand in pairs: whoever is in neither is a group of its own.
  const looked =
    among ??
    `(select left_id as record_id from ${t.pair} union select right_id from ${t.pair}
      union select left_id from ${t.judged} union select right_id from ${t.judged})`
  // In an order that does not depend on arrival, so that ties are broken alike in every run.
  const [records = none] = await sql.numbers(
    `select record_id from ${t.record} semi join ${looked} using (record_id) order by order_key, record_id`,
  )
  const [left = none, right = none, keys = noBits, columns = noBits, vetoes = none] =
    await sql.numbers(
      `select left_id, right_id, key_bits, column_bits, veto::integer from ${t.pair} as p ${within}`,
    )
  const grouped = await groupApart({
    ...{ records, pairs: { left, right, keys, columns, vetoes } },
    ...{ prior: model.prior_bits, threshold: model.threshold_bits },
    same: await readIds(sql, `select left_id, right_id from ${t.judged} where same`),
    different: await readIds(sql, `select left_id, right_id from ${t.judged} where not same`),
  })
  const column = (values: Int32Array) => ({ type: 'integer', values }) as const
  await sql.append(t.group, [
    column(grouped.records),
    column(grouped.groups),
    column(grouped.components),
  ])
  await sql.run(`drop table ${t.judged}`)
}

const none = new Int32Array(0)
const noBits = new Float64Array(0)
const noJudgements =
  'select null::integer as left_id, null::integer as right_id, null::boolean as same where false'

async function readIds(sql: SqlEngine, query: string): Promise<IdPairs> {
  const [left = none, right = none] = await sql.numbers(query)
  return { left, right }
}
