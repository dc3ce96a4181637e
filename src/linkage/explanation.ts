import { quoteName, quoteText, type SqlEngine } from '../sql/index.ts'
import { levelBitsSql, levelSql } from './comparisons.ts'
import { disagreementWeight, type LinkColumn, type LinkModel } from './model.ts'

/** One comparison of two records, in words and bits. */
export interface Comparison {
  readonly comparison: string
  readonly left: string | null
  readonly right: string | null
  /** What was found: `shared`, `both have one, none shared`, `hub`, a level of the model, `no evidence`. */
  readonly level: string
  readonly bits: number
  /** How many records have the shared value; absent where nothing is shared. */
  readonly members?: number
}

export interface PairExplanation {
  readonly prior_bits: number
  readonly threshold_bits: number
  readonly comparisons: readonly Comparison[]
  /** Prior and all comparisons added up: what clustering works with. */
  readonly bits: number
  /** True when the pair shares a value that is no hub: only such pairs are weighed at all. */
  readonly compared: boolean
}

interface PairPlace {
  readonly prefix: string
  readonly left: number
  readonly right: number
}

/** Why two records are, or are not, joined; reads the tables of the last `linkRecords` with `prefix`. */
export async function explainPair(
  sql: SqlEngine,
  model: LinkModel,
  place: PairPlace,
): Promise<PairExplanation> {
  const keys = await explainKeys(sql, model, place)
  const columns = await Promise.all(
    model.columns.map((column) => explainColumn(sql, column, place)),
  )
  const comparisons = [...keys, ...columns]
  return {
    prior_bits: model.prior_bits,
    threshold_bits: model.threshold_bits,
    comparisons,
    bits: comparisons.reduce((sum, { bits }) => sum + bits, model.prior_bits),
    compared: keys.some(({ level }) => level === 'shared'),
  }
}

interface KeyRow {
  readonly name: string
  readonly left_values: readonly string[] | null
  readonly right_values: readonly string[] | null
  readonly shared_value: string | null
  readonly members: number | null
  readonly hub: boolean | null
  readonly bits: number | null
}

async function explainKeys(
  sql: SqlEngine,
  model: LinkModel,
  { prefix, left, right }: PairPlace,
): Promise<Comparison[]> {
  const rows = await sql.rows<KeyRow>(`
    with l as (select name, detail, value from ${prefix}_held where record_id = ${left}),
         r as (select name, detail, value from ${prefix}_held where record_id = ${right}),
         best as (
           select l.name, l.value, k.members, k.hub, k.bits
           from l join r using (name, detail, value)
           join ${prefix}_key as k using (name, detail, value)
           qualify row_number() over (partition by l.name order by k.hub, k.bits desc, l.value) = 1)
    select n.name,
           (select list(value order by value) from l where l.name = n.name) as left_values,
           (select list(value order by value) from r where r.name = n.name) as right_values,
           best.value as shared_value, best.members, best.hub, best.bits
    from (select unnest(${keyNames(model)}) as name) as n left join best on best.name = n.name`)
  return model.keys.map((key) => {
    const row = rows.find(({ name }) => name === key.name)
    return comparisonOfKey(row, key.name, disagreementWeight(key))
  })
}

const keyNames = (model: LinkModel): string =>
  `[${model.keys.map(({ name }) => quoteText(name)).join(', ')}]`

function comparisonOfKey(
  row: KeyRow | undefined,
  comparison: string,
  disagreement: number,
): Comparison {
  if (row?.shared_value != null) return sharedKey(row, row.shared_value, disagreement)
  const left = row?.left_values?.join(', ') ?? null
  const right = row?.right_values?.join(', ') ?? null
  const both = left !== null && right !== null
  return {
    comparison,
    left,
    right,
    level: both ? 'both have one, none shared' : 'no evidence',
    bits: both ? disagreement : 0,
  }
}

/** A hub counts as not shared: many have it, so that both do says nothing. */
function sharedKey(row: KeyRow, value: string, disagreement: number): Comparison {
  return {
    comparison: row.name,
    left: value,
    right: value,
    level: row.hub ? 'hub' : 'shared',
    bits: row.hub ? disagreement : (row.bits ?? 0),
    members: row.members ?? 0,
  }
}

async function explainColumn(
  sql: SqlEngine,
  column: LinkColumn,
  { prefix, left, right }: PairPlace,
): Promise<Comparison> {
  const value = quoteName(column.column)
  const frequency = `l.${quoteName(`${column.column}_frequency`)}`
  const level = `(${levelSql(column, 'l', 'r')})`
  const [row] = await sql.rows<{
    left: string | null
    right: string | null
    level: number | null
    bits: number
  }>(`select l.${value}::varchar as left, r.${value}::varchar as right,
        ${level} as level, (${levelBitsSql(column, level, frequency)})::double as bits
      from ${prefix}_profile as l, ${prefix}_profile as r
      where l.record_id = ${left} and r.record_id = ${right}`)
  return {
    comparison: column.name,
    left: row?.left ?? null,
    right: row?.right ?? null,
    level: row?.level == null ? 'no evidence' : (column.levels[row.level]?.when ?? 'else'),
    bits: row?.bits ?? 0,
  }
}
