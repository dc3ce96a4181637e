import { type CsvRow, CsvRows, type Delimiter, readCells } from './csv-rows.ts'
import { decoded, type Encoding } from './encodings.ts'
import type { InputFile } from './input-file.ts'
import { batchLines, type LineBatch, type RefusedLine, remarkBatch, textLines } from './lines.ts'
import { batchRecords, type TableRecord } from './table-batches.ts'
import { recordOfRow, type TableRow } from './table-row.ts'
import { toldEncoding } from './told-encoding.ts'

/** Rows of a CSV file in the evidence format (RFC 4180, header line) as batches of JSON lines. */
export async function* batchCsv(file: InputFile): AsyncIterable<LineBatch> {
  const told = await toldForm(file, {})
  yield* batchRecords(tableRecords(batchLines(file.pieces()), { ...told, recordOf: recordOfRow }))
}

/** How a table of somebody else's is written; what is absent is told by its beginning. */
export interface TableForm {
  readonly delimiter?: Delimiter
  readonly encoding?: Encoding
  /** Line on which the names of the columns stand; reports have titles above them. */
  readonly header?: number
}

/** Rows of any CSV file as batches of JSON objects, a text for each column that is not empty. */
export async function* batchTable(file: InputFile, form: TableForm): AsyncIterable<LineBatch> {
  const told = form.encoding === undefined ? await toldEncoding(file) : undefined
  if (told !== undefined)
    yield remarkBatch(
      `read as ${told}: its bytes are no UTF-8. Where letters come out wrong, state encoding: in a map.`,
    )
  const encoding = form.encoding ?? told
  const lines = batchLines(decoded(file.pieces(), encoding))
  const rows = tableRecords(lines, {
    ...(await toldForm(file, { ...form, ...(encoding ? { encoding } : {}) })),
    recordOf: textsOfRow,
  })
  yield* batchRecords(withAdvice(rows))
}

/** A line that is not UTF-8 in a file that otherwise is: it is damaged, or two files were put together. */
async function* withAdvice(
  rows: AsyncIterable<TableRecord | RefusedLine>,
): AsyncIterable<TableRecord | RefusedLine> {
  for await (const row of rows) {
    const isEncoded = 'reason' in row && row.reason === 'is not UTF-8'
    yield isEncoded ? { ...row, reason: `is not UTF-8; ${encodingAdvice}` } : row
  }
}

const encodingAdvice =
  'a file of an office program: state encoding: windows-1252 in a map, or save it as UTF-8'

const textsOfRow = (row: TableRow): Readonly<Record<string, unknown>> =>
  Object.fromEntries(row.filter(([, cell]) => typeof cell === 'string' && cell.trim() !== ''))

/** Columns of a file and the texts of its first rows, for telling what it is. */
export async function readTableStart(
  file: InputFile,
  form: TableForm,
  rows: number,
): Promise<{ readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }> {
  const encoding = form.encoding ?? (await toldEncoding(file))
  const read = { ...form, ...(encoding ? { encoding } : {}) }
  const { delimiter, header: first } = await toldForm(file, read)
  const found: (readonly string[])[] = []
  for await (const row of csvRows(batchLines(decoded(file.pieces(), encoding)), delimiter)) {
    if ('cells' in row && row.line >= first) found.push(row.cells)
    if (found.length > rows) break
  }
  const [header = [], ...rest] = found
  return { columns: columnNames(header), rows: rest }
}

/** Bytes within which the header line of a table ends. */
const headerBytes = 64 * 1024

interface ToldForm {
  readonly delimiter: Delimiter
  readonly header: number
}

/**
 * How a table is written, as its form states, as its first line says (`sep=;`, which Excel reads and writes), or by the
 * delimiter that gives the header line the most cells.
 */
export async function toldForm(file: InputFile, form: TableForm): Promise<ToldForm> {
  const lines = await firstLines(file, form)
  const said = separatorLine.exec(lines[0] ?? '')?.[1]
  const isFirst = (form.header ?? 1) === 1
  const header = said !== undefined && isFirst ? 2 : (form.header ?? 1)
  const delimiter = form.delimiter ?? delimiters.find((each) => each === said)
  return { delimiter: delimiter ?? delimiterOf(lines[header - 1] ?? ''), header }
}

const delimiters: readonly Delimiter[] = [',', ';', '\t', '|']
const separatorLine = /^"?sep=(.)"?[,;\t|]*\s*$/i

/** The lines down to the header, and one more where the first says what stands between cells. */
async function firstLines(
  file: InputFile,
  { encoding, header = 1 }: TableForm,
): Promise<readonly string[]> {
  let start = Buffer.alloc(0)
  for await (const piece of decoded(file.pieces(), encoding)) {
    start = Buffer.concat([start, piece])
    if (start.length >= headerBytes || linesIn(start) > header) break
  }
  const text = start
    .subarray(0, headerBytes)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
  return text.split('\n')
}

const linesIn = (bytes: Buffer): number => bytes.toString('latin1').split('\n').length - 1

/** The delimiter that gives the header line the most cells. */
export function delimiterOf(header: string): Delimiter {
  const cells = (delimiter: Delimiter): number => readCells(header, false, delimiter).cells.length
  return delimiters.reduce((best, next) => (cells(next) > cells(best) ? next : best))
}

interface RecordForm {
  readonly delimiter: Delimiter
  readonly header?: number
  readonly recordOf: (row: TableRow) => TableRecord['record']
}

async function* tableRecords(
  batches: AsyncIterable<LineBatch>,
  form: RecordForm,
): AsyncIterable<TableRecord | RefusedLine> {
  let columns: readonly string[] | undefined
  for await (const row of fromHeader(csvRows(batches, form.delimiter), form.header)) {
    if (columns !== undefined) {
      yield 'cells' in row ? recordOf(row, columns, form) : row
      continue
    }
    // Without its header, nothing in the file can be read.
    if (!('cells' in row)) return yield row
    const problem = headerProblem(row)
    if (problem !== undefined) return yield problem
    columns = columnNames(row.cells)
  }
}

/** Without the titles above the header; a row that cannot be read among them is none of the table's. */
async function* fromHeader<Row extends { readonly line: number }>(
  rows: AsyncIterable<Row>,
  header = 1,
): AsyncIterable<Row> {
  for await (const row of rows) if (row.line >= header) yield row
}

async function* csvRows(
  batches: AsyncIterable<LineBatch>,
  delimiter: Delimiter,
): AsyncIterable<CsvRow | RefusedLine> {
  const rows = new CsvRows(delimiter)
  for await (const batch of batches) {
    let line = batch.firstLine
    for (const text of textLines(batch.bytes)) {
      // Not `yield*`, which waits several times for every line, also for the blank ones.
      for (const row of rows.add(text, line)) yield row
      line += 1
    }
    for (const refused of batch.refused ?? []) {
      rows.spoil(`goes on in line ${refused.line}, which cannot be read`)
      yield refused
    }
  }
  yield* rows.finish()
}

/** A column without a name is called by its number, so that what stands in it can be told. */
const columnNames = (header: readonly string[]): readonly string[] =>
  header.map((name, index) => name.replace(/\s+/g, ' ').trim() || `column ${index + 1}`)

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
