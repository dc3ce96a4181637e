import type { InputFile } from './input-file.ts'
import type { LineBatch } from './lines.ts'
import type { Mapping } from './mapping.ts'

/** Rows of a sheet of a workbook (XLSX). */
export async function* batchWorkbook(
  _file: InputFile,
  _form: Partial<Mapping>,
): AsyncIterable<LineBatch> {}

export async function readWorkbookStart(
  _file: InputFile,
  _form: Partial<Mapping>,
  _rows: number,
): Promise<{ readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }> {
  return { columns: [], rows: [] }
}
