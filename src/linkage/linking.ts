import { runSteps, type SqlEngine } from '../sql/index.ts'
import type { HardPairs } from './clustering.ts'
import { clusterApart } from './clustering-thread.ts'
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
  await clusterPairs(sql, model, { input, among: undefined })
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
  await clusterPairs(sql, model, { input, among: t.affected })
}

async function hasRows(sql: SqlEngine, table: string): Promise<boolean> {
  const [row] = await sql.rows<{ some: boolean }>(`select exists (from ${table}) as some`)
  return row?.some ?? false
}

async function dropAll(sql: SqlEngine, tables: readonly string[]): Promise<void> {
  for (const table of tables) await sql.run(`drop table if exists ${table}`)
}

interface ClusterWork {
  readonly input: Linking
  /** A table of `record_id`: only these; absent: all. */
  readonly among: string | undefined
}

async function clusterPairs(
  sql: SqlEngine,
  model: LinkModel,
  { input, among }: ClusterWork,
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
  const ids = await recordOrder(
    sql,
    `select record_id from ${t.record} semi join ${looked} using (record_id) order by order_key, record_id`,
  )
  const [left = none, right = none, keys = noBits, columns = noBits, vetoes = none] =
    await sql.numbers(
      `select left_id, right_id, key_bits, column_bits, veto::integer from ${t.pair} as p ${within}`,
    )
  const { groups, components } = await clusterApart({
    records: ids.records.length,
    pairs: {
      left: ids.ranked(left),
      right: ids.ranked(right),
      keys: new Float64Array(keys),
      columns: new Float64Array(columns),
      vetoes: new Uint8Array(vetoes),
    },
    rule: {
      prior: model.prior_bits,
      threshold: model.threshold_bits,
      same: await hardPairs(sql, `select left_id, right_id from ${t.judged} where same`, ids),
      different: await hardPairs(
        sql,
        `select left_id, right_id from ${t.judged} where not same`,
        ids,
      ),
    },
  })
  await storeGroups(sql, t.group, { records: ids.records, groups, components })
  await sql.run(`drop table ${t.judged}`)
}

const none = new Int32Array(0)
const noBits = new Float64Array(0)
const noJudgements =
  'select null::integer as left_id, null::integer as right_id, null::boolean as same where false'

/** Records in an order that does not depend on arrival, so that ties are broken alike in every run. */
interface RecordOrder {
  readonly records: Int32Array
  readonly ranked: (ids: ArrayLike<number>) => Int32Array
}

async function recordOrder(sql: SqlEngine, query: string): Promise<RecordOrder> {
  const [ids = none] = await sql.numbers(query)
  const records = new Int32Array(ids)
  let most = -1
  for (let at = 0; at < records.length; at++) most = Math.max(most, records[at] ?? 0)
  const rank = new Int32Array(most + 1)
  for (let at = 0; at < records.length; at++) rank[records[at] ?? 0] = at
  return { records, ranked: (given) => new Int32Array(given).map((id) => rank[id] ?? 0) }
}

async function hardPairs(sql: SqlEngine, query: string, ids: RecordOrder): Promise<HardPairs> {
  const [left = none, right = none] = await sql.numbers(query)
  return { left: ids.ranked(left), right: ids.ranked(right) }
}

interface Grouped {
  readonly records: Int32Array
  readonly groups: Int32Array
  readonly components: Int32Array
}

/** Groups and components under the smallest id in them; those that stand alone are left out. */
async function storeGroups(
  sql: SqlEngine,
  table: string,
  { records, groups, components }: Grouped,
): Promise<void> {
  const groupIds = smallestIds(records, groups)
  const componentIds = smallestIds(records, components)
  const members = new Int32Array(records.length)
  for (let at = 0; at < components.length; at++) {
    const component = components[at] ?? 0
    members[component] = (members[component] ?? 0) + 1
  }
  const together = Int32Array.from(records.keys()).filter(
    (at) => (members[components[at] ?? 0] ?? 0) > 1,
  )
  const column = (of: Int32Array) =>
    ({ type: 'integer', values: together.map((at) => of[at] ?? 0) }) as const
  await sql.append(table, [column(records), column(groupIds), column(componentIds)])
}

function smallestIds(records: Int32Array, names: Int32Array): Int32Array {
  const smallest = new Int32Array(records.length).fill(2 ** 31 - 1)
  for (let at = 0; at < names.length; at++) {
    const name = names[at] ?? 0
    smallest[name] = Math.min(smallest[name] ?? 0, records[at] ?? 0)
  }
  return names.map((name) => smallest[name] ?? 0)
}
