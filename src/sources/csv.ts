import { type CsvRow, CsvRows } from './csv-rows.ts'
import type { InputFile } from './input-file.ts'
import { batchLines, type LineBatch, type RefusedLine, textLines } from './lines.ts'
import { batchRecords, type TableRecord } from './table-batches.ts'
import { recordOfRow } from './table-row.ts'

/** Rows of a CSV file (comma, RFC 4180, header line) as batches of JSON lines with their line numbers. */
export const batchCsv = (file: InputFile): AsyncIterable<LineBatch> =>
  batchRecords(csvRecords(batchLines(file.pieces())))

async function* csvRecords(
  batches: AsyncIterable<LineBatch>,
): AsyncIterable<TableRecord | RefusedLine> {
  let columns: readonly string[] | undefined
  for await (const row of csvRows(batches)) {
    if (columns !== undefined) {
      yield 'cells' in row ? recordOf(row, columns) : row
      continue
    }
    // Without its header, nothing in the file can be read.
    if (!('cells' in row)) return yield row
    const problem = headerProblem(row)
    if (problem !== undefined) return yield problem
    columns = row.cells.map((name) => name.trim())
  }
}

async function* csvRows(batches: AsyncIterable<LineBatch>): AsyncIterable<CsvRow | RefusedLine> {
  const rows = new CsvRows()
  for await (const batch of batches) {
    let line = batch.firstLine
    for (const text of textLines(batch.bytes)) {
      yield* rows.add(text, line)
      line += 1
    }
    for (const refused of batch.refused ?? []) {
      rows.spoil(`goes on in line ${refused.line}, which cannot be read`)
      yield refused
    }
  }
  yield* rows.finish()
}

function headerProblem({ line, cells, text }: CsvRow): RefusedLine | undefined {
  const names = cells.map((name) => name.trim())
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice === undefined) return undefined
  return { line, field: twice, reason: 'the column stands twice in the header', text }
}

function recordOf(row: CsvRow, columns: readonly string[]): TableRecord | RefusedLine {
  const { line, cells, text } = row
  if (cells.length !== columns.length) {
    const reason = `has ${cells.length} cells where the header has ${columns.length}`
    return { line, field: '', reason, text }
  }
  return { line, record: recordOfRow(columns.map((column, index) => [column, cells[index]])) }
}
