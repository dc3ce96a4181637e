import type { SqlEngine } from '../sql/index.ts'
import { type RuleName, ruleText } from './counting-rules.ts'
import type { Report, ReportTable, ReportTotals } from './report.ts'
import type { Scope } from './scope.ts'

/** What every exhibit is made from: the `counted_…` tables and what is known of them by then. */
export interface Counted {
  readonly sql: SqlEngine
  readonly scope: Scope
  readonly totals: ReportTotals
  readonly period: Report['period']
}

/** Makes one table of the report. */
export type Exhibit = (counted: Counted) => Promise<ReportTable>

/** `organizations · 2021-01 to 2025-06 · rule 3`. */
export function unitOf(counted: Counted, units: string, rules: readonly RuleName[]): string {
  const { from, to } = counted.period
  const months = from === null || to === null ? 'none' : `${from.slice(0, 7)} to ${to.slice(0, 7)}`
  return `${units} · ${months} · ${ruleText(...rules)}`
}

/** What every title says where there is nothing to say anything about. */
export const NOTHING = 'No initial interview is counted'

/** The three units in which places are counted, as SQL over `counted_interview`. */
export const threeUnits = `
  count(distinct organization) as organizations,
  count(*) as interviews,
  count(distinct (identity_no, organization, role_key)) as roles`

export interface ThreeUnits {
  readonly organizations: number
  readonly interviews: number
  readonly roles: number
}

export const noUnits: ThreeUnits = { organizations: 0, interviews: 0, roles: 0 }
