import { capitalized, countText, html, type Markup, THIN } from '../../page/index.ts'
import type { Cell } from '../report.ts'

/** `48.2 %` of a share from 0 to 1. */
export function shareText(share: number): string {
  return `${(share * 100).toFixed(1)}${THIN}%`
}

/** `30 June 2025` of `2025-06-30`; anything else as it is. */
export function dayText(day: string): string {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})/.exec(day) ?? []
  const name = months[Number(month) - 1]
  return name === undefined || year === undefined ? day : `${Number(date)} ${name} ${year}`
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** A title as a sentence that another may follow. */
export function sentence(title: string): string {
  return /[.?!]$/.test(title) ? title : `${title}.`
}

/** A sentence set so that no line ends between a figure and its `%`. */
export function setText(text: string): string {
  return text.replace(/(\d) %/g, `$1${THIN}%`)
}

/** Columns whose numbers are 0 to 1 and read as per cent. */
export function isShareColumn(column: string): boolean {
  return column === 'share' || column.startsWith('share_') || column.endsWith('_share')
}

/** Column names whose letters are not a word. */
const spelled: Readonly<Record<string, string>> = {
  ai: 'AI',
  it: 'IT',
  us: 'US',
  fintech: 'Financial technology',
  crypto: 'Cryptocurrency',
  other: 'Not further told',
  break: 'Level changes',
  break_interval: 'May change',
  interviews_per_100000: 'Interviews per 100\u202f000',
  pure: 'AI companies',
  product: 'AI in products',
  complete: 'Whole quarter',
  information_technology: 'Information technology',
}

/** A column name as a heading: `public_administration` reads `Public administration`. */
export function columnTitle(column: string): string {
  const known = spelled[column]
  if (known !== undefined) return known
  const words = column
    .split('_')
    .map((word) => (word.length === 2 ? (spelled[word] ?? word) : word))
  const text = words.join(' ')
  return capitalized(text)
}

/** The words of a cell that holds a value. */
export function cellText(value: Exclude<Cell, null>, column: string): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string') return value
  return isShareColumn(column) ? shareText(value) : countText(value)
}

/** The grey lozenge of what is not told, and why. */
export function lozenge(what: string): Markup {
  return html`<span class="lozenge">${what}</span>`
}
