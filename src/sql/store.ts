import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { Effects } from '../effects.ts'
import { Problem, reasonOf } from '../problem.ts'
import { engineOn, type StatementTrace, streamRows } from './connection.ts'
import type { SqlEngine, SqlSession } from './engine.ts'
import { createInstance, type InstanceOptions } from './instance.ts'
import { openReaders } from './readers.ts'
import { openWriteQueue, type WriteQueue } from './write-queue.ts'

/**
 * The store: one DuckDB file, one instance of the engine, many connections. Stages receive a `Store` and never a
 * connection, so no work stands in somebody else's transaction (decision 0023).
 */
export interface Store {
  /**
   * Runs `work` on one snapshot, on a pooled connection. It can change nothing in the store; temporary tables
   * that it makes are gone afterwards. Ends with `unavailable` when it takes longer than `readLimitMs`.
   */
  readonly read: <Result>(work: (sql: SqlEngine) => Promise<Result>) => Promise<Result>
  /** The rows of a query on one snapshot, a piece at a time, for results larger than memory. Bounded like `read`. */
  readonly stream: <Row>(sql: string) => AsyncIterable<Row[]>
  /**
   * Runs `work` as a short transaction (200 ms at most): what it gives back is committed. Works that wait together are
   * committed together, so a work may be run again when another one of its group fails: it must have no effect
   * but its statements. A failed work is undone alone.
   */
  readonly write: <Result>(work: (sql: SqlEngine) => Promise<Result>) => Promise<Result>
  /**
   * Runs long work on a connection of its own; see `SqlSession`. With `onStop` (of `Effects`) its statement is interrupted
   * when the user asks to stop; it then ends with `conflict`, and what it had in a transaction is undone.
   */
  readonly session: <Result>(
    work: (sql: SqlSession) => Promise<Result>,
    onStop?: Effects['onStop'],
  ) => Promise<Result>
  /**
   * Writes what the log holds into the file, so that no erased value stays in the log. False: a session is writing, so
   * the log is written with a later commit, or when the store is closed. Waits its turn among the writes.
   */
  readonly checkpoint: () => Promise<boolean>
  /** Waits for the writes that are under way and closes the file. */
  readonly close: () => Promise<void>
}

export interface StoreOptions extends InstanceOptions {
  /**
   * The longest that one read may take, in milliseconds: the log cannot be shortened while a snapshot is held.
   * Default: an hour, for a person who pages through a list.
   */
  readonly readLimitMs?: number
  /** Is told of the statements of reads and sessions. */
  readonly trace?: StatementTrace
}

const defaultReadLimitMs = 3_600_000

/** Opens a store: a DuckDB file, or `:memory:`. Fails as `createInstance` does. */
export async function openStore(path: string, options: StoreOptions): Promise<Store> {
  const instance = await createInstance(path, options)
  const connect = (): Promise<DuckDBConnection> => connectTo(instance)
  const readers = openReaders(connect, options.readLimitMs ?? defaultReadLimitMs)
  const queue = openWriteQueue(await connect())
  return {
    read: (work) => readers.use((connection) => work(engineOn(connection, options.trace))),
    stream: (sql) =>
      readers.useEach((connection) => streamRows(connection, sql)) as AsyncIterable<never[]>,
    write: (work) => queue.write(work),
    session: (work, onStop) => runSession({ connect, queue, onStop, trace: options.trace }, work),
    checkpoint: () => checkpointIn(queue),
    close: () => closeAll(instance, [queue.close, readers.close]),
  }
}

async function checkpointIn(queue: WriteQueue): Promise<boolean> {
  try {
    await queue.alone((connection) => connection.run('checkpoint').then(() => undefined))
    return true
  } catch (error) {
    if (/cannot checkpoint/i.test(reasonOf(error))) return false
    throw error
  }
}

async function connectTo(instance: DuckDBInstance): Promise<DuckDBConnection> {
  const connection = await instance.connect()
  // Times are UTC inside, whatever the machine's own zone is.
  await connection.run("set timezone = 'UTC'")
  return connection
}

async function closeAll(
  instance: DuckDBInstance,
  parts: readonly (() => Promise<void>)[],
): Promise<void> {
  for (const close of parts) await close()
  instance.closeSync()
}

interface SessionParts {
  readonly connect: () => Promise<DuckDBConnection>
  readonly queue: WriteQueue
  readonly onStop: Effects['onStop'] | undefined
  readonly trace: StatementTrace | undefined
}

async function runSession<Result>(
  { connect, queue, onStop, trace }: SessionParts,
  work: (sql: SqlSession) => Promise<Result>,
): Promise<Result> {
  const connection = await connect()
  const unsubscribe = onStop?.(() => connection.interrupt())
  try {
    const commit = () => queue.alone(() => connection.run('commit').then(() => undefined))
    return await work(sessionOn({ connection, commit, trace }))
  } catch (error) {
    throw isInterrupt(error)
      ? new Problem('conflict', 'stopped; what was there before is unchanged', error)
      : error
  } finally {
    unsubscribe?.()
    connection.closeSync()
  }
}

const isInterrupt = (error: unknown): boolean =>
  error instanceof Error && !(error instanceof Problem) && error.message.includes('INTERRUPT Error')

interface OpenSession {
  readonly connection: DuckDBConnection
  readonly commit: () => Promise<void>
  readonly trace?: StatementTrace | undefined
}

function sessionOn({ connection, commit, trace }: OpenSession): SqlSession {
  const undo = (): Promise<unknown> =>
    // A failed commit has ended the transaction already; the first error is the one that tells.
    connection.run('rollback').catch(() => undefined)
  return {
    ...engineOn(connection, trace),
    transaction: async (work) => {
      await connection.run('begin transaction')
      try {
        const result = await work()
        await commit()
        return result
      } catch (error) {
        await undo()
        throw error
      }
    },
    rehearse: async (work) => {
      await connection.run('begin transaction')
      try {
        return await work()
      } finally {
        await undo()
      }
    },
  }
}

/** An engine of one connection, for work beside the store: a table to link, a file to read. */
export interface OwnEngine extends SqlSession {
  readonly stream: <Row>(sql: string) => AsyncIterable<Row[]>
  readonly close: () => void
}

/** Opens a DuckDB file, or `:memory:`, with one connection. Fails as `createInstance` does. */
export async function openEngine(path: string, options: InstanceOptions): Promise<OwnEngine> {
  const instance = await createInstance(path, options)
  const connection = await connectTo(instance)
  return {
    ...sessionOn({ connection, commit: () => connection.run('commit').then(() => undefined) }),
    stream: (sql) => streamRows(connection, sql) as AsyncIterable<never[]>,
    close: () => {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
