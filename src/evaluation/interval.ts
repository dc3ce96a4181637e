/** A share of what was counted, with its interval; of nothing it is null and may lie anywhere. */
export interface Share {
  readonly count: number
  readonly of: number
  readonly share: number | null
  readonly low: number
  readonly high: number
}

/** A figure with its 95 % interval, in the unit of its name. */
export interface Interval {
  readonly value: number | null
  readonly low: number
  readonly high: number
}

/** Quantile of the normal distribution for 95 % between two ends. */
const z95 = 1.959964
/** The same for 97.5 %: two intervals of this width hold together in at least 95 % (Bonferroni). */
export const zOfTwo = 2.241403

/**
 * The interval of Wilson (1927) around `count` of `of`. It stays within 0 and 1 and is of use where
 * the normal one is not: at no case at all its upper end is z² / (n + z²), near the "rule of three".
 */
export function shareOf(count: number, of: number, z = z95): Share {
  if (of === 0) return { count, of, share: null, low: 0, high: 1 }
  const share = count / of
  const square = z * z
  const centre = share + square / (2 * of)
  const reach = z * Math.sqrt((share * (1 - share)) / of + square / (4 * of * of))
  const scale = 1 + square / of
  // At the ends the formula gives 0 and 1 but for rounding.
  const low = count === 0 ? 0 : Math.min(share, (centre - reach) / scale)
  const high = count === of ? 1 : Math.max(share, (centre + reach) / scale)
  return { count, of, share, low, high }
}

/** A share as so many of 100,000. */
export const perHundredThousand = ({ share, low, high }: Share): Interval => ({
  value: share === null ? null : share * 100_000,
  low: low * 100_000,
  high: high * 100_000,
})

type Counted = Pick<Share, 'count' | 'of'>

/**
 * log2 of the ratio of two shares with its 95 % interval, half a case added to each count
 * (Walter 1975), so that it is finite where one of them was never seen. Null where a side has nobody.
 */
export function ratioBits(first: Counted, second: Counted): Interval | null {
  if (first.of === 0 || second.of === 0) return null
  const [a, n, b, m] = [first.count + 0.5, first.of + 0.5, second.count + 0.5, second.of + 0.5]
  const value = Math.log2(a / n / (b / m))
  const reach = (z95 * Math.sqrt(1 / a - 1 / n + 1 / b - 1 / m)) / Math.LN2
  return { value, low: value - reach, high: value + reach }
}
