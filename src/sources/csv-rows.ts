import { longestLine, type RefusedLine, shownText, type TextLine } from './lines.ts'

/** One row of a CSV file, at the line on which it begins. */
export interface CsvRow {
  readonly line: number
  readonly cells: readonly string[]
  /** The beginning of its text. */
  readonly text: string
}

/** A row whose quoted cell goes on behind the end of the line. */
interface OpenRow {
  readonly line: number
  readonly lines: readonly TextLine[]
  readonly cells: readonly string[]
  readonly characters: number
  /** Why it will be refused when it ends, if it will. */
  readonly fault?: string
}

/**
 * Puts the lines of a CSV file (comma, RFC 4180) together to rows. A quote that is never closed costs
 * one line: the lines that it had swallowed are read again without it. Memory: one longest row.
 */
export class CsvRows {
  #open: OpenRow | undefined

  /** Takes the line of that number and gives the rows that it completes. */
  *add(line: TextLine, number: number): Generator<CsvRow | RefusedLine> {
    if (this.#open === undefined && line.text.trim() === '') return
    const row = grown(this.#open, line, number)
    this.#open = undefined
    if (!row.isOpen) yield completed(row)
    else if (row.characters > longestLine) yield* this.#without(row)
    else this.#open = row
  }

  /** A line inside of an open row could not be read. */
  spoil(reason: string): void {
    if (this.#open) this.#open = { ...this.#open, fault: reason }
  }

  *finish(): Generator<CsvRow | RefusedLine> {
    while (this.#open) {
      const row = this.#open
      this.#open = undefined
      yield* this.#without(row)
    }
  }

  /** Refuses the line that opened the quote and reads those behind it again. */
  *#without({ line, lines }: OpenRow): Generator<CsvRow | RefusedLine> {
    yield refusal(line, lines, 'a quote is opened and never closed')
    for (const [index, next] of lines.slice(1).entries()) yield* this.add(next, line + 1 + index)
  }
}

type GrownRow = OpenRow & { readonly isOpen: boolean }

function grown(open: OpenRow | undefined, line: TextLine, number: number): GrownRow {
  const { cells, isOpen, fault } = readCells(line.text, open !== undefined)
  const [first = '', ...rest] = cells
  const before = open?.cells ?? []
  const problem = open?.fault ?? fault ?? (line.isUtf8 ? undefined : 'is not UTF-8')
  return {
    line: open?.line ?? number,
    lines: [...(open?.lines ?? []), line],
    cells: open ? [...before.slice(0, -1), `${before.at(-1)}\n${first}`, ...rest] : cells,
    characters: (open?.characters ?? 0) + line.text.length + 1,
    isOpen,
    ...(problem === undefined ? {} : { fault: problem }),
  }
}

const completed = ({ line, lines, cells, fault }: OpenRow): CsvRow | RefusedLine =>
  fault === undefined
    ? { line, cells, text: (lines[0]?.text ?? '').slice(0, shownText) }
    : refusal(line, lines, fault)

const refusal = (line: number, lines: readonly TextLine[], reason: string): RefusedLine => ({
  line,
  field: '',
  reason,
  text: (lines[0]?.text ?? '').slice(0, shownText),
})
