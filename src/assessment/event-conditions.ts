import { quoteList, quoteText } from '../sql/index.ts'
import { ofSelector } from './asked.ts'
import type {
  AfterEnd,
  CountWithin,
  DistinctSelectors,
  OverlappingEmployment,
} from './condition.ts'
import { notHubSql } from './hub-sql.ts'
import { owns, reads } from './relations.ts'
import { unjudged } from './scales.ts'

/**
 * Conditions on the course of an identity's events: how many within a time, in which order, how long at once.
 * Columns as every condition. What sources without a grade say is counted into none of them: anybody
 * could make a burst.
 */
const columns = 'identity_no, observation_id, rank, told'

/**
 * The events that complete a burst. It is counted in organizations that saw one, each by its own source: whatever
 * one of them says, and however often, is one.
 */
export const countWithinSql = (condition: CountWithin): string => `select ${columns} from (
      select *, count(distinct voucher_no) over (
        partition by identity_no order by happened_at
        range between interval ${condition.hours} hours preceding and current row) as burst
      from ${owns.seen} where event = ${quoteText(condition.kind)} and rank < ${unjudged})
    where burst >= ${condition.at_least}`

/** What was shown in a stretch in which so many new values came up; an agency's line is nobody's new number. */
export function distinctSelectorsSql(condition: DistinctSelectors): string {
  const { selector, seen_in, at_least, within_days, same_employer } = condition
  const within = seen_in === undefined ? 'true' : `e.event in ${quoteList(seen_in)}`
  const days = within_days - 1
  return `with changing as (
      select m.identity_no from (select * from ${reads.selector} where ${ofSelector(selector)}) as s
      join ${reads.member} as m using (subject_id)
      group by all having count(distinct s.value_id) >= ${at_least}),
    shown as (
      select e.identity_no, e.observation_id, e.rank, e.told, s.value,
        e.happened_at::date - date '1970-01-01' as day, ${same_employer ? 'e.employer' : '0'} as employer
      from (select * from ${reads.selector} where ${ofSelector(selector)}) as s
      join ${owns.seen} as e using (observation_id) semi join changing using (identity_no)
      where e.rank < ${unjudged} and ${within} and ${same_employer ? 'e.employer is not null' : 'true'}
        and ${notHubSql('s')}),
    several as (
      select identity_no, employer from shown group by all having count(distinct value) >= ${at_least}),
    first as (
      select identity_no, employer, value, min(day) as day from shown
      semi join several using (identity_no, employer) group by all),
    burst as (
      select identity_no, employer, day from first qualify count(*) over (
        partition by identity_no, employer order by day
        range between ${days} preceding and current row) >= ${at_least})
    select distinct s.identity_no, s.observation_id, s.rank, s.told from shown as s
    join burst as b using (identity_no, employer)
    where s.day between b.day - ${days} and b.day`
}

/** Events after an employment ended at the same employer, with the end of it. */
export const afterEndSql = (condition: AfterEnd): string => `with ended as (
      select * from ${owns.seen}
      where event = 'employment' and stage = 'ended' and employer is not null and rank < ${unjudged}),
    begun as (
      select * from ${owns.seen} where event = 'employment' and stage in ('offered', 'started')),
    late as (
      select s.identity_no, s.observation_id, greatest(s.rank, e.rank) as rank, s.told,
        e.observation_id as ending, e.told as ending_told
      from ${owns.seen} as s join ended as e using (identity_no, employer)
      where s.event = ${quoteText(condition.kind)} and s.rank < ${unjudged}
        and s.happened_at >= e.happened_at + interval ${condition.hours_at_least} hours
        and s.happened_at <= e.happened_at + interval ${condition.within_days} days
        and not exists (
          select 1 from begun as b where b.identity_no = e.identity_no and b.employer = e.employer
            and b.happened_at >= e.happened_at and b.happened_at <= s.happened_at))
    select ${columns} from late
    union select identity_no, ending, rank, ending_told from late`

/**
 * The starts of employments that ran at once. One runs from its start to its end or, where no end was
 * seen, to the last that this employer saw of the identity.
 */
export const overlappingEmploymentSql = (condition: OverlappingEmployment): string => `with own as (
      select * from ${owns.seen} where employer is not null and rank < ${unjudged}
        and identity_no in (
          select identity_no from ${owns.seen}
          where event = 'employment' and stage = 'started' and rank < ${unjudged}
          group by identity_no having count(distinct employer) >= ${condition.employers_at_least})),
    span as (
      select identity_no, employer,
        min(happened_at) filter (event = 'employment' and stage = 'started') as started,
        coalesce(max(happened_at) filter (event = 'employment' and stage = 'ended'), max(happened_at))
          as ended
      from own group by all having started is not null),
    beside as (
      select a.identity_no, a.employer from span as a join span as b using (identity_no)
      where a.employer <> b.employer and date_diff('day', greatest(a.started, b.started),
        least(a.ended, b.ended)) >= ${condition.days_at_least}
      group by all having count(*) >= ${condition.employers_at_least - 1}),
    worst as (
      select o.identity_no, max(o.rank) as rank from own as o
      semi join beside using (identity_no, employer)
      where o.event = 'employment' and o.stage = 'started' group by all)
    select o.identity_no, o.observation_id, w.rank, o.told from own as o
    semi join beside using (identity_no, employer) join worst as w using (identity_no)
    where o.event = 'employment' and o.stage = 'started'`
