import type { Effects } from '../effects.ts'
import { requireIdentity, requireSigned } from '../identities/index.ts'
import { Problem } from '../problem.ts'
import { nextNumber, type SqlEngine } from '../sql/index.ts'
import type { Catalogue } from './catalogue.ts'
import { authorOf } from './decision.ts'
import {
  type EnrichedFact,
  explainedFindings,
  type ObservationRef,
  type Seen,
  seenOf,
} from './explained-findings.ts'
import { waitsForReview, wordsApart } from './queue.ts'
import { owns } from './relations.ts'
import { type Likelihood, likelihoods } from './scales.ts'

/** A finding as a fact: what it weighs is left to the reviewer. */
export interface FactToReview {
  readonly title: string
  /** False: it could have been seen, and was not. */
  readonly seen: boolean
  /** The best grade of a source that shows it. */
  readonly grade: string
  /** Nothing but a person's word shows it. */
  readonly told: boolean
  /** What shows it is shared with somebody on whom people have decided, and nothing else does. */
  readonly only_by_link: boolean
  /** Organizations that observed it first. */
  readonly origins: readonly string[]
  readonly observations: readonly ObservationRef[]
  /** Which of what shows it is ours, from data sets. */
  readonly enriched: readonly EnrichedFact[]
  readonly innocent: readonly string[]
  readonly check: string
}

/** An identity for whoever reviews it: nothing of the machine's words, and nothing weighed. */
export interface ReviewSheet {
  readonly identity: string
  readonly seen: Seen
  /** By the date of its own first observation, then by title: no order tells what is thought of them. */
  readonly facts: readonly FactToReview[]
}

/** The facts of an identity (`idn_…`), without status, likelihood, bits or rank. An unknown one is `not-found`. */
export async function reviewSheet(
  sql: SqlEngine,
  catalogue: Catalogue,
  identity: string,
): Promise<ReviewSheet> {
  const { identity_no: identityNo } = await requireIdentity(sql, identity)
  const findings = await explainedFindings({ sql, catalogue, identityNo })
  const facts = findings.map(
    (finding): FactToReview => ({
      title: finding.title,
      seen: finding.holds,
      grade: finding.grade,
      told: finding.told,
      only_by_link: finding.discount < 1,
      origins: finding.origins,
      observations: finding.observations,
      enriched: finding.enriched,
      innocent: finding.innocent,
      check: finding.check,
    }),
  )
  const first = ({ observations: [ref] }: FactToReview): string => ref?.at ?? ''
  return {
    identity,
    seen: await seenOf(sql, identityNo),
    facts: facts.toSorted((a, b) => compare(first(a), first(b)) || compare(a.title, b.title)),
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export interface ReviewStatement {
  /** `idn_…` */
  readonly identity: string
  /** How likely the scheme is, in the reviewer's own words: of ICD 203. */
  readonly likelihood: Likelihood
  readonly author: string
  readonly reason: string
}

/** The machine's words at the time, shown only after the reviewer's. */
export interface MachineWords {
  readonly status: string
  readonly likelihood: Likelihood
  readonly confidence: string
  readonly log_odds: number
  /** Of the catalogue. */
  readonly version: string
}

export interface Reviewed {
  readonly review: number
  readonly machine: MachineWords
  /** Words from the machine's to the reviewer's, without sign. */
  readonly apart: number
  /** So far apart that the queue lists it for somebody to decide. */
  readonly differs: boolean
  /** It was drawn from the random share of those that nobody suspects. */
  readonly drawn: boolean
}

export interface Reviewing {
  readonly sql: SqlEngine
  readonly effects: Effects
  readonly catalogue: Catalogue
}

/** Appends a reviewer's words to `review` with the machine's beside them, and only then gives the machine's. */
export async function recordReview(
  { sql, effects, catalogue }: Reviewing,
  statement: ReviewStatement,
): Promise<Reviewed> {
  requireSigned(statement)
  const { identity, likelihood, reason } = statement
  const place = await requireIdentity(sql, identity)
  const machine = { ...(await wordsOn(sql, place)), version: catalogue.version }
  const waits = await waitsForReview(sql, place.identity_no, effects.now())
  const drawn = waits?.drawn ?? false
  const review = await nextNumber(sql, 'review')
  await sql.insert('review', [
    {
      review_id: review,
      reviewed_at: effects.now().toISOString(),
      author: authorOf(statement.author),
      reason: reason.trim(),
      likelihood,
      identity_given: identity,
      founder_subject: place.founder_subject,
      drawn,
      machine: JSON.stringify(machine),
    },
  ])
  const apart = Math.abs(placeOf(likelihood) - placeOf(machine.likelihood))
  return { review, machine, apart, differs: apart >= wordsApart, drawn }
}

const placeOf = (said: Likelihood): number => likelihoods.findIndex(({ word }) => word === said)

async function wordsOn(
  sql: SqlEngine,
  { identity, identity_no: no }: { readonly identity: string; readonly identity_no: number },
): Promise<Omit<MachineWords, 'version'>> {
  const [words] = await sql.rows<Omit<MachineWords, 'version'>>(`
    select status, likelihood, confidence, log_odds from ${owns.assessment} where identity_no = ${no}`)
  if (words !== undefined) return words
  throw new Problem('not-found', `${identity} is not assessed yet: run \`ringer run\` first`)
}

/**
 * Before the machine's words on an identity are shown: `true` where a review should come first. Where it was
 * drawn for a blind one, it is a `conflict`: words that were seen cannot be unseen.
 */
export async function requireReviewed(
  sql: SqlEngine,
  identity: string,
  now: Date,
): Promise<boolean> {
  const { identity_no: no } = await requireIdentity(sql, identity)
  const waits = await waitsForReview(sql, no, now)
  if (waits === undefined) return false
  if (!waits.drawn) return true
  throw new Problem(
    'conflict',
    `${identity} is drawn for a blind review: \`ringer review ${identity}\` first`,
  )
}
