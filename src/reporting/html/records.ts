import type { Cell, ReportTable } from '../report.ts'

/** One row of a table by column name. */
export type Row = Readonly<Record<string, Cell>>

/** The rows by column name; undefined where the table lacks a column that the chart needs. */
export function rowsWith(
  table: ReportTable,
  needed: readonly string[],
): readonly Row[] | undefined {
  if (table.rows.length === 0 || !needed.every((name) => table.columns.includes(name))) {
    return undefined
  }
  return table.rows.map((cells) =>
    Object.fromEntries(table.columns.map((name, at) => [name, cells[at] ?? null])),
  )
}

/** The number in a cell; null where it is withheld or no number. */
export function numberIn(row: Row, column: string): number | null {
  const value = row[column]
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

export function textIn(row: Row, column: string): string {
  const value = row[column]
  return value === null || value === undefined ? '' : String(value)
}

/** The first of these columns that the table has. */
export function firstColumn(table: ReportTable, names: readonly string[]): string | undefined {
  return names.find((name) => table.columns.includes(name))
}
