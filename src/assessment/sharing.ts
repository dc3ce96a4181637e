import { quoteList, quoteText } from '../sql/index.ts'
import { ofSelector } from './asked.ts'
import type { LinkedToAssessed, SharedPassages, SharedSelector } from './condition.ts'
import { withoutFactSql } from './fact-test.ts'
import { owns, reads } from './relations.ts'
import { unjudged } from './scales.ts'

/**
 * Presented persons who show one selector: columns as every condition, the identity's own
 * observations and the first one of each other.
 *
 * Persons are counted by `label`, so that identities presented under one name, or one family name, count
 * as one: a person whom linkage could not join shares everything with herself, and a household shares
 * with its own. Names enter by equality alone, and only to count fewer.
 *
 * The rank of a finding is the worst that it needs: the identity's own best source, and the best
 * source of the n-th other person. Somebody without a grade cannot share a device into existence.
 */
export function sharedSelectorSql(condition: SharedSelector): string {
  return `with shown as (${shownSql(condition)}),
    narrow as (
      select item from shown group by item
      having count(distinct identity_no) filter (rank < ${unjudged}) <= ${condition.at_most}
        and count(distinct employer) filter (counts and not told) >= ${condition.employers_at_least}),
    showing as (
      select item, identity_no, label, min(rank) as own_rank from shown
      semi join narrow using (item) where own group by all),
    held as (${condition.within_days === undefined ? atAnyTime(condition) : inTime(condition)}),
    other as (
      select * from shown where counts qualify row_number() over (
        partition by item, identity_no
        order by rank, told, origin_no, voucher_no, observation_id) = 1)
    select h.identity_no, s.observation_id, greatest(h.rank, s.rank) as rank, s.told
    from held as h join shown as s using (item, identity_no) where s.own
    union all
    select h.identity_no, o.observation_id, greatest(h.rank, o.rank), o.told
    from held as h join other as o using (item)
    where o.identity_no <> h.identity_no`
}

/**
 * The rows that show it, with the person's label. `counts`: what the others must show. `own`: what the
 * identity itself must, the same unless the condition says otherwise.
 */
function shownSql(condition: SharedSelector): string {
  const { selector, seen_in, without, own_details = selector.details, own_seen_in } = condition
  const item = condition.own_details === undefined ? `s.detail || ':' || s.value` : 's.value'
  const ownSelector = own_details === undefined ? selector : { ...selector, details: own_details }
  return `select s.*, ${item} as item, l.label,
        ${ofSelector(selector)} and ${seenIn(seen_in)} as counts,
        ${ofSelector(ownSelector)} and ${seenIn(own_seen_in ?? seen_in)} as own
      from ${owns.shared} as s join ${owns.label} as l using (identity_no)
      where kind = ${quoteText(selector.kind)} and (counts or own)
        and ${withoutFactSql(without)}`
}

const seenIn = (events: readonly string[] | undefined): string =>
  events === undefined ? 'true' : `event in ${quoteList(events)}`

/** item, identity_no, rank: who shares it with enough others, whenever. */
const atAnyTime = ({ at_least }: SharedSelector): string => `
      select p.item, p.identity_no,
        greatest(p.own_rank, w.ranks[${at_least} - (own.label is null)::integer]) as rank
      from showing as p
      join (select item, list_sort(list(rank)) as ranks from (
          select item, label, min(rank) as rank from shown where counts
          group by all) group by item) as w using (item)
      left join (select distinct item, label from shown where counts) as own using (item, label)
      where len(w.ranks) + (own.label is null)::integer >= ${at_least}`

/** The same, with the others within so many days before or after; days are the grain. */
const inTime = ({ at_least, within_days = 0 }: SharedSelector): string => `
      select p.item, p.identity_no, min(greatest(p.own_rank, n.rank)) as rank
      from showing as p join (
        select item, label, day, list_sort(list(rank))[${at_least}] as rank
        from (
          select a.item, a.label, a.day, b.label as other, min(b.rank) as rank
          from (${byDay('own')}) as a join (${byDay('counts')}) as b
            on b.item = a.item and abs(a.day - b.day) <= ${within_days}
          group by all)
        group by all having count(*) >= ${at_least}) as n using (item, label)
      group by all`

const byDay = (which: string): string => `
            select item, label, happened_at::date as day, min(rank) as rank from shown
            semi join narrow using (item) where ${which} group by all`

/**
 * Observations that show passages which another person showed before. Whoever showed them first did not copy
 * them, and is shown nothing by it: the plagiarised are no suspects. Two of whose names a word is the same
 * may be one person whom linkage could not join, and show each other nothing either.
 */
export const sharedPassagesSql = (condition: SharedPassages): string => `with held as (
      select * from ${owns.passage} where holders <= ${condition.held_by_at_most}),
    copied as (
      select a.identity_no, b.identity_no as other,
        (min(a.first_shown)).id as copy, max(a.rank) as rank,
        (min(b.first_shown)).id as model, max(b.rank) as other_rank
      from held as a join held as b using (hash)
      where a.identity_no <> b.identity_no and a.first_shown.at > b.first_shown.at
      group by all having count(*) >= ${condition.passages_at_least}),
    word as (
      select distinct m.identity_no, unnest(string_split(n.value, ' ')) as word
      from (select identity_no from copied union select other from copied)
      join ${reads.member} as m using (identity_no)
      join ${reads.selector} as n on n.subject_id = m.subject_id and n.kind = 'name'),
    namesake as (
      select distinct c.identity_no, c.other from copied as c
      join word as a on a.identity_no = c.identity_no
      join word as b on b.identity_no = c.other and b.word = a.word),
    strangers as (select * from copied anti join namesake using (identity_no, other)),
    both_sides as (
      select identity_no, copy as observation_id, greatest(rank, other_rank) as rank from strangers
      union select identity_no, model, greatest(rank, other_rank) from strangers)
    select b.identity_no, b.observation_id, min(b.rank)::tinyint as rank, any_value(s.told) as told
    from both_sides as b join ${owns.seen} as s using (observation_id) group by all`

/** The identity's own observations of what an assessed one, of another label, shows too. */
export const linkedToAssessedSql = ({ selector }: LinkedToAssessed): string => `with held as (
      select s.*, l.label from ${owns.shared} as s join ${owns.label} as l using (identity_no)
      where ${ofSelector(selector)}),
    assessed as (
      select identity_no, label, kind, detail, value, min(rank) as rank from held
      semi join ${owns.anchor} using (identity_no) group by all)
    select h.identity_no, h.observation_id, min(greatest(h.rank, a.rank)) as rank, h.told
    from held as h join assessed as a using (kind, detail, value)
    where a.identity_no <> h.identity_no and a.label <> h.label
    group by all`
