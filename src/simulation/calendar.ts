import { between, chance, fraction, type Stream } from './random.ts'

/** The period of the published report: January 2021 to the end of June 2025, in milliseconds. */
export const beginning = Date.UTC(2021, 0, 1)
export const end = Date.UTC(2025, 6, 1) - 1000
export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

/** Half-years of the period, 2021-H1 … 2025-H1. */
export const halves: readonly { readonly from: number; readonly to: number }[] = Array.from(
  { length: 9 },
  (_, half) => ({
    from: Date.UTC(2021, half * 6, 1),
    to: Date.UTC(2021, half * 6 + 6, 1),
  }),
)

/** The half-year (0 … 8) an instant falls in. */
export function halfOf(instant: number): number {
  const date = new Date(instant)
  const half = (date.getUTCFullYear() - 2021) * 2 + (date.getUTCMonth() < 6 ? 0 : 1)
  return Math.min(8, Math.max(0, half))
}

/** An instant in office hours of a working day, somewhere in the span; Saturdays and Sundays move back. */
export function officeHour(
  draw: Stream,
  span: { readonly from: number; readonly to: number },
): number {
  const first = Math.max(span.from, beginning)
  const midnight = Math.floor(between(draw, first, span.to) / day) * day
  const weekday = new Date(midnight).getUTCDay()
  const shift = weekday === 6 ? -1 : weekday === 0 ? -2 : 0
  const working = midnight + shift * day < first ? midnight : midnight + shift * day
  return working + Math.floor(between(draw, 13 * hour, 22 * hour))
}

/** An instant at any hour, more often in the evening: when people apply. */
export function anyHour(draw: Stream, from: number, days: number): number {
  const start = from + Math.floor(fraction(draw) * days) * day
  const late = chance(draw, 0.4) ? 22 * hour : 12 * hour
  return Math.floor(start / day) * day + Math.floor(late + between(draw, 0, 8 * hour))
}

/** RFC 3339 with an offset, as the source writes it: `Z` for 0. */
export function writeInstant(instant: number, offsetMinutes: number): string {
  const local = new Date(instant + offsetMinutes * minute).toISOString().slice(0, 19)
  if (offsetMinutes === 0) return `${local}Z`
  const size = Math.abs(offsetMinutes)
  const hours = String(Math.floor(size / 60)).padStart(2, '0')
  const minutes = String(size % 60).padStart(2, '0')
  return `${local}${offsetMinutes < 0 ? '-' : '+'}${hours}:${minutes}`
}

/** The hour of day, 0 … 23, at an offset. */
export const localHour = (instant: number, offsetMinutes: number): number =>
  new Date(instant + offsetMinutes * minute).getUTCHours()
