import { dateFormat, isTimezone } from './map-dates.ts'
import type { FieldType } from './map-fields.ts'
import {
  type Column,
  type Condition,
  ConditionGrammar,
  conditionKeys,
  type MapGiven,
  type MappedValue,
  type Place,
  type Template,
  type ValueGiven,
  ValueGrammar,
  valueKeys,
} from './map-grammar.ts'
import type { MapText } from './map-text.ts'
import { refusalOf } from './map-text.ts'
import { safePattern } from './pattern-steps.ts'

/** What reading the parts of a map needs to know of the whole. */
export interface MapReading {
  readonly map: Pick<MapGiven, 'dates' | 'timezone' | 'names'>
  readonly refusal: MapText['refusal']
}

/** Names that moments may have instead of a format: RFC 3339 and its parts, and numbers since 1970. */
export const namedFormats = ['iso', 'epoch'] as const

interface ValueTarget {
  readonly type: FieldType
  readonly place: Place
  /** Of a fact that the format does not know, which takes anything. */
  readonly isOwn?: boolean
}

/** The value that a map gives a field of this type; throws `invalid`. */
export function readValue(
  reading: MapReading,
  given: unknown,
  { type, place, isOwn = false }: ValueTarget,
): MappedValue {
  const parsed = ValueGrammar.safeParse(given)
  if (!parsed.success) throw refusalOf(reading, parsed.error, { place, keys: () => valueKeys })
  const value = parsed.data
  const problem =
    sourceProblem(value, type) ??
    meaningProblem(value) ??
    asProblem(value, type, isOwn) ??
    patternProblem(value) ??
    dateProblem(value, type, reading)
  if (problem !== undefined) throw reading.refusal([...place, ...problem.at], problem.reason)
  return mappedValue(reading, value, type)
}

interface ValueProblem {
  readonly at: Place
  readonly reason: string
}

const at = (key: keyof ValueGiven, reason: string): ValueProblem => ({ at: [key], reason })

function sourceProblem(value: ValueGiven, type: FieldType): ValueProblem | undefined {
  const sources = (['value', 'column', 'columns', 'text'] as const).filter(
    (key) => value[key] !== undefined,
  )
  if (sources.length !== 1)
    return {
      at: [],
      reason: 'write one of column, columns, text (a template) and value (a constant)',
    }
  const joins = value.columns !== undefined && type !== 'list'
  if (joins && value.join === undefined) return at('columns', 'say what joins them: join: " "')
  if (!joins && value.join !== undefined) return at('join', 'it goes with columns of a text')
  if (value.split !== undefined && type !== 'list') return at('split', 'the field takes no list')
  return value.text?.map(templateProblem).find((problem) => problem)
}

function templateProblem(template: string): ValueProblem | undefined {
  if (!/\{[^{}]+\}/.test(template))
    return at('text', 'it names no column in braces; a constant is value:')
  return /[{}]/.test(template.replaceAll(/\{[^{}]+\}/g, ''))
    ? at('text', 'a brace is opened or closed alone')
    : undefined
}

function meaningProblem(value: ValueGiven): ValueProblem | undefined {
  const { words, otherwise, inside, as, decimal } = value
  if (otherwise !== undefined && words === undefined) return at('otherwise', 'it goes with words')
  if (inside !== undefined && words === undefined) return at('inside', 'it goes with words')
  if (words !== undefined && as !== 'list' && (as ?? decimal) !== undefined)
    return at('words', 'their meaning needs no as and no decimal')
  return undefined
}

/** What `as` makes of a cell must be what the field takes; the field's own type need not be said. */
function asProblem(
  { as, decimal }: ValueGiven,
  type: FieldType,
  isOwn: boolean,
): ValueProblem | undefined {
  if (decimal !== undefined && type !== 'number' && as !== 'number')
    return at('decimal', 'the field takes no number')
  if (as === undefined || as === type || isOwn) return undefined
  const isText = as === 'lower' || as === 'country'
  if (isText && (type === 'text' || (type === 'list' && as === 'lower'))) return undefined
  return at('as', `the field takes ${typeNames[type] ?? type}: ${advice(type, as)}`)
}

const typeNames: Partial<Record<FieldType, string>> = {
  text: 'text',
  list: 'a list of text',
  number: 'a number',
  truth: 'true or false',
  moment: 'a date',
}

function advice(type: FieldType, as: string): string {
  if (type === 'moment') return 'write date: with its format instead'
  if (type === 'truth') return `write words: {yes: true, no: false} instead of as: ${as}`
  if (type === 'number') return `write decimal: "," where it has decimal commas, and no as: ${as}`
  return `leave out as: ${as}, or say with words: what each cell means`
}

function patternProblem({ pattern, column, columns }: ValueGiven): ValueProblem | undefined {
  if (pattern === undefined) return undefined
  if ((column ?? columns) === undefined) return at('pattern', 'it goes with column or columns')
  const read = safePattern(pattern)
  return typeof read === 'string' ? at('pattern', read) : undefined
}

function dateProblem(
  value: ValueGiven,
  type: FieldType,
  { map }: MapReading,
): ValueProblem | undefined {
  if (type !== 'moment') {
    const stray = (['date', 'timezone'] as const).find((key) => value[key] !== undefined)
    return stray === undefined ? undefined : at(stray, 'only `at` takes a date')
  }
  if (value.value !== undefined) return undefined
  const formats = value.date ?? map.dates
  if (formats === undefined) {
    return { at: [], reason: 'state the format of the date: date: yyyy-MM-dd' }
  }
  const { timezone } = value
  if (timezone !== undefined && !isTimezone(timezone)) return at('timezone', zoneRule(timezone))
  const problem = problemOfFormats(formats, timezone ?? map.timezone)
  return problem === undefined ? undefined : at('date', problem)
}

const problemOfFormats = (
  formats: readonly string[],
  timezone: string | undefined,
): string | undefined => formats.map((each) => formatProblem(each, timezone)).find((each) => each)

export const zoneRule = (zone: string): string =>
  `timezone "${zone}" is no time zone of the IANA list, such as America/Chicago or UTC`

export function formatProblem(text: string, timezone: string | undefined): string | undefined {
  if (namedFormats.some((name) => name === text)) return undefined
  const format = dateFormat(text)
  if (typeof format === 'string') return `date "${text}": ${format}`
  const hasClock = format.parts.some((part) => /^[Hh]/.test(part))
  return hasClock && !format.hasOffset && timezone === undefined
    ? `date "${text}" has a time of day and no offset: state its timezone, such as America/Chicago`
    : undefined
}

function mappedValue(reading: MapReading, value: ValueGiven, type: FieldType): MappedValue {
  const { split, pattern, as, decimal, date, timezone } = value
  const moment = type === 'moment' && value.value === undefined
  const zone = timezone ?? reading.map.timezone
  return {
    from: sourceOf(reading, value),
    ...(split ? { split } : {}),
    ...(pattern ? { pattern } : {}),
    ...wordsOf(value, type),
    ...(as && as !== 'list' ? { as } : {}),
    ...(decimal ? { decimal } : {}),
    ...(moment ? { date: date ?? reading.map.dates ?? [] } : {}),
    ...(moment && zone ? { timezone: zone } : {}),
  }
}

/** In the items of a list, words are looked for inside too: a product's name seldom stands alone. */
const wordsOf = ({ words, inside, otherwise }: ValueGiven, type: FieldType) =>
  words === undefined
    ? {}
    : {
        words: lowerKeys(words),
        inside: inside ?? type === 'list',
        ...(otherwise === undefined ? {} : { otherwise }),
      }

function sourceOf(reading: MapReading, value: ValueGiven): MappedValue['from'] {
  const { column, columns, text, join } = value
  if (column) return { columns: [namesOf(reading, column)] }
  if (columns) {
    const named = columns.map((each) => namesOf(reading, each))
    return { columns: named, ...(join === undefined ? {} : { join }) }
  }
  if (text === undefined) return { constant: value.value ?? '' }
  return { templates: text.map((each) => templateOf(reading, each)) }
}

const templateOf = (reading: MapReading, text: string): Template =>
  text
    .split(/(\{[^{}]+\})/)
    .filter((piece) => piece !== '')
    .map((piece) =>
      piece.startsWith('{') ? namesOf(reading, piece.slice(1, -1).split('|')) : piece,
    )

/** What the map's own `names` call a column goes before what it is called. */
const namesOf = ({ map }: MapReading, column: Column): Column =>
  column.flatMap((name) => [...(map.names?.[name.trim()] ?? []), name.trim()])

const lowerKeys = <Value>(
  words: Readonly<Record<string, Value>>,
): Readonly<Record<string, Value>> =>
  Object.fromEntries(Object.entries(words).map(([word, value]) => [plainWord(word), value]))

/** Words are told apart without case and surplus space. */
export const plainWord = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase()

/** The conditions under which a record, an item or a flag holds: all of them. */
export function readConditions(
  reading: MapReading,
  given: unknown,
  place: Place,
): readonly Condition[] {
  if (given === undefined) return []
  const list: readonly unknown[] = Array.isArray(given) ? given : [given]
  return list.map((each, index) => {
    const itsPlace = Array.isArray(given) ? [...place, index] : place
    const parsed = ConditionGrammar.safeParse(each)
    if (!parsed.success)
      throw refusalOf(reading, parsed.error, { place: itsPlace, keys: () => conditionKeys })
    const { column, is, not, filled } = parsed.data
    return {
      column: namesOf(reading, column),
      ...(is ? { is: is.map(plainWord) } : {}),
      ...(not ? { not: not.map(plainWord) } : {}),
      ...(filled === undefined ? {} : { filled }),
    }
  })
}
