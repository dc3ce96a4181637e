/** How figures are said in sentences: the same words for the same figures everywhere. */

/** `48 %`; below one per cent with a decimal, and never 0 or 100 for what is not all or nothing. */
export function percent(share: number): string {
  const value = share * 100
  if (value > 0 && value < 1) return value < 0.1 ? 'less than 0.1 %' : `${value.toFixed(1)} %`
  if (value > 99 && value < 100) return `${(Math.floor(value * 10) / 10).toFixed(1)} %`
  return `${Math.round(value)} %`
}

/** `Nearly half of the organizations (48 %)`, `27 % of the organizations`. */
export function portion(share: number, units: string): string {
  const words = fractionWords.find(([from, to]) => share >= from && share < to)?.[2]
  return words === undefined
    ? `${percent(share)} of the ${units}`
    : `${words} the ${units} (${percent(share)})`
}

/** Half-open ranges of shares that have a usual word. */
const fractionWords: readonly (readonly [number, number, string])[] = [
  [0, 1e-9, 'None of'],
  [0.24, 0.26, 'A quarter of'],
  [0.26, 0.3, 'More than a quarter of'],
  [0.323, 0.343, 'A third of'],
  [0.45, 0.495, 'Nearly half of'],
  [0.495, 0.505, 'Half of'],
  [0.505, 0.55, 'Just over half of'],
  [0.657, 0.677, 'Two thirds of'],
  [0.74, 0.76, 'Three quarters of'],
  [1, Number.POSITIVE_INFINITY, 'All of'],
]

/** A narrow no-break space parts the thousands (ISO 80000-1). */
const THIN = '\u202f'

/** `85`, `6 504`. */
export const figure = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, THIN)

/** `1 interview`, `6 504 interviews`. */
export const counted = (count: number, unit: string): string =>
  `${figure(count)} ${count === 1 ? unit : `${unit}s`}`

/** `a, b and c`. */
export function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('')
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

/** A share of what is known; null where nothing is. */
export const shareOf = (count: number, of: number): number | null => (of === 0 ? null : count / of)

/** `30 June`, where the year stands beside it. */
export const dayOfYear = (day: string): string =>
  `${Number(day.slice(8, 10))} ${monthNames[Number(day.slice(5, 7)) - 1]}`

const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
