import { mix } from './random.ts'

/**
 * A shuffled order of 0 … size−1 that needs no list: a four-round Feistel network over the next even
 * number of bits, walked until it lands inside (Black and Rogaway, "Ciphers with Arbitrary Finite
 * Domains", 2002). It puts a million people in a random order, and gives everybody a number that says
 * nothing about who they are, in constant memory.
 */
export function openPermutation(seed: number, purpose: string, size: number) {
  const halfBits = Math.max(1, Math.ceil(Math.log2(Math.max(2, size)) / 2))
  const mask = 2 ** halfBits - 1
  const keys = [0, 1, 2, 3].map((round) => mix(seed, purpose, round))
  const encipher = (value: number): number => {
    let left = value >>> halfBits
    let right = value & mask
    for (const key of keys) [left, right] = [right, left ^ (mix(key, right) & mask)]
    return ((left << halfBits) | right) >>> 0
  }
  return (place: number): number => {
    let walked = encipher(place)
    while (walked >= size) walked = encipher(walked)
    return walked
  }
}
