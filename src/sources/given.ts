import type { FieldProblem } from '../evidence/index.ts'
import { isObject, numberOf, textOf, textsOf, truthOf } from './given-values.ts'
import { momentOf } from './moments.ts'
import { parseJson } from './parse-json.ts'
import { untouchedPlaces } from './untouched.ts'

/**
 * A record of somebody else's, read field by field. Null and empty text are "not observed", numbers that
 * are ids become text, a single object counts as a list of one. It remembers what was looked at, so that
 * whatever was not can be named, and collects what is wrong, each with its place in the record.
 *
 * Paths are dotted, relative to the record: `client.ipAddress`.
 */
export interface Given {
  /** Place in the record; empty for the record itself. */
  readonly place: string
  /** Text, or a number or truth as text. */
  readonly text: (path: string) => string | undefined
  /** Text that must be there; without it the record is refused. */
  readonly needed: (path: string) => string
  readonly number: (path: string) => number | undefined
  /** True and false, also as the words `true` and `false`. */
  readonly truth: (path: string) => boolean | undefined
  /** A point in time as RFC 3339; milliseconds since 1970 are read too, a bare day is its first moment in UTC. */
  readonly moment: (path: string) => string | undefined
  /** The texts of a list; of objects with one field `value`, `name` or `text`, that field. */
  readonly texts: (path: string) => readonly string[]
  /** The objects of a list, or the one object that stands in its place. */
  readonly list: (path: string) => readonly Given[]
  /** Like `list`, but what is wrong with an item is its own: the record is not refused for it. */
  readonly apart: (path: string) => readonly Given[]
  readonly inside: (path: string) => Given | undefined
  /**
   * The objects of a list, or the one object, that may also be written as a JSON text, as logs and exports of queries
   * do; what stands below counts as looked at. Undefined where the text is no such JSON.
   */
  readonly embedded: (path: string) => readonly Given[] | undefined
  /** The record as it came, for a reader that has to rename its fields. */
  readonly raw: () => Readonly<Record<string, unknown>>
  /** Names of the fields of an object. */
  readonly names: (path?: string) => readonly string[]
  /** Notes that a field is known and knowingly not taken, with all that stands in it. */
  readonly skip: (...paths: readonly string[]) => void
  readonly refuse: (path: string, reason: string) => void
  readonly problems: () => readonly FieldProblem[]
  /** Places of filled fields that nobody looked at; items of lists are `[]`. */
  readonly untouched: () => readonly string[]
}

/** What one record's Givens share. */
interface Notes {
  readonly touched: Set<string>
  /** Places at and below which everything counts as looked at. */
  readonly skipped: Set<string>
  readonly problems: FieldProblem[]
}

interface Scope {
  readonly record: Readonly<Record<string, unknown>>
  /** With the numbers of items: `data[3].ip`. */
  readonly place: string
  /** Without them: `data[].ip`. */
  readonly pattern: string
  readonly notes: Notes
}

/** The record as a Given; of what is no object, an empty one that is refused. */
export function givenOf(record: unknown): Given {
  const problems = isObject(record) ? [] : [{ field: '', reason: 'expected a JSON object' }]
  const notes: Notes = { touched: new Set(), skipped: new Set(), problems }
  return given({ record: isObject(record) ? record : {}, place: '', pattern: '', notes })
}

function given(scope: Scope): Given {
  const { notes } = scope
  const refused = (path: string) => (reason: string) => refuse(scope, path, reason)
  const text = (path: string): string | undefined => textOf(found(scope, path), refused(path))
  return {
    place: scope.place,
    text,
    needed: (path) => {
      const value = text(path)
      const isAbsent = value === undefined && !isOfWrongType(found(scope, path))
      if (isAbsent) refuse(scope, path, 'needed, but it is absent')
      return value ?? ''
    },
    number: (path) => numberOf(text(path), refused(path)),
    truth: (path) => truthOf(text(path), refused(path)),
    moment: (path) => momentAt(scope, path, text(path)),
    texts: (path) => textsOf(found(scope, path), refused(path)),
    list: (path) => objects(scope, path, false),
    apart: (path) => objects(scope, path, true),
    inside: (path) => objects(scope, path, false)[0],
    embedded: (path) => embeddedObjects(scope, path),
    raw: () => scope.record,
    names: (path = '') => {
      const value = path === '' ? scope.record : found(scope, path)
      return isObject(value) ? Object.keys(value) : []
    },
    skip: (...paths) => {
      for (const path of paths) notes.skipped.add(joined(scope.pattern, path))
    },
    refuse: (path, reason) => refuse(scope, path, reason),
    problems: () => notes.problems,
    untouched: () => untouchedPlaces(scope.record, scope.pattern, notes),
  }
}

/** `text` has refused it already. */
const isOfWrongType = (value: unknown): boolean => value !== null && typeof value === 'object'

const joined = (before: string, path: string): string =>
  before === '' ? path : path === '' ? before : `${before}.${path}`

/** Among how many of the last problems an equal one is looked for. */
const comparedProblems = 20

/** A field that is read twice is refused once. */
function refuse({ notes, place }: Scope, path: string, reason: string): void {
  const field = joined(place, path)
  const isKnown = notes.problems
    .slice(-comparedProblems)
    .some((each) => each.field === field && each.reason === reason)
  if (!isKnown) notes.problems.push({ field, reason })
}

/** The value at a dotted path, which counts as looked at; a name that holds a dot itself is found first. */
function found({ record, pattern, notes }: Scope, path: string): unknown {
  notes.touched.add(joined(pattern, path))
  if (Object.hasOwn(record, path)) return record[path]
  let value: unknown = record
  for (const name of path.split('.')) {
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined
    value = value[name]
  }
  return value
}

const shownValue = 40

function momentAt(scope: Scope, path: string, text: string | undefined): string | undefined {
  const moment = text === undefined ? undefined : momentOf(text)
  if (text !== undefined && moment === undefined) {
    refuse(scope, path, `"${text.slice(0, shownValue)}" is no point in time with an offset`)
  }
  return moment
}

function embeddedObjects(scope: Scope, path: string): readonly Given[] | undefined {
  const value = found(scope, path)
  const parsed = typeof value === 'string' && value.trim() !== '' ? parsedText(value) : value
  if (parsed != null && parsed !== '' && !isListOfObjects(parsed)) return undefined
  const holder: Scope = { ...scope, record: { [path]: parsed } }
  const inner = objects(holder, path, false)
  scope.notes.skipped.add(joined(scope.pattern, path))
  return inner
}

const isListOfObjects = (value: unknown): boolean =>
  Array.isArray(value) ? value.every(isObject) : isObject(value)

function parsedText(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    // Not swallowed: whoever reads it names it.
    return text
  }
}

function objects(scope: Scope, path: string, isApart: boolean): readonly Given[] {
  const value = found(scope, path)
  const place = joined(scope.place, path)
  const pattern = joined(scope.pattern, path)
  const notes = (): Notes => (isApart ? { ...scope.notes, problems: [] } : scope.notes)
  if (value == null || value === '') return []
  if (isObject(value)) return [given({ record: value, place, pattern, notes: notes() })]
  if (!Array.isArray(value)) {
    refuse(scope, path, 'expected an object or a list of objects')
    return []
  }
  return value.flatMap((item: unknown, index) => {
    if (item == null) return []
    const itsPlace = { place: `${place}[${index}]`, pattern: `${pattern}[]` }
    const itsNotes = notes()
    if (!isObject(item))
      itsNotes.problems.push({ field: itsPlace.place, reason: 'expected an object' })
    else return [given({ record: item, ...itsPlace, notes: itsNotes })]
    // What stands apart is refused by itself, so that its neighbours are read.
    return isApart ? [given({ record: {}, ...itsPlace, notes: itsNotes })] : []
  })
}
