import {
  DOUBLE,
  DuckDBArrayValue,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBDecimalValue,
  DuckDBInstance,
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
import { Problem, reasonOf } from '../problem.ts'
import type { AppendColumn, NumberColumn, SqlEngine } from './engine.ts'
import { fillWithNumbers, numbersOf } from './number-columns.ts'
import { quoteText } from './quote.ts'

export interface DuckDbOptions {
  /** What the engine may hold in memory, as DuckDB writes it: `2GB`. */
  readonly memory: string
  readonly threads: number
  /** Where it spills when a step needs more; absent for a store in memory. */
  readonly spill?: string
}

/**
 * Opens a DuckDB file, or `:memory:`. A file that another process holds gives a `conflict` that
 * says so: one process owns a store.
 */
export async function openDuckDb(path: string, options: DuckDbOptions): Promise<SqlEngine> {
  const instance = await createInstance(path, options)
  const connection = await instance.connect()
  // Times are UTC inside, whatever the machine's own zone is.
  await connection.run("set timezone = 'UTC'")
  return {
    run: async (sql) => {
      await attempt(sql, () => connection.run(sql))
    },
    rows: (sql) => attempt(sql, () => readRows(connection, sql)) as Promise<never[]>,
    stream: (sql) => streamRows(connection, sql) as AsyncIterable<never[]>,
    columns: (sql) => attempt(sql, () => readColumns(connection, sql)),
    numbers: (sql) => attempt(sql, () => readNumbers(connection, sql)),
    append: (table, columns) => appendColumns(connection, table, columns),
    transaction: (work) => inTransaction(connection, work),
    close: () => {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

async function createInstance(path: string, options: DuckDbOptions): Promise<DuckDBInstance> {
  try {
    return await DuckDBInstance.create(path, {
      memory_limit: options.memory,
      threads: String(options.threads),
      // Order is stated where it matters; keeping it everywhere costs memory in large inserts.
      preserve_insertion_order: 'false',
      // A checkpoint after every batch of an import would cost more than the batch itself.
      checkpoint_threshold: '512MB',
      // Nothing is fetched behind the user's back: no extension is downloaded.
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      ...(options.spill === undefined ? {} : { temp_directory: options.spill }),
    })
  } catch (error) {
    throw openingProblem(path, error)
  }
}

function openingProblem(path: string, error: unknown): Problem {
  const reason = reasonOf(error)
  if (/could not set lock|being used by another process/i.test(reason)) {
    return new Problem(
      'conflict',
      `another process has ${path} open; wait until it is done or stop it, then run this again`,
      error,
    )
  }
  return new Problem('unavailable', `cannot open the store ${path}: ${reason}`, error)
}

async function attempt<Result>(sql: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw new Error(`${reasonOf(error)}\nin the statement:\n${sql.slice(0, 4000)}`, {
      cause: error,
    })
  }
}

async function readRows(connection: DuckDBConnection, sql: string): Promise<unknown[]> {
  const reader = await connection.runAndReadAll(sql)
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
  return Array.from({ length: result.columnCount }, (_, column) =>
    numbersOf(chunks, column, result.columnType(column)),
  )
}

const streamEnd = 'stream_end'

/**
 * DuckDB's binding ends a result that fails in the middle as if it were whole. So a last row of our own
 * follows (`union all` gives its sides one after the other), and where it does not come, that is told.
 */
async function* streamRows(connection: DuckDBConnection, sql: string): AsyncIterable<unknown[]> {
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
  }
  appender.closeSync()
}

async function inTransaction<Result>(
  connection: DuckDBConnection,
  work: () => Promise<Result>,
): Promise<Result> {
  await connection.run('begin transaction')
  try {
    const result = await work()
    await connection.run('commit')
    return result
  } catch (error) {
    // A failed commit has ended the transaction already; the first error is the one that tells.
    await connection.run('rollback').catch(() => undefined)
    throw error
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
  // The binding writes these in the zone of the machine, whatever zone the connection has.
  if (value instanceof DuckDBTimestampTZValue)
    return plainValue(new DuckDBTimestampValue(value.micros))
  return timestampValues.some((type) => value instanceof type)
    ? momentText(String(value))
    : String(value)
}

/** `2024-03-18 09:41:07.5+00` as `2024-03-18T09:41:07.5Z`; `infinity` is no moment and stays. */
const momentText = (text: string): string =>
  text.endsWith('infinity') ? text : `${text.replace(/\+00$/, '').replace(' ', 'T')}Z`

/** The engine's Parquet reader on a path, with the number of each row in `file_row_number` (from 0). */
export const readParquetSql = (path: string): string =>
  `read_parquet(${quoteText(path)}, file_row_number = true)`
