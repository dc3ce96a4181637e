import type { Counted } from './exhibit.ts'

/** What a series is held against: one figure a quarter. */
export interface ExposureSeries {
  readonly unit: string
  readonly byQuarter: ReadonlyMap<string, number>
}

/** The nearest to what is counted first: interviews are for remote jobs. */
const unitsInOrder = ['remote_postings', 'postings', 'applications'] as const

interface ExposureRow {
  readonly quarter: string
  readonly sector: string | null
  readonly unit: string
  readonly value: number
}

/**
 * The exposure of a sector (NAICS), or of all for null; undefined where nobody gave any. A figure given
 * for exactly that is taken as it is; otherwise those given for the parts of it are added up, unless
 * some of them lie within others.
 */
export async function exposureOf(
  counted: Counted,
  sector: string | null,
): Promise<ExposureSeries | undefined> {
  const given = await counted.sql.rows<ExposureRow>(
    'select quarter, sector, unit, value from counted_exposure order by quarter, sector',
  )
  for (const unit of unitsInOrder) {
    const rows = rowsFor(
      given.filter((row) => row.unit === unit),
      sector,
    )
    if (rows.length > 0) return { unit, byQuarter: sumByQuarter(rows) }
  }
  return undefined
}

function sumByQuarter(rows: readonly ExposureRow[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>()
  for (const { quarter, value } of rows) sums.set(quarter, (sums.get(quarter) ?? 0) + value)
  return sums
}

function rowsFor(given: readonly ExposureRow[], sector: string | null): readonly ExposureRow[] {
  const exact = given.filter((row) => row.sector === sector)
  if (exact.length > 0) return exact
  const parts = given.filter((row) => row.sector?.startsWith(sector ?? ''))
  const codes = [...new Set(parts.map((row) => row.sector ?? ''))]
  const nested = codes.some((code) =>
    codes.some((other) => other !== code && other.startsWith(code)),
  )
  return nested ? [] : parts
}
