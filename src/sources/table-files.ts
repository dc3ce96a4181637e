import { Problem } from '../problem.ts'
import { batchTable, readTableStart } from './csv.ts'
import { isZip } from './documents/document-form.ts'
import { decoded } from './encodings.ts'
import type { InputFile } from './input-file.ts'
import { batchJson, firstRecord } from './json-batches.ts'
import { listOfRows } from './json-list.ts'
import { type LineBatch, remarkBatch } from './lines.ts'
import { normalColumn } from './maps/mapped-row.ts'
import type { Mapping } from './maps/mapping.ts'
import { nearestName } from './maps/nearest-name.ts'
import { batchWorkbook, readWorkbookStart } from './workbook.ts'

export type TableWriting = 'workbook' | 'json' | 'text'

/** How a table is written: a workbook (XLSX), objects of JSON with the columns as names, or lines of text. */
export async function tableWriting(file: InputFile): Promise<TableWriting> {
  for await (const piece of file.pieces()) {
    if (isZip(piece)) return 'workbook'
    break
  }
  for await (const piece of decoded(file.pieces())) {
    return /^\s*[[{]/.test(piece.toString('utf8').replace(/^\uFEFF/, '')) ? 'json' : 'text'
  }
  return 'text'
}

/** The rows of a table as batches of objects by column. A column that the map needs and the file does not have is `invalid`. */
export async function* batchTableFile(
  file: InputFile,
  mapping: Mapping | undefined,
): AsyncIterable<LineBatch> {
  const writing = await tableWriting(file)
  if (writing === 'json') return yield* batchRows(file, mapping)
  const form = mapping ?? {}
  if (mapping !== undefined && mapping.needed.length > 0) {
    const { columns } = await readTable(file, form, { writing, rows: 0 })
    refuseMissing(file.path, columns, mapping)
  }
  yield* writing === 'workbook' ? batchWorkbook(file, form) : batchTable(file, form)
}

/** Rows of JSON: the list that the map names, the one under a key, or the records themselves. */
async function* batchRows(file: InputFile, mapping: Mapping | undefined): AsyncIterable<LineBatch> {
  const list = mapping?.list?.split('.')
  if (list !== undefined) return yield* batchJson(file, list)
  const found = listOfRows(await firstRecord(file), mapping)
  if (found === undefined) return yield* batchJson(file)
  yield remarkBatch(`its rows are the list under "${found.path.join('.')}".`)
  if (found.others.length > 0)
    yield { bytes: new Uint8Array(0), firstLine: 1, notTaken: found.others }
  yield* batchJson(file, found.path)
}

/** Columns and first rows of a table, however it is written. */
export const readTable = (
  file: InputFile,
  form: Partial<Mapping>,
  { writing, rows }: { readonly writing: TableWriting; readonly rows: number },
) =>
  writing === 'workbook' ? readWorkbookStart(file, form, rows) : readTableStart(file, form, rows)

function refuseMissing(path: string, columns: readonly string[], { needed }: Mapping): void {
  const named = new Set(columns.map(normalColumn))
  const missing = needed.find((column) => !column.some((name) => named.has(normalColumn(name))))
  if (missing === undefined) return
  const [name = ''] = missing
  const nearest = nearestName(name, columns)
  const there = nearest === undefined ? `it has ${columns.join(', ')}` : `did you mean ${nearest}?`
  throw new Problem(
    'invalid',
    `${path} has no column "${missing.join('" or "')}", which the map names; ${there} (A column that a file need not have is named under optional: in the map.)`,
  )
}
