/** Quarters of UTC years, written `2024-Q1`, and days, written `2024-03-31`. */

const monthsOfQuarter = 3

/** The quarter of a day. */
export function quarterOf(day: string): string {
  const month = Number(day.slice(5, 7))
  return `${day.slice(0, 4)}-Q${Math.ceil(month / monthsOfQuarter)}`
}

/** Every quarter from the first to the last, both counted; none where the first is later. */
export function quartersBetween(first: string, last: string): readonly string[] {
  const start = ordinal(first)
  const count = Math.max(0, ordinal(last) - start + 1)
  return Array.from({ length: count }, (_, at) => quarterAt(start + at))
}

const ordinal = (quarter: string): number =>
  Number(quarter.slice(0, 4)) * 4 + Number(quarter.slice(6)) - 1

const quarterAt = (place: number): string =>
  `${String(Math.floor(place / 4)).padStart(4, '0')}-Q${(place % 4) + 1}`

/** Whether every day of the quarter lies from `from` (if given) to `seenTo`. */
export function isComplete(quarter: string, from: string | undefined, seenTo: string): boolean {
  return lastDay(quarter) <= seenTo && (from === undefined || from <= firstDay(quarter))
}

function firstDay(quarter: string): string {
  const month = (Number(quarter.slice(6)) - 1) * monthsOfQuarter + 1
  return `${quarter.slice(0, 4)}-${String(month).padStart(2, '0')}-01`
}

function lastDay(quarter: string): string {
  const ends = ['03-31', '06-30', '09-30', '12-31']
  return `${quarter.slice(0, 4)}-${ends[Number(quarter.slice(6)) - 1]}`
}
