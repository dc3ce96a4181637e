/**
 * Randomness that is the same on every machine: a stream of 32-bit numbers is opened for a list of
 * keys (the seed, what it is for, whose it is), so nobody's draws depend on anybody else's and the
 * world can be made in any order.
 */

/** Gives the next number, 0 … 2³²−1. */
export type Stream = () => number

/**
 * sfc32, the "small fast counter" generator of Chris Doty-Humphrey's PractRand 0.95 (public domain),
 * its state filled from the keys; the first draws are thrown away because they still resemble them.
 */
export function openStream(...keys: readonly (number | string)[]): Stream {
  let a = mix(1, ...keys)
  let b = mix(2, ...keys)
  let c = a ^ 0x9e3779b9
  let counter = b | 1
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  for (let warmUp = 0; warmUp < 8; warmUp++) next()
  return next
}

/** One 32-bit number from a list of keys: FNV-1a over texts, the MurmurHash3 finaliser after each key. */
export function mix(...keys: readonly (number | string)[]): number {
  let hash = 0x811c9dc5
  for (const key of keys) hash = finalise(hash ^ (typeof key === 'number' ? spread(key) : fnv(key)))
  return hash >>> 0
}

/** 48 bits in 12 hexadecimal digits: enough that two of a world's millions do not meet in one source. */
export function opaque(...keys: readonly (number | string)[]): string {
  const high = mix('high', ...keys)
    .toString(16)
    .padStart(8, '0')
  const low = mix('low', ...keys)
    .toString(16)
    .padStart(8, '0')
  return high + low.slice(4)
}

/** 0 ≤ x < 1. */
export const fraction = (draw: Stream): number => draw() / 4294967296

/** A whole number, 0 ≤ n < limit. */
export const below = (draw: Stream, limit: number): number => Math.floor(fraction(draw) * limit)

/** A number, low ≤ x < high. */
export const between = (draw: Stream, low: number, high: number): number =>
  low + fraction(draw) * (high - low)

/** Whether something that has this probability happens. */
export const chance = (draw: Stream, probability: number): boolean => fraction(draw) < probability

/** One of the list, each as likely. */
export function pick<T>(draw: Stream, list: readonly T[]): T {
  return at(list, below(draw, list.length))
}

/** One of the list, as likely as its weight. */
export function pickWeighted<T extends { readonly weight: number }>(
  draw: Stream,
  list: readonly T[],
): T {
  let rest = fraction(draw) * list.reduce((sum, item) => sum + item.weight, 0)
  for (const item of list) {
    rest -= item.weight
    if (rest < 0) return item
  }
  return at(list, list.length - 1)
}

/** The list in another order (Fisher–Yates). */
export function shuffle<T>(draw: Stream, list: readonly T[]): readonly T[] {
  const result = [...list]
  for (let last = result.length - 1; last > 0; last--) {
    const other = below(draw, last + 1)
    const kept = at(result, last)
    result[last] = at(result, other)
    result[other] = kept
  }
  return result
}

/** The item at a place that is known to exist; anything else is a bug of the caller. */
export function at<T>(list: readonly T[], place: number): T {
  const item = list[place]
  if (item === undefined) throw new RangeError(`no item ${place} in a list of ${list.length}`)
  return item
}

function spread(key: number): number {
  return Math.imul(key | 0, 0x9e3779b1) ^ Math.floor(key / 4294967296)
}

function fnv(text: string): number {
  let hash = 0x811c9dc5
  for (let place = 0; place < text.length; place++)
    hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193)
  return hash
}

function finalise(value: number): number {
  let hash = value
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
