import { Problem } from '../problem.ts'
import { quoteText, type SqlEngine } from '../sql/index.ts'
import { evidenceState } from './counted.ts'
import type { ReportOptions } from './report.ts'

/** Which observations a report counts, and up to when anything was seen at all. */
export interface Scope {
  /** First UTC day, `YYYY-MM-DD`; absent for all that is known. */
  readonly from?: string
  readonly asOf: string
  /** Key of the one organization that is counted. */
  readonly organization?: string
  /**
   * The last UTC day of which anything is known: `asOf`, or the latest observation where that is
   * earlier. What lies behind it is not zero but unseen. Null for an empty store.
   */
  readonly seenTo: string | null
  /** What the store knew: for `versions`. */
  readonly lastObservation: number
  readonly observations: number
}

const day = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/

/** An empty store has no day of its own, and the clock is never asked. */
const DAY_OF_NOTHING = '1970-01-01'

/**
 * The scope that the options ask for. A day that does not exist, a `from` after `asOf` and an
 * organization that no observation names are problems: an empty report would look like a finding.
 */
export async function scopeOf(sql: SqlEngine, options: ReportOptions): Promise<Scope> {
  const organization = options.organization?.trim().toLowerCase()
  const state = await evidenceState(sql, organization)
  const from = options.from === undefined ? undefined : checkedDay('--from', options.from)
  const asOf =
    options.asOf === undefined
      ? (state.latestDay ?? from ?? DAY_OF_NOTHING)
      : checkedDay('--as-of', options.asOf)
  if (from !== undefined && from > asOf) {
    throw new Problem('usage', `--from ${from} is after the last day that is counted, ${asOf}`)
  }
  if (organization !== undefined && !state.organizationKnown) {
    throw new Problem(
      'not-found',
      `no observation is at the organization ${quoteText(organization)}: give its domain as the evidence has it`,
    )
  }
  return {
    ...(from === undefined ? {} : { from }),
    asOf,
    ...(organization === undefined ? {} : { organization }),
    seenTo: earlier(state.latestDay, asOf),
    lastObservation: state.lastObservation,
    observations: state.observations,
  }
}

function checkedDay(option: string, text: string): string {
  const exists = day.test(text) && new Date(`${text}T00:00:00Z`).toISOString().slice(0, 10) === text
  if (!exists) {
    throw new Problem(
      'usage',
      `${option} "${text}" is no day: write YYYY-MM-DD, such as 2025-06-30`,
    )
  }
  return text
}

const earlier = (latest: string | null, asOf: string): string | null =>
  latest === null || latest < asOf ? latest : asOf
