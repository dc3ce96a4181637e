import type { PresentedPerson } from '../evidence/index.ts'
import type { Biography } from './biography.ts'
import type { MailboxHabit } from './mailboxes.ts'
import type { Name } from './names.ts'
import type { Connection } from './networks.ts'
import type { Phone } from './phones.ts'

export type Reference = NonNullable<NonNullable<PresentedPerson['claims']>['references']>[number]

/** What the truth file says of somebody. */
export interface Truth {
  readonly identity: string
  readonly ring: string
  readonly label: 'worker' | 'facilitator' | 'other_fraud' | 'genuine'
}

/** How somebody behaves, where that decides how often a sign shows (`signs.ts`). */
export type Manner = 'genuine' | 'worker' | 'proxy' | 'padded' | 'two_jobs'

/**
 * Somebody who applies, with all that events will show of them. One shape for everybody: workers,
 * other frauds and genuine people go through the same events and differ in values only.
 */
export interface Applicant {
  readonly truth: Truth
  readonly number: number
  readonly manner: Manner
  /** Multiplies how often signs show. */
  readonly openness: number
  readonly biography: Biography
  /** Another surname from an instant on, after a marriage. */
  readonly renamed?: { readonly name: Name; readonly from: number }
  readonly mailboxes: readonly string[]
  readonly mailboxHabit: MailboxHabit
  /** Days that the mailbox has existed when it is used to apply. */
  readonly mailboxAge: number
  readonly phones: readonly Phone[]
  readonly handles: readonly { readonly service: string; readonly value: string }[]
  /** Age of the code account in days and commits older than it, where somebody looks. */
  readonly code: { readonly ageDays: number; readonly commitsBefore: number }
  readonly devices: readonly { readonly value: string; readonly weight: number }[]
  readonly connections: readonly Connection[]
  /** Time zone a browser shows, and how often it is the other one. */
  readonly otherZone?: { readonly timezone: string; readonly share: number }
  readonly cv: readonly string[]
  readonly photo: string
  readonly references: readonly Reference[]
  /** Agency that presents them, by number. */
  readonly agency?: number
  /** Applications in 24 hours on a usual day of looking for work. */
  readonly pace: number
  readonly camera: { readonly off: number; readonly refused: number }
  /** Share of interviews with a face that is not theirs. */
  readonly deepfakes: number
  /** Device of somebody who sits in at interviews, where there is one. */
  readonly coach?: string
  readonly work: WorkHabits
}

/** What shows after somebody is hired. */
export interface WorkHabits {
  readonly passes: number
  readonly abandons: number
  readonly tampers: number
  readonly authenticators: readonly string[]
  readonly connections: readonly Connection[]
  readonly tools: readonly string[]
  readonly kvm?: string
  readonly simulated: number
  readonly accounts: readonly PayoutAccount[]
  readonly shipping: readonly ShippingAddress[]
  /** Days in a job, most often; and how it ends. */
  readonly tenure: number
  readonly endings: readonly { readonly reason: string; readonly weight: number }[]
}

export interface PayoutAccount {
  readonly kind: string
  readonly value: string
  readonly weight: number
  readonly holderMatches: boolean
}

export interface ShippingAddress {
  readonly text: string
  readonly country: string
  readonly weight: number
  readonly redirected: number
}
