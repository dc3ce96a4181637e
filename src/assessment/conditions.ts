import { quoteList } from '../sql/index.ts'
import { ofSelector } from './asked.ts'
import type { Condition, RingCondition } from './condition.ts'
import {
  afterEndSql,
  countWithinSql,
  distinctSelectorsSql,
  overlappingEmploymentSql,
} from './event-conditions.ts'
import { notHubSql } from './hub-sql.ts'
import { factDiffersSql, placesApartSql, placesVarySql } from './place-conditions.ts'
import { owns, reads } from './relations.ts'
import { linkedToAssessedSql, sharedPassagesSql, sharedSelectorSql } from './sharing.ts'

/** Conditions that are a query each. */
export type QueriedCondition = Exclude<Condition, { type: 'fact' }>

/**
 * The query of a condition over all identities at once. Every one gives the same columns, one row per
 * observation that shows it: identity_no, observation_id, rank (1–6, the worst grade that it needs), told
 * (a person's word). Conditions on facts are run all together (`findings.ts`).
 */
export function conditionSql(condition: QueriedCondition): string {
  switch (condition.type) {
    case 'fact_differs':
      return factDiffersSql(condition)
    case 'places_apart':
      return placesApartSql(condition)
    case 'places_vary':
      return placesVarySql(condition)
    case 'shared_selector':
      return sharedSelectorSql(condition)
    case 'linked_to_assessed':
      return linkedToAssessedSql(condition)
    case 'shared_passages':
      return sharedPassagesSql(condition)
    case 'distinct_selectors':
      return distinctSelectorsSql(condition)
    case 'count_within':
      return countWithinSql(condition)
    case 'after_end':
      return afterEndSql(condition)
    case 'overlapping_employment':
      return overlappingEmploymentSql(condition)
    case 'referee_is_candidate':
      return refereeSql
    case 'ring':
      return ringSql(condition)
    case 'published':
      return publishedSql
  }
}

/** Below it, STIX calls a confidence low. */
const leastConfidence = 30

/**
 * Somebody else published its identifiers. Not where whoever did had seen the identity first-hand: that is
 * the same origin again. Nothing rests on a publication of low confidence, or on one that had expired before anybody
 * else saw the identity (decision 0024): it says what was true until then.
 */
const publishedSql = `with uncertain as (
    select observation_id from ${reads.fact}
    where name = 'published.confidence' and number < ${leastConfidence}),
  expired as (
    select p.observation_id
    from (from ${reads.fact} where name = 'published.valid_until') as f
    join ${owns.seen} as p using (observation_id)
    join ${owns.seen} as s on s.identity_no = p.identity_no and s.event <> 'publication'
    group by p.observation_id
    having min(s.happened_at) > min(try_cast(f.text as timestamp)))
  select identity_no, observation_id, rank, told from ${owns.seen} as p
  where event = 'publication' and not exists (
      select 1 from ${owns.seen} as s where s.identity_no = p.identity_no and s.origin_no = p.origin_no
        and s.event <> 'publication' and not s.passed_on)
    and observation_id not in (from uncertain union all from expired)`

/**
 * The one who names a reference that is another candidate's own mailbox or phone. Whoever is named
 * gets nothing from it: anybody can be named.
 */
const refereeSql = `with named as (
      select observation_id, replace(kind, 'reference_', '') as contact, value from ${reads.selector}
      where kind in ('reference_email', 'reference_phone')),
    contact as (
      select observation_id, kind, value
      from (select * from ${reads.selector} where kind in ('email', 'phone')) as s
      semi join named as n on n.contact = s.kind and n.value = s.value
      where ${notHubSql('s')}),
    own as (
      select e.identity_no, e.observation_id, e.rank, e.told, c.kind, c.value
      from contact as c join ${owns.seen} as e using (observation_id)
      where e.identity_no in (select identity_no from ${owns.seen} where event = 'application')
      qualify row_number() over (
        partition by c.kind, c.value, e.identity_no
        order by e.rank, e.told, e.origin_no, e.voucher_no, e.observation_id) = 1),
    cited as (
      select e.identity_no, e.observation_id, e.rank, e.told, n.contact, n.value
      from named as n semi join own as o on o.kind = n.contact and o.value = n.value
      join ${owns.seen} as e using (observation_id)),
    met as (
      select c.identity_no, c.observation_id as citing, c.told as citing_told,
        greatest(c.rank, o.rank) as rank, o.observation_id as cited, o.told as cited_told
      from cited as c join own as o on o.kind = c.contact and o.value = c.value
      where o.identity_no <> c.identity_no)
    select identity_no, citing as observation_id, rank, citing_told as told from met
    union all select identity_no, cited, rank, cited_told from met`

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
    showing as (
      select e.identity_no, e.observation_id, e.rank, e.told
      from (select * from ${reads.selector} where ${ofSelector(condition.shown_by)}) as s
      join ${owns.seen} as e using (observation_id)
      semi join pair on pair.identity_no = e.identity_no),
    best as (select identity_no as other, min(rank) as other_rank from showing group by all)
    select s.identity_no, s.observation_id, greatest(s.rank, p.rank) as rank, s.told
    from showing as s join (
      select identity_no, min(other_rank) as rank from pair join best using (other) group by all
    ) as p using (identity_no)`
}
