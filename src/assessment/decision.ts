import type { IdentityExplanation } from './explanation.ts'

/**
 * What a person decides of an identity. The machine goes no further than `suspected`. `undecided` takes
 * one's own word back, or contests somebody else's and leaves the matter open.
 */
export const decisionStatuses = [
  'assessed',
  'linked',
  'cleared',
  'real_holder',
  'undecided',
] as const
export type DecisionStatus = (typeof decisionStatuses)[number]

/**
 * For how many days a decision holds before it comes back for review. The numbers are stated opinion; the
 * table of retention clocks they answer to is yearly for confirmed identifiers, half a year for what is unproven.
 */
export const validDays: Readonly<Record<DecisionStatus, number | null>> = {
  // A persona is used for a year or two: what was true of it a year ago is to be looked at again.
  assessed: 365,
  // Somebody else may pick up a name that was cleared.
  cleared: 365,
  // It hangs on what was decided of others, so it is looked at twice as often.
  linked: 180,
  // Whoever was robbed of a name stays protected.
  real_holder: null,
  undecided: null,
}

/** On what a claim about who is behind the scheme rests. `attributed_ring`: on that of another of its ring. */
export const attributionBases = [
  'listed_wallet',
  'law_enforcement',
  'fund_flow',
  'attributed_ring',
] as const
export const attributionConfidences = ['low', 'moderate', 'high'] as const

/** Who is behind it: a claim of its own, beside the status. */
export interface Attribution {
  readonly actor: string
  readonly basis: (typeof attributionBases)[number]
  readonly confidence: (typeof attributionConfidences)[number]
}

/** What a facilitator knew: their names and addresses leave only when adjudicated. */
export const knowledgeWords = ['unknown', 'disputed', 'adjudicated'] as const
export type Knowledge = (typeof knowledgeWords)[number]

export interface DecisionStatement {
  /** `idn_…` */
  readonly identity: string
  readonly status: DecisionStatus
  readonly author: string
  readonly reason: string
  /** For which organization the author speaks: its domain. */
  readonly organization?: string | undefined
  /** The number of the decision of somebody else that this one contradicts. */
  readonly contests?: number | undefined
  readonly attribution?: Attribution | undefined
  readonly knowledge?: Knowledge | undefined
  /** The last UTC day on which it holds, `YYYY-MM-DD`: sooner than `validDays` says, never later. */
  readonly until?: string | undefined
}

/** A decision that was made, and what became of it. */
export interface Decision {
  readonly decision: number
  /** RFC 3339, UTC. */
  readonly decided_at: string
  readonly author: string
  readonly organization: string | null
  readonly status: DecisionStatus
  /** Null where it is withheld: of a real holder it might tell who it is. */
  readonly reason: string | null
  /** As it was named, and where its oldest subject stands now; null: nowhere any more. */
  readonly identity: string
  readonly identity_now: string | null
  readonly contests: number | null
  /** The decision that contests it. */
  readonly contested_by: number | null
  readonly attribution: Attribution | null
  readonly knowledge: Knowledge | null
  /** From then on it counts no more and waits for review; null: it does not expire. */
  readonly expires_at: string | null
  readonly expired: boolean
  /** It counts now: not taken back, replaced, contested, expired or at odds with another after a merger. */
  readonly stands: boolean
}

/** Who holds something in which a decision stood, and must hear of the contest. */
export interface Recipient {
  readonly recipient: string
  readonly what: string
  /** RFC 3339, UTC. */
  readonly delivered_at: string
}

/** What was appended. */
export interface Decided {
  readonly decision: number
  readonly status: DecisionStatus
  readonly expires_at: string | null
  /** The decisions whose place it takes. */
  readonly replaces: readonly Decision[]
  /** Those by others that say the same and stand. */
  readonly confirms: readonly Decision[]
  /** Who received what it takes the place of. */
  readonly recipients: readonly Recipient[]
}

/** An identity whose decision does not count any more, or that lost it. */
export interface NeedsReview {
  readonly identity_no: number
  readonly why: 'expired' | 'merged' | 'split' | 'contested'
  readonly decision_id: number
}

/** What stood on the screen of whoever decided. */
export interface Screen {
  readonly explanation: IdentityExplanation
  readonly versions: Readonly<Record<string, string | number>>
}

/** An author as it is kept: one spelling, so that nobody counts twice. */
export const authorOf = (given: string): string =>
  given.normalize('NFKC').replace(/\p{C}/gu, '').replace(/\s+/g, ' ').trim()
