/** An observation of `evidence-format.md`, version 1, as it stands after it was read strictly. */
export const kinds = [
  'application',
  'interview',
  'employment',
  'sign_in',
  'device',
  'shipment',
  'payment',
  'verification',
  'report',
  'publication',
  'outcome',
] as const
export type Kind = (typeof kinds)[number]

export const stages = {
  interview: ['initial', 'follow_up', 'technical', 'final', 'setup'],
  employment: ['offered', 'started', 'ended'],
} as const

export interface Observation {
  readonly source: string
  readonly id: string
  readonly kind: Kind
  /** RFC 3339 date-time with offset, as given. */
  readonly at: string
  readonly stage?: string
  readonly organization?: Organization
  readonly role?: Role
  readonly subject: PresentedPerson
  readonly engagement?: Engagement
  readonly origin?: Origin
  readonly facts?: Readonly<Record<string, FactValue>>
  readonly flags?: readonly Flag[]
}

export interface Organization {
  readonly domain?: string
  readonly name?: string
  /** NAICS 2022, 2–6 digits. */
  readonly industry?: string
  /** ISO 3166-1 alpha-2. */
  readonly country?: string
  readonly ai?: 'pure' | 'product' | 'none'
  readonly tags?: readonly string[]
  readonly size?: string
  readonly parent?: string
  readonly work_mode?: 'remote' | 'hybrid' | 'onsite'
}

export interface Role {
  readonly title?: string
  /** The employer's own id of the opening. */
  readonly requisition?: string
  readonly soc?: string
  readonly remote?: boolean
  readonly country?: string
}

/** What the person presented or left behind in this event. */
export interface PresentedPerson {
  readonly ref: string
  readonly name?: string
  readonly emails?: readonly string[]
  readonly phones?: readonly string[]
  readonly handles?: readonly { readonly service: string; readonly value: string }[]
  readonly ips?: readonly string[]
  readonly devices?: readonly { readonly kind: string; readonly value: string }[]
  readonly accounts?: readonly { readonly kind: string; readonly value: string }[]
  readonly addresses?: readonly Address[]
  readonly companies?: readonly PresentedCompany[]
  readonly documents?: readonly PresentedDocument[]
  readonly claims?: Claims
}

export interface Address {
  readonly kind: string
  readonly text: string
  readonly country?: string
}

/** A contracting or payee company that the person presents: claimed. */
export interface PresentedCompany {
  readonly name: string
  /** Registration number, with its register. */
  readonly registration?: string
  readonly domain?: string
  /** Registered agent. */
  readonly agent?: string
}

export interface PresentedDocument {
  readonly kind: string
  readonly sha256?: string
  readonly text?: string
  /** 64-bit perceptual hash, 16 hexadecimal digits. */
  readonly phash?: string
}

export interface Claims {
  readonly country?: string
  readonly timezone?: string
  readonly city?: string
  readonly birth_year?: number
  readonly references?: readonly Reference[]
  /** Others are kept as given; nothing reads them. */
  readonly [other: string]: unknown
}

export interface Reference {
  readonly name?: string
  readonly email?: string
  readonly phone?: string
}

export interface Engagement {
  readonly type?: string
  readonly via?: string
  readonly client?: Organization
}

export interface Origin {
  readonly organization?: string
  readonly id?: string
  readonly first_hand?: boolean
}

export type FactValue = string | number | boolean | readonly string[]

export interface Flag {
  readonly indicator: string
  readonly note?: string
  readonly by?: string
}

export interface SourceDeclaration {
  readonly source: string
  readonly name?: string
  readonly type?: string
  readonly organization?: string
  readonly reliability?: string
  readonly tlp?: string
  readonly acquisition?: { readonly basis: string; readonly by: string; readonly at: string }
}

export interface Exposure {
  readonly period: string
  readonly sector?: string
  readonly country?: string
  readonly unit: string
  readonly value: number
  readonly provenance?: string
}

/** What a source takes back: a record of it (what it merged into that too), an id and all that begins with it and a slash … */
export type Withdrawal = Erasure | Merged

export interface Erasure {
  readonly source: string
  readonly withdraws: 'subject' | 'observations'
  /** Of a subject. */
  readonly ref?: string
  /** Of observations. */
  readonly under?: string
  readonly reason: 'deleted' | 'anonymized'
  /** RFC 3339 date-time with offset: when the source did it. */
  readonly at: string
}

/** … or that what it called `merges` is `into`. */
export interface Merged {
  readonly source: string
  readonly merges: string
  readonly into: string
  readonly at: string
}
