/**
 * Points in time as tables write them, by a stated format. Nothing is guessed: a text that does not fit
 * the format is no date, and a time without an offset is read in a stated time zone.
 *
 * Parts of a format (those of Unicode TR35 that exports use): yyyy yy MM M MMM dd d HH H hh h mm ss a XXX,
 * text in 'quotes', and whatever else stands between them as it is. A format without hours is a day,
 * which begins at its first moment.
 */

interface DateParts {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  /** Half of the day, where hours go to 12. */
  half?: 'am' | 'pm'
  /** Minutes east of UTC. */
  offset?: number
}

export interface DateFormat {
  readonly pattern: RegExp
  readonly parts: readonly PartName[]
  readonly hasOffset: boolean
}

const partNames = [
  'yyyy',
  'yy',
  'MMM',
  'MM',
  'M',
  'dd',
  'd',
  'HH',
  'H',
  'hh',
  'h',
  'mm',
  'ss',
  'a',
  'XXX',
] as const
type PartName = (typeof partNames)[number]

const partPatterns: Readonly<Record<PartName, string>> = {
  yyyy: '(\\d{4})',
  yy: '(\\d{2})',
  MMM: '(\\p{L}+\\.?)',
  MM: '(\\d{2})',
  M: '(\\d{1,2})',
  dd: '(\\d{2})',
  d: '(\\d{1,2})',
  HH: '(\\d{2})',
  H: '(\\d{1,2})',
  hh: '(\\d{2})',
  h: '(\\d{1,2})',
  mm: '(\\d{2})',
  ss: '(\\d{2}(?:\\.\\d{1,9})?)',
  a: '([aApP]\\.?\\s?[mM]\\.?)',
  XXX: '([zZ]|[+-]\\d{2}:?\\d{2})',
}

/** Months in the languages whose exports are read, by their first letters; two months share none. */
const monthWords: readonly (readonly string[])[] = [
  ['jan', 'ene'],
  ['feb', 'fev', 'fév'],
  ['mar', 'mär', 'mrz'],
  ['apr', 'avr', 'abr'],
  ['may', 'mai'],
  ['jun', 'juin'],
  ['jul', 'juil'],
  ['aug', 'aou', 'aoû', 'ago'],
  ['sep'],
  ['oct', 'okt'],
  ['nov'],
  ['dec', 'déc', 'dez', 'dic'],
]

/** Reads a format, or says what is wrong with it. */
export function dateFormat(format: string): DateFormat | string {
  const parts: PartName[] = []
  let pattern = ''
  for (let at = 0; at < format.length; ) {
    const part = partAt(format, at)
    if (typeof part === 'string') return part
    if (part.name !== undefined) parts.push(part.name)
    pattern += part.pattern
    at += part.length
  }
  const problem = formatProblem(parts)
  if (problem !== undefined) return problem
  return { pattern: new RegExp(`^${pattern}$`, 'u'), parts, hasOffset: parts.includes('XXX') }
}

interface FormatPart {
  readonly name?: PartName
  readonly pattern: string
  readonly length: number
}

function partAt(format: string, at: number): FormatPart | string {
  if (format[at] === "'") {
    const close = format.indexOf("'", at + 1)
    if (close < 0) return 'a quote is opened and never closed'
    return { pattern: escaped(format.slice(at + 1, close)), length: close + 1 - at }
  }
  const letters = /^([A-Za-z])\1*/.exec(format.slice(at))?.[0]
  if (letters === undefined) {
    const [mark = ''] = format.slice(at)
    return { pattern: /\s/.test(mark) ? '\\s+' : escaped(mark), length: mark.length }
  }
  const name = partNames.find((each) => each === letters.replace('MMMM', 'MMM'))
  if (name === undefined) return `"${letters}" is no part of a date; use ${partNames.join(', ')}`
  return { name, pattern: partPatterns[name], length: letters.length }
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

const wants = { year: /^y/, month: /^M/, day: /^d/, hour: /^[Hh]/, minute: /^m/, second: /^s/ }

function formatProblem(parts: readonly PartName[]): string | undefined {
  const counts = (want: RegExp): number => parts.filter((part) => want.test(part)).length
  const twice = Object.entries(wants).find(([, want]) => counts(want) > 1)
  if (twice) return `it has two parts for the ${twice[0]}`
  if ([wants.year, wants.month, wants.day].some((want) => counts(want) === 0))
    return 'it needs a year, a month and a day'
  const twelve = counts(/^h/) > 0
  if (twelve !== parts.includes('a'))
    return 'hours to 12 (h) and the half of the day (a) go together'
  if (counts(wants.minute) > counts(wants.hour)) return 'it has minutes and no hours'
  return undefined
}

/** The parts of a text that fits the format and is a day that there is. */
function readParts(text: string, { pattern, parts }: DateFormat): DateParts | undefined {
  const found = pattern.exec(text)
  if (found === null) return undefined
  const date: DateParts = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 }
  for (const [index, part] of parts.entries()) {
    if (!takePart(date, part, found[index + 1] ?? '')) return undefined
  }
  return isThere(date) ? date : undefined
}

const setters: Readonly<Record<string, (date: DateParts, text: string) => void>> = {
  yyyy: (date, text) => {
    date.year = Number(text)
  },
  yy: (date, text) => {
    // Nobody was hired for remote work before 1990.
    date.year = Number(text) + (Number(text) < 90 ? 2000 : 1900)
  },
  M: (date, text) => {
    date.month = Number(text)
  },
  MMM: (date, text) => {
    date.month = monthOf(text)
  },
  d: (date, text) => {
    date.day = Number(text)
  },
  H: (date, text) => {
    date.hour = Number(text)
  },
  h: (date, text) => {
    date.hour = Number(text)
  },
  m: (date, text) => {
    date.minute = Number(text)
  },
  s: (date, text) => {
    date.second = Math.floor(Number(text))
  },
  a: (date, text) => {
    date.half = /^p/i.test(text) ? 'pm' : 'am'
  },
  XXX: (date, text) => {
    const [, sign = '+', hours = '0', minutes = '0'] = /^([+-])(\d{2}):?(\d{2})$/.exec(text) ?? []
    date.offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
  },
}

function takePart(date: DateParts, part: PartName, text: string): boolean {
  const set = setters[part] ?? setters[part[0] ?? '']
  set?.(date, text)
  return set !== undefined
}

function monthOf(text: string): number {
  const word = text.toLowerCase().replace('.', '')
  return 1 + monthWords.findIndex((starts) => starts.some((start) => word.startsWith(start)))
}

function isThere(date: DateParts): boolean {
  const { year, month, day, hour, minute, second, half, offset = 0 } = date
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return false
    date.hour = (hour % 12) + (half === 'pm' ? 12 : 0)
  }
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month)
  return isDay && date.hour < 24 && minute < 60 && second < 60 && Math.abs(offset) < 24 * 60
}

const daysOf = (year: number, month: number): number =>
  new Date(Date.UTC(year, month, 0)).getUTCDate()

/**
 * The moment of a text in one of the formats, as RFC 3339 with its offset; undefined where none fits. A
 * clock that is put forward skips an hour: what stands in it is read with the offset from before, so that
 * it comes out an hour later. One that is put back has an hour twice: the first is taken.
 */
export function readDate(
  text: string,
  formats: readonly DateFormat[],
  timezone: string | undefined,
): string | undefined {
  for (const format of formats) {
    const date = readParts(text, format)
    if (date === undefined) continue
    const local = Date.UTC(date.year, date.month - 1, date.day, date.hour, date.minute, date.second)
    const offset = date.offset ?? offsetIn(timezone ?? 'UTC', local)
    return rfc3339(
      local - offset * minuteMs,
      date.offset ?? offsetAt(timezone ?? 'UTC', local - offset * minuteMs),
    )
  }
  return undefined
}

const minuteMs = 60_000

function rfc3339(instant: number, offset: number): string {
  const local = new Date(instant + offset * minuteMs).toISOString().slice(0, 19)
  if (offset === 0) return `${local}Z`
  const size = Math.abs(offset)
  const two = (number: number): string => String(number).padStart(2, '0')
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}

/** Minutes east of UTC that a clock of the zone was ahead when it showed this local time. */
function offsetIn(timezone: string, local: number): number {
  // A day on either side of it, no clock has been changed twice.
  const before = offsetAt(timezone, local - 24 * 60 * minuteMs)
  const after = offsetAt(timezone, local + 24 * 60 * minuteMs)
  const shows = (offset: number): boolean =>
    offsetAt(timezone, local - offset * minuteMs) === offset
  if (before === after || shows(before)) return before
  return shows(after) ? after : before
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** A clock of an IANA time zone; throws a RangeError for another word. Making one is slow, so they are kept. */
function clockOf(timezone: string): Intl.DateTimeFormat {
  const known = clocks.get(timezone)
  if (known !== undefined) return known
  const clock = new Intl.DateTimeFormat('en', { timeZone: timezone, timeZoneName: 'longOffset' })
  clocks.set(timezone, clock)
  return clock
}

function offsetAt(timezone: string, instant: number): number {
  if (timezone === 'UTC') return 0
  const name = clockOf(timezone)
    .formatToParts(instant)
    .find(({ type }) => type === 'timeZoneName')?.value
  const [, sign = '+', hours = '0', minutes = '0'] =
    /^GMT([+-])(\d{2}):(\d{2})/.exec(name ?? '') ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}

export function isTimezone(name: string): boolean {
  try {
    clockOf(name)
    return /^(UTC|[A-Z][A-Za-z0-9_+-]*\/[A-Za-z0-9_+/-]+)$/.test(name)
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
