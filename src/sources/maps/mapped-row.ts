import type { Given } from '../given.ts'
import { columnsOfMap } from './map-columns.ts'
import type { Column, Mapping } from './map-grammar.ts'
import { plainWord } from './map-values.ts'
import { isNoDate } from './no-dates.ts'

/** A row of a table, by the columns of its map. */
export interface MappedRow {
  /** The texts of the first of these columns that the row fills: one, but for a list of JSON. */
  readonly cells: (column: Column) => readonly string[]
  /** Refuses the row for what stands in the column. */
  readonly refuse: (column: Column, reason: string) => void
  /** Whether anything of the row was refused before. */
  readonly isRefused: () => boolean
  /** What stands in the first of these columns that is not blank, be it a word for nothing. */
  readonly whole: (column: Column) => FilledCell | undefined
  /** What the file calls the column that is filled. */
  readonly called: (column: Column) => string
  /** Names what is not taken; a row counts once. */
  readonly leaveOut: (name: string) => void
  readonly notTaken: () => readonly string[]
}

/** Everything that the map names counts as known, whether this row needs it or not. */
export function mappedRow(given: Given, mapping: Mapping): MappedRow {
  const { known, nested } = knownNames(mapping)
  const names = new Map<string, string>(nested.map((path) => [normalColumn(path), path]))
  for (const name of given.names()) names.set(normalColumn(name), name)
  for (const [plain, name] of names) if (known.has(plain)) given.skip(name)
  const notTaken = new Set<string>()
  const isFilled = (name: string, text: string): boolean => {
    if (mapping.empty.includes(plainWord(text))) return false
    if (!isNoDate(text)) return true
    notTaken.add(`${name} "${text}", no date`)
    return false
  }
  const filled = (name: string): FilledCell | undefined => {
    const fileName = names.get(normalColumn(name))
    if (fileName === undefined) return undefined
    const texts = given.texts(fileName).filter((text) => isFilled(fileName, text))
    return texts.length === 0 ? undefined : { name: fileName, texts }
  }
  const firstFilled = (column: Column): FilledCell | undefined => {
    for (const name of column) {
      const found = filled(name)
      if (found !== undefined) return found
    }
    return undefined
  }
  const called = (column: Column): string => firstFilled(column)?.name ?? column[0] ?? ''
  return {
    cells: (column) => firstFilled(column)?.texts ?? [],
    refuse: (column, reason) => given.refuse(called(column), reason),
    isRefused: () => given.problems().length > 0,
    whole: (column) => {
      const found = column.flatMap((each) => {
        const name = names.get(normalColumn(each))
        const texts = name === undefined ? [] : given.texts(name)
        return name === undefined || texts.length === 0 ? [] : [{ name, texts }]
      })
      return found[0]
    },
    called,
    leaveOut: (name) => notTaken.add(name),
    notTaken: () => [...notTaken],
  }
}

export interface FilledCell {
  /** As the file has it. */
  readonly name: string
  readonly texts: readonly string[]
}

interface KnownNames {
  /** Normal forms. */
  readonly known: ReadonlySet<string>
  /** Paths into objects of JSON, which are no names of the record itself. */
  readonly nested: readonly string[]
}

const knownOf = new WeakMap<Mapping, KnownNames>()

function knownNames(mapping: Mapping): KnownNames {
  const found = knownOf.get(mapping)
  if (found !== undefined) return found
  const names = [...columnsOfMap(mapping.records).flat(), ...mapping.ignore]
  const known = {
    known: new Set(names.map(normalColumn)),
    nested: names.filter((name) => name.includes('.')),
  }
  knownOf.set(mapping, known)
  return known
}

const normal = new Map<string, string>()
/** Columns of tables are some hundreds; objects of JSON may have a new name in every record. */
const mostNames = 10_000

/**
 * Names of columns are the same without case, surplus space and underscores: `Candidate_ID` is `Candidate ID`. Every
 * row asks for every name, so the answers are kept.
 */
export function normalColumn(name: string): string {
  const known = normal.get(name)
  if (known !== undefined) return known
  if (normal.size >= mostNames) normal.clear()
  const found = plainWord(name.normalize('NFKC').replaceAll('_', ' '))
  normal.set(name, found)
  return found
}
