import { countryCodeOf } from '../../taxonomy/index.ts'
import { momentOf } from '../moments.ts'
import { columnsOfValue } from './map-columns.ts'
import { dateFormat, readDate } from './map-dates.ts'
import type { FieldType } from './map-fields.ts'
import type { Column, Constant, MappedValue, Template } from './map-grammar.ts'
import { plainWord } from './map-values.ts'
import type { MappedRow } from './mapped-row.ts'

/** The one text of a column; undefined where it is empty. */
export const cellOf = (row: MappedRow, column: Column): string | undefined => row.cells(column)[0]

interface Target {
  readonly field: string
  readonly type: FieldType
}

/** What a value of the map gives for this row; undefined is "not observed". What is wrong refuses the row. */
export function mappedValueOf(row: MappedRow, value: MappedValue, target: Target): unknown {
  const { from } = value
  if ('constant' in from) return target.type === 'list' ? [from.constant].flat() : from.constant
  if (target.type === 'list') return listOf(row, value)
  const [column = []] = columnsOfValue(value)
  const text = textOf(row, from)
  return text === undefined ? undefined : meaningOf({ row, column, value, type: target.type }, text)
}

type Source = Exclude<MappedValue['from'], { readonly constant: Constant }>

/** A template with an empty column says nothing: half an id is another id. */
function textOf(row: MappedRow, from: Source): string | undefined {
  if ('columns' in from) {
    const texts = from.columns.flatMap((column) => row.cells(column))
    return texts.length === 0 ? undefined : texts.join(from.join ?? ', ')
  }
  return from.templates
    .map((template) => filledIn(row, template))
    .find((each) => each !== undefined)
}

function filledIn(row: MappedRow, template: Template): string | undefined {
  const pieces = template.map((piece) => (typeof piece === 'string' ? piece : cellOf(row, piece)))
  return pieces.includes(undefined) ? undefined : pieces.join('')
}

function listOf(row: MappedRow, value: MappedValue): readonly unknown[] | undefined {
  const { from, split = [] } = value
  if ('constant' in from) return undefined
  const columns = 'columns' in from ? from.columns : []
  const found = columns.flatMap((column) =>
    row
      .cells(column)
      .flatMap((cell) =>
        pieces(cell, split).flatMap(
          (text) => meaningOf({ row, column, value, type: 'text' }, text) ?? [],
        ),
      ),
  )
  const whole = 'templates' in from ? textOf(row, from) : undefined
  const items = [...new Set(whole === undefined ? found : pieces(whole, split))]
  return items.length === 0 ? undefined : items
}

const pieces = (text: string, separators: readonly string[]): readonly string[] =>
  separators
    .reduce((parts, separator) => parts.flatMap((part) => part.split(separator)), [text])
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** A text of a cell, and all that is needed to say what it means or why it means nothing. */
interface Reading {
  readonly row: MappedRow
  readonly column: Column
  readonly value: MappedValue
  readonly type: FieldType
}

function meaningOf(reading: Reading, text: string): unknown {
  const { words, date, as } = reading.value
  if (words !== undefined) return wordMeaning(reading, text)
  if (date !== undefined) return dateMeaning(reading, text)
  if (as === 'country') return countryMeaning(reading, text)
  if (as === 'lower') return text.toLowerCase()
  if (as === 'number' || reading.type === 'number') return numberMeaning(reading, text)
  if (as === 'truth' || reading.type === 'truth') return truthMeaning(reading, text)
  return text
}

const shownCharacters = 40

function refuse({ row, column }: Reading, text: string, reason: string): undefined {
  row.refuse(column, `"${text.slice(0, shownCharacters)}" ${reason}`)
  return undefined
}

function wordMeaning(reading: Reading, text: string): unknown {
  const { words = {}, otherwise } = reading.value
  const word = plainWord(text)
  if (Object.hasOwn(words, word)) return words[word] ?? undefined
  if (otherwise === null) {
    reading.row.leaveOut(
      `${reading.row.called(reading.column)} "${text.slice(0, shownCharacters)}"`,
    )
    return undefined
  }
  if (otherwise !== undefined) return otherwise
  return refuse(reading, text, `is none of ${Object.keys(words).join(', ')}`)
}

function dateMeaning(reading: Reading, text: string): string | undefined {
  const { date = [], timezone } = reading.value
  for (const format of date) {
    const moment = momentIn(text, format, timezone)
    if (moment !== undefined) return moment
  }
  const clock = timezone === undefined && isoWithoutOffset.test(text)
  return refuse(
    reading,
    text,
    clock
      ? 'has no offset, and the map states no timezone'
      : `does not fit the date format ${date.join(' or ')}`,
  )
}

const isoWithoutOffset = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/
const isoFormats = [
  "yyyy-MM-dd'T'HH:mm:ss",
  "yyyy-MM-dd'T'HH:mm",
  'yyyy-MM-dd HH:mm:ss',
  'yyyy-MM-dd HH:mm',
]

function momentIn(text: string, format: string, timezone: string | undefined): string | undefined {
  if (format === 'epoch') return /^\d{9,14}(\.\d+)?$/.test(text) ? momentOf(text) : undefined
  if (format !== 'iso') return readWith(text, [format], timezone)
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return undefined
  if (isoWithoutOffset.test(text))
    return timezone === undefined ? undefined : readWith(text, isoFormats, timezone)
  return readWith(text, ['yyyy-MM-dd'], timezone) ?? momentOf(text)
}

const formats = new Map<string, ReturnType<typeof dateFormat>>()

function readWith(text: string, given: readonly string[], timezone: string | undefined) {
  const read = given.flatMap((each) => {
    const format = formats.get(each) ?? dateFormat(each)
    formats.set(each, format)
    return typeof format === 'string' ? [] : [format]
  })
  return readDate(text, read, timezone)
}

/** Groups of three digits apart by the other mark, a space or an apostrophe; nothing else stands in a number. */
const numberPatterns = {
  '.': /^[+-]?\d{1,3}(?:[,\s'’]\d{3})*(?:\.\d+)?$|^[+-]?\d+(?:\.\d+)?$/,
  ',': /^[+-]?\d{1,3}(?:[.\s'’]\d{3})*(?:,\d+)?$|^[+-]?\d+(?:,\d+)?$/,
} as const

function numberMeaning(reading: Reading, text: string): number | undefined {
  const { decimal = '.' } = reading.value
  if (!numberPatterns[decimal].test(text)) {
    return refuse(reading, text, `is no number with the decimal mark "${decimal}"`)
  }
  const digits = text.replace(decimal === '.' ? /[,\s'’]/g : /[.\s'’]/g, '')
  return Number(digits.replace(',', '.'))
}

function truthMeaning(reading: Reading, text: string): boolean | undefined {
  if (/^true$/i.test(text)) return true
  if (/^false$/i.test(text)) return false
  return refuse(reading, text, 'is neither true nor false; say with words: what it means')
}

/** A place that no list knows is left out and named: it never decides about a row. */
function countryMeaning({ row, column }: Reading, text: string): string | undefined {
  const code = countryCodeOf(text)
  if (code === undefined)
    row.leaveOut(`${row.called(column)} "${text.slice(0, shownCharacters)}", no country`)
  return code
}
