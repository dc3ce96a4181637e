import { Problem } from '../problem.ts'
import { quoteText, type SqlEngine } from '../sql/index.ts'
import type { Catalogue } from './catalogue.ts'
import { missingTexts } from './gate.ts'
import type { Indicator } from './indicator.ts'
import { owns, reads } from './relations.ts'
import { type Hypothesis, type Likelihood, likelihoods, type Population, priors } from './scales.ts'

export interface ObservationRef {
  readonly source: string
  readonly id: string
  readonly kind: string
  /** RFC 3339, UTC. */
  readonly at: string
}

export interface FindingExplanation {
  readonly indicator: string
  readonly version: number
  readonly title: string
  readonly category: string
  readonly group: string
  /** For or against the scheme; `context` where it weighs next to nothing. */
  readonly direction: 'for' | 'against' | 'context'
  /** False where another finding of its group, or of the same shared home, speaks for it. */
  readonly counted: boolean
  /** log2 of the likelihood ratio of scheme to each of the others, tempered by the grade. */
  readonly bits: { readonly other_fraud: number; readonly genuine: number }
  readonly grade: string
  /** Nothing but a person's word shows it. */
  readonly told: boolean
  readonly origins: readonly string[]
  readonly observations: readonly ObservationRef[]
  readonly innocent: readonly string[]
  readonly check: string
  readonly why: string
}

export interface IdentityExplanation {
  readonly identity: string
  readonly part: string
  readonly status: string
  readonly likelihood: Likelihood
  /** The range the word stands for, 0–1. */
  readonly range: { readonly from: number; readonly to: number }
  readonly confidence: string
  readonly hypotheses: Readonly<Record<Hypothesis, number>>
  readonly prior: Readonly<Record<Hypothesis, number>> & { readonly population: Population }
  /** Bits of scheme against the rest: what people rank by. */
  readonly logOdds: number
  readonly groups: readonly string[]
  /** The strongest for, then the strongest against. */
  readonly findings: readonly FindingExplanation[]
  /** What the gate saw, and in words what it misses for `suspected` and for `assessed`. */
  readonly gate: GateReading
  readonly missing: readonly string[]
  readonly missingForAssessed: readonly string[]
  /** Groups whose loss alone would change the words or the status, and to what. */
  readonly fragility: readonly Fragility[]
}

export interface GateReading {
  readonly scheme_leads: boolean
  readonly groups: number
  readonly machine: boolean
  readonly origins: number
}

export interface Fragility {
  readonly group: string
  readonly likelihood: Likelihood
  readonly status: string
}

interface AssessmentRow {
  readonly identity_no: number
  readonly part: string
  readonly status: string
  readonly likelihood: Likelihood
  readonly confidence: string
  readonly scheme: number
  readonly other_fraud: number
  readonly genuine: number
  readonly log_odds: number
  readonly groups: readonly string[]
  readonly reasons: string
}

interface FindingRow {
  readonly indicator: string
  readonly version: number
  readonly category: string
  readonly evidence_group: string
  readonly holds: boolean
  readonly counted: boolean
  readonly told: boolean
  readonly grade: string
  readonly origins: readonly string[]
  readonly observations: readonly number[]
  readonly bits_other: number
  readonly bits_genuine: number
}

interface Reasons {
  readonly population: Population
  readonly gate: GateReading
  readonly missing: readonly string[]
  readonly for_assessed: readonly string[]
  readonly fragility: readonly Fragility[]
}

export interface ExplainOptions {
  readonly sql: SqlEngine
  readonly catalogue: Catalogue
  /** `idn_…` */
  readonly identity: string
}

/** Everything a person needs to judge an identity, as data; throws `not-found`. */
export async function explainIdentity(options: ExplainOptions): Promise<IdentityExplanation> {
  const row = await assessmentOf(options)
  const reasons = JSON.parse(row.reasons) as Reasons
  return {
    identity: options.identity,
    part: row.part,
    status: row.status,
    likelihood: row.likelihood,
    range: rangeOf(row.likelihood),
    confidence: row.confidence,
    hypotheses: { scheme: row.scheme, other_fraud: row.other_fraud, genuine: row.genuine },
    prior: priorOf(reasons.population),
    logOdds: row.log_odds,
    groups: row.groups,
    findings: await findingsOf(options, row.identity_no),
    gate: reasons.gate,
    missing: inWords(reasons.missing),
    missingForAssessed: inWords(reasons.for_assessed),
    fragility: reasons.fragility,
  }
}

async function assessmentOf({ sql, identity }: ExplainOptions): Promise<AssessmentRow> {
  const [row] = await sql.rows<AssessmentRow>(`select a.* from ${owns.assessment} as a
    join ${reads.identity} as i using (identity_no) where i.identity = ${quoteText(identity)}`)
  if (row !== undefined) return row
  throw new Problem(
    'not-found',
    `no assessment of ${identity}; see "ringer identities" for the ids`,
  )
}

async function findingsOf(
  { sql, catalogue }: ExplainOptions,
  identityNo: number,
): Promise<readonly FindingExplanation[]> {
  const rows = await sql.rows<FindingRow>(`select * from ${owns.finding}
    where identity_no = ${identityNo}
    order by holds desc, abs(bits_genuine) desc, evidence_group, indicator`)
  const refs = await refsOf(sql, identityNo)
  const known = new Map(catalogue.indicators.map((indicator) => [indicator.id, indicator]))
  return rows.map((row) => explainFinding(row, known.get(row.indicator), refs))
}

type RefRow = ObservationRef & { readonly observation_id: number }

/** Every observation that a finding of the identity names. */
async function refsOf(sql: SqlEngine, identityNo: number): Promise<Map<number, ObservationRef>> {
  const rows =
    await sql.rows<RefRow>(`select o.observation_id, o.source, o.id, e.kind, e.happened_at as "at"
    from ${reads.observation} as o join ${reads.event} as e using (observation_id)
    where o.observation_id in (
      select unnest(observations) from ${owns.finding} where identity_no = ${identityNo})`)
  return new Map(rows.map(({ observation_id, ...ref }) => [observation_id, ref]))
}

/** `indicator` is absent where the catalogue has changed since the assessment. */
function explainFinding(
  row: FindingRow,
  indicator: Indicator | undefined,
  refs: ReadonlyMap<number, ObservationRef>,
): FindingExplanation {
  return {
    indicator: row.indicator,
    version: row.version,
    title: indicator?.title ?? row.indicator,
    category: row.category,
    group: row.evidence_group,
    direction: directionOf(row, indicator),
    counted: row.counted,
    bits: { other_fraud: row.bits_other, genuine: row.bits_genuine },
    grade: row.grade,
    told: row.told,
    origins: row.origins,
    observations: row.observations.flatMap((id) => refs.get(id) ?? []),
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

function rangeOf(likelihood: Likelihood): { readonly from: number; readonly to: number } {
  const found = likelihoods.find(({ word }) => word === likelihood)
  return { from: found?.from ?? 0, to: found?.to ?? 1 }
}

function priorOf(population: Population): IdentityExplanation['prior'] {
  const { scheme, other_fraud } = priors[population]
  return { population, scheme, other_fraud, genuine: 1 - scheme - other_fraud }
}

const inWords = (words: readonly string[]): readonly string[] =>
  words.map((word) => missingTexts[word] ?? word)
