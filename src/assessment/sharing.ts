import { quoteList, quoteText } from '../sql/index.ts'
import type { SelectorOf, SharedSelector } from './indicator.ts'
import { owns } from './relations.ts'

/** The rows of `shown` or `shared` that carry this selector. */
export function ofSelector(selector: SelectorOf): string {
  const details =
    selector.details === undefined ? '' : ` and detail in ${quoteList(selector.details)}`
  return `kind = ${quoteText(selector.kind)}${details}`
}

/**
 * Presented persons who show one selector: columns as every condition (identity_no, observation_id,
 * rank, told, origin), the identity's own observations and the first one of each other.
 *
 * Persons are counted by `label`, so that identities presented under one name count as one: a person
 * whom linkage could not join shares everything with herself. Names enter by equality alone, and only
 * to count fewer.
 *
 * The rank of a finding is the worst that it needs: the identity's own best source, and the best
 * source of the n-th other person. Somebody without a grade cannot share a device into existence.
 */
export function sharedSelectorSql(condition: SharedSelector): string {
  return `with shown as (
      select s.*, l.label from ${owns.shared} as s join ${owns.label} as l using (identity_no)
      where ${ofSelector(condition.selector)}${seenIn(condition)}),
    narrow as (
      select kind, detail, value from shown group by all
      having count(distinct identity_no) <= ${condition.at_most}),
    showing as (
      select kind, detail, value, identity_no, label, min(rank) as rank from shown
      semi join narrow using (kind, detail, value) group by all),
    held as (${condition.within_days === undefined ? atAnyTime(condition) : inTime(condition)}),
    first as (
      select * from shown qualify row_number() over (
        partition by kind, detail, value, identity_no order by rank, observation_id) = 1)
    select h.identity_no, s.observation_id, greatest(h.rank, s.rank) as rank, s.told, s.origin
    from held as h join shown as s using (kind, detail, value, identity_no)
    union all
    select h.identity_no, o.observation_id, greatest(h.rank, o.rank), o.told, o.origin
    from held as h join first as o using (kind, detail, value)
    where o.identity_no <> h.identity_no`
}

const seenIn = ({ seen_in }: SharedSelector): string =>
  seen_in === undefined ? '' : ` and event in ${quoteList(seen_in)}`

/** kind, detail, value, identity_no, rank: who shares a value with enough others, whenever. */
const atAnyTime = ({ at_least }: SharedSelector): string => `
      select p.kind, p.detail, p.value, p.identity_no, greatest(p.rank, w.rank) as rank
      from showing as p join (
        select kind, detail, value, list_sort(list(rank))[${at_least}] as rank
        from (select kind, detail, value, label, min(rank) as rank from showing group by all)
        group by all having count(*) >= ${at_least}) as w using (kind, detail, value)`

/** The same, with the others within so many days before or after; days are the grain. */
const inTime = ({ at_least, within_days }: SharedSelector): string => `
      select p.kind, p.detail, p.value, p.identity_no, min(greatest(p.rank, n.rank)) as rank
      from showing as p join (
        select kind, detail, value, label, day, list_sort(list(rank))[${at_least}] as rank
        from (
          select kind, detail, value, a.label, a.day, b.label as other, min(b.rank) as rank
          from (select kind, detail, value, label, at::date as day from shown
                semi join narrow using (kind, detail, value) group by all) as a
          join (select kind, detail, value, label, at::date as day, min(rank) as rank from shown
                semi join narrow using (kind, detail, value) group by all) as b
            using (kind, detail, value)
          where abs(a.day - b.day) <= ${within_days ?? 0} group by all)
        group by all having count(*) >= ${at_least}) as n
        using (kind, detail, value, label)
      group by all`
