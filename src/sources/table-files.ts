import { Problem } from '../problem.ts'
import { batchTable, readTableStart } from './csv.ts'
import { isZip } from './documents/document-form.ts'
import { decoded } from './encodings.ts'
import type { InputFile } from './input-file.ts'
import { batchJson } from './json-batches.ts'
import type { LineBatch } from './lines.ts'
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
  if (writing === 'json') return yield* batchJson(file)
  const form = mapping ?? {}
  if (mapping !== undefined && mapping.needed.length > 0) {
    const { columns } = await readTable(file, form, { writing, rows: 0 })
    refuseMissing(file.path, columns, mapping)
  }
  yield* writing === 'workbook' ? batchWorkbook(file, form) : batchTable(file, form)
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
