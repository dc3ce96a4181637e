/**
 * An IP address as 32-bit words, the most significant first: one for IPv4, four for IPv6. Numbers and not
 * one BigInt, because a million of them are compared twenty times each.
 */
export type Address = readonly number[]

/** One place for the bytes of one address after the other; the longest has 39. */
const scratch = Buffer.alloc(64)

/** The address that a text writes with dots or colons, or undefined. An IPv4 address inside IPv6 is the IPv4 address. */
export function addressOf(text: string): Address | undefined {
  if (!/^[\da-f]*[.:][\da-f.:]+$/i.test(text)) return undefined
  if (text.length > scratch.length) return undefined
  const address = readAddress(scratch, 0, scratch.write(text, 'latin1'))
  const isMapped = address?.[2] === 0xffff && address[0] === 0 && address[1] === 0
  return isMapped ? address.slice(3) : address
}

const colon = 58
const dot = 46
const zero = 48

/**
 * Reads the address that stands from `from` to `to`: dotted, with colons, or as one decimal number (a
 * number of more than 32 bits is IPv6). Undefined for anything else.
 */
export function readAddress(bytes: Uint8Array, from: number, to: number): Address | undefined {
  for (let at = from; at < to; at += 1) {
    if (bytes[at] === dot) return readDotted(bytes, from, to)
    if (bytes[at] === colon) return readColons(bytes, from, to)
  }
  return readNumber(bytes, from, to)
}

function readDotted(bytes: Uint8Array, from: number, to: number): Address | undefined {
  let word = 0
  let parts = 0
  let at = from
  while (at <= to) {
    const begin = at
    while (at < to && bytes[at] !== dot) at += 1
    const part = readDecimal(bytes, begin, at)
    // A leading zero is octal to some and decimal to others.
    if (part === undefined || part > 255 || (bytes[begin] === zero && at - begin > 1)) return
    word = word * 256 + part
    parts += 1
    at += 1
  }
  return parts === 4 ? [word] : undefined
}

/** A number of at most ten digits, or undefined. */
export function readDecimal(bytes: Uint8Array, from: number, to: number): number | undefined {
  if (to === from || to - from > 10) return undefined
  let value = 0
  for (let at = from; at < to; at += 1) {
    const digit = (bytes[at] ?? 0) - zero
    if (digit < 0 || digit > 9) return undefined
    value = value * 10 + digit
  }
  return value
}

const groupsOfAddress = 8

function readColons(bytes: Uint8Array, from: number, to: number): Address | undefined {
  const gap = gapBetween(bytes, from, to)
  if (gap < 0) {
    const groups = groupsOf(bytes, from, to)
    return groups?.length === groupsOfAddress ? wordsOf(groups) : undefined
  }
  const before = groupsOf(bytes, from, gap)
  const behind = groupsOf(bytes, gap + 2, to)
  if (before === undefined || behind === undefined) return undefined
  const missing = groupsOfAddress - before.length - behind.length
  if (missing < 1) return undefined
  return wordsOf([...before, ...new Array<number>(missing).fill(0), ...behind])
}

/** Where `::` stands, which is as many zeros as are missing; -1 where there is none. */
function gapBetween(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at + 1 < to; at += 1) {
    if (bytes[at] === colon && bytes[at + 1] === colon) return at
  }
  return -1
}

/** Numbers between colons; none where there is no text. */
function groupsOf(bytes: Uint8Array, from: number, to: number): readonly number[] | undefined {
  if (from === to) return []
  const groups: number[] = []
  for (let at = from; at <= to; at += 1) {
    const begin = at
    while (at < to && bytes[at] !== colon) at += 1
    const group = hexadecimal(bytes, begin, at)
    if (group === undefined) return undefined
    groups.push(group)
  }
  return groups
}

function wordsOf(groups: readonly number[]): Address {
  const word = (at: number): number => (groups[at] ?? 0) * 0x1_0000 + (groups[at + 1] ?? 0)
  return [word(0), word(2), word(4), word(6)]
}

function hexadecimal(bytes: Uint8Array, from: number, to: number): number | undefined {
  if (to === from || to - from > 4) return undefined
  let value = 0
  for (let at = from; at < to; at += 1) {
    const digit = hexDigit(bytes[at] ?? 0)
    if (digit < 0) return undefined
    value = value * 16 + digit
  }
  return value
}

function hexDigit(byte: number): number {
  if (byte >= zero && byte <= 57) return byte - zero
  const lower = byte | 32
  return lower >= 97 && lower <= 102 ? lower - 87 : -1
}

function readNumber(bytes: Uint8Array, from: number, to: number): Address | undefined {
  const short = readDecimal(bytes, from, to)
  if (short !== undefined && short <= 0xffff_ffff) return [short]
  const digits = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1')
  if (!/^\d{10,39}$/.test(digits)) return undefined
  const value = BigInt(digits)
  if (value >> 128n !== 0n) return undefined
  return [96n, 64n, 32n, 0n].map((bits) => Number((value >> bits) & 0xffff_ffffn))
}

/** First and last address of a network, whatever stands behind its prefix. */
export function networkOf(
  address: Address,
  prefix: number,
): readonly [Address, Address] | undefined {
  if (prefix > address.length * 32) return undefined
  const hostMask = (at: number): number => {
    const bits = Math.min(32, Math.max(0, prefix - at * 32))
    // A shift by 32 is a shift by 0: a word wholly of the host is all ones.
    return bits === 0 ? 0xffff_ffff : (0xffff_ffff >>> bits) * Number(bits < 32)
  }
  const first = address.map((word, at) => (word & ~hostMask(at)) >>> 0)
  return [first, first.map((word, at) => (word | hostMask(at)) >>> 0)]
}

/** Negative, zero or positive as one address stands before, at or behind another of its family. */
export function compareAddresses(left: Address, right: Address): number {
  for (let at = 0; at < left.length; at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
