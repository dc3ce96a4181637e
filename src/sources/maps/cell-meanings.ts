import { countryCodeOf } from '../../taxonomy/index.ts'
import { momentOf } from '../moments.ts'
import { dateFormat, readDate } from './map-dates.ts'
import type { FieldType } from './map-fields.ts'
import type { Column, Constant, MappedValue } from './map-grammar.ts'
import { plainWord } from './map-values.ts'
import type { MappedRow } from './mapped-row.ts'

/** A text of a cell, and all that is needed to say what it means or why it means nothing. */
export interface CellReading {
  readonly row: MappedRow
  readonly column: Column
  readonly value: MappedValue
  readonly type: FieldType
}

/** What an item of a list means: one of several words in it may be meant. */
export function meaningsOf(reading: CellReading, text: string): readonly unknown[] {
  const { words, inside } = reading.value
  if (words !== undefined && inside === true && !Object.hasOwn(words, plainWord(text))) {
    const found = wordsInside(words, text)
    if (found.length > 0) return found.flatMap((word) => words[word] ?? [])
  }
  const meaning = meaningOf(reading, text)
  return meaning === undefined ? [] : [meaning].flat()
}

/** What a text means; undefined is "not observed", and what is wrong refuses the row. */
export function meaningOf(reading: CellReading, text: string): unknown {
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

function refuse({ row, column }: CellReading, text: string, reason: string): undefined {
  row.refuse(column, `"${text.slice(0, shownCharacters)}" ${reason}`)
  return undefined
}

function wordMeaning(reading: CellReading, text: string): unknown {
  const { words = {}, otherwise, inside } = reading.value
  const plain = plainWord(text)
  const word = Object.hasOwn(words, plain)
    ? plain
    : inside
      ? wordsInside(words, text)[0]
      : undefined
  if (word !== undefined) return words[word] ?? undefined
  if (otherwise !== null) return otherwise ?? refuseWord(reading, text)
  // Of a list of all the programs of a machine every one would be a name of its own.
  const name = reading.row.called(reading.column)
  reading.row.leaveOut(
    inside ? `${name}, other words` : `${name} "${text.slice(0, shownCharacters)}"`,
  )
  return undefined
}

const refuseWord = (reading: CellReading, text: string): undefined =>
  refuse(reading, text, `is none of ${Object.keys(reading.value.words ?? {}).join(', ')}`)

/** The words that stand in a text as whole words, the longest first; none inside of another one that was found. */
function wordsInside(
  words: Readonly<Record<string, Constant | null>>,
  text: string,
): readonly string[] {
  let rest = plainWord(text)
  const byLength = Object.keys(words).sort((one, other) => other.length - one.length)
  return byLength.filter((word) => {
    const at = word === '' ? -1 : placeInside(rest, word)
    if (at < 0) return false
    rest = `${rest.slice(0, at)}\u0000${rest.slice(at + word.length)}`
    return true
  })
}

function placeInside(text: string, word: string): number {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const isWhole = !isLetter(text[at - 1]) && !isLetter(text[at + word.length])
    if (isWhole) return at
  }
  return -1
}

const isLetter = (character = ''): boolean => /[\p{L}\p{N}]/u.test(character)

function dateMeaning(reading: CellReading, text: string): string | undefined {
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
      : `does not fit the date format ${date.join(' or ')}${orderAdvice(text, date)}`,
  )
}

/** Where a map with dates that can be read in one way only meets one that cannot. */
function orderAdvice(text: string, date: readonly string[]): string {
  const mark = /^\d{1,2}([./-])\d{1,2}\1\d{2,4}/.exec(text)?.[1]
  if (mark === undefined || date.some((format) => /^[dM]{1,2}[./-][dM]{1,2}[./-]/.test(format)))
    return ''
  const [day, month] = [
    ['dd', 'MM', 'yyyy'],
    ['MM', 'dd', 'yyyy'],
  ].map((parts) => parts.join(mark))
  return `; day and month may be either way round: state dates: ${day} or ${month} in a map`
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

function numberMeaning(reading: CellReading, text: string): number | undefined {
  const { decimal = '.' } = reading.value
  if (!numberPatterns[decimal].test(text)) {
    const other = decimal === '.' ? ',' : '.'
    const advice = numberPatterns[other].test(text) ? `; state decimal: "${other}" in the map` : ''
    return refuse(reading, text, `is no number with the decimal mark "${decimal}"${advice}`)
  }
  const digits = text.replace(decimal === '.' ? /[,\s'’]/g : /[.\s'’]/g, '')
  return Number(digits.replace(',', '.'))
}

function truthMeaning(reading: CellReading, text: string): boolean | undefined {
  if (/^true$/i.test(text)) return true
  if (/^false$/i.test(text)) return false
  return refuse(reading, text, 'is neither true nor false; say with words: what it means')
}

/** A place that no list knows is left out and named: it never decides about a row. */
function countryMeaning({ row, column }: CellReading, text: string): string | undefined {
  const code = countryCodeOf(text)
  if (code === undefined)
    row.leaveOut(`${row.called(column)} "${text.slice(0, shownCharacters)}", no country`)
  return code
}
