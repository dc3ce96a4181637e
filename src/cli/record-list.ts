import { cellText } from '../reporting/index.ts'

export const listFormats = ['table', 'ndjson', 'csv'] as const

interface ListForms<Row> {
  /** Columns of the CSV, in order. */
  readonly fields: readonly (keyof Row & string)[]
  readonly table: (rows: readonly Row[]) => string
}

type Cell = string | number | boolean | null

/** A list of flat records in one of the formats that lists have; every line ends. */
export function recordList<Row extends { readonly [Field in keyof Row]: Cell }>(
  format: (typeof listFormats)[number],
  rows: readonly Row[],
  { fields, table }: ListForms<Row>,
): string {
  if (format === 'table') return `${table(rows)}\n`
  if (format === 'ndjson') return rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  return [fields, ...rows.map((row) => fields.map((field) => row[field]))]
    .map((cells) => `${cells.map(cellText).join(',')}\r\n`)
    .join('')
}
