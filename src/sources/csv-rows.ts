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
  /** Why it will be refused when it ends, if it will. */
  fault: string | undefined
}

/**
 * Puts the lines of a CSV file (comma, RFC 4180) together to rows. A quote that is never closed costs
 * one line: the lines that it had swallowed are read again without it. Memory: one longest row.
 */
export class CsvRows {
  #open: OpenRow | undefined;

  /** Takes the line of that number and gives the rows that it completes. */
  *add(line: TextLine, number: number): Generator<CsvRow | RefusedLine> {
    if (this.#open === undefined && line.text.trim() === '') return
    const isInside = this.#open !== undefined
    const row = this.#open ?? openRow(number)
    const { cells, isOpen, fault } = readCells(line.text, isInside)
    row.lines.push(line)
    row.characters += line.text.length + 1
    row.cells = isInside ? joined(row.cells, cells) : cells
    row.fault ??= fault ?? (line.isUtf8 ? undefined : 'is not UTF-8')
    this.#open = isOpen ? row : undefined
    if (!isOpen) yield completed(row)
    else if (row.characters > longestLine) yield* this.#withoutOpen()
  }

  /** A line inside of an open row could not be read. */
  spoil(reason: string): void {
    if (this.#open) this.#open.fault ??= reason
  }

  *finish(): Generator<CsvRow | RefusedLine> {
    while (this.#open) yield* this.#withoutOpen()
  }

  /** Refuses the line that opened the quote and reads those behind it again. */
  *#withoutOpen(): Generator<CsvRow | RefusedLine> {
    const row = this.#open
    if (row === undefined) return
    this.#open = undefined
    yield refusal(row, row.fault ?? 'a quote is opened and never closed')
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
  fault: undefined,
})

/** The last cell goes on in the first one of the next line. */
const joined = (before: readonly string[], [first = '', ...rest]: readonly string[]): string[] => [
  ...before.slice(0, -1),
  `${before.at(-1)}\n${first}`,
  ...rest,
]

const beginningOf = ({ lines }: OpenRow): string => (lines[0]?.text ?? '').slice(0, shownText)

const completed = (row: OpenRow): CsvRow | RefusedLine =>
  row.fault === undefined
    ? { line: row.line, cells: row.cells, text: beginningOf(row) }
    : refusal(row, row.fault)

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
export function readCells(line: string, isInside: boolean): Cells {
  const end = line.endsWith('\r') ? line.length - 1 : line.length
  const cells: string[] = []
  for (let at = 0; at <= end; ) {
    const isQuoted = line[at] === '"'
    const cell = isInside && at === 0 ? quotedCell(line, 0) : undefined
    const { text, next } = cell ?? (isQuoted ? quotedCell(line, at + 1) : plainCell(line, at, end))
    cells.push(text)
    if (next < 0) return { cells, isOpen: true }
    const fault = faultAt(line, next, end)
    if (fault !== undefined) return { cells, isOpen: false, fault }
    at = next + 1
  }
  return { cells, isOpen: false }
}

interface Cell {
  readonly text: string
  /** Where it ends: at a comma or at the end of the line, or -1 where it goes on behind that. */
  readonly next: number
}

function quotedCell(line: string, from: number): Cell {
  const close = closingQuote(line, from)
  if (close < 0) return { text: unquoted(line.slice(from)), next: -1 }
  return { text: unquoted(line.slice(from, close)), next: close + 1 }
}

/** Ends at a quote too, which must not stand there. */
function plainCell(line: string, from: number, end: number): Cell {
  const comma = line.indexOf(',', from)
  const stop = comma < 0 ? end : comma
  const quote = line.indexOf('"', from)
  const next = quote >= 0 && quote < stop ? quote : stop
  return { text: line.slice(from, next), next }
}

function faultAt(line: string, next: number, end: number): string | undefined {
  if (next >= end || line[next] === ',') return undefined
  return line[next] === '"' ? 'a quote stands inside a cell' : 'text stands behind a closing quote'
}

const unquoted = (cell: string): string => cell.replaceAll('""', '"')

/** Where the quote stands that closes the cell: not one of two. -1 if it goes on behind the line. */
function closingQuote(line: string, from: number): number {
  for (let at = line.indexOf('"', from); at >= 0; at = line.indexOf('"', at + 2)) {
    if (line[at + 1] !== '"') return at
  }
  return -1
}
