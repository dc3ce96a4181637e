import { type CsvRow, CsvRows, type Delimiter, readCells } from './csv-rows.ts'
import { decoded, type Encoding } from './encodings.ts'
import type { InputFile } from './input-file.ts'
import { batchLines, type LineBatch, type RefusedLine, textLines } from './lines.ts'
import { batchRecords, type TableRecord } from './table-batches.ts'
import { recordOfRow, type TableRow } from './table-row.ts'

/** Rows of a CSV file in the evidence format (comma, RFC 4180, header line) as batches of JSON lines. */
export const batchCsv = (file: InputFile): AsyncIterable<LineBatch> =>
  batchRecords(tableRecords(batchLines(file.pieces()), { delimiter: ',', recordOf: recordOfRow }))

/** How a table of somebody else's is written; what is absent is told by its beginning. */
export interface TableForm {
  readonly delimiter?: Delimiter
  readonly encoding?: Encoding
}

/** Rows of any CSV file as batches of JSON objects, a text for each column that is not empty. */
export async function* batchTable(file: InputFile, form: TableForm): AsyncIterable<LineBatch> {
  const delimiter = form.delimiter ?? delimiterOf(await headerLine(file, form.encoding))
  const lines = batchLines(decoded(file.pieces(), form.encoding))
  yield* batchRecords(tableRecords(lines, { delimiter, recordOf: textsOfRow }))
}

const textsOfRow = (row: TableRow): Readonly<Record<string, unknown>> =>
  Object.fromEntries(row.filter(([, cell]) => typeof cell === 'string' && cell.trim() !== ''))

/** Columns of a file and the texts of its first rows, for telling what it is. */
export async function readTableStart(
  file: InputFile,
  form: TableForm,
  rows: number,
): Promise<{ readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }> {
  const delimiter = form.delimiter ?? delimiterOf(await headerLine(file, form.encoding))
  const found: (readonly string[])[] = []
  for await (const row of csvRows(batchLines(decoded(file.pieces(), form.encoding)), delimiter)) {
    if ('cells' in row) found.push(row.cells)
    if (found.length > rows) break
  }
  const [header = [], ...rest] = found
  return { columns: header.map((name) => name.trim()), rows: rest }
}

/** Bytes within which the header line of a table ends. */
const headerBytes = 64 * 1024

async function headerLine(file: InputFile, encoding?: Encoding): Promise<string> {
  let start = Buffer.alloc(0)
  for await (const piece of decoded(file.pieces(), encoding)) {
    start = Buffer.concat([start, piece])
    if (start.length >= headerBytes || start.includes('\n')) break
  }
  const text = start
    .subarray(0, headerBytes)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
  return text.trimStart().split('\n')[0] ?? ''
}

/** The delimiter that gives the header line the most cells. */
export function delimiterOf(header: string): Delimiter {
  const delimiters: readonly Delimiter[] = [',', ';', '\t', '|']
  const cells = (delimiter: Delimiter): number => readCells(header, false, delimiter).cells.length
  return delimiters.reduce((best, next) => (cells(next) > cells(best) ? next : best))
}

interface RecordForm {
  readonly delimiter: Delimiter
  readonly recordOf: (row: TableRow) => TableRecord['record']
}

async function* tableRecords(
  batches: AsyncIterable<LineBatch>,
  form: RecordForm,
): AsyncIterable<TableRecord | RefusedLine> {
  let columns: readonly string[] | undefined
  for await (const row of csvRows(batches, form.delimiter)) {
    if (columns !== undefined) {
      yield 'cells' in row ? recordOf(row, columns, form) : row
      continue
    }
    // Without its header, nothing in the file can be read.
    if (!('cells' in row)) return yield row
    const problem = headerProblem(row)
    if (problem !== undefined) return yield problem
    columns = row.cells.map((name) => name.trim())
  }
}

async function* csvRows(
  batches: AsyncIterable<LineBatch>,
  delimiter: Delimiter,
): AsyncIterable<CsvRow | RefusedLine> {
  const rows = new CsvRows(delimiter)
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
  const twice = names.find((name, index) => name !== '' && names.indexOf(name) !== index)
  if (twice === undefined) return undefined
  return { line, field: twice, reason: 'the column stands twice in the header', text }
}

function recordOf(
  row: CsvRow,
  columns: readonly string[],
  form: RecordForm,
): TableRecord | RefusedLine {
  const { line, cells, text } = row
  if (cells.length !== columns.length) {
    const reason = `has ${cells.length} cells where the header has ${columns.length}`
    return { line, field: '', reason, text }
  }
  return { line, record: form.recordOf(columns.map((column, index) => [column, cells[index]])) }
}
