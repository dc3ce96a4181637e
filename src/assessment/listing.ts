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

/** One identity as a row of a table for people. */
export interface IdentityRow
  extends Pick<
    ListedIdentity,
    | 'identity'
    | 'part'
    | 'status'
    | 'likelihood'
    | 'confidence'
    | 'groups'
    | 'ring'
    | 'initial_interviews'
    | 'organizations'
    | 'last_seen'
  > {
  /** How many subjects stand in it. */
  readonly subjects: number
}

/** Identities with their assessment, the likeliest first; a piece at a time, however many there are. */
export async function* listIdentities(
  store: Store,
  status?: string,
): AsyncIterable<readonly ListedIdentity[]> {
  for await (const lines of listIdentityLines(store, status)) {
    yield lines.split('\n').map((line) => JSON.parse(line) as ListedIdentity)
  }
}

/**
 * The same as texts of many lines, without a last line end: each identity is one JSON object. The engine writes them:
 * to fetch each name, reference and group by itself takes four times as long as the query, and each line half as long.
 */
export const listIdentityLines = (store: Store, status?: string): AsyncIterable<string> =>
  textsOf(store, listSql({ status, subjects: 'list_sort(list({source: s.source, ref: s.ref}))' }), {
    fields: `'identity': identity, 'part': part, 'status': status, 'likelihood': likelihood,
      'confidence': confidence,
      'hypotheses': {'scheme': scheme, 'other_fraud': other_fraud, 'genuine': genuine},
      'attribution': attribution, 'groups': groups, 'ring': ring, 'subjects': subjects,
      'initial_interviews': initial_interviews, 'organizations': organizations,
      'first_seen': ${utcText('first_seen')}, 'last_seen': ${utcText('last_seen')}`,
    between: '\n',
  })

/** The same as rows of a table, without the names of the subjects, which are most of the text. */
export async function* listIdentityRows(
  store: Store,
  status?: string,
): AsyncIterable<readonly IdentityRow[]> {
  const fields = `'identity': identity, 'part': part, 'status': status, 'likelihood': likelihood,
    'confidence': confidence, 'groups': groups, 'ring': ring, 'subjects': subjects,
    'initial_interviews': initial_interviews, 'organizations': organizations,
    'last_seen': ${utcText('last_seen')}`
  const query = listSql({ status, subjects: 'count(*)' })
  for await (const text of textsOf(store, query, { fields, between: ',' })) {
    yield JSON.parse(`[${text}]`) as readonly IdentityRow[]
  }
}

/** Identities in one text: enough that fetching it costs little beside making it. */
const identitiesInText = 1000

interface ObjectText {
  /** The fields of each object, as DuckDB writes those of a struct. */
  readonly fields: string
  readonly between: string
}

/** The rows of a query in the order of the list, each as one JSON object, many in a text. */
async function* textsOf(
  store: Store,
  query: string,
  { fields, between }: ObjectText,
): AsyncIterable<string> {
  const texts = store.stream<{ readonly text: string }>(`
    select string_agg(line, ${quoteText(between)} order by place) as text
    from (
      select to_json({${fields}})::varchar as line,
             row_number() over (order by log_odds desc, identity) - 1 as place
      from (${query})
    )
    group by place // ${identitiesInText} order by place // ${identitiesInText}`)
  for await (const piece of texts) for (const { text } of piece) yield text
}

/** RFC 3339, as `rows` gives timestamps. */
const utcText = (column: string): string => `replace(${column}::varchar, ' ', 'T') || 'Z'`

interface Listing {
  readonly status: string | undefined
  /** What is told of the subjects of an identity: an aggregate over `s`. */
  readonly subjects: string
}

/**
 * One initial interview per identity, organization, subject and role title, however many observations
 * there are of it; an organization counts when it has at least one.
 */
const listSql = ({ status, subjects }: Listing): string => `
  with wanted as (
    from ${owns.assessment} ${status === undefined ? '' : `where status = ${quoteText(status)}`}
  ), wanted_member as (
    from ${reads.member} ${status === undefined ? '' : 'semi join wanted using (identity_no)'}
  ), interview as (
    select distinct m.identity_no, e.organization, e.subject_id, e.role_key
    from ${reads.event} as e join wanted_member as m on m.subject_id = e.subject_id
    where e.kind = 'interview' and e.stage = 'initial'
  ), interviews as (
    select identity_no, count(*) as initial_interviews, count(distinct organization) as organizations
    from interview group by identity_no
  ), span as (
    select m.identity_no, min(e.happened_at) as first_seen, max(e.happened_at) as last_seen
    from ${reads.event} as e join wanted_member as m on m.subject_id = e.subject_id
    group by m.identity_no
  ), member as (
    -- A list is sorted once it is together: a sorted aggregate is ten times as slow over many small groups.
    select m.identity_no, ${subjects} as subjects
    from wanted_member as m join subject as s on s.subject_id = m.subject_id
    group by m.identity_no
  )
  select i.identity, a.log_odds, a.part, a.status, a.likelihood, a.confidence, a.scheme, a.other_fraud, a.genuine,
         (a.reasons ->> '$.attribution')::json as attribution,
         a.groups, case when a.status in ('suspected', 'linked', 'assessed') then r.ring end as ring,
         member.subjects,
         coalesce(interviews.initial_interviews, 0) as initial_interviews,
         coalesce(interviews.organizations, 0) as organizations, span.first_seen, span.last_seen
  from ${reads.identity} as i
  join wanted as a on a.identity_no = i.identity_no
  join member on member.identity_no = i.identity_no
  join span on span.identity_no = i.identity_no
  left join interviews on interviews.identity_no = i.identity_no
  left join ${reads.ringMember} as r on r.identity_no = i.identity_no`
