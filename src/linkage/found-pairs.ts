import { quoteNumber } from '../sql/index.ts'
import { labelSql, perKey } from './held-values.ts'
import { type LinkKey, type LinkModel, matchWeight } from './model.ts'

/** The tables of one linkage, all with one prefix. */
export interface PairTables {
  readonly held: string
  readonly records: string
  readonly value: string
  readonly anchor: string
  /** A table of `record_id`: only pairs with one of them; absent: all pairs. */
  readonly touched?: string
}

/** Numbers of the keys that find no pairs. */
export const supportingKeys = ({ keys }: LinkModel): readonly number[] =>
  keys.flatMap(({ supports_only: supports }, at) => (supports ? [at] : []))

/** Numbers of the keys that find pairs. */
export const findingKeys = ({ keys }: LinkModel): readonly number[] =>
  keys.flatMap(({ supports_only: supports }, at) => (supports ? [] : [at]))

/** `(1, 2)`, and `(-1)`, which is no key, for none. */
const inList = (keys: readonly number[]): string => `(${keys.length === 0 ? -1 : keys.join(', ')})`

/**
 * `record_id, key, value_id, bits, label, whole, returns`: what finds pairs. `whole`: all holders are
 * compared with all.
 */
export function sharedSql(model: LinkModel, tables: PairTables): string {
  const many = perKey(model, ({ anchored_above }) => String(anchored_above), 'h.key')
  const reached = tables.touched
    ? `semi join (select key, value_id from ${tables.held} semi join ${tables.touched} using (record_id))
        using (key, value_id)`
    : ''
  return `select h.record_id, h.key, h.value_id, v.returns,
      not v.hub and v.records <= ${many} as whole,
      case when v.returns then greatest(v.bits, 0) else v.bits end as bits,
      case when v.returns then ${labelSql(model)} end as label
    from (select * from ${tables.held} ${reached}) as h
    join ${tables.value} as v on v.key = h.key and v.value_id = h.value_id
    join ${tables.records} as r on r.record_id = h.record_id
    where (v.returns or not v.hub) and h.key in ${inList(findingKeys(model))}`
}

/**
 * `left_id, right_id` and for each key `key_N`, the bits of the rarest shared value (null: none is shared).
 * Several shared values of one key are one piece of evidence: they go together in life.
 */
export function foundSql(
  model: LinkModel,
  shared: string,
  { anchor, touched }: PairTables,
): string {
  const best = findingKeys(model).map((at) => `max(bits) filter (key = ${at}) as key_${at}`)
  const within = touched
    ? `where left_id in (from ${touched}) or right_id in (from ${touched})`
    : ''
  return `select left_id, right_id, ${best.join(', ')}
    from (
      select l.record_id as left_id, r.record_id as right_id, l.key, l.bits
      from ${shared} as l join ${shared} as r
        on r.key = l.key and r.value_id = l.value_id and l.record_id < r.record_id
      where l.whole and r.whole
      union all
      select least(l.record_id, a.record_id), greatest(l.record_id, a.record_id), l.key, l.bits
      from ${shared} as l join ${anchor} as a
        on a.key = l.key and a.value_id = l.value_id and a.record_id <> l.record_id
      where not l.whole and (not l.returns or a.label = l.label))
    ${within}
    group by left_id, right_id`
}

/**
 * `left_id, right_id` and `key_N` of the keys that only support: what pairs that were found share beside
 * what found them. It is claimed material; equal or nearly equal values count.
 */
export function supportSql(model: LinkModel, found: string, { held, value }: PairTables): string {
  const near = model.keys.flatMap((key, at) =>
    key.near_bits === undefined ? [] : [nearSql(key, at)],
  )
  const best = supportingKeys(model).map((at) => `max(bits) filter (key = ${at}) as key_${at}`)
  return `with beside as materialized (
      select h.record_id, h.key, h.value_id, v.bits
      from (from ${held} where key in ${inList(supportingKeys(model))}) as h
      semi join (select left_id as record_id from ${found} union select right_id from ${found}) using (record_id)
      left join ${value} as v on v.key = h.key and v.value_id = h.value_id
      where not coalesce(v.hub, false)),
    -- Materialised, so that no engine joins what all records hold before it looks at the pairs.
    half as materialized (
      select f.left_id, f.right_id, l.key, l.value_id, l.bits
      from ${found} as f join beside as l on l.record_id = f.left_id)
    select ${['left_id', 'right_id', ...best].join(', ')}
    from (${[
      `select h.left_id, h.right_id, h.key, h.bits
       from (from half where bits is not null) as h
       join beside as r on r.record_id = h.right_id and r.key = h.key and r.value_id = h.value_id`,
      ...near,
    ].join(' union all ')})
    group by left_id, right_id`
}

/** Values that differ in a few bits. Few records of a pair hold such values, and none holds many. */
const nearSql = (key: LinkKey, at: number): string =>
  `select h.left_id, h.right_id, h.key, ${quoteNumber(matchWeight(key))} as bits
   from (from half where key = ${at}) as h
   join (from beside where key = ${at}) as r on r.record_id = h.right_id
   where h.value_id <> r.value_id and bit_count(xor(h.value_id, r.value_id)) <= ${key.near_bits ?? 0}`
