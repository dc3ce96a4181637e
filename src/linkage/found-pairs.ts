import { quoteNumber } from '../sql/index.ts'
import { type LinkKey, type LinkModel, matchWeight } from './model.ts'

/** The tables of one linkage, all with one prefix. */
export interface PairTables {
  readonly holder: string
  readonly value: string
  readonly anchor: string
  /** A table of `record_id`: only pairs with one of them; absent: all pairs. */
  readonly touched?: string
  /** A table of `left_id, right_id, key, value_id`: pairs of one id and different texts, which it does not find. */
  readonly unequal?: string
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
 * `record_id, key, value_id, bits, label, whole, returns, named`: what finds pairs. `whole`: all holders are
 * compared with all.
 */
export const sharedSql = (model: LinkModel, { holder, value }: PairTables): string =>
  `select h.record_id, h.key, h.value_id, v.returns, v.whole, h.named,
     case when v.returns then greatest(v.bits, 0) else v.bits end as bits,
     case when v.returns then h.label end as label
   from ${holder} as h
   join ${value} as v on v.key = h.key and v.value_id = h.value_id
   where (v.returns or not v.hub) and (h.counts or not v.crowded) and h.key in ${inList(findingKeys(model))}`

/** `value_id` of what finds pairs and stands for several texts: two values with one id. There is hardly ever any. */
export const mixedIdsSql = (shared: string, texts: string): string =>
  `select value_id from (${texts}) semi join ${shared} using (value_id)
   group by value_id having min(value) <> max(value)`

/** `left_id, right_id, key, value_id`: pairs that share an id and none of its texts. */
export const unequalSql = (
  { shared, mixed }: { readonly shared: string; readonly mixed: string },
  texts: string,
): string =>
  `with holder_text as materialized (
     select s.record_id, s.key, s.value_id, x.value
     from (from ${shared} semi join ${mixed} using (value_id)) as s
     join (select * from (${texts}) semi join ${mixed} using (value_id)) as x
       on x.record_id = s.record_id and x.value_id = s.value_id)
   select l.record_id as left_id, r.record_id as right_id, l.key, l.value_id
   from holder_text as l join holder_text as r
     on r.key = l.key and r.value_id = l.value_id and l.record_id < r.record_id
   group by all having not bool_or(l.value = r.value)`

/**
 * `left_id, right_id` and for each key `key_N`, the bits of the rarest shared value (null: none is shared).
 * Several shared values of one key are one piece of evidence: they go together in life.
 */
export function foundSql(
  model: LinkModel,
  shared: string,
  { anchor, touched, unequal }: PairTables,
): string {
  const best = findingKeys(model).map((at) => `max(bits) filter (key = ${at}) as key_${at}`)
  // Of the touched all pairs, on whichever side they are; of all records each pair from one side.
  const mine =
    touched === undefined ? shared : `(from ${shared} semi join ${touched} using (record_id))`
  const paired = model.keys.flatMap(({ detail_in_pair: isInPair }, at) => (isInPair ? [at] : []))
  const inPair = (other: string): string =>
    paired.length === 0 ? '' : ` and (l.key not in ${inList(paired)} or l.named or ${other}.named)`
  const once = touched === undefined ? 'l.record_id < r.record_id' : 'l.record_id <> r.record_id'
  const toAnchors = (holders: string, anchors: string): string => `
    select least(l.record_id, a.record_id), greatest(l.record_id, a.record_id), l.key, l.value_id, l.bits
    from ${holders} as l join ${anchors} as a
      on a.key = l.key and a.value_id = l.value_id and a.record_id <> l.record_id
    where not l.whole and (not l.returns or a.label = l.label)${inPair('a')}`
  return `select left_id, right_id, ${best.join(', ')}
    from (
      select least(l.record_id, r.record_id) as left_id, greatest(l.record_id, r.record_id) as right_id,
        l.key, l.value_id, l.bits
      from ${mine} as l join ${shared} as r
        on r.key = l.key and r.value_id = l.value_id and ${once}
      where l.whole and r.whole${inPair('r')}
      union all ${toAnchors(mine, anchor)}
      ${touched === undefined ? '' : `union all ${toAnchors(shared, `(from ${anchor} semi join ${touched} using (record_id))`)}`})
    ${unequal === undefined ? '' : `anti join ${unequal} using (left_id, right_id, key, value_id)`}
    group by left_id, right_id`
}

/**
 * `left_id, right_id` and `key_N` of the keys that only support: what pairs that were found share beside
 * what found them. It is claimed material; equal or nearly equal values count. `beside` is what the records
 * of pairs hold that is no hub.
 */
export function supportSql(model: LinkModel, found: string, beside: string): string {
  const near = model.keys.flatMap((key, at) =>
    key.near_bits === undefined ? [] : [nearSql(key, { at, beside })],
  )
  const best = supportingKeys(model).map((at) => `max(bits) filter (key = ${at}) as key_${at}`)
  // Materialised, so that no engine joins what all records hold before it looks at the pairs.
  return `with half as materialized (
      select f.left_id, f.right_id, l.key, l.value_id, l.bits
      from ${found} as f join ${beside} as l on l.record_id = f.left_id
      where l.key in ${inList(supportingKeys(model))})
    select ${['left_id', 'right_id', ...best].join(', ')}
    from (${[
      `select h.left_id, h.right_id, h.key, h.bits
       from (from half where bits is not null) as h
       join ${beside} as r on r.record_id = h.right_id and r.key = h.key and r.value_id = h.value_id`,
      ...near,
    ].join(' union all ')})
    group by left_id, right_id`
}

/** Values that differ in a few bits. Few records of a pair hold such values, and none holds many. */
const nearSql = (
  key: LinkKey,
  { at, beside }: { readonly at: number; readonly beside: string },
): string =>
  `select h.left_id, h.right_id, h.key, ${quoteNumber(matchWeight(key))} as bits
   from (from half where key = ${at}) as h
   join (from ${beside} where key = ${at}) as r on r.record_id = h.right_id
   where h.value_id <> r.value_id and bit_count(xor(h.value_id, r.value_id)) <= ${key.near_bits ?? 0}`
