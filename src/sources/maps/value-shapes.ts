import { countryCodeOf } from '../../taxonomy/index.ts'
import { dateFormat, readDate } from './map-dates.ts'

/** What the cells of a column look like. */
export interface Shape {
  readonly name: ShapeName
  readonly fits: (cell: string) => boolean
}

export const shapeNames = [
  ...(['email', 'ip', 'linkedin', 'github'] as const),
  ...(['iban', 'phone', 'answer', 'country'] as const),
] as const
export type ShapeName = (typeof shapeNames)[number]

/** Told apart by their marks; a column has the first shape that nearly all of its cells have. */
const shapes: readonly Shape[] = [
  { name: 'email', fits: (cell) => /^\S+@\S+\.\S+([;,|\s]+\S+@\S+\.\S+)*$/.test(cell) },
  { name: 'ip', fits: isIp },
  { name: 'linkedin', fits: (cell) => /(^|\/|\.)linkedin\.com\//i.test(cell) },
  { name: 'github', fits: (cell) => /(^|\/|\.)github\.com\//i.test(cell) },
  {
    name: 'iban',
    fits: (cell) => /^[A-Z]{2}\d{2}( ?[A-Z0-9]{4}){3,7}( ?[A-Z0-9]{1,3})?$/.test(cell),
  },
  { name: 'phone', fits: isPhone },
  { name: 'answer', fits: (cell) => /^(yes|no|ja|nein|oui|non|s[ií]|true|false)$/i.test(cell) },
  { name: 'country', fits: (cell) => cell.length > 1 && countryCodeOf(cell) !== undefined },
]

function isIp(cell: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(cell) || /^[0-9a-f]*:[0-9a-f:]+:[0-9a-f.]*$/i.test(cell)
}

/** Digits alone are more often an id; a number that is dialled has a plus, brackets or gaps. */
function isPhone(cell: string): boolean {
  const digits = cell.replace(/\D/g, '').length
  return (
    /^[+(\d][\d\s()./-]{6,24}$/.test(cell) &&
    digits >= 7 &&
    digits <= 15 &&
    /^\+|[\s()-]/.test(cell) &&
    dateFormatsOf([cell]).length === 0
  )
}

/** Enough of a column's cells: a few of any column are odd. */
const nearlyAll = 0.8

/** The shape of a column by its filled cells; undefined where they have none in common. */
export function shapeOf(cells: readonly string[]): ShapeName | undefined {
  if (cells.length === 0) return undefined
  const most = (shape: Shape): boolean =>
    cells.filter((cell) => shape.fits(cell)).length >= nearlyAll * cells.length
  return shapes.find(most)?.name
}

/** Formats that a suggestion tries, the surest first. */
const tried = [
  'iso',
  'yyyy-MM-dd',
  ...['dd.MM.yyyy', 'd.M.yyyy', 'MM/dd/yyyy', 'dd/MM/yyyy', 'M/d/yyyy', 'd/M/yyyy'].flatMap(
    withClocks,
  ),
  ...['dd-MM-yyyy', 'MM-dd-yyyy', 'yyyy/MM/dd', 'd MMM yyyy', 'MMM d, yyyy', 'd-MMM-yyyy'].flatMap(
    withClocks,
  ),
]

function withClocks(day: string): readonly string[] {
  return [
    day,
    ...['HH:mm', 'HH:mm:ss', 'h:mm a', 'hh:mm a', 'h:mm:ss a'].map((clock) => `${day} ${clock}`),
  ]
}

const iso = /^\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?( ?([zZ]|[+-]\d{2}:?\d{2}))?)?$/

/** A few dates of any export cannot be; below it, the column is no date. */
const mostFit = 0.6

/** The formats that the most cells fit, without those that say no more than another one before them. */
export function dateFormatsOf(cells: readonly string[]): readonly string[] {
  if (cells.length === 0) return []
  const counted = tried.map((format) => ({ format, misses: unfitting(format, cells).length }))
  const fewest = Math.min(...counted.map(({ misses }) => misses))
  if (cells.length - fewest < mostFit * cells.length) return []
  const fitting = counted.filter(({ misses }) => misses === fewest).map(({ format }) => format)
  return fitting.filter(
    (format, index) => !fitting.slice(0, index).some((earlier) => isSame(earlier, format)),
  )
}

/** The cells that do not fit a format. */
export const unfitting = (format: string, cells: readonly string[]): readonly string[] =>
  cells.filter((cell) => !fitsFormat(cell, format))

function fitsFormat(cell: string, format: string): boolean {
  if (format === 'iso') return iso.test(cell)
  const read = dateFormat(format)
  return typeof read !== 'string' && readDate(cell, [read], 'UTC') !== undefined
}

/** `dd/MM/yyyy` and `d/M/yyyy` read the same where both fit. */
function isSame(one: string, other: string): boolean {
  const plain = (format: string): string =>
    format === 'iso'
      ? 'yyyy-M-d'
      : format
          .replace('dd', 'd')
          .replace(/MM(?!M)/, 'M')
          .replace('hh', 'h')
  return plain(one) === plain(other)
}

/** Whether the cells name a time of day without saying where. */
export const needsTimezone = (format: string, cells: readonly string[]): boolean =>
  format === 'iso'
    ? cells.some((cell) => /\d[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(cell))
    : /[Hh]/.test(format)
