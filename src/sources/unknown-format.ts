import { isObject } from './given-values.ts'
import type { LineBatch } from './lines.ts'
import { nearestName } from './maps/nearest-name.ts'

/*
 * A file in no format that is known is one message, whatever it holds: that each of its 972 lines is "not whole JSON" would be
 * true of the line and false of the file.
 */

/** Names that are shown of a file. */
const shownNames = 12
const shownLength = 40

const shown = (names: readonly string[]): string => {
  const first = names.slice(0, shownNames).map((name) => name.trim().slice(0, shownLength))
  return names.length > shownNames ? `${first.join(', ')} …` : first.join(', ')
}

/** One refused line that says what the file is. */
export async function* refusedFile(reason: string): AsyncIterable<LineBatch> {
  yield {
    bytes: new Uint8Array(0),
    firstLine: 1,
    refused: [{ line: 1, field: '', reason, text: '' }],
  }
}

/** Of these, records of other formats seldom have two. */
const evidenceNames = [
  ...['source', 'kind', 'at', 'subject', 'withdraws', 'merges', 'into', 'period', 'unit'],
  ...['reliability', 'tlp', 'acquisition'],
]
const declarationNames = [
  ...['source', 'name', 'type', 'organization', 'reliability', 'tlp', 'acquisition'],
]

/** Whether a record of JSON is meant as evidence, be it a wrong one. */
export function isMeantAsEvidence(record: unknown): boolean {
  if (!isObject(record)) return false
  const names = Object.keys(record)
  const declares =
    names.includes('source') && names.every((name) => declarationNames.includes(name))
  return declares || names.filter((name) => evidenceNames.includes(name)).length > 1
}

/** What JSON of no known format is, by its first record. */
export function unknownJson(first: unknown): string {
  if (isMeantAsEvidence(first)) {
    return 'is evidence, but not one object per line; write it so, for example with: jq -c \'if type == "array" then .[] else . end\' FILE'
  }
  const names = isObject(first) ? Object.keys(first) : []
  if (names.length === 0) return 'is JSON of no known format: its records are no objects with names'
  return `is JSON of no known format, with the keys ${shown(names)}`
}

/** What a table of no known format is, by its columns. */
export const unknownTable = (columns: readonly string[]): string =>
  columns.length > 1
    ? `is a table of no known format, with the columns ${shown(columns)}`
    : 'is text of no known format'

/** Columns that the evidence format needs together, one list for each kind of record. */
const neededColumns: readonly (readonly string[])[] = [
  ['id', 'kind', 'at', 'subject.ref'],
  ['period', 'unit', 'value'],
  ['withdraws', 'reason', 'at'],
  ['merges', 'into', 'at'],
]
const declarationColumns = ['type', 'reliability', 'tlp', 'acquisition.basis']
const prefixes = /^(subject|facts|organization|role|engagement|origin)\.[a-z_.]+$/

/**
 * Whether the columns are those of the evidence format: what it needs together, or a dotted name that it alone has. `id`
 * alone is a column of half of all tables.
 */
export function isEvidenceTable(columns: readonly string[]): boolean {
  const names = columns.map((name) => name.trim())
  const has = (name: string): boolean => names.includes(name)
  if (neededColumns.some((needed) => needed.every(has))) return true
  if (has('source') && declarationColumns.some(has)) return true
  const dotted = names.filter((name) => prefixes.test(name))
  const told = ['source', 'id', 'kind', 'at'].filter(has)
  return (dotted.length > 0 && told.length > 1) || told.length > 2
}

/** What observations need and the columns of an evidence table do not have; undefined where nothing is missing. */
export function missingColumn(columns: readonly string[]): string | undefined {
  const names = columns.map((name) => name.trim())
  const [observation = []] = neededColumns
  const isOfObservations = names.some((name) => prefixes.test(name)) || names.includes('kind')
  const absent = observation.find((name) => !names.includes(name))
  const isTwice = new Set(names).size < names.length
  if (!isOfObservations || isTwice || absent === undefined) return undefined
  const others = names.filter((name) => !observation.includes(name))
  const nearest = nearestName(absent, others)
  const advice =
    nearest === undefined ? `it has ${shown(names)}` : `is "${nearest}" meant? Rename the column.`
  return `has no column "${absent}", which every observation needs; ${advice}`
}
