import type { Address } from './address.ts'
import { eachRange, type Range, type RangeValue } from './range-file.ts'

/** Ranges of addresses with a value each, in order and without overlaps. */
export interface Ranges {
  /** Lines of the files that say a range. */
  readonly entries: number
  /** The value of the range that holds the address, or undefined. */
  readonly valueOf: (address: Address) => number | undefined
}

/**
 * Ranges of one family side by side, in typed arrays: half a million of them in 13 MB, and found by halving.
 * A row is the words of the first address, those of the last, and the value.
 */
interface Rows {
  /** Words of an address: 1 for IPv4, 4 for IPv6. */
  readonly words: number
  readonly data: Uint32Array
  readonly count: number
}

const widthOf = ({ words }: Pick<Rows, 'words'>): number => 2 * words + 1

/** The ranges of files. Where they overlap, the one that begins first counts; of those, the first in the file. */
export function readRanges(files: readonly string[], value: RangeValue): Ranges {
  const four = growingRows(1)
  const six = growingRows(4)
  let entries = 0
  for (const file of files) {
    entries += eachRange(file, value, (range) => (range.first.length === 1 ? four : six).add(range))
  }
  const [short, long] = [four, six].map(({ rows }) => withoutOverlaps(inOrder(rows())))
  return { entries, valueOf: (address) => lookUp(address.length === 1 ? short : long, address) }
}

const rowsAtFirst = 1_024

function growingRows(words: 1 | 4) {
  const width = widthOf({ words })
  let data = new Uint32Array(rowsAtFirst * width)
  let count = 0
  return {
    add: ({ first, last, value }: Range): void => {
      if ((count + 1) * width > data.length) {
        const larger = new Uint32Array(2 * data.length)
        larger.set(data)
        data = larger
      }
      const at = count * width
      for (let word = 0; word < words; word += 1) {
        data[at + word] = first[word] ?? 0
        data[at + words + word] = last[word] ?? 0
      }
      data[at + 2 * words] = value
      count += 1
    },
    rows: (): Rows => ({ words, data: data.slice(0, count * width), count }),
  }
}

/** Negative, zero or positive: the words of a table that begin at `at` against an address. */
function compareAt({ data, words }: Rows, at: number, address: ArrayLike<number>): number {
  for (let word = 0; word < words; word += 1) {
    const difference = (data[at + word] ?? 0) - (address[word] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** The same for the words that begin at two places of one table. */
function comparePlaces({ data, words }: Rows, left: number, right: number): number {
  for (let word = 0; word < words; word += 1) {
    const difference = (data[left + word] ?? 0) - (data[right + word] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** The same rows by their first address; most files are in order already. */
function inOrder(rows: Rows): Rows {
  const width = widthOf(rows)
  const byFirst = (left: number, right: number): number =>
    comparePlaces(rows, left * width, right * width)
  const isSorted = (): boolean => {
    for (let row = 1; row < rows.count; row += 1) if (byFirst(row - 1, row) > 0) return false
    return true
  }
  if (isSorted()) return rows
  const order = Array.from({ length: rows.count }, (_, row) => row).sort(byFirst)
  const data = new Uint32Array(rows.data.length)
  for (const [to, from] of order.entries()) {
    data.set(rows.data.subarray(from * width, (from + 1) * width), to * width)
  }
  return { ...rows, data }
}

/** Each row without what an earlier one holds already, in place; rows of which nothing is left are gone. */
function withoutOverlaps(rows: Rows): Rows {
  const { data, words } = rows
  const width = widthOf(rows)
  let kept = 0
  for (let row = 0; row < rows.count; row += 1) {
    const from = row * width
    const end = (kept - 1) * width + words
    const overlaps = kept > 0 && comparePlaces(rows, from, end) <= 0
    if (overlaps && comparePlaces(rows, from + words, end) <= 0) continue
    const to = kept * width
    if (to !== from) data.copyWithin(to, from, from + width)
    if (overlaps) data.set(after(data.subarray(end, end + words)), to)
    kept += 1
  }
  return { words, data: data.slice(0, kept * width), count: kept }
}

/** The address behind one that is not the last of all. */
function after(address: Uint32Array): Uint32Array {
  const next = address.slice()
  for (let word = next.length - 1; word >= 0; word -= 1) {
    next[word] = (next[word] ?? 0) + 1
    // A word that has become zero carries.
    if (next[word] !== 0) break
  }
  return next
}

function lookUp(rows: Rows | undefined, address: Address): number | undefined {
  if (rows === undefined) return undefined
  const width = widthOf(rows)
  // Rows below `low` begin at or before the address, those from `high` on behind it.
  let low = 0
  let high = rows.count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareAt(rows, middle * width, address) <= 0) low = middle + 1
    else high = middle
  }
  const at = (low - 1) * width
  // Between two ranges there may be a gap.
  if (low === 0 || compareAt(rows, at + rows.words, address) < 0) return undefined
  return rows.data[at + 2 * rows.words]
}
