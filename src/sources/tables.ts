import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type CsvError, parse } from 'csv-parse'
import { Problem, reasonOf } from '../problem.ts'
import { openDuckDb, readParquetSql } from '../sql/index.ts'
import { DamagedInput, type InputFile } from './input-file.ts'
import { type LineBatch, longestLine } from './lines.ts'
import { recordOfRow, type TableRow } from './table-row.ts'

/** Rows that go to a worker at once. */
const batchRows = 5_000

interface Numbered {
  readonly row: TableRow
  readonly line: number
}

interface SkippedRow {
  readonly line: number
  readonly reason: string
}

/** Rows of a CSV file (comma, RFC 4180, header line) as batches of JSON lines with their line numbers. */
export async function* batchCsv(file: InputFile): AsyncIterable<LineBatch> {
  const skipped: SkippedRow[] = []
  const parser = parse({
    bom: true,
    columns: checkHeader,
    info: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    relax_column_count_less: true,
    max_record_size: longestLine,
  })
  parser.on('skip', (error: CsvError) => {
    skipped.push({ line: Number(error['lines'] ?? 0), reason: error.message })
  })
  const failure = pipeline(Readable.from(file.pieces()), parser).then(
    () => undefined,
    (error: unknown) => error,
  )
  let rows: Numbered[] = []
  let last = 1
  try {
    for await (const { record, info } of parser) {
      last = info.lines
      rows.push({ row: record, line: info.lines })
      if (rows.length >= batchRows) {
        yield batchOf(rows)
        rows = []
      }
    }
  } catch (error) {
    if (!(error instanceof DamagedInput)) throw csvProblem(file.path, error)
  }
  if (rows.length > 0) yield batchOf(rows)
  for (const { line, reason } of skipped) yield damage(line, reason)
  const error = await failure
  if (error instanceof DamagedInput) yield damage(last + 1, error.message)
}

function csvProblem(path: string, error: unknown): Problem {
  if (error instanceof Problem) return error
  return new Problem('invalid', `${path}: ${reasonOf(error)}`, error)
}

function checkHeader(header: string[]): string[] {
  const twice = header.find((name, index) => header.indexOf(name) !== index)
  if (twice !== undefined) throw new Problem('invalid', `the column "${twice}" stands twice in the header`)
  return header.map((name) => name.trim())
}

const damage = (line: number, reason: string): LineBatch => ({
  bytes: new Uint8Array(0),
  firstLine: line,
  damage: { line, reason },
})

function batchOf(rows: readonly Numbered[]): LineBatch {
  const lines = rows.map(({ row }) => JSON.stringify(recordOfRow(row)))
  return {
    bytes: new Uint8Array(Buffer.from(`${lines.join('\n')}\n`)),
    firstLine: rows[0]?.line ?? 1,
    lineNumbers: rows.map(({ line }) => line),
  }
}

/** Rows of a Parquet file; its "line" is the number of the row, from 1. */
export async function* batchParquet(file: InputFile, staging: string): AsyncIterable<LineBatch> {
  const path = file.packing === 'plain' ? file.path : await unpackTo(file, staging)
  // A second engine: a stream that is being read must not share the connection that commits.
  const reader = await openDuckDb(':memory:', { memory: '512MB', threads: 1 })
  try {
    const rows = reader.stream<Record<string, unknown>>(
      `select * from ${readParquetSql(path)} order by file_row_number`,
    )
    for await (const chunk of rows) yield parquetBatch(chunk)
  } catch (error) {
    throw new Problem('invalid', `${file.path} is not readable as Parquet: ${firstLine(error)}`, error)
  } finally {
    reader.close()
  }
}

const firstLine = (error: unknown): string => reasonOf(error).split('\n')[0] ?? ''

function parquetBatch(chunk: readonly Record<string, unknown>[]): LineBatch {
  return batchOf(
    chunk.map(({ file_row_number: number, ...row }) => ({ row, line: Number(number) + 1 })),
  )
}

async function unpackTo(file: InputFile, staging: string): Promise<string> {
  const path = join(staging, 'unpacked.parquet')
  await pipeline(Readable.from(file.pieces()), createWriteStream(path))
  return path
}
