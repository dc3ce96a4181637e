import { quoteText, type Store } from '../sql/index.ts'
import type { Attribution } from './decision.ts'
import { owns, reads } from './relations.ts'

/** One identity as `ringer identities` prints it: the fields of `evidence-format.md`, "What comes out". */
export interface ListedIdentity {
  readonly identity: string
  readonly part: string
  readonly status: string
  readonly likelihood: string
  readonly confidence: string
  readonly hypotheses: {
    readonly scheme: number
    readonly other_fraud: number
    readonly genuine: number
  }
  /** Who is behind it, as people claim; null: consistent with the scheme, actor unknown. */
  readonly attribution: Attribution | null
  readonly groups: readonly string[]
  /** Only for identities that are suspected, linked or assessed; null otherwise. */
  readonly ring: string | null
  readonly subjects: readonly { readonly source: string; readonly ref: string }[]
  readonly initial_interviews: number
  readonly organizations: number
  readonly first_seen: string
  readonly last_seen: string
}

interface Row extends Omit<ListedIdentity, 'attribution' | 'hypotheses'> {
  readonly scheme: number
  readonly other_fraud: number
  readonly genuine: number
  /** JSON. */
  readonly attribution: string | null
}

/** Identities with their assessment, the likeliest first; a piece at a time, however many there are. */
export async function* listIdentities(
  store: Store,
  status?: string,
): AsyncIterable<readonly ListedIdentity[]> {
  for await (const rows of store.stream<{ readonly line: string }>(lineSql(status))) {
    yield rows.map(({ line }) => listed(JSON.parse(line) as Row))
  }
}

/** One text a row: to fetch each name, reference and group by itself takes four times as long as the query. */
const lineSql = (status: string | undefined): string => `
  select to_json(r)::varchar as line from (
    select * replace (${utcText('first_seen')} as first_seen, ${utcText('last_seen')} as last_seen)
    from (${listSql(status)})) as r
  order by log_odds desc, identity`

/** RFC 3339, as `rows` gives timestamps. */
const utcText = (column: string): string => `replace(${column}::varchar, ' ', 'T') || 'Z'`

/**
 * One initial interview per identity, organization, subject and role title, however many observations
 * there are of it; an organization counts when it has at least one.
 */
const listSql = (status: string | undefined): string => `
  with interview as (
    select distinct m.identity_no, e.organization, e.subject_id, e.role_key
    from ${reads.event} as e join ${reads.member} as m on m.subject_id = e.subject_id
    where e.kind = 'interview' and e.stage = 'initial'
  ), interviews as (
    select identity_no, count(*) as initial_interviews, count(distinct organization) as organizations
    from interview group by identity_no
  ), span as (
    select m.identity_no, min(e.happened_at) as first_seen, max(e.happened_at) as last_seen
    from ${reads.event} as e join ${reads.member} as m on m.subject_id = e.subject_id
    group by m.identity_no
  ), member as (
    -- Sorted once they are together: a sorted aggregate is ten times as slow over many small groups.
    select m.identity_no, list_sort(list({source: s.source, ref: s.ref})) as subjects
    from ${reads.member} as m join subject as s on s.subject_id = m.subject_id
    group by m.identity_no
  )
  select i.identity, a.log_odds, a.part, a.status, a.likelihood, a.confidence, a.scheme, a.other_fraud, a.genuine,
         a.reasons ->> '$.attribution' as attribution,
         a.groups, case when a.status in ('suspected', 'linked', 'assessed') then r.ring end as ring,
         member.subjects,
         coalesce(interviews.initial_interviews, 0) as initial_interviews,
         coalesce(interviews.organizations, 0) as organizations, span.first_seen, span.last_seen
  from ${reads.identity} as i
  join ${owns.assessment} as a on a.identity_no = i.identity_no
  join member on member.identity_no = i.identity_no
  join span on span.identity_no = i.identity_no
  left join interviews on interviews.identity_no = i.identity_no
  left join ${reads.ringMember} as r on r.identity_no = i.identity_no
  ${status === undefined ? '' : `where a.status = ${quoteText(status)}`}`

function listed(row: Row): ListedIdentity {
  return {
    identity: row.identity,
    part: row.part,
    status: row.status,
    likelihood: row.likelihood,
    confidence: row.confidence,
    hypotheses: { scheme: row.scheme, other_fraud: row.other_fraud, genuine: row.genuine },
    attribution: row.attribution === null ? null : (JSON.parse(row.attribution) as Attribution),
    groups: row.groups,
    ring: row.ring,
    subjects: row.subjects,
    initial_interviews: row.initial_interviews,
    organizations: row.organizations,
    first_seen: row.first_seen,
    last_seen: row.last_seen,
  }
}
