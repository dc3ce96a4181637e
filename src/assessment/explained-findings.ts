import type { SqlEngine } from '../sql/index.ts'
import { factsAsked } from './asked.ts'
import type { Catalogue } from './catalogue.ts'
import type { Indicator } from './indicator.ts'
import { owns, reads } from './relations.ts'

export interface ObservationRef {
  readonly source: string
  readonly id: string
  readonly kind: string
  /** RFC 3339, UTC. */
  readonly at: string
}

/** A fact that no source gave: a data set says it of what a source observed. */
export interface EnrichedFact {
  readonly fact: string
  readonly value: string
  /** Its name and date. */
  readonly data_set: string
}

/** What a publisher says of a value that it lists; for whoever looks, and in no weight. */
export interface PublishedNote {
  /** Source and id of the observation. */
  readonly source: string
  readonly id: string
  readonly comment: string | null
  readonly confidence: number | null
  /** RFC 3339, UTC. */
  readonly valid_until: string | null
}

export interface FindingExplanation {
  readonly indicator: string
  readonly version: number
  readonly title: string
  readonly category: string
  readonly group: string
  /** For or against the scheme; `context` where it weighs next to nothing. */
  readonly direction: 'for' | 'against' | 'context'
  /** It was seen; false: it could have been, and was not. */
  readonly holds: boolean
  /** False where another finding of its group, or of the same shared home, speaks for it. */
  readonly counted: boolean
  /** It speaks for the scheme as the gate sees it. */
  readonly supports: boolean
  /** log2 of the likelihood ratio of scheme to each of the others, tempered by the grade. */
  readonly bits: { readonly other_fraud: number; readonly genuine: number }
  /** Below 1: only a link to an identity that people assessed shows it, and so much of it remains. */
  readonly discount: number
  readonly grade: string
  /** Nothing but a person's word shows it. */
  readonly told: boolean
  readonly origins: readonly string[]
  readonly observations: readonly ObservationRef[]
  /** Which of the facts that show it are ours, from data sets. */
  readonly enriched: readonly EnrichedFact[]
  /** What the publishers of its identifiers say besides listing them: comment, confidence, until when it holds. */
  readonly published: readonly PublishedNote[]
  readonly innocent: readonly string[]
  readonly check: string
  readonly why: string
}

interface FindingRow {
  readonly indicator: string
  readonly version: number
  readonly category: string
  readonly evidence_group: string
  readonly holds: boolean
  readonly counted: boolean
  readonly supports: boolean
  readonly told: boolean
  readonly grade: string
  readonly discount: number | null
  readonly origins: readonly string[]
  readonly observations: readonly number[]
  readonly bits_other: number
  readonly bits_genuine: number
}

export interface FindingsOf {
  readonly sql: SqlEngine
  readonly catalogue: Catalogue
  readonly identityNo: number
}

/** The findings of an identity with what the catalogue says of each, the strongest first, what holds before what does not. */
export async function explainedFindings({
  sql,
  catalogue,
  identityNo,
}: FindingsOf): Promise<readonly FindingExplanation[]> {
  const rows = await sql.rows<FindingRow>(`select * from ${owns.finding}
    where identity_no = ${identityNo}
    order by holds desc, abs(bits_genuine) desc, evidence_group, indicator`)
  const refs = await refsOf(sql, identityNo)
  const enriched = await enrichedOf(sql, identityNo)
  const published = await publishedOf(sql, identityNo)
  const known = new Map(catalogue.indicators.map((indicator) => [indicator.id, indicator]))
  return rows.map((row) => {
    const indicator = known.get(row.indicator)
    const explained = explainFinding(row, indicator, refs)
    return {
      ...explained,
      enriched: shownByOurs(row, indicator, enriched),
      published: notesOn(row, published),
    }
  })
}

type RefRow = ObservationRef & { readonly observation_id: number }

/**
 * Every observation that a finding of the identity names: its own first, by date, then those of others with
 * whom it shares something.
 */
async function refsOf(sql: SqlEngine, identityNo: number): Promise<Map<number, ObservationRef>> {
  const rows =
    await sql.rows<RefRow>(`select o.observation_id, o.source, o.id, e.kind, e.happened_at as "at"
    from ${reads.observation} as o join ${reads.event} as e using (observation_id)
    left join ${reads.member} as m on m.subject_id = e.subject_id and m.identity_no = ${identityNo}
    where o.observation_id in (
      select unnest(observations) from ${owns.finding} where identity_no = ${identityNo})
    order by m.identity_no is null, e.happened_at, o.observation_id`)
  return new Map(rows.map(({ observation_id, ...ref }) => [observation_id, ref]))
}

type EnrichedRow = EnrichedFact & { readonly observation_id: number }

/** Facts of ours in the observations that findings of the identity name. */
const enrichedOf = (sql: SqlEngine, identityNo: number): Promise<readonly EnrichedRow[]> =>
  sql.rows<EnrichedRow>(`select observation_id, name as fact, data_set,
      coalesce(text, number::bigint::varchar, truth::varchar) as value
    from ${reads.fact} where data_set is not null and observation_id in (
      select unnest(observations) from ${owns.finding} where identity_no = ${identityNo} and holds)
    order by name, value, data_set`)

/** Those of them that the indicator asks about, each once. */
function shownByOurs(
  { holds, observations }: FindingRow,
  indicator: Indicator | undefined,
  rows: readonly EnrichedRow[],
): readonly EnrichedFact[] {
  if (!holds || indicator === undefined || rows.length === 0) return []
  const asked = new Set(factsAsked(indicator))
  const named = new Set(observations)
  const ours = rows
    .filter(({ observation_id: id, fact }) => asked.has(fact) && named.has(id))
    .map(
      ({ fact, value, data_set }) =>
        [`${fact} ${value} ${data_set}`, { fact, value, data_set }] as const,
    )
  return [...new Map(ours).values()]
}

type NoteRow = PublishedNote & { readonly observation_id: number }

/** What publishers say in the observations that findings of the identity name. */
const publishedOf = (sql: SqlEngine, identityNo: number): Promise<readonly NoteRow[]> =>
  sql.rows<NoteRow>(`select observation_id, any_value(o.source) as source, any_value(o.id) as id,
      max(f.text) filter (f.name = 'published.comment') as comment,
      max(f.number) filter (f.name = 'published.confidence') as confidence,
      max(f.text) filter (f.name = 'published.valid_until') as valid_until
    from ${reads.fact} as f join ${reads.observation} as o using (observation_id)
    where f.name like 'published.%' and observation_id in (
      select unnest(observations) from ${owns.finding} where identity_no = ${identityNo} and holds)
    group by observation_id order by source, id`)

function notesOn({ holds, observations }: FindingRow, rows: readonly NoteRow[]): PublishedNote[] {
  const named = new Set(holds ? observations : [])
  return rows
    .filter(({ observation_id: id }) => named.has(id))
    .map(({ observation_id: _, ...note }) => note)
}

/** `indicator` is absent where the catalogue has changed since the assessment. */
function explainFinding(
  row: FindingRow,
  indicator: Indicator | undefined,
  refs: ReadonlyMap<number, ObservationRef>,
): Omit<FindingExplanation, 'enriched' | 'published'> {
  const named = new Set(row.observations)
  return {
    indicator: row.indicator,
    version: row.version,
    title: indicator?.title ?? row.indicator,
    category: row.category,
    group: row.evidence_group,
    direction: directionOf(row, indicator),
    holds: row.holds,
    counted: row.counted,
    supports: row.supports,
    bits: { other_fraud: row.bits_other, genuine: row.bits_genuine },
    discount: row.discount ?? 1,
    grade: row.grade,
    told: row.told,
    origins: row.origins,
    observations: [...refs].filter(([id]) => named.has(id)).map(([, ref]) => ref),
    innocent: indicator?.innocent ?? [],
    check: indicator?.check ?? '',
    why: indicator?.why ?? '',
  }
}

function directionOf(
  row: FindingRow,
  indicator: Indicator | undefined,
): 'for' | 'against' | 'context' {
  if (indicator?.strength === 'context') return 'context'
  return row.holds ? 'for' : 'against'
}

/** What was seen of an identity at all, in counts. */
export interface Seen {
  readonly subjects: number
  readonly sources: number
  readonly organizations: number
  /** RFC 3339, UTC. */
  readonly first_seen: string
  readonly last_seen: string
  /** Observations by kind, in the order of the kinds' names. */
  readonly events: readonly { readonly kind: string; readonly count: number }[]
}

/** A query of `identity_no` and the columns of `Seen`, for all identities or those of a query of `identity_no`. */
export const seenSql = (among: string): string => `with kinds as (
    select m.identity_no, e.kind, count(*) as count
    from ${reads.event} as e join ${reads.member} as m using (subject_id)
    where m.identity_no in (${among}) group by all),
  events as (
    select identity_no, list({kind: kind, count: count} order by kind) as events from kinds group by all)
  select m.identity_no, count(distinct e.subject_id) as subjects, count(distinct e.source) as sources,
    count(distinct e.organization) as organizations, min(e.happened_at) as first_seen,
    max(e.happened_at) as last_seen, any_value(k.events) as events
  from ${reads.event} as e join ${reads.member} as m using (subject_id)
  join events as k on k.identity_no = m.identity_no
  group by m.identity_no`

export async function seenOf(sql: SqlEngine, identityNo: number): Promise<Seen> {
  const [row] = await sql.rows<Seen & { readonly identity_no: number }>(seenSql(String(identityNo)))
  if (row === undefined) throw new TypeError(`identity ${identityNo} has no observation`)
  const { identity_no: _, ...seen } = row
  return seen
}
