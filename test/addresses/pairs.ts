import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { normalAddress } from '../../src/evidence/addresses.ts'

/** Two addresses as two systems would write them, and what a careful mail clerk says of them. */
export interface AddressPair {
  /** ISO 3166-1 alpha-2, for grouping. */
  readonly country: string
  readonly left: string
  readonly right: string
  /** What the source says beside the text; empty where it says nothing. */
  readonly left_country: string
  readonly right_country: string
  readonly place: 'same' | 'different'
  /** Unknown: only one of them names a flat. */
  readonly unit: 'same' | 'different' | 'unknown'
  /** The sort of variation. */
  readonly note: string
}

/** The files of labeled pairs beside this one. */
export const pairFiles = ['pairs-1.csv', 'pairs-2.csv', 'pairs-3.csv'].map(
  (name) => new URL(name, import.meta.url).pathname,
)

export const readPairs = (file: string): readonly AddressPair[] =>
  parse(readFileSync(file, 'utf8'), { columns: true }) as AddressPair[]

/** Whether the normal forms of a pair share a place, and its flat. */
export function comparePair({ left, right, left_country, right_country }: AddressPair) {
  const one = normalAddress(left, left_country || undefined)
  const other = normalAddress(right, right_country || undefined)
  const isPlace = one.places.some((place) => other.places.includes(place))
  return { isPlace, isUnit: isPlace && one.unit === other.unit, one, other }
}
