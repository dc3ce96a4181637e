import { THIN, countText as wholeOrNot } from '../../page/index.ts'
import type { Interval, Share } from '../interval.ts'

/** `6 504`: a count, and an expected one to the nearest whole. */
export const countText = (count: number): string => wholeOrNot(Math.round(count))

/** A share as per cent with two digits that count: `48 %`, `9.5 %`, `0.064 %`. */
export function percentText(share: number | null): string {
  if (share === null) return '–'
  const percent = share * 100
  const text = percent === 0 || percent >= 10 ? percent.toFixed(0) : percent.toPrecision(2)
  // Nearly all is not all.
  return `${share < 1 && text === '100' ? '>99' : String(Number(text) || text)}${THIN}%`
}

/** `94 % (89–97 %)`. */
export const shareSpan = ({ share, low, high }: Pick<Share, 'share' | 'low' | 'high'>): string =>
  share === null
    ? 'not known'
    : `${percentText(share)} (${percentText(low)} to ${percentText(high)})`

/** `126 of 134`. */
export const ofText = ({ count, of }: Pick<Share, 'count' | 'of'>): string =>
  `${countText(count)} of ${countText(of)}`

/** `0.0095 (0.0077 to 0.0114)`. */
export const spanText = ({ value, low, high }: Interval, decimals: number): string =>
  value === null
    ? '–'
    : `${signed(value, decimals)} (${signed(low, decimals)} to ${signed(high, decimals)})`

/** With a minus sign, not a hyphen. */
export const signed = (value: number, decimals: number): string =>
  value.toFixed(decimals).replace('-', '\u2212')

/** `none of 61`, `1 of 61`; `all 63`. */
export function countedText(count: number, of: number): string {
  if (count === 0) return `none of ${countText(of)}`
  return count === of ? `all ${countText(of)}` : `${countText(count)} of ${countText(of)}`
}

/** `other_fraud` reads `other fraud`. */
export const spoken = (word: string): string => word.replaceAll('_', ' ')
