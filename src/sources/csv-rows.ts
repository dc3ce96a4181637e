import { longestLine, type RefusedLine, shownText, type TextLine } from './lines.ts'

/** One row of a CSV file, at the line on which it begins. */
export interface CsvRow {
  readonly line: number
  readonly cells: readonly string[]
  /** The beginning of its first line. */
  readonly text: string
}

/** A row whose quoted cell goes on behind the end of its line. It grows, so that long ones stay cheap. */
interface OpenRow {
  readonly line: number
  readonly lines: TextLine[]
  cells: readonly string[]
  characters: number
  /** Why nothing in it can be used, however it ends. */
  unusable: string | undefined
}

const neverClosed = 'a quote is opened and never closed'
const tooLong = `the row is longer than ${longestLine / 1024 / 1024} MiB and was skipped`

/** What stands between cells. */
export type Delimiter = ',' | ';' | '\t' | '|'

/**
 * Puts the lines of a CSV file (RFC 4180, by any of the usual delimiters) together to rows. A row that is quoted wrongly costs its
 * first line: the lines that its open quote had swallowed are read again without it. A row that is quoted
 * well and cannot be used is refused whole: what stands in its cells, somebody else may have written, and
 * must not become rows. Memory: one longest row.
 */
export class CsvRows {
  #open: OpenRow | undefined
  readonly #delimiter: Delimiter

  constructor(delimiter: Delimiter = ',') {
    this.#delimiter = delimiter
  }

  /** Takes the line of that number and gives the rows that it completes. */
  *add(line: TextLine, number: number): Generator<CsvRow | RefusedLine> {
    if (this.#open === undefined && line.text.trim() === '') return
    const { cells, isOpen, fault } = readCells(line.text, this.#open !== undefined, this.#delimiter)
    const row = grow(this.#open ?? openRow(number), line, cells)
    this.#open = isOpen ? row : undefined
    if (isOpen) return
    if (row.unusable !== undefined) yield refusal(row, row.unusable)
    else if (fault !== undefined) yield* this.#again(row, fault)
    else yield { line: row.line, cells: row.cells, text: beginningOf(row) }
  }

  /** A line inside of an open row could not be read. */
  spoil(reason: string): void {
    if (this.#open) this.#open.unusable ??= reason
  }

  *finish(): Generator<CsvRow | RefusedLine> {
    while (this.#open) {
      const row = this.#open
      this.#open = undefined
      yield* this.#again(row, neverClosed)
    }
  }

  /** Refuses the first line of a row and reads those behind it again. */
  *#again(row: OpenRow, reason: string): Generator<CsvRow | RefusedLine> {
    yield refusal(row, reason)
    for (const [index, line] of row.lines.slice(1).entries()) {
      yield* this.add(line, row.line + 1 + index)
    }
  }
}

const openRow = (line: number): OpenRow => ({
  line,
  lines: [],
  cells: [],
  characters: 0,
  unusable: undefined,
})

function grow(row: OpenRow, line: TextLine, cells: readonly string[]): OpenRow {
  const isFirst = row.lines.length === 0
  row.characters += line.text.length + 1
  if (row.characters > longestLine) {
    row.unusable ??= tooLong
    row.cells = []
    row.lines.length = Math.min(row.lines.length, 1)
  } else {
    row.cells = isFirst ? cells : joined(row.cells, cells)
    row.lines.push(line)
  }
  if (!line.isUtf8) row.unusable ??= 'is not UTF-8'
  return row
}

/** The last cell goes on in the first one of the next line. */
const joined = (before: readonly string[], [first = '', ...rest]: readonly string[]): string[] => [
  ...before.slice(0, -1),
  `${before.at(-1)}\n${first}`,
  ...rest,
]

const beginningOf = ({ lines }: OpenRow): string => (lines[0]?.text ?? '').slice(0, shownText)

const refusal = (row: OpenRow, reason: string): RefusedLine => ({
  line: row.line,
  field: '',
  reason,
  text: beginningOf(row),
})

interface Cells {
  readonly cells: readonly string[]
  /** True where the last cell is quoted and does not end with the line. */
  readonly isOpen: boolean
  readonly fault?: string
}

/** The cells of one line, which begins inside a quoted cell or not. */
export function readCells(line: string, isInside: boolean, delimiter: Delimiter = ','): Cells {
  const end = line.endsWith('\r') ? line.length - 1 : line.length
  const cells: string[] = []
  for (let at = 0; at <= end; ) {
    const isQuoted = line[at] === '"'
    const cell = isInside && at === 0 ? quotedCell(line, 0) : undefined
    const { text, next } =
      cell ?? (isQuoted ? quotedCell(line, at + 1) : plainCell(line, { at, end, delimiter }))
    cells.push(text)
    if (next < 0) return { cells, isOpen: true }
    const fault = faultAt(line, { at: next, end, delimiter })
    if (fault !== undefined) return { cells, isOpen: false, fault }
    at = next + 1
  }
  return { cells, isOpen: false }
}

interface Cell {
  readonly text: string
  /** Where it ends: at a delimiter or at the end of the line, or -1 where it goes on behind that. */
  readonly next: number
}

function quotedCell(line: string, from: number): Cell {
  const close = closingQuote(line, from)
  if (close < 0) return { text: unquoted(line.slice(from)), next: -1 }
  return { text: unquoted(line.slice(from, close)), next: close + 1 }
}

/** Ends at a quote too, which must not stand there. */
function plainCell(line: string, { at, end, delimiter }: Spot): Cell {
  const close = line.indexOf(delimiter, at)
  const stop = close < 0 ? end : close
  const quote = line.indexOf('"', at)
  const next = quote >= 0 && quote < stop ? quote : stop
  return { text: line.slice(at, next), next }
}

interface Spot {
  readonly at: number
  /** Where the line ends. */
  readonly end: number
  readonly delimiter: Delimiter
}

function faultAt(line: string, { at, end, delimiter }: Spot): string | undefined {
  if (at >= end || line[at] === delimiter) return undefined
  return line[at] === '"' ? 'a quote stands inside a cell' : 'text stands behind a closing quote'
}

const unquoted = (cell: string): string => cell.replaceAll('""', '"')

/** Where the quote stands that closes the cell: not one of two. -1 if it goes on behind the line. */
function closingQuote(line: string, from: number): number {
  for (let at = line.indexOf('"', from); at >= 0; at = line.indexOf('"', at + 2)) {
    if (line[at + 1] !== '"') return at
  }
  return -1
}
