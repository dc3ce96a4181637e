import { quoteName, quoteNumber, quoteText } from '../sql/index.ts'
import { doublingsSql } from './comparisons.ts'
import { type LinkKey, type LinkModel, matchWeight } from './model.ts'

/**
 * Keys as SQL: which values a record holds, how many share each, and what that says. Values are told apart
 * by `key` (the number of the key in the model) and `value_id` (the 64-bit id that the records bring along), because
 * joins on numbers cost a third of joins on texts.
 */
export const perKey = (
  { keys }: LinkModel,
  sql: (key: LinkKey, at: number) => string,
  column = 'key',
): string =>
  `case ${column} ${keys.map((key, at) => `when ${at} then ${sql(key, at)}`).join(' ')} end`

/**
 * `record_id, key, value_id, named, counts`: what each record holds, each value once. `keys` is read in one pass; one
 * row of it may count for several keys.
 */
export function heldSql(model: LinkModel, keys: string): string {
  const rows = model.keys.flatMap((key, at) =>
    (key.details ?? [null]).map((detail) => {
      const text = (value: string | null | undefined): string =>
        value == null ? 'null::varchar' : quoteText(value)
      return `(${quoteText(key.kind)}, ${text(detail)}, ${at}::tinyint, ${text(key.needs_detail)})`
    }),
  )
  return `select record_id, key, value_id, bool_or(named) as named,
      bool_or(coalesce(counts, true)) as counts
    from (
      select s.record_id, k.key, s.detail = k.needed or k.needed is null as named, s.counts, s.value_id
      from (from (${keys}) union all by name select null::boolean as counts where false) as s
      join (values ${rows.join(', ')}) as k (kind, detail, key, needed)
        on k.kind = s.kind and (k.detail is null or k.detail = s.detail))
    group by record_id, key, value_id`
}

/**
 * `record_id, key, value_id, named, counts, label, order_key`: who holds the values in the table or query `among` (`key,
 * value_id`). `label` tells members apart: the column of the record that counts as one, null where it has none.
 */
export function holderSql(
  model: LinkModel,
  {
    held,
    records,
    among,
  }: { readonly held: string; readonly records: string; readonly among: string },
): string {
  const label = perKey(
    model,
    ({ counted_by: column }) => (column === undefined ? 'null' : `r.${quoteName(column)}::varchar`),
    'h.key',
  )
  return `select h.record_id, h.key, h.value_id, h.named, h.counts, ${label} as label, r.order_key
    from (from ${held} semi join ${among} using (key, value_id)) as h
    join ${records} as r on r.record_id = h.record_id`
}

/** `key, value_id` of what two or more records hold. */
export const sharedIdsSql = (held: string): string =>
  `(select key, value_id from ${held} group by key, value_id having count(*) > 1)`

/** `key, value_id, label, records, counted, named`: shared values by member, from `holderSql`. */
export const memberSql = (holder: string): string =>
  `select key, value_id, label, count(*)::integer as records,
     count(*) filter (counts)::integer as counted, bool_or(named) as named
   from ${holder} group by key, value_id, label`

/**
 * `key, value_id, records, counted, members, hub, crowded, returns, whole, bits`: the shared values that count, from
 * `memberSql`. A hub is muted because many share it or a person said so; what `returns` is compared within one member;
 * of what is `whole` all holders are compared with all. How many share it is asked of the records whose showing counts, where
 * two or more do; otherwise of all. What is `crowded` is no hub among those, but would be among all: then it is
 * held against nobody else, so that no number of showings that do not count takes it from those that do.
 */
export function sharedValueSql(model: LinkModel, member: string, mutes: string): string {
  const most = perKey(model, ({ hub_above }) => String(hub_above), 'v.key')
  const many = perKey(model, ({ anchored_above }) => String(anchored_above), 'v.key')
  const returns = perKey(model, ({ hub_returns }) => String(hub_returns), 'v.key')
  const bits = perKey(model, (key) => weightSql(key, 'members'), 'v.key')
  return `select * exclude (everybody), not hub and everybody > ${most} and counted > 1 as crowded,
      not hub and (case when crowded then counted else records end) <= ${many} as whole
    from (
      select v.*, coalesce(m.muted, members > ${most}) as hub,
        m.muted is null and members > ${most} and ${returns} as returns, ${bits} as bits
      from (
        select key, value_id, records, counted, ${measuredSql('counting', 'everybody')} as members, everybody
        from (
          select key, value_id, sum(records)::integer as records, sum(counted)::integer as counted,
            (count(label) + coalesce(sum(records) filter (label is null), 0))::integer as everybody,
            (count(label) filter (counted > 0)
              + coalesce(sum(counted) filter (label is null), 0))::integer as counting
          from ${member} as m group by key, value_id having bool_or(named) and sum(records) > 1)
      ) as v left join (${mutes}) as m on m.key = v.key and m.value_id = v.value_id) as v`
}

/** One record that counts shares nothing with another one that does: then all are asked. */
export const measuredSql = (counting: string, everybody: string): string =>
  `case when counted > 1 then ${counting} else ${everybody} end`

/** SQL truth of a row of what is held, beside its row of `value`: nothing is found or weighed by it. */
export const heldInVainSql = (value: string, held: string): string =>
  `coalesce(${value}.hub or (${value}.crowded and not ${held}.counts), false)`

/** What of a row of `sharedValueSql` a pair depends on: one holder more changes it seldom. */
export const valueEffect =
  'hub, crowded, returns, whole, case when hub and not returns then 0 else bits end as bits'

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
 * `key, value_id, label, record_id, named`: the stand-ins of values that are not compared all with all: of each
 * member of a value that very many records hold, and within the members of a hub that returns.
 */
export const anchorSql = (value: string, holder: string): string =>
  `select key, value_id, label, h.record_id, h.named from (
   select h.key, h.value_id, h.label,
     unnest(min_by({'record_id': h.record_id, 'named': h.named}, h.order_key, ${anchors})) as h
   from (from ${value} where (not hub and not whole) or returns) as v
   join ${holder} as h on h.key = v.key and h.value_id = v.value_id
   where h.counts or not v.crowded
   group by h.key, h.value_id, v.returns, h.label
   having not v.returns or (count(*) > 1 and h.label is not null))`
