import type { Given } from './given.ts'
import { columnsOfMap } from './map-columns.ts'
import type { Column, Mapping } from './map-grammar.ts'
import { plainWord } from './map-values.ts'

/** A row of a table, by the columns of its map. */
export interface MappedRow {
  /** The texts of the first of these columns that the row fills: one, but for a list of JSON. */
  readonly cells: (column: Column) => readonly string[]
  /** Refuses the row for what stands in the column. */
  readonly refuse: (column: Column, reason: string) => void
  /** What the file calls the column that is filled. */
  readonly called: (column: Column) => string
  /** Names what is not taken; a row counts once. */
  readonly leaveOut: (name: string) => void
  readonly notTaken: () => readonly string[]
}

/** Everything that the map names counts as known, whether this row needs it or not. */
export function mappedRow(given: Given, mapping: Mapping): MappedRow {
  const names = new Map(given.names().map((name) => [normalColumn(name), name]))
  const fileName = (name: string): string => names.get(normalColumn(name)) ?? name
  for (const name of knownNames(mapping)) given.skip(fileName(name))
  const notTaken = new Set<string>()
  const filledName = (column: Column): string | undefined =>
    column.map(fileName).find((name) => isFilled(given.texts(name), mapping.empty))
  const called = (column: Column): string => filledName(column) ?? column[0] ?? ''
  return {
    cells: (column) => {
      const name = filledName(column)
      return name === undefined
        ? []
        : given.texts(name).filter((text) => isFilled([text], mapping.empty))
    },
    refuse: (column, reason) => given.refuse(called(column), reason),
    called,
    leaveOut: (name) => notTaken.add(name),
    notTaken: () => [...notTaken],
  }
}

const isFilled = (texts: readonly string[], empty: readonly string[]): boolean =>
  texts.some((text) => !empty.includes(plainWord(text)))

const known = new WeakMap<Mapping, readonly string[]>()

function knownNames(mapping: Mapping): readonly string[] {
  const names = known.get(mapping) ?? [
    ...new Set([...columnsOfMap(mapping.records).flat(), ...mapping.ignore]),
  ]
  known.set(mapping, names)
  return names
}

/** Names of columns are the same without case, surplus space and underscores: `Candidate_ID` is `Candidate ID`. */
export function normalColumn(name: string): string {
  return plainWord(name.normalize('NFKC').replaceAll('_', ' '))
}
