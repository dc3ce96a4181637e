import { exitNetworks } from '../identities/index.ts'
import { quoteList, quoteText, type SqlStep } from '../sql/index.ts'
import { machineKinds, notEmployers, tellerTypes, toldKinds } from './allowed-evidence.ts'
import { passagesAsked, placesAsked, selectorsAsked } from './asked.ts'
import { notHubSql } from './hub-sql.ts'
import type { Indicator } from './indicator.ts'
import { owns, reads } from './relations.ts'
import { grades, unjudged } from './scales.ts'

/**
 * What the conditions read, joined once. Rows are kept narrow, and values only where two identities
 * share them: at a million subjects the copying of texts is most of the time.
 */
export function evidenceSteps(indicators: readonly Indicator[]): readonly SqlStep[] {
  const asked = selectorsAsked(indicators)
  return [
    originStep,
    sourceStep,
    seenStep,
    {
      name: owns.place,
      sql: `select e.identity_no, e.observation_id, e.event, e.happened_at, e.employer, e.rank, e.told,
          f.name, lower(f.text) as place
        from ${reads.fact} as f join ${owns.seen} as e using (observation_id)
        where f.name in ${quoteList(placesAsked(indicators))} and f.text is not null`,
    },
    {
      name: owns.sharedValue,
      sql: `select s.kind, s.value_id
        from (select * from ${reads.selector} where ${asked}) as s
        join ${reads.member} as m using (subject_id)
        group by all having min(m.identity_no) <> max(m.identity_no)`,
    },
    {
      name: owns.shared,
      sql: `with shared as (
          select s.observation_id, s.kind, s.detail, s.value
          from (select * from ${reads.selector} where ${asked}) as s
          semi join ${owns.sharedValue} as v on v.kind = s.kind and v.value_id = s.value_id),
        ${doorsSql},
        shown as (
          select * from shared as s where kind <> 'place' and ${notHubSql('s')}
            and (kind <> 'ip' or value not in (${exitSql}))
          union all select observation_id, 'place', detail, door from door)
        select e.*, s.kind, s.detail, s.value
        from shown as s join ${owns.seen} as e using (observation_id)`,
    },
    ...(passagesAsked(indicators) ? [passageStep] : []),
    labelStep,
  ]
}

/**
 * IP addresses that an observation of a graded source calls the exit of many: nobody shares anything by them, not even
 * whoever names no network. A source without a grade silences nothing.
 */
const exitSql = `select s.value from ${reads.selector} as s join ${reads.fact} as f using (observation_id)
        join ${owns.seen} as e using (observation_id)
        where s.kind = 'ip' and f.name = 'ip.network' and f.text in ${quoteList(exitNetworks)} and e.rank < ${unjudged}`

/**
 * `door (observation_id, detail, door)`: what of the addresses in `shared` can be one door. An address that names its flat is
 * the door of that flat. One that names none may be any flat of the house that others name, or the house. So two who
 * name two flats of one house share nothing, and whoever leaves the flat out shares with those of each.
 */
const doorsSql = `place as (select * from shared where kind = 'place'),
        flat as (
          select distinct p.observation_id, p.detail, p.value as house, u.value as door
          from place as p join ${reads.selector} as u
            on u.kind = 'unit' and u.observation_id = p.observation_id and u.detail = p.detail
            and starts_with(u.value, p.value || ', unit ')),
        house as (
          select p.* from place as p
          anti join flat as f on f.observation_id = p.observation_id and f.detail = p.detail and f.house = p.value
          where ${notHubSql('p')}),
        door as (
          select observation_id, detail, door from flat as f where ${notHubSql('f', 'door')}
          union all select observation_id, detail, value from house
          union all select h.observation_id, h.detail, d.door
          from house as h join (select distinct house, door from flat) as d on d.house = h.value)`

/**
 * Independence is counted over the organizations in control, not over feeds: sources of one organization are
 * one origin, and so are organizations that name one parent. Without an organization a source stands for itself.
 */
const originStep: SqlStep = {
  name: owns.origin,
  sql: `with parent as (
      select organization, min(parent) as parent from ${reads.event}
      where parent <> organization group by organization),
    named as (
      select coalesce(organization, source) as name from ${reads.source}
      union select origin_organization from ${reads.event} where origin_organization is not null)
    select n.name, coalesce(p.parent, n.name) as origin,
      dense_rank() over (order by coalesce(p.parent, n.name))::integer as origin_no
    from named as n left join parent as p on p.organization = n.name`,
}

const rankSql = `strpos(${quoteText(grades.join(''))}, coalesce(s.reliability, 'F'))`

const sourceStep: SqlStep = {
  name: owns.source,
  sql: `select s.source, s.organization, s.type, o.origin_no,
      (case when ${rankSql} = 0 then ${unjudged} else ${rankSql} end)::tinyint as rank,
      coalesce(s.type in ${quoteList(tellerTypes)}, false) as teller
    from ${reads.source} as s
    join ${owns.origin} as o on o.name = coalesce(s.organization, s.source)`,
}

/** SQL truth: a source of this type sees such an event itself. */
const seesSql = `case s.type ${Object.entries(machineKinds)
  .map(([type, kinds]) => `when ${quoteText(type)} then e.kind in ${quoteList(kinds)}`)
  .join(' ')} else true end`

/**
 * identity_no, observation_id, event, stage, happened_at, employer (a number: only equality counts), origin_no (who
 * observed it), voucher_no (who says so: the organization of the source), rank, told (a person's word), reported (an
 * employer's first-hand report), by_employer (its own source, first-hand), passed_on. Whoever passes something on makes it no better than the first
 * observer's own sources are, and vouches for it: an origin that somebody names is that somebody's word.
 */
const seenStep: SqlStep = {
  name: owns.seen,
  sql: `with origin as (
      select o.name, o.origin_no, min(s.rank) as rank from ${owns.origin} as o
      left join ${owns.source} as s on s.organization = o.name group by all),
    employer as (
      select organization, row_number() over (order by organization)::integer as employer
      from (select distinct organization from ${reads.event} where organization is not null))
    select m.identity_no, e.observation_id, e.kind as event, e.stage, e.happened_at,
      w.employer,
      coalesce(o.origin_no, s.origin_no) as origin_no, s.origin_no as voucher_no,
      case when o.origin_no <> s.origin_no then greatest(s.rank, o.rank) else s.rank end as rank,
      s.teller or e.kind in ${quoteList(toldKinds)} or not (${seesSql}) as told,
      coalesce(s.type, '') not in ${quoteList(notEmployers)} and coalesce(e.first_hand, true)
        and coalesce(o.origin_no = s.origin_no, true) as by_employer,
      e.kind = 'report' and coalesce(e.first_hand, true)
        and coalesce(o.origin_no = s.origin_no, true) as reported,
      coalesce(o.origin_no <> s.origin_no, false) or coalesce(not e.first_hand, false) as passed_on
    from ${reads.event} as e
    join ${reads.member} as m using (subject_id)
    join ${owns.source} as s using (source)
    left join origin as o on o.name = e.origin_organization
    left join employer as w on w.organization = e.organization
    where e.observation_id not in (select observation_id from ${reads.echo})`,
}

/** So many identities may show a passage before it counts as a template everywhere. */
const mostHolders = 20

const passageStep: SqlStep = {
  name: owns.passage,
  sql: `with few as (
      select p.hash from ${reads.passage} as p join ${reads.member} as m using (subject_id)
      group by p.hash having min(m.identity_no) <> max(m.identity_no))
    select e.identity_no, p.hash, min(struct_pack(
        at := e.happened_at, told := e.told, origin := e.origin_no, id := e.observation_id)) as first_shown,
      min(e.rank) as rank,
      count(*) over (partition by p.hash) as holders
    from ${reads.passage} as p semi join few using (hash)
    join ${owns.seen} as e using (observation_id)
    group by e.identity_no, p.hash qualify holders between 2 and ${mostHolders}`,
}

/**
 * The last words of all names that it was presented under, as one number: the sum of their MD5 digests, since only
 * equality is asked. Identities with equal sets count once: a person whom linkage could not join, and a
 * household, which shares its line, its machines and its name. Whatever the names are, they only ever make
 * the count smaller. Without a name everybody is somebody else.
 */
const labelStep: SqlStep = {
  name: owns.label,
  sql: `select s.identity_no, coalesce(
        sum(distinct md5_number_lower(split_part(n.value, ' ', -1))), -s.identity_no::hugeint) as label
    from (select distinct identity_no from ${owns.shared}) as s
    join ${reads.member} as m using (identity_no)
    left join ${reads.selector} as n on n.subject_id = m.subject_id and n.kind = 'name'
    group by s.identity_no`,
}
