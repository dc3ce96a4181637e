import { setImmediate as othersFirst } from 'node:timers/promises'
import {
  DOUBLE,
  DuckDBArrayValue,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBValue,
  INTEGER,
  VARCHAR,
} from '@duckdb/node-api'
import { reasonOf } from '../problem.ts'
import type { AppendColumn, InsertedRow, NumberColumn, SqlEngine, SqlValue } from './engine.ts'
import { fillWithNumbers, numbersOf } from './number-columns.ts'
import { quoteName, quoteText } from './quote.ts'

/** Is told of every statement that ended, however: its text and how long it took, in milliseconds. */
export type StatementTrace = (sql: string, ms: number) => void

/** The engine as one connection of DuckDB sees it. */
export function engineOn(connection: DuckDBConnection, trace?: StatementTrace): SqlEngine {
  const timed = async <Result>(sql: string, work: () => Promise<Result>): Promise<Result> => {
    if (trace === undefined) return attempt(sql, work)
    const startedAt = performance.now()
    try {
      return await attempt(sql, work)
    } finally {
      trace(sql, performance.now() - startedAt)
    }
  }
  return {
    run: async (sql, values) => {
      await timed(sql, () => connection.run(sql, bound(values)))
    },
    rows: (sql, values) => timed(sql, () => readRows(connection, sql, values)) as Promise<never[]>,
    columns: (sql) => timed(sql, () => readColumns(connection, sql)),
    numbers: (sql) => timed(sql, () => readNumbers(connection, sql)),
    append: (table, columns) => appendColumns(connection, table, columns),
    insert: (table, rows) => insertRows(connection, table, rows),
  }
}

/** A list of no values would make DuckDB prepare the statement, which some statements refuse. */
const bound = (values: readonly SqlValue[] | undefined): SqlValue[] | undefined =>
  values === undefined || values.length === 0 ? undefined : [...values]

async function attempt<Result>(sql: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw new Error(`${reasonOf(error)}\nin the statement:\n${sql.slice(0, 4000)}`, {
      cause: error,
    })
  }
}

async function readRows(
  connection: DuckDBConnection,
  sql: string,
  values?: readonly SqlValue[],
): Promise<unknown[]> {
  const reader = await connection.runAndReadAll(sql, bound(values))
  return reader.getRowObjects().map(plainRow)
}

async function readColumns(connection: DuckDBConnection, sql: string): Promise<unknown[][]> {
  const reader = await connection.runAndReadAll(sql)
  const columns = reader.getColumns()
  // A result without rows has no columns to the reader; to those who take them apart it has.
  return Array.from({ length: reader.columnCount }, (_, index) => plainList(columns[index] ?? []))
}

async function readNumbers(connection: DuckDBConnection, sql: string): Promise<NumberColumn[]> {
  const result = await connection.run(sql)
  const chunks = await result.fetchAllChunks()
  const columns: NumberColumn[] = []
  for (let column = 0; column < result.columnCount; column++) {
    columns.push(numbersOf(chunks, column, result.columnType(column)))
    // A million numbers take 50 ms: others have their turn in between.
    if (chunks.length > chunksAtOnce) await othersFirst()
  }
  return columns
}

/** Chunks that are copied in one turn of the event loop: about a millisecond. */
const chunksAtOnce = 16

const streamEnd = 'stream_end'

/**
 * The rows of a query, a piece at a time. DuckDB's binding ends a result that fails in the middle as if it were
 * whole. So a last row of our own follows (`union all` gives its sides one after the other), and its absence is an error.
 */
export async function* streamRows(
  connection: DuckDBConnection,
  sql: string,
): AsyncIterable<unknown[]> {
  const marked = `select *, false as ${streamEnd} from (${sql}\n)
    union all by name select true as ${streamEnd}`
  const result = await attempt(sql, () => connection.stream(marked))
  let isWhole = false
  for await (const chunk of result.yieldRowObjects()) {
    isWhole ||= chunk.some((row) => row[streamEnd] === true)
    const rows = chunk.filter((row) => row[streamEnd] !== true)
    if (rows.length > 0) yield rows.map(({ [streamEnd]: _, ...row }) => plainRow(row))
  }
  if (!isWhole)
    throw new Error(`the result ended in the middle\nof the statement:\n${sql.slice(0, 4000)}`)
}

const appendTypes = { integer: INTEGER, double: DOUBLE, varchar: VARCHAR } as const
/** Rows in one vector of the engine. */
const chunkRows = 2048

async function appendColumns(
  connection: DuckDBConnection,
  table: string,
  columns: readonly AppendColumn[],
): Promise<void> {
  const rows = columns[0]?.values.length ?? 0
  if (columns.some(({ values }) => values.length !== rows)) {
    throw new TypeError(`columns of unequal length for ${table}`)
  }
  const appender = await connection.createAppender(table)
  const types = columns.map((column) => appendTypes[column.type])
  for (let from = 0; from < rows; from += chunkRows) {
    const to = Math.min(rows, from + chunkRows)
    const chunk = DuckDBDataChunk.create(types, to - from)
    for (const [at, { type, values }] of columns.entries()) {
      if (!fillWithNumbers(chunk, { at, type, values, from, to })) {
        chunk.setColumnValues(
          at,
          Array.from({ length: to - from }, (_, row) => values[from + row] ?? null),
        )
      }
    }
    appender.appendDataChunk(chunk)
    if ((to / chunkRows) % chunksAtOnce === 0) await othersFirst()
  }
  appender.closeSync()
}

/** Values in one statement: DuckDB takes more, but planning them costs more than the statement saves. */
const valuesAtOnce = 2000

async function insertRows(
  connection: DuckDBConnection,
  table: string,
  rows: readonly InsertedRow[],
): Promise<void> {
  const names = Object.keys(rows[0] ?? {})
  const atOnce = Math.max(1, Math.floor(valuesAtOnce / Math.max(1, names.length)))
  for (let from = 0; from < rows.length; from += atOnce) {
    const values: SqlValue[] = []
    const place = (value: InsertedRow[string] | undefined): string => {
      if (value === undefined) throw new TypeError(`a row for ${table} lacks a column`)
      if (typeof value === 'object' && value !== null) return value.sql
      return `$${values.push(value)}`
    }
    const tuples = rows
      .slice(from, from + atOnce)
      .map((row) => `(${names.map((name) => place(row[name])).join(', ')})`)
    const sql = `insert into ${table} (${names.map(quoteName).join(', ')}) values ${tuples.join(', ')}`
    await attempt(sql, () => connection.run(sql, bound(values)))
  }
}

function plainRow(row: Record<string, DuckDBValue>): Record<string, unknown> {
  const plain: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(row)) plain[name] = plainValue(value)
  return plain
}

const plainList = (values: readonly DuckDBValue[]): unknown[] => values.map(plainValue)

const timestampValues = [
  DuckDBTimestampValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
] as const

function plainValue(value: DuckDBValue): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (value === null || typeof value !== 'object') return value
  if (value instanceof DuckDBDecimalValue) return value.toDouble()
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) {
    return plainList(value.items)
  }
  if (value instanceof DuckDBStructValue) return plainRow(value.entries)
  // Its text would be in the zone of the machine.
  if (value instanceof DuckDBTimestampTZValue) {
    return timestampText(String(new DuckDBTimestampValue(value.micros)))
  }
  return timestampValues.some((type) => value instanceof type)
    ? timestampText(String(value))
    : String(value)
}

/** `2024-03-18 09:41:07.5` as `2024-03-18T09:41:07.5Z`; `infinity` is no timestamp and stays. */
const timestampText = (text: string): string =>
  text.endsWith('infinity') ? text : `${text.replace(' ', 'T')}Z`

/** The engine's Parquet reader on a path, with the number of each row in `file_row_number` (from 0). */
export const readParquetSql = (path: string): string =>
  `read_parquet(${quoteText(path)}, file_row_number = true)`
