import { factTypeOf, readRecord } from '../../evidence/index.ts'
import { isObject } from '../given-values.ts'
import { columnsOfValue } from './map-columns.ts'
import {
  type FieldType,
  fieldTypeOf,
  isObjectType,
  mapFields,
  type ObjectType,
  objectParts,
} from './map-fields.ts'
import type {
  Condition,
  Constant,
  MapGiven,
  MappedField,
  MappedItem,
  MappedRecord,
  MappedValue,
  Place,
} from './map-grammar.ts'
import { suggestion } from './map-text.ts'
import { type MapReading, readConditions, readValue } from './map-values.ts'
import { withAddressText } from './mapped-addresses.ts'
import { neededFields } from './needed-fields.ts'
import { type ProtectedTrait, unusedBehind } from './never-evidence.ts'
import { placed } from './placed.ts'
import { indicatorIds } from './shipped-path.ts'

/** What reading the records of a map needs to know. */
export interface RecordReading extends MapReading {
  readonly map: Pick<MapGiven, 'dates' | 'timezone' | 'names' | 'own' | 'not_protected'>
}

type RecordGiven = MapGiven['records'][number]

/** One record of a map, each field checked against the evidence format; throws `invalid`. */
export function readMappedRecord(
  reading: RecordReading,
  given: RecordGiven,
  index: number,
): MappedRecord {
  const place: Place = ['records', index]
  const staged = ['interview', 'employment'].includes(given.kind) ? ['stage'] : []
  const absent = [...neededFields, ...staged].find((field) => !Object.hasOwn(given.fields, field))
  if (absent !== undefined)
    throw reading.refusal([...place, 'fields'], `${absent} is needed, and no column gives it`)
  const when = readConditions(reading, given.when, [...place, 'when'])
  refuseUnused(reading, when, [...place, 'when'])
  const fields = Object.entries(given.fields).map(([field, content]) =>
    readField(reading, { field, content, place: [...place, 'fields', field], kind: given.kind }),
  )
  const kindProblem = problemWith(given.kind, new Map(), 'kind')
  if (kindProblem !== undefined) throw reading.refusal([...place, 'kind'], kindProblem)
  return { kind: given.kind, when, fields }
}

interface FieldGiven {
  readonly field: string
  readonly content: unknown
  readonly place: Place
  readonly kind: string
}

function readField(reading: RecordReading, given: FieldGiven): MappedField {
  const { field, content, place } = given
  const isOwn = field.startsWith('facts.') && factTypeOf(field.slice('facts.'.length)) === undefined
  const type = fieldTypeOf(field, makesList(content))
  const problem = type === undefined ? unknownField(field) : factNameProblem(reading, field)
  if (type === undefined || problem !== undefined)
    throw reading.refusal(place, problem ?? 'is no field')
  if (isObjectType(type)) return { field, type, content: readItems(reading, given, type) }
  const value = readValue(reading, content, { type, place, isOwn })
  refuseUnusedValue(reading, value, given)
  for (const constant of constantsOf(value)) {
    const wrong = problemWith(given.kind, new Map([[field, typed(constant, type)]]), field)
    if (wrong !== undefined) throw reading.refusal(place, `"${String(constant)}": ${wrong}`)
  }
  return { field, type, content: value }
}

/** A fact of one's own is a list where its value says so. */
const makesList = (content: unknown): boolean =>
  isObject(content) &&
  (content['split'] !== undefined ||
    content['as'] === 'list' ||
    Array.isArray(content['value']) ||
    (content['columns'] !== undefined && content['join'] === undefined))

const typed = (constant: Constant, type: FieldType): unknown =>
  type === 'list' && !Array.isArray(constant) ? [constant] : constant

function unknownField(field: string): string {
  if (field === 'source')
    return 'the source of a table is said with `source:` at the top, or --source'
  if (field === 'kind') return '`kind` stands beside `fields`'
  return `is no field of the evidence format; ${suggestion(field, Object.keys(mapFields))}`
}

/** Facts of other names are kept by the format and weigh nothing: a misspelt one would go unnoticed. */
function factNameProblem({ map }: RecordReading, field: string): string | undefined {
  if (!field.startsWith('facts.')) return undefined
  const name = field.slice('facts.'.length)
  if (factTypeOf(name) !== undefined) return undefined
  const unused = unlessOverridden(map, name)
  if (unused !== undefined) return `is never evidence: ${unused.because}`
  if (!/^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$/.test(name)) return 'a fact has a name such as badge.lent'
  return map.own?.facts?.includes(name)
    ? undefined
    : `the evidence format knows no fact "${name}"; one of your own, which weighs nothing, is named under own: facts:`
}

function readItems(
  reading: RecordReading,
  { field, content, place, kind }: FieldGiven,
  type: ObjectType,
): readonly MappedItem[] {
  const list: readonly unknown[] = Array.isArray(content) ? content : [content]
  return list.map((given, index) => {
    const at = Array.isArray(content) ? [...place, index] : place
    const item = readItem(reading, given, { type, place: at })
    const wrong = problemWith(kind, new Map([[field, [sampleOf(item, type)]]]), field)
    if (wrong !== undefined) throw reading.refusal(at, wrong)
    if (type === 'flags') refuseFlag(reading, item, at)
    return item
  })
}

interface ItemPlace {
  readonly type: ObjectType
  readonly place: Place
}

function readItem(reading: RecordReading, given: unknown, { type, place }: ItemPlace): MappedItem {
  const { parts: names, one } = objectParts[type]
  if (!isObject(given)) throw reading.refusal(place, `write an object with ${names.join(', ')}`)
  const { when: conditions, ...rest } = given
  const when = readConditions(reading, conditions, [...place, 'when'])
  refuseUnused(reading, when, [...place, 'when'])
  const parts = Object.entries(rest).map(([name, part]) => {
    const at = [...place, name]
    if (!names.includes(name)) {
      throw reading.refusal(at, `is no part of ${type}; ${suggestion(name, [...names, 'when'])}`)
    }
    const value: MappedValue =
      typeof part === 'string'
        ? { from: { constant: part } }
        : readValue(reading, part, { type: isSplit(part) ? 'list' : 'text', place: at })
    refuseUnusedValue(reading, value, { field: `subject.${type}`, place: at })
    return [name, value] as const
  })
  if (!one.some((name) => parts.some(([given]) => given === name)))
    throw reading.refusal(place, `needs ${one.join(' or ')}`)
  return { when, parts: Object.fromEntries(parts), ...severalOf(reading, rest, { type, place }) }
}

const isSplit = (part: unknown): boolean => isObject(part) && part['split'] !== undefined

/** Which part of an object may be several in one cell: one at most, and none of a flag. */
function severalOf(
  reading: RecordReading,
  parts: Readonly<Record<string, unknown>>,
  { type, place }: ItemPlace,
): Pick<MappedItem, 'several'> {
  const [first, second] = Object.keys(parts).filter((name) => isSplit(parts[name]))
  if (first === undefined) return {}
  if (second !== undefined)
    throw reading.refusal([...place, second], `only one part can be split, and ${first} is`)
  if (type === 'flags') throw reading.refusal([...place, first], 'a flag is one; write it twice')
  return { several: first }
}

/** What the parts that come from cells are tried as; only those that are written in the map can be wrong here. */
const samples: Readonly<Record<string, string>> = {
  country: 'US',
  sha256: 'a'.repeat(64),
  phash: 'a'.repeat(16),
  service: 'github',
}

function sampleOf(item: MappedItem, type: ObjectType): Readonly<Record<string, unknown>> {
  const sample = Object.entries(item.parts).flatMap(([name, { from, words }]) => {
    if (name === 'file') return []
    if ('constant' in from) return [[name, from.constant]]
    const [meaning] = Object.values(words ?? {}).filter((each) => each !== null)
    const isKind = name === 'kind' && meaning === undefined
    return [[name, meaning ?? (isKind ? anyKind[type] : samples[name]) ?? 'x']]
  })
  const fields = Object.fromEntries(sample)
  return type === 'addresses' ? withAddressText(fields) : fields
}

const anyKind: Partial<Record<ObjectType, string>> = {
  devices: 'serial',
  accounts: 'other',
  addresses: 'home',
  documents: 'resume',
}

/** A flag is an answer to a question, and an id of the catalogue. */
function refuseFlag(reading: RecordReading, { when, parts }: MappedItem, place: Place): void {
  const from = parts['indicator']?.from
  const id = from !== undefined && 'constant' in from ? String(from.constant) : undefined
  const at = [...place, 'indicator']
  if (id === undefined) throw reading.refusal(at, 'write the id of an indicator')
  const unused = unusedBehind(id)
  if (unused !== undefined)
    throw reading.refusal(at, `"${id}" is never evidence: ${unused.because}`)
  if (when.length === 0)
    throw reading.refusal(place, `say when it holds: when: {column: …, is: [yes]}`)
  const ids = indicatorIds()
  if (ids.includes(id) || reading.map.own?.flags?.includes(id)) return
  throw reading.refusal(
    at,
    `"${id}" is no indicator; ${suggestion(id, ids).replace(/^use .*/s, 'see indicators/')}; one of your own, which weighs nothing, is named under own: flags:`,
  )
}

const constantsOf = ({ from, words, otherwise }: MappedValue): readonly Constant[] =>
  [
    ...('constant' in from ? [from.constant] : []),
    ...Object.values(words ?? {}),
    otherwise ?? null,
  ].filter((each) => each !== null)

/** What the format says to a value of a field, by reading an observation that has it. */
function problemWith(
  kind: string,
  values: ReadonlyMap<string, unknown>,
  field: string,
): string | undefined {
  const sample = new Map<string, unknown>([
    ['source', 'map'],
    ['id', '1'],
    ['kind', kind],
    ['at', '2024-01-01T00:00:00Z'],
    ['subject.ref', '1'],
    ...values,
  ])
  const reading = readRecord(placed(sample))
  if (reading.record !== 'problems') return undefined
  return reading.problems.find((problem) => problem.field.startsWith(field))?.reason
}

/** A name and a year of birth support a link between records and nothing else; nothing else may come of such columns. */
const mayHold = ['subject.name', 'subject.claims.birth_year']

function refuseUnusedValue(
  reading: RecordReading,
  value: MappedValue,
  { field, place }: Pick<FieldGiven, 'field' | 'place'>,
): void {
  if (!mayHold.includes(field)) refuseColumns(reading, columnsOfValue(value).flat(), place)
}

function refuseUnused(reading: RecordReading, when: readonly Condition[], place: Place): void {
  refuseColumns(
    reading,
    when.flatMap(({ column }) => column),
    place,
  )
}

function refuseColumns(
  { refusal, map }: RecordReading,
  columns: readonly string[],
  place: Place,
): void {
  for (const column of columns) {
    const unused = unlessOverridden(map, column)
    if (unused !== undefined)
      throw refusal(
        place,
        `the column "${column}" is never evidence: ${unused.because}; if it describes a thing and no person, name it under not_protected:`,
      )
  }
}

/** Which names may be overridden is checked where the map is read. */
const unlessOverridden = (
  { not_protected = [] }: RecordReading['map'],
  name: string,
): ProtectedTrait | undefined =>
  not_protected.some((entry) => ('column' in entry ? entry.column : entry.fact) === name)
    ? undefined
    : unusedBehind(name)
