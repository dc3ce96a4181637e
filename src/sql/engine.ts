/** What the heavy work is written against. DuckDB is the engine in the process. */
export interface SqlEngine {
  /** Runs one statement and forgets its result. */
  readonly run: (sql: string) => Promise<void>
  /**
   * Runs one query and gives its rows. Big integers and decimals come as `number` (ids are dense, far
   * below 2^53), timestamps as `YYYY-MM-DDTHH:MM:SS[.ffffff]Z` (always UTC), lists as arrays, structs as
   * objects, everything else as the engine writes it.
   */
  readonly rows: <Row>(sql: string) => Promise<Row[]>
  /** Like `rows`, a piece at a time, for results larger than memory. */
  readonly stream: <Row>(sql: string) => AsyncIterable<Row[]>
  /** Runs `work` in one transaction: all of it is kept, or none. */
  readonly transaction: <Result>(work: () => Promise<Result>) => Promise<Result>
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
  readonly close: () => void
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
  /** True: nobody needs the table after the work; it never reaches the store. */
  readonly passing?: boolean
}

/** Runs the steps in order; each becomes (or replaces) a table of its name. */
export async function runSteps(engine: SqlEngine, steps: readonly SqlStep[]): Promise<void> {
  for (const step of steps) {
    await engine.run(stepSql(step))
  }
}

/** The statement of one step. */
export const stepSql = ({ name, sql, passing = false }: SqlStep): string =>
  `create or replace ${passing ? 'temp ' : ''}table ${name} as ${sql}`

export async function dropSteps(engine: SqlEngine, steps: readonly SqlStep[]): Promise<void> {
  for (const step of steps) await engine.run(`drop table if exists ${step.name}`)
}
