/** A report as data: what `ringer report --format json` prints and every other form is drawn from. */
export interface Report {
  /** Last UTC day that is counted, `YYYY-MM-DD`. */
  readonly as_of: string
  /** First and last UTC day of the initial interviews that were counted; null where there are none. */
  readonly period: { readonly from: string | null; readonly to: string | null }
  readonly tlp: string
  /** A draft is for the house: it counts `suspected`, has no ceiling and no suppression. */
  readonly draft: boolean
  readonly totals: ReportTotals
  readonly tables: readonly ReportTable[]
  readonly withheld: readonly { readonly what: string; readonly why: string }[]
  readonly caveats: readonly string[]
  /** The numbered counting rules that tables and totals name: what is one interview, one company … */
  readonly rules: readonly { readonly id: string; readonly text: string }[]
  readonly recommendations: readonly { readonly title: string; readonly text: string }[]
  /** What the report has seen: last observation, model and catalogue versions, program version. */
  readonly versions: Readonly<Record<string, string | number>>
}

export interface ReportTotals {
  readonly identities: number
  readonly workers: number
  readonly facilitators: number
  readonly initial_interviews: number
  readonly organizations: number
  readonly organizations_outside_it: Share
  readonly organizations_outside_us: Share
}

/** A count with its share (0–1) of `of`, the units whose value is known; null where none is. */
export interface Share {
  readonly count: number
  readonly of: number
  readonly share: number | null
}

export interface ReportTable {
  readonly id: TableId
  /** The finding in a sentence, made from the figures. */
  readonly title: string
  /** What one counted thing is, and the period: `organizations · 2021-01 to 2025-06 · rule 3`. */
  readonly unit: string
  /** Column names, snake_case; the first ones are labels, `share` is 0–1. */
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
  /** The caveat that belongs under this table or its chart. */
  readonly note?: string
}

export type Cell = string | number | boolean | null

export type TableId =
  | 'industries'
  | 'countries'
  | 'interviews_by_quarter'
  | 'ai'
  | 'healthcare'
  | 'finance'
  | 'public_administration'
  | 'professional_services'
  | 'roles'
  | 'funnel'
  | 'unseen_identities'

export interface ReportOptions {
  /** First UTC day, `YYYY-MM-DD`; absent for all that is known. */
  readonly from?: string
  /** Last UTC day; absent for the day of the latest observation (never the clock). */
  readonly asOf?: string
  /** Only what happened at this organization (its domain). */
  readonly organization?: string
  readonly draft: boolean
  readonly tlp: string
}
