import type { Cell, Report, ReportTable } from './report.ts'

type Line = readonly [table: string, row: string, column: string, value: Cell]

/**
 * The report as one tidy table, `table,row,column,value`: a line for each cell, which any
 * spreadsheet pivots back and any program reads without knowing the exhibits. `row` is the first
 * cell of the row; in a table whose first cells repeat, all cells before the first number.
 * What a figure must not travel without (draft, TLP, units, notes, caveats, rules) is in it too.
 * RFC 4180; text that a spreadsheet would take for a formula is led in by an apostrophe.
 */
export function reportCsv(report: Report): string {
  const lines: readonly Line[] = [
    ...headLines(report),
    ...totalLines(report),
    ...report.tables.flatMap(tableLines),
    ...report.withheld.map(({ what, why }): Line => ['withheld', what, 'why', why]),
    ...report.caveats.map((text, at): Line => ['caveats', String(at + 1), 'text', text]),
    ...report.rules.map(({ id, text }): Line => ['rules', id, 'text', text]),
    ...report.recommendations.map(
      ({ title, text }): Line => ['recommendations', title, 'text', text],
    ),
    ...Object.entries(report.versions).map(
      ([name, value]): Line => ['versions', name, 'value', value],
    ),
  ]
  const header = 'table,row,column,value'
  return `${[header, ...lines.map((line) => line.map(cellText).join(','))].join('\r\n')}\r\n`
}

function headLines({ draft, tlp, as_of, period }: Report): readonly Line[] {
  const value = (name: string, cell: Cell): Line => ['report', name, 'value', cell]
  return [
    value('draft', draft),
    value('not_for_release', draft),
    value('tlp', tlp),
    value('as_of', as_of),
    value('period_from', period.from),
    value('period_to', period.to),
  ]
}

function totalLines({ totals }: Report): readonly Line[] {
  return Object.entries(totals).flatMap(([name, value]): readonly Line[] =>
    typeof value === 'number'
      ? [['totals', name, 'count', value]]
      : Object.entries(value).map(([column, cell]): Line => ['totals', name, column, cell as Cell]),
  )
}

function tableLines(table: ReportTable): readonly Line[] {
  const labels = labelsOf(table)
  const about: readonly Line[] = [
    [table.id, '', 'title', table.title],
    [table.id, '', 'unit', table.unit],
    ...(table.note === undefined ? [] : [[table.id, '', 'note', table.note] as const]),
  ]
  return [
    ...about,
    ...table.rows.flatMap((row, at) =>
      table.columns.map(
        (column, place): Line => [table.id, labels[at] ?? '', column, row[place] ?? null],
      ),
    ),
  ]
}

/** What tells the rows of a table apart. */
function labelsOf({ rows }: ReportTable): readonly string[] {
  const first = rows.map((row) => String(row[0] ?? ''))
  if (new Set(first).size === rows.length) return first
  return rows.map((row) => {
    const number = row.findIndex((cell) => typeof cell === 'number')
    return row
      .slice(0, Math.max(1, number))
      .map((cell) => String(cell ?? ''))
      .join(' | ')
  })
}

/** A CSV cell (RFC 4180); text that a spreadsheet would take for a formula is led in by an apostrophe. */
export function cellText(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell !== 'string') return String(cell)
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
