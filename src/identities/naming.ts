import { hash } from 'node:crypto'

// Crockford's base 32: no letters that are read as digits, safe in file names and when read aloud.
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
/** 13 characters of 5 bits: a clash among ten million identities has a chance of 1 in 700,000. */
const length = 13

/** A stable id, `idn_…` or `rng_…`, that tells nothing of whom it names. */
export function nameOf(prefix: 'idn' | 'rng', founder: string): string {
  const digest = hash('sha256', `${prefix}\n${founder}`, 'buffer')
  let name = `${prefix}_`
  for (let at = 0; at < length; at++) name += alphabet[fiveBits(digest, at * 5)]
  return name
}

function fiveBits(bytes: Buffer, offset: number): number {
  const word = bytes.readUInt16BE(offset >> 3)
  return (word >> (11 - (offset & 7))) & 31
}
