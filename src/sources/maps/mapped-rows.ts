import type { Given } from '../given.ts'
import {
  type EvidenceRecord,
  filledOrAbsent,
  type ReadingContext,
  type Translation,
} from '../reader.ts'
import { columnsOfValue, ownMoment } from './map-columns.ts'
import { isObjectType, type ObjectType, objectParts } from './map-fields.ts'
import type { Condition, MappedField, MappedItem, MappedRecord, Mapping } from './map-grammar.ts'
import { plainWord } from './map-values.ts'
import { withAddressText } from './mapped-addresses.ts'
import { type MappedRow, mappedRow } from './mapped-row.ts'
import { cellOf, mappedValueOf } from './mapped-values.ts'
import { neededFields } from './needed-fields.ts'
import { placed } from './placed.ts'

/**
 * What a row says, by its map. What a cell says and the map does not foresee (a word, a date of another
 * format) refuses the row with its column and value; an empty cell is "not observed".
 */
export function readMappedRow(
  given: Given,
  mapping: Mapping,
  context: ReadingContext,
): Translation {
  const row = mappedRow(given, mapping)
  const records = mapping.records.filter(({ when }) => holds(row, when))
  if (records.length === 0)
    return { records: [], notTaken: [unmet(row, mapping), ...row.notTaken()] }
  const read = records.map((record) => readRecordOf(row, record, context))
  return { records: read, notTaken: row.notTaken() }
}

/** All of the conditions: an unforeseen word refuses the row. */
function holds(row: MappedRow, when: readonly Condition[]): boolean {
  return when.every((condition) => {
    const cell = cellOf(row, condition.column)
    if (condition.filled !== undefined) return (cell !== undefined) === condition.filled
    if (cell === undefined) return false
    const word = plainWord(cell)
    if (condition.is?.includes(word)) return true
    if (condition.not !== undefined && !condition.not.includes(word)) {
      const words = [...(condition.is ?? []), ...condition.not].join(', ')
      row.refuse(condition.column, `"${shown(cell)}" is none of ${words}`)
    }
    return false
  })
}

const shownCharacters = 40
const shown = (cell: string): string => cell.slice(0, shownCharacters)

/** A row that the map foresees for nothing is named by what stands where it looked. */
function unmet(row: MappedRow, { records }: Mapping): string {
  const looked = new Map(
    records.flatMap(({ when }) => when.map(({ column }) => [column[0] ?? '', column] as const)),
  )
  const words = [...looked].map(([name, column]) => {
    const cell = cellOf(row, column)
    return cell === undefined ? `${name} empty` : `${name} "${shown(cell)}"`
  })
  return `row with ${words.join(', ')}`
}

function readRecordOf(
  row: MappedRow,
  { kind, fields }: MappedRecord,
  { source, organization }: ReadingContext,
): EvidenceRecord {
  const values = new Map<string, unknown>([
    ['source', source],
    ['kind', kind],
  ])
  const at = fields.find(({ field }) => field === 'at')
  const dated = withMoment(row, at && contentOf(row, at))
  for (const field of fields) {
    const value = field === at ? dated.moment : contentOf(dated.row, field)
    if (value !== undefined) values.set(field.field, value)
    else if (neededFields.includes(field.field)) refuseAbsent(dated.row, field)
  }
  const namesEmployer = fields.some(
    ({ field }) => field.startsWith('organization.') && values.has(field),
  )
  if (organization !== undefined && !namesEmployer) values.set('organization.domain', organization)
  return placed(values)
}

/** Without these fields a row is no observation; which column it was says more than which field. */
function refuseAbsent(row: MappedRow, { field, content }: MappedField): void {
  if (row.isRefused() || !('from' in content)) return
  // Of several texts the last is the one that asks for the least.
  const { from } = content
  const last = 'templates' in from ? { from: { templates: from.templates.slice(-1) } } : content
  const columns = columnsOfValue(last).filter(([name]) => name !== ownMoment)
  const absent = columns.find((column) => row.cells(column).length === 0)
  if (absent === undefined) return
  const stands = row.whole(absent)?.texts[0]
  const reason =
    stands === undefined
      ? `is empty, and "${field}" needs it`
      : `"${shown(stands)}" stands for nothing, and "${field}" needs it`
  row.refuse([row.whole(absent)?.name ?? absent[0] ?? ''], reason)
}

/** The row, with the moment of its record as a column of its own. */
function withMoment(row: MappedRow, moment: unknown) {
  const ms = typeof moment === 'string' ? Date.parse(moment) : Number.NaN
  const utc = Number.isNaN(ms) ? [] : [new Date(ms).toISOString().replace('.000', '')]
  const cells: MappedRow['cells'] = (column) => (column[0] === ownMoment ? utc : row.cells(column))
  return { moment, row: { ...row, cells } }
}

function contentOf(row: MappedRow, { field, type, content }: MappedField): unknown {
  if ('from' in content) return mappedValueOf(row, content, { field, type })
  if (!isObjectType(type)) return undefined
  const items = content.flatMap((item) => itemOf(row, item, type))
  return items.length === 0 ? undefined : items
}

function itemOf(row: MappedRow, { when, parts, several }: MappedItem, type: ObjectType) {
  const name = type === 'flags' ? String(constantOf(parts, 'indicator')) : ''
  if (!holds(row, when)) {
    // The format has no way to say that an interviewer saw nothing; how often they did is told all the same.
    if (type === 'flags' && isDenied(row, when)) row.leaveOut(`answer "no" to ${name}`)
    return []
  }
  const part = several ?? listedPart(row, parts, type)
  const read = Object.entries(parts).map(([name, value]) => [
    name,
    mappedValueOf(row, value, { field: name, type: name === part ? 'list' : 'text' }),
  ])
  return eachOf(Object.fromEntries(read), part).flatMap((fields) => {
    const item = filledOrAbsent(type === 'addresses' ? withAddressText(fields) : fields)
    const isThere = item !== undefined && objectParts[type].one.some((name) => item[name] != null)
    return isThere ? [item] : []
  })
}

/** A list of JSON holds several identifiers: joined, they would be one that nobody has. */
function listedPart(row: MappedRow, parts: MappedItem['parts'], type: ObjectType) {
  return objectParts[type].one.find((name) => {
    const value = parts[name]
    const [column] = value === undefined ? [] : columnsOfValue(value)
    return column !== undefined && row.cells(column).length > 1
  })
}

/** An object for each of the several values of one of its parts. */
function eachOf(fields: Fields, part: string | undefined): readonly Fields[] {
  const values = part === undefined ? undefined : fields[part]
  if (part === undefined || !Array.isArray(values)) return [fields]
  return values.map((value: unknown) => ({ ...fields, [part]: value }))
}

type Fields = Readonly<Record<string, unknown>>

const constantOf = (parts: MappedItem['parts'], name: string): unknown => {
  const from = parts[name]?.from
  return from !== undefined && 'constant' in from ? from.constant : ''
}

const isDenied = (row: MappedRow, when: readonly Condition[]): boolean =>
  when.some(({ column, not }) => {
    const cell = cellOf(row, column)
    return cell !== undefined && not?.includes(plainWord(cell))
  })
