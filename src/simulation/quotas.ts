import { at } from './random.ts'

/**
 * Divides a whole number by weights, by largest remainder: the parts add up to it exactly. Used where a
 * published total must come out whatever the seed.
 */
export function apportion(total: number, weights: readonly number[]): readonly number[] {
  const sum = weights.reduce((left, right) => left + right, 0)
  if (sum === 0) return weights.map(() => 0)
  const exact = weights.map((weight) => (total * weight) / sum)
  const parts = exact.map(Math.floor)
  const missing = total - parts.reduce((left, right) => left + right, 0)
  const byRemainder = exact
    .map((share, place) => ({ place, remainder: share - Math.floor(share) }))
    .sort((left, right) => right.remainder - left.remainder || left.place - right.place)
  for (const { place } of byRemainder.slice(0, missing)) parts[place] = at(parts, place) + 1
  return parts
}

/**
 * Hands out items one at a time so that at every moment each has close to its share of what was
 * handed out: the next is the one furthest behind.
 */
export function openQuota<T>(items: readonly T[]) {
  const owed = items.map(() => 0)
  return (shares: readonly number[]): T => {
    const sum = shares.reduce((left, right) => left + right, 0)
    let furthest = 0
    for (let place = 0; place < items.length; place++) {
      owed[place] = at(owed, place) + at(shares, place) / sum
      if (at(owed, place) > at(owed, furthest)) furthest = place
    }
    owed[furthest] = at(owed, furthest) - 1
    return at(items, furthest)
  }
}
