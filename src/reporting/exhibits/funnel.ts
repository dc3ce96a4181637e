import { dropSteps, quoteText, type SqlStep } from '../../sql/index.ts'
import { runCounting } from '../counted.ts'
import { type Counted, type Exhibit, NOTHING, unitOf } from '../exhibit.ts'
import { counted as countedWords, figure, percent, shareOf } from '../wording.ts'

/** Stages in their order; the place of each is its number. */
const stages = [
  { stage: 'initial', title: 'Initial interview' },
  { stage: 'follow_up', title: 'Follow-up interview' },
  { stage: 'technical', title: 'Technical interview' },
  { stage: 'final', title: 'Final interview' },
  { stage: 'offered', title: 'Offered' },
  { stage: 'started', title: 'Started' },
  { stage: 'working', title: 'Evidence of work after the start' },
] as const

const place = (wanted: (typeof stages)[number]['stage']): number =>
  stages.findIndex(({ stage }) => stage === wanted)

/**
 * An interview younger than this has hardly had time to become a job: our own choice, longer than
 * most hiring takes. It only bounds the warning in the note.
 */
const DAYS_TO_HIRE = 90

interface StageCounts {
  readonly place: number
  readonly count: number
  readonly observed: number
  readonly identities: number
  readonly organizations: number
}

/** How far the initial interviews are known to have led. */
export const funnel: Exhibit = async (counted) => {
  const steps = [chains, laterStages, reachedStages, workStages]
  await runCounting(counted.sql, steps)
  const counts = await stageCounts(counted)
  const loose = await looseCounts(counted)
  const note = await noteOf(counted)
  await dropSteps(counted.sql, steps)
  const { initial_interviews } = counted.totals
  return {
    id: 'funnel',
    title: titleOf(counted, counts),
    unit: unitOf(counted, 'initial interviews by the last stage that is known', [
      'interview',
      'stages',
    ]),
    columns: [
      'stage',
      'count',
      'share',
      'observed',
      'identities',
      'organizations',
      'without_initial_interview',
    ],
    rows: stages.map(({ title }, at) => {
      const of = counts.find((row) => row.place === at)
      return [
        title,
        of?.count ?? 0,
        shareOf(of?.count ?? 0, initial_interviews),
        of?.observed ?? 0,
        of?.identities ?? 0,
        of?.organizations ?? 0,
        loose.get(at) ?? 0,
      ]
    }),
    note,
  }
}

/** Initial interviews with a number. Output: chain, the four of the key, first_at. */
const chains: SqlStep = {
  name: 'counted_chain',
  sql: `
    select row_number() over (
             order by identity_no, organization, subject_id, role_key) as chain,
           identity_no, organization, subject_id, role_key, first_at
    from counted_interview`,
}

/** Later stages as observed, once per key. Output: place, the four of the key, first_at. */
const laterStages: SqlStep = {
  name: 'counted_stage',
  sql: `
    select s.place, e.identity_no, e.organization, e.subject_id, e.role_key, min(e.happened_at) as first_at
    from counted_event as e
    join (values ${stages
      .slice(place('follow_up'), place('working'))
      .map(({ stage }, at) => `(${quoteText(stage)}, ${at + 1})`)
      .join(', ')}) as s (stage, place) on s.stage = e.stage
    where e.kind in ('interview', 'employment')
    group by all`,
}

/**
 * Each later stage with the interview it belongs to: of the same key, else the latest earlier one of
 * the identity at the organization, else none. Output: place, chain, first_at, and the key.
 */
const reachedStages: SqlStep = {
  name: 'counted_reached',
  sql: `
    with by_place as (
      select identity_no, organization, first_at, min(chain) as chain
      from counted_chain where organization is not null group by all
    )
    select s.*, coalesce(c.chain, p.chain) as chain
    from counted_stage as s
    left join counted_chain as c
      on c.identity_no = s.identity_no and c.subject_id = s.subject_id
      and c.organization is not distinct from s.organization
      and c.role_key is not distinct from s.role_key
    asof left join by_place as p
      on p.identity_no = s.identity_no and p.organization = s.organization
      and s.first_at >= p.first_at`,
}

/** Evidence of work, with the latest start before it. Output: place, chain (null without a start), key. */
const workStages: SqlStep = {
  name: 'counted_work',
  sql: `
    with started as (
      select identity_no, organization, first_at, min(chain) as chain
      from counted_reached
      where place = ${place('started')} and chain is not null and organization is not null
      group by all
    )
    select distinct ${place('working')} as place, p.chain,
           e.identity_no, e.organization, e.subject_id, e.role_key
    from counted_event as e
    asof left join started as p
      on p.identity_no = e.identity_no and p.organization = e.organization and e.happened_at >= p.first_at
    where e.kind in ('sign_in', 'device', 'payment')`,
}

/** Per stage: interviews that reached it or a later one, and those that were seen at it. */
function stageCounts({ sql }: Counted): Promise<StageCounts[]> {
  return sql.rows<StageCounts>(`
    with seen as (
      select chain, 0 as place from counted_chain
      union select chain, place from counted_reached where chain is not null
      union select chain, place from counted_work where chain is not null
    ), furthest as (
      select chain, max(place) as furthest from seen group by chain
    ), stage as (select unnest(range(${stages.length})) as place),
    observed as (select place, count(*) as observed from seen group by place)
    select s.place, count(*) as count, coalesce(any_value(o.observed), 0) as observed,
           count(distinct c.identity_no) as identities,
           count(distinct c.organization) as organizations
    from stage as s
    join furthest as f on f.furthest >= s.place
    join counted_chain as c on c.chain = f.chain
    left join observed as o on o.place = s.place
    group by s.place`)
}

/** Observations of a stage for which no initial interview is known, by stage. */
async function looseCounts({ sql }: Counted): Promise<ReadonlyMap<number, number>> {
  const rows = await sql.rows<{ place: number; count: number }>(`
    select place, count(*) as count from counted_reached where chain is null group by place
    union all
    select place, count(*) as count from counted_work where chain is null group by place`)
  return new Map(rows.map(({ place: at, count }) => [at, count]))
}

function titleOf({ totals }: Counted, counts: readonly StageCounts[]): string {
  if (totals.initial_interviews === 0) return NOTHING
  const at = (wanted: number) => counts.find((row) => row.place === wanted)?.count ?? 0
  const share = percent(at(place('follow_up')) / totals.initial_interviews)
  const offers = countedWords(at(place('offered')), 'offer')
  const starts = countedWords(at(place('started')), 'start')
  return `At least ${share} of the initial interviews led further; ${offers} and ${starts} are known`
}

async function noteOf({ sql, scope }: Counted): Promise<string> {
  const [row] = await sql.rows<{ recent: number; telling: number; organizations: number }>(`
    select count(*) filter (where c.first_at >= timestamp ${quoteText(scope.seenTo ?? scope.asOf)}
             - interval ${DAYS_TO_HIRE} day) as recent,
           count(distinct c.organization) as organizations,
           count(distinct c.organization) filter (where c.organization in (
             select organization from counted_stage)) as telling
    from counted_chain as c`)
  return `Later stages are censored: not every organization tells its hiring and onboarding (${figure(row?.telling ?? 0)} of ${figure(row?.organizations ?? 0)} told any later stage), and ${countedWords(row?.recent ?? 0, 'initial interview')} of the last ${DAYS_TO_HIRE} days may still lead on. The counts are lower bounds, not a conversion rate.`
}
