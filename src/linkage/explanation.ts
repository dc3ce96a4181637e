import { quoteName, quoteNumber, quoteText, type SqlEngine } from '../sql/index.ts'
import { columnsOf, levelBitsSql, levelSql, measuresOf } from './comparisons.ts'
import { heldInVainSql, perKey } from './held-values.ts'
import {
  betterKeys,
  disagreementWeight,
  finerKey,
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
   * `told apart by another key`, `counts only beside something else`, a level of the model, `no evidence`.
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
  const rows = await readKeys(sql, model, place)
  const compared = rows.some(({ best }, at) => best?.finds && !model.keys[at]?.supports_only)
  const keys = model.keys.map((key, at) =>
    comparisonOfKey(key, rows[at] ?? nothing, {
      compared,
      better: betterKeys(model, key).some((at) => rows[at]?.best?.finds === true),
      isApart: isApart(rows[finerKey(model, key)] ?? nothing),
    }),
  )
  const columns = await explainColumns(sql, model, place)
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

/** What the two hold of each key, in the order of the model's. */
async function readKeys(
  sql: SqlEngine,
  model: LinkModel,
  { prefix, keys, left, right }: PairPlace,
): Promise<readonly KeyRow[]> {
  if (model.keys.length === 0) return []
  const t = linkTables(prefix)
  const asked = model.keys.flatMap(({ kind, details }, at) =>
    (details ?? [null]).map(
      (detail) =>
        `(${at}, ${quoteText(kind)}, ${detail === null ? 'null::varchar' : quoteText(detail)})`,
    ),
  )
  const counting = new Set(model.keys.flatMap(({ counted_by: column }) => column ?? []))
  const agreeing = [...counting].map((column) => {
    const name = quoteName(column)
    return `, count(distinct ${name}) = 1 and count(${name}) = 2 as ${name}`
  })
  const oneMember = perKey(
    model,
    ({ counted_by: column }) => (column === undefined ? 'false' : `m.${quoteName(column)}`),
    'h.key',
  )
  const near = perKey(model, ({ near_bits }) => String(near_bits ?? -1), 'l.key')
  const rows = await sql.rows<KeyRow & { readonly key: number }>(`
    with member as (
      select true as any${agreeing.join('')} from ${t.record} where record_id in (${left}, ${right})),
    held as materialized (
      select h.key, h.record_id, h.value, h.value_id, ${heldInVainSql('v', 'k')} as hub,
        case when v.crowded and not k.counts then v.records else v.members end as members,
        k.named, coalesce(v.returns, false) and (coalesce(${oneMember}, false) or ${left} = ${right}) as returns,
        coalesce(v.bits, ${perKey(model, (key) => quoteNumber(matchWeight(key)), 'h.key')}) as bits
      from (select distinct a.key, s.record_id, s.value, s.value_id
            from (${keys}) as s join (values ${asked.join(', ')}) as a (key, kind, detail)
              on a.kind = s.kind and (a.detail is null or a.detail = s.detail)) as h
      cross join member as m
      join (from ${t.held} where record_id in (${left}, ${right})) as k
        on k.key = h.key and k.record_id = h.record_id and k.value_id = h.value_id
      left join ${t.value} as v on v.key = h.key and v.value_id = h.value_id
      where v.key is not null
        or ${perKey(model, ({ needs_detail }) => String(needs_detail === undefined), 'h.key')}),
    best as (
      select l.key, {'left': l.value, 'right': r.value, members: greatest(l.members, r.members),
          finds: not (l.hub or r.hub) or l.returns,
          bits: case when l.hub or r.hub then greatest(l.bits, 0) else l.bits end} as best
      from held as l join held as r
        on l.record_id = ${left} and r.record_id = ${right} and l.key = r.key
        and ((l.value_id = r.value_id and l.value = r.value)
          or bit_count(xor(l.value_id, r.value_id)) <= ${near})
        and (l.named or r.named or not ${perKey(model, ({ detail_in_pair: isInPair }) => String(isInPair), 'l.key')})
      qualify row_number() over (partition by l.key
        order by (not (l.hub or r.hub) or l.returns) desc, l.bits desc, l.value) = 1)
    select h.key, any_value(b.best) as best,
      coalesce(list(distinct h.value order by h.value) filter (h.record_id = ${left}), []) as left_values,
      coalesce(list(distinct h.value order by h.value) filter (h.record_id = ${right}), []) as right_values,
      coalesce(bool_or(not h.hub) filter (h.record_id = ${left}), false) as left_own,
      coalesce(bool_or(not h.hub) filter (h.record_id = ${right}), false) as right_own
    from held as h left join best as b on b.key = h.key group by h.key`)
  return model.keys.map((_, at) => rows.find(({ key }) => key === at) ?? nothing)
}

interface Standing {
  readonly compared: boolean
  readonly better: boolean
  /** Both hold finer values, and share none of them. */
  readonly isApart: boolean
}

const isApart = ({ left_own: left, right_own: right, best }: KeyRow): boolean =>
  left && right && best?.finds !== true

function comparisonOfKey(key: LinkKey, row: KeyRow, standing: Standing): Comparison {
  const sides = { comparison: key.name, because: key.because }
  const { best } = row
  const isSilent = standing.better || standing.isApart
  const apart = row.left_own && row.right_own && !isSilent ? disagreementWeight(key) : null
  // Beside numbers that both have a country code their digits say nothing.
  if (best === null && key.detail_in_pair) {
    return { ...sides, left: null, right: null, level: 'no evidence', bits: 0 }
  }
  if (best === null) {
    const listed = { left: listOf(row.left_values), right: listOf(row.right_values) }
    const level = apart === null ? 'no evidence' : 'both have one, none shared'
    return { ...sides, ...listed, level, bits: apart ?? 0 }
  }
  const shared = { left: best.left, right: best.right, members: best.members ?? 2 }
  if (!best.finds) return { ...sides, ...shared, level: 'hub', bits: apart ?? 0 }
  return { ...sides, ...shared, ...sharedLevel(key, best, standing) }
}

function sharedLevel(key: LinkKey, best: SharedValue, { compared, better, isApart }: Standing) {
  if (better) return { level: 'said by another key', bits: 0 }
  if (isApart) return { level: 'told apart by another key', bits: 0 }
  if (key.supports_only && !compared) {
    return { level: 'counts only beside something else', bits: 0 }
  }
  return { level: best.left === best.right ? 'shared' : 'nearly the same', bits: best.bits }
}

const listOf = (values: readonly string[]): string | null =>
  values.length === 0 ? null : values.join(', ')

interface ColumnRow {
  readonly at: number
  readonly left: string | null
  readonly right: string | null
  readonly level: number | null
  readonly bits: number
}

/** How the single values of the two compare, in the order of the model's columns. */
async function explainColumns(
  sql: SqlEngine,
  { columns }: LinkModel,
  place: PairPlace,
): Promise<readonly Comparison[]> {
  if (columns.length === 0) return []
  const queries = columns.map((column, at) => columnSql(column, at, place))
  const rows = await sql.rows<ColumnRow>(queries.join(' union all '))
  return columns.map((column, number) => {
    const row = rows.find(({ at }) => at === number)
    const level = row?.level == null ? undefined : column.levels[row.level]
    return {
      comparison: column.name,
      left: row?.left ?? null,
      right: row?.right ?? null,
      level: level?.when ?? 'no evidence',
      bits: row?.bits ?? 0,
      because: level?.because ?? 'One of them does not say.',
    }
  })
}

function columnSql(column: LinkColumn, at: number, { prefix, left, right }: PairPlace): string {
  const t = linkTables(prefix)
  const sides = columnsOf(column).flatMap((name) =>
    (['l', 'r'] as const).map(
      (side) => `${side}.${quoteName(name)} as ${quoteName(`${name}_${side}`)}`,
    ),
  )
  return `select ${at} as at, "left", "right", level,
      (${levelBitsSql(column, 'level', 'doublings')})::double as bits
    from (select *, ${levelSql(column)} as level
      from (select ${['*', ...measuresOf(column)].join(', ')}
        from (select ${sides.join(', ')}, l.${quoteName(column.column)}::varchar as "left",
            r.${quoteName(column.column)}::varchar as "right", coalesce(f.doublings, 0) as doublings
          from ${t.record} as l join ${t.record} as r on l.record_id = ${left} and r.record_id = ${right}
          left join ${t.frequency} as f on f."column" = ${quoteText(column.column)}
            and f.value = l.${quoteName(column.column)}::varchar)))`
}
