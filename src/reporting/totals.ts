import type { SqlEngine } from '../sql/index.ts'
import type { Report, ReportTotals, Share } from './report.ts'
import { shareOf } from './wording.ts'

interface Identities {
  readonly identities: number
  readonly workers: number
  readonly facilitators: number
}

interface Interviews {
  readonly initial_interviews: number
  readonly organizations: number
  readonly known_industry: number
  readonly outside_it: number
  readonly known_country: number
  readonly outside_us: number
  readonly first: string | null
  readonly last: string | null
}

/** Totals and period out of `counted_sighting` and `counted_interview`. */
export async function totalsOf(
  sql: SqlEngine,
): Promise<{ readonly totals: ReportTotals; readonly period: Report['period'] }> {
  const [identities] = await sql.rows<Identities>(`
    select count(distinct identity_no) as identities,
           count(distinct identity_no) filter (where part = 'worker') as workers,
           count(distinct identity_no) filter (where part = 'facilitator') as facilitators
    from counted_sighting`)
  const [interviews] = await sql.rows<Interviews>(`
    select count(*) as initial_interviews,
           count(distinct organization) as organizations,
           count(distinct organization) filter (where sector is not null) as known_industry,
           count(distinct organization) filter (where not information_technology) as outside_it,
           count(distinct organization) filter (where country is not null) as known_country,
           count(distinct organization) filter (where country <> 'US') as outside_us,
           strftime(min(first_at), '%Y-%m-%d') as first, strftime(max(first_at), '%Y-%m-%d') as last
    from counted_interview`)
  // Both queries give exactly one row: they are aggregates without groups.
  if (identities === undefined || interviews === undefined) throw new Error('no totals')
  return {
    totals: {
      ...identities,
      initial_interviews: interviews.initial_interviews,
      organizations: interviews.organizations,
      organizations_outside_it: share(interviews.outside_it, interviews.known_industry),
      organizations_outside_us: share(interviews.outside_us, interviews.known_country),
    },
    period: { from: interviews.first, to: interviews.last },
  }
}

const share = (count: number, of: number): Share => ({ count, of, share: shareOf(count, of) })
