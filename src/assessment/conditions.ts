import { quoteList, quoteText } from '../sql/index.ts'
import { placeComparisons } from './allowed-evidence.ts'
import type { Condition, CountWithin, FactDiffers, RingCondition, SelectorOf } from './condition.ts'
import { factTest } from './fact-test.ts'
import type { Indicator, Observable } from './indicator.ts'
import { owns, reads } from './relations.ts'
import { unjudged } from './scales.ts'
import { ofSelector, sharedSelectorSql } from './sharing.ts'

/**
 * The query of a condition over all identities at once. Every one gives the same columns, one row
 * per observation that shows it: identity_no, observation_id, rank (1–6, the source's grade), told
 * (a person's word), origin, reported (an employer's first-hand report).
 */
export function conditionSql(condition: Condition): string {
  switch (condition.type) {
    case 'fact':
      return `select ${columns} from ${owns.fact}
        where name = ${quoteText(condition.name)} and ${factTest(condition)}`
    case 'fact_differs':
      return factDiffersSql(condition)
    case 'shared_selector':
      return sharedSelectorSql(condition)
    case 'referee_is_candidate':
      return refereeSql
    case 'count_within':
      return countWithinSql(condition)
    case 'ring':
      return ringSql(condition)
    default:
      throw new Error(condition.type)
    case 'published':
      return `select ${columns} from ${owns.seen} where event = 'publication'`
  }
}

const columns = 'identity_no, observation_id, rank, told, origin, reported'

/** Observations that disagree, of identities that (nearly) always do, over weeks. */
function factDiffersSql(condition: FactDiffers): string {
  const { fact, claim } = placeComparisons[condition.comparison]
  return `with claimed as (
      select distinct identity_no, lower(${claim}) as text from ${owns.seen} where ${claim} is not null),
    compared as (
      select f.*, c.text is not null as agrees
      from (select * from ${owns.fact} where name = ${quoteText(fact)}) as f
      semi join claimed using (identity_no)
      left join claimed as c on c.identity_no = f.identity_no and c.text = lower(f.text)),
    persistent as (
      select identity_no from compared where rank < ${unjudged} group by identity_no
      having count(*) >= ${condition.observations}
        and avg(agrees::int) < ${condition.agreeing_share_below}
        and date_diff('day', min(happened_at) filter (where not agrees), max(happened_at) filter (where not agrees))
          >= ${condition.days})
    select ${columns} from compared semi join persistent using (identity_no) where not agrees`
}

/**
 * SQL truth: a row of selectors is no hub. Hubs of `same-hands` are what many identities share; those
 * of `same-person` are what many records share, which one busy person does alone. The linkage names
 * its own key in place of the selector's kind, and writes an account as `kind:value`.
 */
export function notHubSql(row: string): string {
  const muted = `select 1 from ${reads.hub} as h where h.model = 'same-hands' and h.value =`
  return `not exists (${muted} ${row}.value)
    and not exists (${muted} ${row}.detail || ':' || ${row}.value)`
}

/**
 * The one who names a reference that is another candidate's own mailbox or phone. Whoever is named
 * gets nothing from it: anybody can be named.
 */
const refereeSql = `with cited as (
      select *, replace(kind, 'reference_', '') as contact from ${owns.shown}
      where kind in ('reference_email', 'reference_phone')),
    own as (
      select o.* from ${owns.shown} as o
      semi join cited as c on c.contact = o.kind and c.value = o.value
      semi join ${owns.seen} as s on s.identity_no = o.identity_no and s.event = 'application'
      where ${notHubSql('o')}
      qualify row_number() over (
        partition by o.kind, o.value, o.identity_no order by o.rank, o.observation_id) = 1),
    met as (
      select c.identity_no, c.observation_id as citing, c.told as citing_told,
        c.origin as citing_origin, c.reported, greatest(c.rank, o.rank) as rank, o.observation_id as cited,
        o.told as cited_told, o.origin as cited_origin
      from cited as c join own as o on o.kind = c.contact and o.value = c.value
      where o.identity_no <> c.identity_no)
    select identity_no, citing as observation_id, rank, citing_told as told, citing_origin as origin,
      reported
    from met
    union all select identity_no, cited, rank, cited_told, cited_origin, false from met`

/** The events that complete a burst. What sources without a grade say is not counted into one. */
const countWithinSql = (condition: CountWithin): string => `select ${columns} from (
      select *, count(*) over (
        partition by identity_no order by happened_at
        range between interval ${condition.hours} hours preceding and current row) as burst
      from ${owns.seen} where event = ${quoteText(condition.kind)} and rank < ${unjudged})
    where burst >= ${condition.at_least}`

/** The identity's own selectors that a link of its ring came through, at the worse grade of the two. */
function ringSql(condition: RingCondition): string {
  const through = `len(list_filter(
      from_json(l.reasons, '[{"comparison":"VARCHAR","bits":"DOUBLE"}]'),
      lambda reason: reason.bits > 0 and reason.comparison in ${quoteList(condition.through)})) > 0`
  return `with linked as (
      select l.left_identity, l.right_identity from ${reads.ringLink} as l
      join ${reads.ringMember} as a on a.identity_no = l.left_identity
      join ${reads.ringMember} as b on b.identity_no = l.right_identity and b.ring_no = a.ring_no
      where ${through}),
    pair as (
      select left_identity as identity_no, right_identity as other from linked
      union select right_identity, left_identity from linked),
    showing as (select * from ${owns.shown} where ${ofSelector(condition.shown_by)}),
    best as (select identity_no as other, min(rank) as other_rank from showing group by all)
    select s.identity_no, s.observation_id, greatest(s.rank, p.rank) as rank, s.told, s.origin, s.reported
    from showing as s join (
      select identity_no, min(other_rank) as rank from pair join best using (other) group by all
    ) as p using (identity_no)`
}

/** The query of what could have been seen: the columns of a condition. */
export function observableSql(observable: Observable): string {
  return 'fact' in observable
    ? `select ${columns} from ${owns.fact} where name = ${quoteText(observable.fact)}`
    : `select ${columns} from ${owns.shown} where ${ofSelector(observable.selector)}`
}

/** Every fact that some indicator asks about. */
export function factsAsked(indicators: readonly Indicator[]): readonly string[] {
  const asked = indicators.flatMap((indicator) => [
    ...indicator.shown_by.flatMap(factsOfCondition),
    ...indicator.observable.flatMap((observable) =>
      'fact' in observable ? [observable.fact] : [],
    ),
  ])
  return [...new Set(asked)].sort()
}

function factsOfCondition(condition: Condition): readonly string[] {
  if (condition.type === 'fact') return [condition.name]
  if (condition.type === 'fact_differs') return [placeComparisons[condition.comparison].fact]
  if (condition.type !== 'shared_selector' || condition.without === undefined) return []
  return [condition.without.name]
}

/** Every selector that some indicator asks about, as a SQL condition on kind and detail. */
export function selectorsAsked(indicators: readonly Indicator[]): string {
  const asked = indicators.flatMap((indicator) => [
    ...indicator.shown_by.flatMap(selectorsOfCondition),
    ...indicator.observable.flatMap((observable) =>
      'selector' in observable ? [observable.selector] : [],
    ),
  ])
  const tests = new Set(asked.map((selector) => `(${ofSelector(selector)})`))
  return tests.size === 0 ? 'false' : [...tests].sort().join(' or ')
}

const refereeSelectors: readonly SelectorOf[] = [
  { kind: 'reference_email' },
  { kind: 'reference_phone' },
  { kind: 'email' },
  { kind: 'phone' },
]

function selectorsOfCondition(condition: Condition): readonly SelectorOf[] {
  if (condition.type === 'shared_selector') {
    const { selector, own_details: details } = condition
    return details === undefined ? [selector] : [selector, { kind: selector.kind, details }]
  }
  if (condition.type === 'ring') return [condition.shown_by]
  return condition.type === 'referee_is_candidate' ? refereeSelectors : []
}
