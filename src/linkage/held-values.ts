import { quoteList, quoteName, quoteNumber, quoteText } from '../sql/index.ts'
import { doublingsSql } from './comparisons.ts'
import { type LinkKey, type LinkModel, matchWeight } from './model.ts'

/**
 * Keys as SQL: which values a record holds, how many share each, and what that says. Values are told apart
 * by `key` (the number of the key in the model) and `value_id` (a 64-bit hash of detail and value, or the value
 * itself where it is a hash already), because joins on numbers cost a third of joins on texts.
 */
export const perKey = (
  { keys }: LinkModel,
  sql: (key: LinkKey, at: number) => string,
  column = 'key',
): string =>
  `case ${column} ${keys.map((key, at) => `when ${at} then ${sql(key, at)}`).join(' ')} end`

/** `record_id, key, value_id, named`: what each record holds; one row of `keys` may count for several keys. */
export function heldSql(model: LinkModel, keys: string): string {
  const each = model.keys.map((key, at) => {
    const named =
      key.needs_detail === undefined ? 'true' : `bool_or(detail = ${quoteText(key.needs_detail)})`
    return `select record_id, ${at}::tinyint as key, ${valueIdSql(key)} as value_id, ${named} as named
      from (${keys}) where kind = ${quoteText(key.kind)}
        ${key.details ? `and detail in ${quoteList(key.details)}` : ''}
      group by record_id, value_id`
  })
  return each.join(' union all ')
}

/** The id of a value of `kind, detail, value`, as far as a key tells values apart. */
export const valueIdSql = (key: LinkKey): string =>
  key.near_bits === undefined
    ? `hash(${key.same_detail ? 'detail' : quoteText('')}, value)`
    : `('0x' || value)::ubigint`

export interface HeldTables {
  /** `record_id, key, value_id, named`. */
  readonly held: string
  /** `record_id, order_key` and the columns of the model. */
  readonly records: string
}

/** What tells members apart: the counted column of a record `r` that holds `h`; null where it has none. */
export const labelSql = (model: LinkModel): string =>
  perKey(
    model,
    ({ counted_by: column }) => (column === undefined ? 'null' : `r.${quoteName(column)}::varchar`),
    'h.key',
  )

/** `key, value_id, label, records, named`: values that two or more records hold, by member. */
export function memberSql(model: LinkModel, { held, records }: HeldTables): string {
  return `select h.key, h.value_id, ${labelSql(model)} as label, count(*)::integer as records,
      bool_or(h.named) as named
    from ${held} as h
    semi join (select key, value_id from ${held} group by key, value_id having count(*) > 1)
      using (key, value_id)
    join ${records} as r on r.record_id = h.record_id
    group by h.key, h.value_id, label`
}

/**
 * `key, value_id, records, members, hub, returns, bits`: the shared values that count, from `memberSql`. A hub is
 * muted because many share it or a person said so; what `returns` is compared within one member.
 */
export function sharedValueSql(model: LinkModel, member: string, mutes: string): string {
  const most = perKey(model, ({ hub_above }) => String(hub_above), 'v.key')
  const returns = perKey(model, ({ hub_returns }) => String(hub_returns), 'v.key')
  const bits = perKey(model, (key) => weightSql(key, 'members'), 'v.key')
  return `select v.key, v.value_id, records, members, coalesce(m.muted, members > ${most}) as hub,
      m.muted is null and members > ${most} and ${returns} as returns, ${bits} as bits
    from (
      select key, value_id, sum(records)::integer as records,
        (count(label) + coalesce(sum(records) filter (label is null), 0))::integer as members
      from ${member} group by key, value_id having bool_or(named)
    ) as v left join (${mutes}) as m on m.key = v.key and m.value_id = v.value_id`
}

function weightSql(key: LinkKey, members: string): string {
  const base = quoteNumber(matchWeight(key))
  if (key.bits_per_doubling === 0) return base
  return `${base} - ${quoteNumber(key.bits_per_doubling)} * ${doublingsSql(members)}`
}

/**
 * Stand-ins of one member. One alone was tried: whoever disagrees with it by chance in something else stayed
 * outside (recall 0.981 instead of 0.989 on an independent world; with eight as with all).
 */
const anchors = 8

/**
 * `key, value_id, label, record_id`: the stand-ins of values that are not compared all with all: of each
 * member of a value that very many records hold, and within the members of a hub that returns.
 */
export function anchorSql(model: LinkModel, value: string, { held, records }: HeldTables): string {
  const many = perKey(model, ({ anchored_above }) => String(anchored_above), 'v.key')
  return `select h.key, h.value_id, ${labelSql(model)} as label,
      unnest(min_by(h.record_id, r.order_key, ${anchors})) as record_id
    from (from ${value} as v where (not v.hub and v.records > ${many}) or v.returns) as v
    join ${held} as h on h.key = v.key and h.value_id = v.value_id
    join ${records} as r on r.record_id = h.record_id
    group by h.key, h.value_id, v.returns, label
    having not v.returns or (count(*) > 1 and label is not null)`
}
