/**
 * Reporting counts what was found, says what can be said of it, and draws it.
 * Reads   event, exposure, observation (evidence/), listed_member (identities/), assessment
 *         (assessment/): all in counted.ts
 * Writes  nothing in the store: its counted_… tables are temporary
 * Next    cli/ and http/ print the report as JSON, CSV or HTML
 */
export { cellText, reportCsv } from './csv.ts'
export { makeReport } from './make-report.ts'
export { renderHtml } from './rendering.ts'
export type { Report, ReportOptions, TableId } from './report.ts'
