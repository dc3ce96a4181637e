/** Before 1990 there was no remote hiring; after 2100 a date is a typing error. */
const earliestYear = 1990
export const latestYear = 2100

export const momentRule = `write an RFC 3339 date-time with an offset, from ${earliestYear} to ${latestYear}, such as 2024-03-18T09:41:07Z`

/** RFC 3339 section 5.6 with the days of each month; a leap second is a moment too. */
const moment =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(\.\d+)?([Zz]|[+-](\d{2}):(\d{2}))$/

export function isMoment(at: string): boolean {
  const parts = moment.exec(at)
  if (!parts) return false
  const [y = 0, m = 0, d = 0, h = 0, min = 0, s = 0] = parts.slice(1, 7).map(Number)
  const inYears = y >= earliestYear && y <= latestYear
  const isDay = m >= 1 && m <= 12 && d >= 1 && d <= new Date(Date.UTC(y, m, 0)).getUTCDate()
  const isTime = h < 24 && min < 60 && s <= 60
  return inYears && isDay && isTime && Number(parts[9] ?? 0) < 24 && Number(parts[10] ?? 0) < 60
}

/** Milliseconds since 1970 of a moment that `isMoment` accepted. */
export function momentMs(at: string): number {
  // A leap second is counted as the second before it: DuckDB and JavaScript know no 60th second.
  return Date.parse(
    at
      .replace(' ', 'T')
      .replace(/:60(?=[.Zz+-])/, ':59')
      .toUpperCase(),
  )
}
