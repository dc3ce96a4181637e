import { Problem } from '../problem.ts'
import { quoteText, type SqlEngine } from '../sql/index.ts'
import type { Catalogue } from './catalogue.ts'
import type { Attribution } from './decision.ts'
import {
  explainedFindings,
  type FindingExplanation,
  type Seen,
  seenOf,
} from './explained-findings.ts'
import { missingTexts } from './gate.ts'
import { owns, reads } from './relations.ts'
import {
  type Hypothesis,
  type Likelihood,
  likelihoods,
  type Population,
  type Priors,
  priors as statedPriors,
} from './scales.ts'
import { stagesReached, type WorthAsking, worthAsking } from './worth-asking.ts'

export interface IdentityExplanation {
  readonly identity: string
  readonly part: string
  readonly status: string
  readonly likelihood: Likelihood
  /** The range the word stands for, 0–1. */
  readonly range: Range
  readonly confidence: string
  readonly hypotheses: Readonly<Record<Hypothesis, number>>
  readonly prior: Readonly<Record<Hypothesis, number>> & { readonly population: Population }
  /** Bits of scheme against the rest: what people rank by. */
  readonly logOdds: number
  readonly groups: readonly string[]
  /** What was seen of it at all. */
  readonly seen: Seen
  /** Nobody has seen it for so long that nothing of it can be checked: the confidence is a step lower. */
  readonly stale: boolean
  /** Who is behind it, as people claim; null: consistent with the scheme, actor unknown. */
  readonly attribution: Attribution | null
  /** Four eyes have assessed it. */
  readonly publishable: boolean
  /** The strongest for, then the strongest against. */
  readonly findings: readonly FindingExplanation[]
  /** The finding that says most on each side, in a sentence; null where nothing speaks. */
  readonly strongest: { readonly for: string | null; readonly against: string | null }
  /** What the gate saw, and in words what it misses for `suspected` and for `assessed`. */
  readonly gate: GateReading
  readonly missing: readonly string[]
  readonly missingForAssessed: readonly string[]
  /** Groups whose loss alone would change the words or the status, and to what. */
  readonly fragility: readonly Fragility[]
  /** What nobody looked at yet and would tell most: to be asked of every candidate. */
  readonly worth_asking: readonly WorthAsking[]
}

export interface Range {
  readonly from: number
  readonly to: number
}

export interface GateReading {
  readonly scheme_leads: boolean
  readonly groups: number
  readonly machine: boolean
  readonly origins: number
  /** P(scheme) without one reporter’s word, whichever reporter. */
  readonly beyond: number
}

export interface Fragility {
  readonly group: string
  /** How many findings of the group hold. */
  readonly findings: number
  /** What would fall away. */
  readonly titles: readonly string[]
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

interface Reasons {
  readonly population: Population
  /** JSON, as the decision has it. */
  readonly attribution: string | null
  readonly publishable: boolean
  readonly stale: boolean
  readonly gate: GateReading
  readonly missing: readonly string[]
  readonly for_assessed: readonly string[]
  readonly fragility: readonly Omit<Fragility, 'titles'>[]
}

export interface ExplainOptions {
  readonly sql: SqlEngine
  readonly catalogue: Catalogue
  /** `idn_…` */
  readonly identity: string
  /** The priors that the assessment was made with. */
  readonly priors?: Priors
}

/** Everything a person needs to judge an identity, as data; throws `not-found`. */
export async function explainIdentity(options: ExplainOptions): Promise<IdentityExplanation> {
  const { sql, catalogue, priors = statedPriors } = options
  const row = await assessmentOf(options)
  const reasons = JSON.parse(row.reasons) as Reasons
  const findings = await explainedFindings({ sql, catalogue, identityNo: row.identity_no })
  const hypotheses = { scheme: row.scheme, other_fraud: row.other_fraud, genuine: row.genuine }
  const stages = await stagesReached(sql, row.identity_no)
  const { indicators } = catalogue
  return {
    identity: options.identity,
    part: row.part,
    status: row.status,
    likelihood: row.likelihood,
    range: rangeOf(row.likelihood),
    confidence: row.confidence,
    hypotheses,
    prior: priorOf(reasons.population, priors),
    logOdds: row.log_odds,
    groups: row.groups,
    seen: await seenOf(sql, row.identity_no),
    stale: reasons.stale,
    attribution: attributionOf(reasons),
    publishable: reasons.publishable,
    findings,
    strongest: { for: strongestText(findings, 'for'), against: strongestText(findings, 'against') },
    gate: reasons.gate,
    missing: inWords(reasons.missing),
    missingForAssessed: inWords(reasons.for_assessed),
    fragility: reasons.fragility.map((each) => ({
      ...each,
      titles: titlesOf(each.group, findings),
    })),
    worth_asking: worthAsking({ indicators, hypotheses, findings, stages }),
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

const attributionOf = ({ attribution }: Reasons): Attribution | null =>
  attribution === null ? null : (JSON.parse(attribution) as Attribution)

/** The counted finding that says most on one side. */
function strongestText(
  findings: readonly FindingExplanation[],
  direction: 'for' | 'against',
): string | null {
  const [most] = findings
    .filter((finding) => finding.counted && finding.direction === direction)
    .toSorted((a, b) => Math.abs(b.bits.genuine) - Math.abs(a.bits.genuine))
  if (most === undefined) return null
  const times = timesText(2 ** Math.abs(most.bits.genuine))
  return most.holds
    ? `“${most.title}” is seen ${times} as often in the scheme as in genuine people.`
    : `“${most.title}” could have been seen and was not: that is so ${times} as often of genuine people as of the scheme.`
}

const timesText = (times: number): string =>
  times < 10 ? `${times.toFixed(1)} times` : `${Math.round(times)} times`

/** The findings of a group that hold; where none does, those that speak by their absence. */
function titlesOf(group: string, findings: readonly FindingExplanation[]): readonly string[] {
  const own = findings.filter((finding) => finding.group === group)
  const holding = own.filter(({ holds }) => holds)
  const shown = holding.length > 0 ? holding : own.filter(({ counted }) => counted)
  return shown.map(({ title }) => title)
}

/** The range that a likelihood word stands for, as shares. */
export function rangeOf(likelihood: Likelihood): Range {
  const found = likelihoods.find(({ word }) => word === likelihood)
  return { from: found?.from ?? 0, to: found?.to ?? 1 }
}

function priorOf(population: Population, priors: Priors): IdentityExplanation['prior'] {
  const { scheme, other_fraud } = priors[population]
  return { population, scheme, other_fraud, genuine: 1 - scheme - other_fraud }
}

const inWords = (words: readonly string[]): readonly string[] =>
  words.map((word) => missingTexts[word] ?? word)
