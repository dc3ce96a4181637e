/** A value that a statement is given beside its text, as `$1`, `$2` …. A timestamp is its RFC 3339 text. */
export type SqlValue = string | number | boolean | bigint | null

/** What the heavy work is written against: one connection to the engine. */
export interface SqlEngine {
  /** Runs one statement and forgets its result. */
  readonly run: (sql: string, values?: readonly SqlValue[]) => Promise<void>
  /**
   * Runs one query and gives its rows. Big integers and decimals come as `number` (ids are dense, far
   * below 2^53), timestamps as `YYYY-MM-DDTHH:MM:SS[.ffffff]Z` (always UTC), lists as arrays, structs as
   * objects, everything else as the engine writes it.
   */
  readonly rows: <Row>(sql: string, values?: readonly SqlValue[]) => Promise<Row[]>
  /** Columns of a query as arrays, one per column, in row order. */
  readonly columns: (sql: string) => Promise<readonly (readonly unknown[])[]>
  /**
   * Numeric columns of a query, in row order, for work in the process (union-find) on results of many
   * millions of rows. Integers of 32 bits come as `Int32Array`, doubles as `Float64Array`;
   * another type, or a null, is an error.
   */
  readonly numbers: (sql: string) => Promise<readonly NumberColumn[]>
  /** Adds rows given as columns of equal length; `null` is no value. The fast way in for results of numeric work. */
  readonly append: (table: string, columns: readonly AppendColumn[]) => Promise<void>
  /**
   * Adds rows under the names of their columns, in statements of many rows: a hundred rows in one statement cost
   * a fiftieth of a hundred statements. All rows have the columns of the first.
   */
  readonly insert: (table: string, rows: readonly InsertedRow[]) => Promise<void>
}

/** Column by column; a value of `{ sql }` is an expression, such as `current_setting('…')`. */
export type InsertedRow = Readonly<Record<string, SqlValue | { readonly sql: string }>>

/** A connection for long work, with tables of its own: temporary tables go with it. */
export interface SqlSession extends SqlEngine {
  /**
   * Runs `work` on one snapshot and keeps all of it or nothing. Only the commit waits in the queue of writes, so
   * work may take as long as it needs; it must change no row that short writes change, or the commit is refused.
   */
  readonly transaction: <Result>(work: () => Promise<Result>) => Promise<Result>
  /** Runs `work` on one snapshot and keeps nothing of it. */
  readonly rehearse: <Result>(work: () => Promise<Result>) => Promise<Result>
}

/** The engine and its version, such as `duckdb v1.5.5`. */
export async function engineVersion(engine: SqlEngine): Promise<string> {
  const [row] = await engine.rows<{ version: string }>('select version() as version')
  return `duckdb ${row?.version}`
}

export type NumberColumn = Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>

/** One column of an append, in the order of the table's columns. */
export type AppendColumn =
  | { readonly type: 'integer' | 'double'; readonly values: ArrayLike<number | null> }
  | { readonly type: 'varchar'; readonly values: ArrayLike<string | null> }

/** One named step: its result becomes the table `name`, which is what one sees when debugging. */
export interface SqlStep {
  readonly name: string
  readonly sql: string
  /** True: the table belongs to the connection and never reaches the store. */
  readonly temporary?: boolean
}

/** Runs the steps in order; each becomes (or replaces) a table of its name. */
export async function runSteps(engine: SqlEngine, steps: readonly SqlStep[]): Promise<void> {
  for (const step of steps) {
    await engine.run(stepSql(step))
  }
}

/** The statement of one step. */
export const stepSql = ({ name, sql, temporary = false }: SqlStep): string =>
  `create or replace ${temporary ? 'temp ' : ''}table ${name} as ${sql}`

export async function dropSteps(engine: SqlEngine, steps: readonly SqlStep[]): Promise<void> {
  for (const step of steps) await engine.run(`drop table if exists ${step.name}`)
}
