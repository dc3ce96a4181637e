import { quoteName, quoteText } from '../../sql/index.ts'
import { type Counted, NOTHING } from '../exhibit.ts'
import { isComplete, quarterOf, quartersBetween } from '../quarters.ts'

/** One part of a series and how its interviews are told, as SQL over `counted_interview`. */
export interface SeriesPart {
  readonly id: string
  readonly title: string
  readonly condition: string
}

/** One quarter: counts by the id of the part, `interviews` for the whole. */
export interface QuarterCounts {
  readonly quarter: string
  readonly complete: boolean
  readonly counts: Readonly<Record<string, number>>
  readonly reportingSources: number
}

/** Interviews of an organization in a group, and in a part of it. */
export const inGroup = (group: string): string => `list_contains(groups, ${quoteText(group)})`
export const inPart = (group: string, part: string): string =>
  `list_contains(parts, ${quoteText(`${group}.${part}`)})`

/**
 * Counts of every quarter from the first interview to the last day that was seen, zeros included:
 * a quarter in which sources reported and nobody was interviewed is a finding too.
 */
export async function quarterly(
  counted: Counted,
  parts: readonly SeriesPart[],
): Promise<readonly QuarterCounts[]> {
  const columns = parts.map(
    ({ id, condition }) => `count(*) filter (where ${condition}) as ${quoteName(id)}`,
  )
  const rows = await counted.sql.rows<Record<string, number | string>>(
    `select quarter, ${columns.join(', ')} from counted_interview group by quarter`,
  )
  const sources = await counted.sql.rows<{ quarter: string; reporting_sources: number }>(
    'select quarter, reporting_sources from counted_visibility',
  )
  const byQuarter = new Map(rows.map((row) => [String(row['quarter']), row]))
  const seenBy = new Map(sources.map((row) => [row.quarter, row.reporting_sources]))
  return quartersSeen(counted).map((quarter) => ({
    quarter,
    complete: isComplete(quarter, counted.scope.from, counted.scope.seenTo ?? ''),
    counts: Object.fromEntries(
      parts.map(({ id }) => [id, Number(byQuarter.get(quarter)?.[id] ?? 0)]),
    ),
    reportingSources: seenBy.get(quarter) ?? 0,
  }))
}

function quartersSeen({ period, scope }: Counted): readonly string[] {
  if (period.from === null || scope.seenTo === null) return []
  return quartersBetween(quarterOf(period.from), quarterOf(scope.seenTo))
}

/** The sum of one part over the quarters of a year, or over all. */
export function sumOf(quarters: readonly QuarterCounts[], part: string, year = ''): number {
  return quarters
    .filter(({ quarter }) => quarter.startsWith(year))
    .reduce((sum, { counts }) => sum + (counts[part] ?? 0), 0)
}

/** The year of the last day that is counted, and how far it was seen. */
export function yearToDate({ scope }: Counted): { readonly year: string; readonly to: string } {
  const to = scope.seenTo ?? scope.asOf
  return { year: to.slice(0, 4), to }
}

/** Whether there is nothing to say: the title and note of an empty series. */
export const emptyTitle = (counted: Counted): string | undefined =>
  counted.totals.initial_interviews === 0 ? NOTHING : undefined
