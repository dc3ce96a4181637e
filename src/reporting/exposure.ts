import { quoteText } from '../sql/index.ts'
import type { Counted } from './exhibit.ts'

/** What a series is held against: one figure a quarter. */
export interface ExposureSeries {
  readonly unit: string
  readonly byQuarter: ReadonlyMap<string, number>
}

/** The nearest to what is counted first: interviews are for remote jobs. */
const unitsInOrder = ['remote_postings', 'postings', 'applications'] as const

/**
 * The exposure of a sector (NAICS), or of all for null; undefined where nobody gave any. Sectors are
 * taken as they were given: exposure of `62` is not made from that of `621` and `622`.
 */
export async function exposureOf(
  counted: Counted,
  sector: string | null,
): Promise<ExposureSeries | undefined> {
  const where = sector === null ? 'sector is null' : `sector = ${quoteText(sector)}`
  const rows = await counted.sql.rows<{ quarter: string; unit: string; value: number }>(
    `select quarter, unit, value from counted_exposure where ${where}`,
  )
  const unit = unitsInOrder.find((wanted) => rows.some((row) => row.unit === wanted))
  if (unit === undefined) return undefined
  const own = rows.filter((row) => row.unit === unit)
  return { unit, byQuarter: new Map(own.map((row) => [row.quarter, row.value])) }
}
