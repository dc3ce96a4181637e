import { statSync } from 'node:fs'
import { Problem } from '../problem.ts'
import { quoteName, quoteText, type SqlEngine } from '../sql/index.ts'

/** Staging files of one batch, in the order of their lines. */
export interface StagedBatch {
  readonly observations: readonly string[]
  readonly sources: readonly string[]
  readonly exposures: readonly string[]
  /** Absent: none. They are committed last: what a batch brings and takes back is gone. */
  readonly withdrawals?: readonly string[]
}

export interface CommitCounts {
  readonly accepted: number
  /** Already in the store with the same content: nothing changed. */
  readonly known: number
  /** Accepted as a newer version of an observation that the store has with other content. */
  readonly newer: number
  /** Observations of what its source took back before: not taken. */
  readonly withdrawn: number
  /** Retractions that the source stated and the ledger did not have. Absent: none were staged. */
  readonly retracted?: number
  /** Merges of two records that the source stated and the ledger did not have. Absent: none were staged. */
  readonly merged?: number
}

export const noCounts: CommitCounts = { accepted: 0, known: 0, newer: 0, withdrawn: 0 }

export const addCounts = (left: CommitCounts, right: CommitCounts): CommitCounts => ({
  accepted: left.accepted + right.accepted,
  known: left.known + right.known,
  newer: left.newer + right.newer,
  withdrawn: left.withdrawn + right.withdrawn,
  ...addOptional('retracted', left, right),
  ...addOptional('merged', left, right),
})

function addOptional(
  name: 'retracted' | 'merged',
  { [name]: left }: CommitCounts,
  { [name]: right }: CommitCounts,
): Partial<CommitCounts> {
  return left === undefined && right === undefined ? {} : { [name]: (left ?? 0) + (right ?? 0) }
}

/**
 * The engine's JSON reader on staging files. It sets aside a multiple of the longest object that it is
 * told to expect, for each thread: no line is longer than its file.
 */
export function readStagedSql(
  paths: readonly string[],
  columns: Readonly<Record<string, string>>,
): string {
  const typed = Object.entries(columns).map(
    ([name, type]) => `${quoteName(name)}: ${quoteText(type)}`,
  )
  const longest = Math.max(...paths.map((path) => statSync(path).size))
  return `read_json([${paths.map(quoteText).join(', ')}], format = 'newline_delimited',
    maximum_object_size = ${longest}, columns = {${typed.join(', ')}})`
}

/** The one row of a query of aggregates. */
export async function onlyRow<Row>(sql: SqlEngine, query: string): Promise<Row> {
  const [row] = await sql.rows<Row>(query)
  if (row === undefined) throw new Problem('unavailable', `no row from: ${query}`)
  return row
}

/** Tables that are read out of `observation.body` and can be made again from it. */
export const readingTables = ['event', 'selector', 'fact', 'flag', 'passage'] as const
