import { quoteName, quoteText, type SqlEngine } from '../sql/index.ts'
import { columnsOf, levelBitsSql, levelSql, measuresOf } from './comparisons.ts'
import { heldInVainSql } from './held-values.ts'
import {
  disagreementWeight,
  type LinkColumn,
  type LinkKey,
  type LinkModel,
  matchWeight,
} from './model.ts'
import { linkTables } from './scoring.ts'

/** One comparison of two records, in words and bits. */
export interface Comparison {
  readonly comparison: string
  readonly left: string | null
  readonly right: string | null
  /**
   * What was found: `shared`, `nearly the same`, `both have one, none shared`, `hub`, `said by another key`,
   * `counts only beside something else`, a level of the model, `no evidence`.
   */
  readonly level: string
  readonly bits: number
  /** How many have the shared value; absent where nothing is shared. */
  readonly members?: number
  /** Why the model gives it this weight. */
  readonly because: string
}

export interface PairExplanation {
  readonly prior_bits: number
  readonly threshold_bits: number
  readonly comparisons: readonly Comparison[]
  /** Prior and all comparisons added up: what clustering works with. */
  readonly bits: number
  /** True when the pair shares a value that finds pairs: only such pairs are weighed at all. */
  readonly compared: boolean
}

/** Two records of the linkage with `prefix`; `keys` is the query of what they hold, with its texts (`value`). */
export interface PairPlace {
  readonly prefix: string
  readonly keys: string
  readonly left: number
  readonly right: number
}

/** Why two records are, or are not, joined; reads the tables of the last linkage with `prefix`. */
export async function explainPair(
  sql: SqlEngine,
  model: LinkModel,
  place: PairPlace,
): Promise<PairExplanation> {
  const rows = await Promise.all(model.keys.map((key, at) => readKey(sql, { key, at }, place)))
  const compared = rows.some(({ best }, at) => best?.finds && !model.keys[at]?.supports_only)
  const keys = model.keys.map((key, at) =>
    comparisonOfKey(key, rows[at] ?? nothing, {
      compared,
      better: rows[model.keys.findIndex(({ name }) => name === key.unless)]?.best?.finds === true,
    }),
  )
  const columns = await Promise.all(
    model.columns.map((column) => explainColumn(sql, column, place)),
  )
  const comparisons = [...keys, ...columns]
  return {
    prior_bits: model.prior_bits,
    threshold_bits: model.threshold_bits,
    comparisons,
    bits: comparisons.reduce((sum, { bits }) => sum + bits, model.prior_bits),
    compared,
  }
}

interface KeyRow {
  readonly left_values: readonly string[]
  readonly right_values: readonly string[]
  /** Whether either holds one that is no hub. */
  readonly left_own: boolean
  readonly right_own: boolean
  readonly best: SharedValue | null
}

interface SharedValue {
  readonly left: string
  readonly right: string
  readonly members: number | null
  /** False: a hub that does not come back, or that no two of one member share. */
  readonly finds: boolean
  readonly bits: number
}

const nothing: KeyRow = {
  left_values: [],
  right_values: [],
  left_own: false,
  right_own: false,
  best: null,
}

async function readKey(
  sql: SqlEngine,
  { key, at }: { readonly key: LinkKey; readonly at: number },
  { prefix, keys, left, right }: PairPlace,
): Promise<KeyRow> {
  const t = linkTables(prefix)
  const column = key.counted_by === undefined ? undefined : quoteName(key.counted_by)
  const oneMember =
    column === undefined
      ? 'false'
      : `coalesce((select count(distinct ${column}) = 1 and count(${column}) = 2 from ${t.record}
          where record_id in (${left}, ${right})), false) or ${left} = ${right}`
  const near = key.near_bits ?? -1
  const [row] = await sql.rows<KeyRow>(`
    with held as (
      select h.record_id, h.value, h.value_id, ${heldInVainSql('v', 'k')} as hub,
        case when v.crowded and not k.counts then v.records else v.members end as members,
        coalesce(v.returns, false) and ${oneMember} as returns, coalesce(v.bits, ${matchWeight(key)}) as bits
      from (select distinct record_id, value, value_id
            from (${keys}) where kind = ${quoteText(key.kind)}
              ${key.details ? `and detail in (${key.details.map(quoteText).join(', ')})` : ''}) as h
      join (from ${t.held} where key = ${at}) as k
        on k.record_id = h.record_id and k.value_id = h.value_id
      left join ${t.value} as v on v.key = ${at} and v.value_id = h.value_id
      where ${key.needs_detail === undefined} or v.key is not null),
    l as (from held where record_id = ${left}), r as (from held where record_id = ${right})
    select coalesce((select list(distinct value order by value) from l), []) as left_values,
      coalesce((select list(distinct value order by value) from r), []) as right_values,
      exists (from l where not hub) as left_own, exists (from r where not hub) as right_own,
      (select {'left': l.value, 'right': r.value, members: greatest(l.members, r.members),
          finds: not (l.hub or r.hub) or l.returns,
          bits: case when l.hub or r.hub then greatest(l.bits, 0) else l.bits end}
       from l join r on (l.value_id = r.value_id and l.value = r.value) or bit_count(xor(l.value_id, r.value_id)) <= ${near}
       order by (not (l.hub or r.hub) or l.returns) desc, l.bits desc, l.value limit 1) as best`)
  return row ?? nothing
}

interface Standing {
  readonly compared: boolean
  readonly better: boolean
}

function comparisonOfKey(key: LinkKey, row: KeyRow, standing: Standing): Comparison {
  const sides = { comparison: key.name, because: key.because }
  const { best } = row
  const apart = row.left_own && row.right_own && !standing.better ? disagreementWeight(key) : null
  if (best === null) {
    const listed = { left: listOf(row.left_values), right: listOf(row.right_values) }
    const level = apart === null ? 'no evidence' : 'both have one, none shared'
    return { ...sides, ...listed, level, bits: apart ?? 0 }
  }
  const shared = { left: best.left, right: best.right, members: best.members ?? 2 }
  if (!best.finds) return { ...sides, ...shared, level: 'hub', bits: apart ?? 0 }
  return { ...sides, ...shared, ...sharedLevel(key, best, standing) }
}

function sharedLevel(key: LinkKey, best: SharedValue, { compared, better }: Standing) {
  if (better) return { level: 'said by another key', bits: 0 }
  if (key.supports_only && !compared) {
    return { level: 'counts only beside something else', bits: 0 }
  }
  return { level: best.left === best.right ? 'shared' : 'nearly the same', bits: best.bits }
}

const listOf = (values: readonly string[]): string | null =>
  values.length === 0 ? null : values.join(', ')

async function explainColumn(
  sql: SqlEngine,
  column: LinkColumn,
  { prefix, left, right }: PairPlace,
): Promise<Comparison> {
  const t = linkTables(prefix)
  const sides = columnsOf(column).flatMap((name) =>
    (['l', 'r'] as const).map(
      (side) => `${side}.${quoteName(name)} as ${quoteName(`${name}_${side}`)}`,
    ),
  )
  const [row] = await sql.rows<{
    left: string | null
    right: string | null
    level: number | null
    bits: number
  }>(`select "left", "right", level, (${levelBitsSql(column, 'level', 'doublings')})::double as bits
    from (select *, ${levelSql(column)} as level
      from (select ${['*', ...measuresOf(column)].join(', ')}
        from (select ${sides.join(', ')}, l.${quoteName(column.column)}::varchar as "left",
            r.${quoteName(column.column)}::varchar as "right", coalesce(f.doublings, 0) as doublings
          from ${t.record} as l join ${t.record} as r on l.record_id = ${left} and r.record_id = ${right}
          left join ${t.frequency} as f on f."column" = ${quoteText(column.column)}
            and f.value = l.${quoteName(column.column)}::varchar)))`)
  const level = row?.level == null ? undefined : column.levels[row.level]
  return {
    comparison: column.name,
    left: row?.left ?? null,
    right: row?.right ?? null,
    level: level?.when ?? 'no evidence',
    bits: row?.bits ?? 0,
    because: level?.because ?? 'One of them does not say.',
  }
}
