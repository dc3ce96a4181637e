import { Problem } from '../../problem.ts'
import { readTableStart, toldForm } from '../csv.ts'
import type { Delimiter } from '../csv-rows.ts'
import type { Encoding } from '../encodings.ts'
import { isObject } from '../given-values.ts'
import { type InputFile, openInputFile } from '../input-file.ts'
import { batchJson, firstRecord, parsed } from '../json-batches.ts'
import { listOfRows } from '../json-list.ts'
import { textLines } from '../lines.ts'
import { readTable, tableWriting } from '../table-files.ts'
import { toldEncoding } from '../told-encoding.ts'
import { isNoDate } from './no-dates.ts'
import type { GivenColumn } from './suggested-columns.ts'

/** Rows that show what a column holds. */
const rowsLookedAt = 1_000

/** How the table is written, as its map has to say it. */
export interface TableForm {
  readonly encoding?: Encoding | undefined
  readonly delimiter?: Delimiter | undefined
  readonly header?: number | undefined
  /** Of JSON: the names that lead to the list of rows. */
  readonly list?: string | undefined
}

/** The columns of a table and the filled cells of its first rows. */
export interface TableBeginning {
  readonly columns: readonly GivenColumn[]
  readonly rows: number
  readonly form: TableForm
}

export async function beginningOf(path: string): Promise<TableBeginning> {
  const file = openInputFile(path)
  const writing = await tableWriting(file)
  if (writing === 'json') return jsonBeginning(file)
  const encoding = writing === 'text' ? await toldEncoding(file) : undefined
  const told = encoding === undefined ? {} : { encoding }
  const header = writing === 'text' ? await headerIn(file, told) : undefined
  const form = { ...told, ...(header === undefined ? {} : { header }) }
  const { columns, rows } = await readTable(file, form, { writing, rows: rowsLookedAt })
  if (columns.length === 0) throw new Problem('invalid', `${path} has no line of column names`)
  const delimiter = writing === 'text' ? (await toldForm(file, form)).delimiter : undefined
  const given = columns.map((name, index) => ({
    name,
    cells: rows.map((row) => row[index]?.trim() ?? '').filter(isFilled),
  }))
  return { columns: given, rows: rows.length, form: { ...form, delimiter } }
}

const isFilled = (cell: string): boolean => cell !== '' && !isNoDate(cell)

/** Titles of a report stand in a cell of their own above the names of the columns; further down nobody looks for these. */
const mostTitles = 20

/** The first line of more than one cell; undefined where it is the first of all, or there is none. */
async function headerIn(
  file: InputFile,
  form: { readonly encoding?: Encoding },
): Promise<number | undefined> {
  const { header: first } = await toldForm(file, form)
  for (let header = first; header <= mostTitles; header += 1) {
    const { columns } = await readTableStart(file, { ...form, header }, 0)
    if (columns.length > 1) return header === first ? undefined : header
  }
  return undefined
}

/** Rows of JSON: a list, a list under a key, or one object a line; nested fields have dotted names. */
async function jsonBeginning(file: InputFile): Promise<TableBeginning> {
  const found = listOfRows(await firstRecord(file))
  const columns = new Map<string, { readonly cells: string[]; isObjects: boolean }>()
  let rows = 0
  for await (const { bytes } of batchJson(file, found?.path)) {
    for (const { text } of textLines(bytes)) {
      const record = rows < rowsLookedAt ? parsed(text) : undefined
      if (!isObject(record)) continue
      rows += 1
      noteFields(columns, record, { prefix: '', depth: 0 })
    }
    break
  }
  if (columns.size === 0) {
    throw new Problem(
      'invalid',
      `${file.path} is JSON without a list of objects; a map is suggested for rows`,
    )
  }
  return {
    columns: [...columns].map(([name, { cells, isObjects }]) => ({
      name,
      cells: cells.filter(isFilled),
      ...(isObjects ? { isObjects } : {}),
    })),
    rows,
    form: { list: found?.path.join('.') },
  }
}

const deepest = 4

function noteFields(
  columns: Map<string, { readonly cells: string[]; isObjects: boolean }>,
  record: Readonly<Record<string, unknown>>,
  { prefix, depth }: { readonly prefix: string; readonly depth: number },
): void {
  for (const [key, value] of Object.entries(record)) {
    const name = `${prefix}${key}`
    if (isObject(value) && depth < deepest) {
      noteFields(columns, value, { prefix: `${name}.`, depth: depth + 1 })
      continue
    }
    const column = columns.get(name) ?? { cells: [], isObjects: false }
    columns.set(name, column)
    const items: readonly unknown[] = Array.isArray(value) ? value : [value]
    column.isObjects ||= items.some((item) => isObject(item) && textIn(item) === undefined)
    for (const item of items) column.cells.push(...(textIn(item) ?? []))
  }
}

/** The text of a scalar, or of an object with the one field that says what it is; as the import reads it. */
function textIn(value: unknown): readonly string[] | undefined {
  const inner = isObject(value) ? (value['value'] ?? value['name'] ?? value['text']) : value
  if (inner === null || inner === '') return []
  return typeof inner === 'object' || inner === undefined ? undefined : [String(inner).trim()]
}
