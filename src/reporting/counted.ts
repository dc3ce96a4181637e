import { quoteList, quoteName, quoteText, type SqlEngine, type SqlStep } from '../sql/index.ts'
import { aiRules, countryRows, groupRules, industryRows } from '../taxonomy/index.ts'
import type { Scope } from './scope.ts'

/**
 * What is counted, as steps. This file alone reads the tables of evidence/, identities/ and
 * assessment/; every exhibit reads the `counted_…` tables that the steps leave behind.
 */

/** Whom a draft counts. A report for release counts `assessed`, with `linked` in its own column. */
const statusesOfDraft = ['suspected', 'linked', 'assessed'] as const

export interface EvidenceState {
  readonly latestDay: string | null
  readonly organizationKnown: boolean
  readonly lastObservation: number
  readonly observations: number
}

/** What the store knows before anything is counted. */
export async function evidenceState(
  sql: SqlEngine,
  organization: string | undefined,
): Promise<EvidenceState> {
  const [event] = await sql.rows<{ latest: string | null; known: boolean | null }>(
    `select strftime(max(e.happened_at), '%Y-%m-%d') as latest,
            bool_or(e.organization = ${quoteText(organization ?? '')}) as known
     from event as e`,
  )
  const [ledger] = await sql.rows<{ last: number | null; count: number }>(
    'select max(observation_id) as last, count(body) as count from observation',
  )
  return {
    latestDay: event?.latest ?? null,
    organizationKnown: event?.known ?? false,
    lastObservation: ledger?.last ?? 0,
    observations: ledger?.count ?? 0,
  }
}

/** The steps of a scope in order; `counted_interview` needs `counted_role` (see `roles.ts`). */
export function eventSteps(scope: Scope): readonly SqlStep[] {
  return [
    subjects,
    sightings(scope),
    countedEvents(scope),
    initialInterviews,
    reportingSources(scope),
    exposures(scope),
  ]
}

export function organizationSteps(scope: Scope): readonly SqlStep[] {
  return [attributes(scope), organizations(scope), memberships, interviews]
}

const within = (scope: Scope): string =>
  [
    notAfter(scope),
    ...(scope.from === undefined ? [] : [`e.happened_at >= timestamp ${quoteText(scope.from)}`]),
    ...(scope.organization === undefined
      ? []
      : [`e.organization = ${quoteText(scope.organization)}`]),
  ].join(' and ')

/** Up to the end of the last UTC day. */
const notAfter = (scope: Scope): string =>
  `e.happened_at < timestamp ${quoteText(scope.asOf)} + interval 1 day`

/** Subjects of the identities that are counted; real holders are not. Output: subject_id, identity_no, part. */
const subjects: SqlStep = {
  name: 'counted_subject',
  sql: `
    select m.subject_id, a.identity_no, a.part
    from listed_member as m join assessment as a on a.identity_no = m.identity_no
    where a.status in ${quoteList(statusesOfDraft)}`,
}

/**
 * Which independent origin saw which counted identity in the scope: the organization in control of
 * whoever first observed it; null where it was passed on and nobody says from whom.
 * Output: identity_no, part, origin.
 */
function sightings(scope: Scope): SqlStep {
  return {
    name: 'counted_sighting',
    sql: `
      with told as (
        select distinct c.identity_no, c.part, e.source, e.origin_organization, e.first_hand
        from event as e join counted_subject as c on c.subject_id = e.subject_id
        where ${within(scope)}
      ), seen as (
        select t.identity_no, t.part,
               case when t.origin_organization is not null then t.origin_organization
                    when t.first_hand is false then null
                    else coalesce(s.organization, t.source) end as origin
        from told as t left join source_in_force as s on s.source = t.source
      ), parent_of as (
        select e.organization, min(e.parent) as parent from event as e
        where e.parent is not null and e.organization in (select origin from seen)
        group by e.organization
      )
      select distinct s.identity_no, s.part, coalesce(p.parent, s.origin) as origin
      from seen as s left join parent_of as p on p.organization = s.origin`,
  }
}

/**
 * The events of counted identities that interviews and stages are made of, in the scope. Output:
 * subject_id, kind, stage, happened_at, organization, role_key, role_title, role_soc, identity_no.
 */
function countedEvents(scope: Scope): SqlStep {
  return {
    name: 'counted_event',
    sql: `
      select e.subject_id, e.kind, e.stage, e.happened_at, e.organization, e.role_key, e.role_title,
             e.role_soc, c.identity_no
      from event as e join counted_subject as c on c.subject_id = e.subject_id
      where e.kind in ('interview', 'employment', 'sign_in', 'device', 'payment')
        and ${within(scope)}`,
  }
}

/** One row per initial interview (rule 2). Output: the four of its key, first_at, role_title, role_soc. */
const initialInterviews: SqlStep = {
  name: 'counted_initial',
  sql: `
    select identity_no, organization, subject_id, role_key,
           min(e.happened_at) as first_at, min(role_title) as role_title, min(role_soc) as role_soc
    from counted_event as e
    where kind = 'interview' and stage = 'initial'
    group by identity_no, organization, subject_id, role_key`,
}

/**
 * How many sources reported applications or interviews, of anybody: who could have seen an interview.
 * Output: quarter, reporting_sources.
 */
function reportingSources(scope: Scope): SqlStep {
  return {
    name: 'counted_visibility',
    sql: `
      select ${quarterSql('e.happened_at')} as quarter, count(distinct e.source) as reporting_sources
      from event as e where e.kind in ('application', 'interview') and ${within(scope)}
      group by 1`,
  }
}

/**
 * Exposure of whole quarters and all countries; the import committed last counts where two give
 * the same figure. One organization has no exposure of its own. Output: quarter, sector, unit, value.
 */
function exposures(scope: Scope): SqlStep {
  return {
    name: 'counted_exposure',
    sql: `
      with latest as (
        select period, sector, country, unit, value from exposure
        where regexp_full_match(period, '\\d{4}-Q[1-4]') and value > 0
          and ${scope.organization === undefined ? 'true' : 'false'}
        qualify row_number() over (
          partition by period, sector, country, unit order by import_id desc, value desc) = 1
      )
      -- A figure for all countries is taken as it is; otherwise those of single countries are added up.
      select period as quarter, sector, unit,
             coalesce(max(value) filter (country is null), sum(value)) as value
      from latest group by period, sector, unit`,
  }
}

/**
 * The attributes of the organizations at which counted events happened, from all that is known of
 * them at the day of the report: the most frequent value, ties by the smallest (rule 4).
 * Output: organization, what, value.
 */
function attributes(scope: Scope): SqlStep {
  const one = (what: string, column: string, condition: string) => `
    select organization, '${what}' as what, ${column} as value, sum(times) as times
    from place where ${column} is not null and ${condition} group by all`
  const listed = quoteList(countryRows().map(({ code }) => code))
  return {
    name: 'counted_attribute',
    sql: `
      with place as (
        select e.organization, e.industry, e.organization_country as country, e.ai,
               count(*) as times
        from event as e
        where e.organization in (select organization from counted_initial) and ${notAfter(scope)}
        group by all
      ), stated as (
        ${one('industry', 'industry', `substr(industry, 1, 2) in ${quoteList(sectorMembers())}`)}
        union all ${one('country', 'country', `country in ${listed}`)}
        union all ${one('ai', 'ai', 'true')}
      )
      select organization, what, value from stated
      qualify row_number() over (partition by organization, what order by times desc, value) = 1`,
  }
}

const sectorMembers = (): readonly string[] =>
  industryRows().flatMap(({ code }) => (code.length === 2 ? [code] : []))

/** One row per organization with an interview. Output: organization, industry, sector, country, ai, tags. */
function organizations(scope: Scope): SqlStep {
  const sectors = industryRows()
    .filter(({ code }) => code.length === 2)
    .map(({ code, sector }) => `(${quoteText(code)}, ${quoteText(sector)})`)
  return {
    name: 'counted_organization',
    sql: `
      with sector (code, sector) as (values ${sectors.join(', ')}),
      stated as (
        select i.organization,
               max(a.value) filter (where a.what = 'industry') as industry,
               max(a.value) filter (where a.what = 'country') as country,
               max(a.value) filter (where a.what = 'ai') as ai
        from (select distinct organization from counted_initial where organization is not null) as i
        left join counted_attribute as a on a.organization = i.organization
        group by i.organization
      ), tagged as (
        select organization,
               list_distinct(list(replace(replace(lower(trim(tag)), '_', '-'), ' ', '-'))) as tags
        from (select e.organization, unnest(e.tags) as tag from event as e
              where e.organization in (select organization from stated) and ${notAfter(scope)})
        group by organization
      )
      select o.* replace (coalesce(o.ai, ${aiByTag('t.tags')}) as ai), s.sector,
             coalesce(t.tags, []) as tags
      from stated as o
      left join sector as s on s.code = substr(o.industry, 1, 2)
      left join tagged as t on t.organization = o.organization`,
  }
}

/** What the tags say of the use of AI, where the evidence does not: the rules of `aiOf`, the first that fits. */
function aiByTag(tags: string): string {
  const [pure, product] = (['pure', 'product'] as const).map((ai) =>
    aiRules().flatMap((rule) => (rule.ai === ai ? [quoteText(rule.tag)] : [])),
  )
  return `case when list_has_any(${tags}, [${pure}]) then 'pure'
               when list_has_any(${tags}, [${product}]) then 'product' end`
}

/** Who belongs to which group and part of it ('' for the group). Output: organization, grp, part. */
const memberships: SqlStep = {
  name: 'counted_membership',
  sql: `
    with rule (grp, part, kind, value, belongs) as (values ${groupRules()
      .map(
        ({ group, part, by, value, belongs }) =>
          `(${[group, part, by, value].map(quoteText).join(', ')}, ${belongs})`,
      )
      .join(', ')}),
    by_code as (
      select c.industry, r.grp, r.part
      from (select distinct industry from counted_organization where industry is not null) as c
      join rule as r on r.kind = 'code' and starts_with(c.industry, r.value)
      group by c.industry, r.grp, r.part
      having arg_max(r.belongs, length(r.value))
    ), member as (
      select o.organization, b.grp, b.part
      from counted_organization as o join by_code as b on b.industry = o.industry
      union
      select t.organization, r.grp, r.part
      from (select organization, unnest(tags) as tag from counted_organization) as t
      join rule as r on r.kind = 'tag' and r.value = t.tag
    )
    select organization, grp, part from member
    union
    select organization, grp, '' as part from member`,
}

/**
 * One row per initial interview with what is known of its place and role. Output: the key, first_at,
 * quarter, family, occupation (SOC 2018), sector, country, ai, information_technology (null where the industry is not
 * known), groups: ids of groups, parts: `group.part`.
 */
const interviews: SqlStep = {
  name: 'counted_interview',
  sql: `
    with belonging as (
      select organization,
             list(grp order by grp) filter (where part = '') as groups,
             list(grp || '.' || part order by grp, part) filter (where part <> '') as parts
      from counted_membership group by organization
    )
    select i.identity_no, i.organization, i.subject_id, i.role_key, i.first_at,
           ${quarterSql('i.first_at')} as quarter, r.family, r.occupation,
           o.industry, o.sector, o.country, o.ai,
           case when o.sector is null then null
                else list_contains(coalesce(b.groups, []), 'information_technology')
           end as information_technology,
           coalesce(b.groups, []) as groups, coalesce(b.parts, []) as parts
    from counted_initial as i
    left join counted_organization as o on o.organization = i.organization
    left join belonging as b on b.organization = i.organization
    left join counted_role as r
      on r.role_key is not distinct from i.role_key and r.role_soc is not distinct from i.role_soc`,
}

/** `2024-Q1`, as exposure writes its periods. */
function quarterSql(column: string): string {
  return `lpad(year(${column})::varchar, 4, '0') || '-Q' || quarter(${column})`
}

/** Runs steps into temporary tables: a report changes nothing in the store. */
export async function runCounting(sql: SqlEngine, steps: readonly SqlStep[]): Promise<void> {
  for (const step of steps) {
    await sql.run(`create or replace temp table ${quoteName(step.name)} as ${step.sql}`)
  }
}
