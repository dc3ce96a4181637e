import type { SqlEngine } from '../sql/index.ts'
import type { FindingExplanation } from './explained-findings.ts'
import type { Indicator } from './indicator.ts'
import { type Bits, bitsWhenAbsent, bitsWhenSeen, meanShare } from './rates.ts'
import { reads } from './relations.ts'
import { type Hypothesis, hypotheses } from './scales.ts'

/** Something that nobody looked at yet, and that would tell much. */
export interface WorthAsking {
  readonly indicator: string
  readonly title: string
  readonly group: string
  readonly category: string
  /** By how many bits the log-odds of the scheme are expected to change, up or down, once it is known. */
  readonly expected_bits: number
  /** What settles it, for every candidate of the role alike. */
  readonly check: string
}

export interface Asking {
  readonly indicators: readonly Indicator[]
  readonly hypotheses: Readonly<Record<Hypothesis, number>>
  readonly findings: readonly FindingExplanation[]
  /** The stages that the identity has reached. */
  readonly stages: readonly string[]
}

/** So many are asked for: more is a questionnaire. */
const mostAsked = 5

/** Expected to change less than this, in bits, nothing is worth anybody's time. Stated opinion. */
const leastTelling = 0.1

/**
 * What is missing and would tell most: indicators of a stage that was reached, of which nobody knows
 * whether they hold, the most telling of each group, at most five. Context indicators are left out, and
 * those that touch a protected trait closely: nobody is asked about that.
 *
 * They are ranked by the expected weight of evidence, as Good (1950, Probability and the Weighing of
 * Evidence) has it: the sum over hypotheses h of the posterior of h, times
 * P(seen | h) · |change if seen| + P(not seen | h) · |change if not seen|.
 * A change is that of the log-odds of scheme against the rest, with the weighing's own rule that a group
 * speaks once, and untempered: nobody knows yet how good a source will answer.
 */
export function worthAsking(asking: Asking): readonly WorthAsking[] {
  const known = new Set(asking.findings.map(({ indicator }) => indicator))
  const groups = new Set<string>()
  return asking.indicators
    .filter((indicator) => !known.has(indicator.id) && mayBeAsked(indicator, asking.stages))
    .map((indicator) => ({ indicator, bits: expectedChange(indicator, asking) }))
    .filter(({ bits }) => bits >= leastTelling)
    .sort((a, b) => b.bits - a.bits || (a.indicator.id < b.indicator.id ? -1 : 1))
    .filter(({ indicator: { group } }) => groups.size < groups.add(group).size)
    .slice(0, mostAsked)
    .map(({ indicator, bits }) => ({
      indicator: indicator.id,
      title: indicator.title,
      group: indicator.group,
      category: indicator.category,
      expected_bits: bits,
      check: indicator.check,
    }))
}

const mayBeAsked = (indicator: Indicator, stages: readonly string[]): boolean =>
  indicator.strength !== 'context' &&
  // A report comes or does not come: no candidate can be asked for it.
  indicator.category !== 'employer_reported' &&
  indicator.protected.risk !== 'high' &&
  // The catalogue's words where no check settles it: then there is nothing to ask.
  !indicator.check.startsWith('None is needed') &&
  indicator.stages.some((stage) => stages.includes(stage))

function expectedChange(indicator: Indicator, { hypotheses: posterior, findings }: Asking): number {
  const ofGroup = findings.filter(({ group, counted }) => counted && group === indicator.group)
  const seen = beyond(
    bitsWhenSeen(indicator),
    ofGroup.find(({ direction }) => direction !== 'against'),
  )
  // Only where it could have been seen does its absence count.
  const absent =
    indicator.observable.length === 0
      ? noBits
      : beyond(
          bitsWhenAbsent(indicator),
          ofGroup.find(({ direction }) => direction === 'against'),
        )
  const ifSeen = Math.abs(changeOf(posterior, seen))
  const ifAbsent = Math.abs(changeOf(posterior, absent))
  return hypotheses.reduce((sum, name) => {
    const share = meanShare(indicator.rates[name])
    return sum + posterior[name] * (share * ifSeen + (1 - share) * ifAbsent)
  }, 0)
}

const noBits: Bits = { other: 0, genuine: 0 }

/** What a finding adds where another has spoken for its group: the stronger one counts, and only that. */
function beyond(bits: Bits, spoken: FindingExplanation | undefined): Bits {
  if (spoken === undefined) return bits
  if (Math.abs(bits.genuine) <= Math.abs(spoken.bits.genuine)) return noBits
  return {
    other: bits.other - spoken.bits.other_fraud,
    genuine: bits.genuine - spoken.bits.genuine,
  }
}

/** Change of the log-odds of scheme against the rest when both odds rise by so many bits. */
function changeOf(posterior: Asking['hypotheses'], bits: Bits): number {
  const { scheme, other_fraud: other, genuine } = posterior
  const rest = other + genuine
  // At the end of the scale nothing changes any more.
  if (rest <= 0 || scheme <= 0) return 0
  return -Math.log2((other * 2 ** -bits.other + genuine * 2 ** -bits.genuine) / rest)
}

/** The stages of a job at which somebody stands who leaves such an event; a report or a publication shows none. */
const stagesOfKind: Readonly<Record<string, readonly string[]>> = {
  application: ['application', 'screening'],
  interview: ['screening', 'interview'],
  verification: ['screening', 'onboarding'],
  shipment: ['onboarding'],
  payment: ['onboarding', 'employed'],
  device: ['employed'],
  sign_in: ['employed'],
  employment: ['onboarding', 'employed'],
  'employment offered': ['onboarding'],
  'employment ended': ['employed', 'offboarding'],
}

/** The stages that an identity has reached, as its events show. */
export async function stagesReached(
  sql: SqlEngine,
  identityNo: number,
): Promise<readonly string[]> {
  const rows = await sql.rows<{ kind: string; stage: string | null }>(`
    select distinct e.kind, e.stage from ${reads.event} as e join ${reads.member} as m using (subject_id)
    where m.identity_no = ${identityNo}`)
  const reached = rows.flatMap(
    ({ kind, stage }) => stagesOfKind[`${kind} ${stage}`] ?? stagesOfKind[kind] ?? [],
  )
  return [...new Set(reached)]
}
