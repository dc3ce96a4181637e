import { readFileSync } from 'node:fs'
import { Problem, reasonOf } from '../../problem.ts'
import { type Address, compareAddresses, networkOf, readAddress, readDecimal } from './address.ts'

/** What stands behind a range: nothing (the list is all it says), a country, a number of an AS. */
export type RangeValue = 'none' | 'country' | 'asn'

export interface Range {
  readonly first: Address
  readonly last: Address
  /** 1 where there is no other value. */
  readonly value: number
}

/**
 * Reads a file of ranges: `first,last`, `network/prefix` or one address a line, then the value. What stands
 * behind it, and behind `#`, is not read. Returns how many lines said a range. `invalid` for a line that
 * says none, with its file and number.
 */
export function eachRange(file: string, value: RangeValue, add: (range: Range) => void): number {
  const bytes = readWhole(file)
  let found = 0
  let line = 0
  // Some editors write a mark of UTF-8 first.
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  while (at < bytes.length) {
    const end = bytes.indexOf(newline, at)
    const to = end < 0 ? bytes.length : end
    line += 1
    const fields = fieldsOf(bytes, at, to)
    if (fields.length > 0) {
      const range = rangeOf(bytes, fields, value)
      if (typeof range === 'string') throw new Problem('invalid', `${file}:${line}: ${range}`)
      add(range)
      found += 1
    }
    at = to + 1
  }
  return found
}

/** A file of a data set. `invalid` where it cannot be read. */
export function readWhole(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new Problem('invalid', `the data set ${file} cannot be read: ${reasonOf(error)}`, error)
  }
}

const newline = 10
const comment = 35
const comma = 44
const slash = 47

/** A range has at most three fields that are read; what stands behind them is for people. */
const fieldsRead = 3

/** Where the first fields begin and end, without blanks around them: `[from, to, from, to …]`. */
function fieldsOf(bytes: Buffer, from: number, to: number): readonly number[] {
  const fields: number[] = []
  let begin = from
  for (let at = from; at <= to && fields.length < 2 * fieldsRead; at += 1) {
    const byte = at === to ? comment : bytes[at]
    if (byte !== comma && byte !== comment) continue
    const first = behindBlanks(bytes, begin, at)
    const isEmpty = first === at && fields.length === 0 && byte === comment
    if (isEmpty) return []
    fields.push(first, beforeBlanks(bytes, first, at))
    if (byte === comment) break
    begin = at + 1
  }
  return fields
}

const space = 32

function behindBlanks(bytes: Buffer, from: number, to: number): number {
  let at = from
  while (at < to && (bytes[at] ?? 0) <= space) at += 1
  return at
}

function beforeBlanks(bytes: Buffer, from: number, to: number): number {
  let at = to
  while (at > from && (bytes[at - 1] ?? 0) <= space) at -= 1
  return at
}

/** The range that a line says, or what is wrong with it. */
function rangeOf(bytes: Buffer, fields: readonly number[], kind: RangeValue): Range | string {
  const [from = 0, to = 0] = fields
  let at = from
  while (at < to && bytes[at] !== slash) at += 1
  const isNetwork = at < to
  const ends = isNetwork ? networkAt(bytes, fields, at) : addressesOf(bytes, fields)
  if (typeof ends === 'string') return ends
  const value = kind === 'none' ? 1 : valueAt(bytes, fields.slice(isNetwork ? 2 : 4), kind)
  return typeof value === 'string' ? value : { first: ends[0], last: ends[1], value }
}

type Ends = readonly [first: Address, last: Address]

function networkAt(
  bytes: Buffer,
  [from = 0, to = 0]: readonly number[],
  slashAt: number,
): Ends | string {
  const address = readAddress(bytes, from, slashAt)
  const prefix = readDecimal(bytes, slashAt + 1, to)
  const network =
    address === undefined || prefix === undefined ? undefined : networkOf(address, prefix)
  return network ?? `${shown(bytes, from, to)} is no network`
}

function addressesOf(bytes: Buffer, fields: readonly number[]): Ends | string {
  const [from = 0, to = 0, lastFrom, lastTo] = fields
  const first = readAddress(bytes, from, to)
  if (first === undefined) return `${shown(bytes, from, to)} is no address`
  if (lastFrom === undefined || lastTo === undefined) return [first, first]
  const last = readAddress(bytes, lastFrom, lastTo)
  if (last?.length !== first.length) {
    return `${shown(bytes, lastFrom, lastTo)} is not the last address of a range`
  }
  return compareAddresses(first, last) > 0 ? 'the range ends before it begins' : [first, last]
}

/** As much of a field as tells what is there. */
const longestShown = 60

const shown = (bytes: Buffer, from: number, to: number): string =>
  JSON.stringify(bytes.toString('utf8', from, Math.min(to, from + longestShown)))

function valueAt(
  bytes: Buffer,
  [from = 0, to = 0]: readonly number[],
  kind: Exclude<RangeValue, 'none'>,
): number | string {
  const value = kind === 'country' ? countryNumber(bytes, from, to) : asnNumber(bytes, from, to)
  return value ?? `${shown(bytes, from, to)} is not ${valueNames[kind]}`
}

const valueNames = { country: 'a country of two letters', asn: 'the number of an AS' } as const

/** Two capital letters as one number. */
function countryNumber(bytes: Buffer, from: number, to: number): number | undefined {
  if (to - from !== 2) return undefined
  const first = (bytes[from] ?? 0) & ~32
  const second = (bytes[from + 1] ?? 0) & ~32
  const isLetter = (byte: number): boolean => byte >= 65 && byte <= 90
  return isLetter(first) && isLetter(second) ? first * 256 + second : undefined
}

/** The letters that `countryNumber` made a number of. */
export const countryLetters = (value: number): string =>
  String.fromCharCode(value >> 8, value & 255)

/** `64500` or `AS64500`. */
function asnNumber(bytes: Buffer, from: number, to: number): number | undefined {
  const isPrefixed = bytes[from] === 65 && bytes[from + 1] === 83
  const value = readDecimal(bytes, isPrefixed ? from + 2 : from, to)
  return value !== undefined && value <= 0xffff_ffff ? value : undefined
}
