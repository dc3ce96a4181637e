import type { DuckDBConnection } from '@duckdb/node-api'
import { Problem } from '../problem.ts'

/** Connections for reading: each use is one read-only transaction, which is one snapshot. */
export interface Readers {
  readonly use: <Result>(work: (connection: DuckDBConnection) => Promise<Result>) => Promise<Result>
  readonly useEach: <Item>(
    work: (connection: DuckDBConnection) => AsyncIterable<Item>,
  ) => AsyncIterable<Item>
  readonly close: () => Promise<void>
}

/** Connections kept open while nobody uses them; to open one costs 0.3 ms. */
const keptOpen = 8

/** Opens the pool. A use that takes longer than `limitMs` is ended with `unavailable`. */
export function openReaders(connect: () => Promise<DuckDBConnection>, limitMs: number): Readers {
  const idle: DuckDBConnection[] = []
  let isClosed = false
  const begin = async (): Promise<BoundedRead> => {
    if (isClosed) throw new Problem('unavailable', 'the store is closed')
    const connection = idle.pop() ?? (await connect())
    await connection.run('begin transaction read only')
    return boundRead(connection, limitMs)
  }
  const end = async ({ connection, stopTimer }: BoundedRead): Promise<void> => {
    stopTimer()
    // Temporary tables of the work go with its transaction, so the next one finds none.
    await connection.run('rollback').catch(() => undefined)
    if (isClosed || idle.length >= keptOpen) connection.closeSync()
    else idle.push(connection)
  }
  return {
    use: async (work) => {
      const read = await begin()
      try {
        return await work(read.connection)
      } catch (error) {
        throw read.isOver() ? tooLong(limitMs, error) : error
      } finally {
        await end(read)
      }
    },
    useEach: async function* (work) {
      const read = await begin()
      try {
        for await (const item of work(read.connection)) {
          if (read.isOver()) throw tooLong(limitMs)
          yield item
        }
      } catch (error) {
        throw read.isOver() && !(error instanceof Problem) ? tooLong(limitMs, error) : error
      } finally {
        await end(read)
      }
    },
    close: async () => {
      isClosed = true
      for (const connection of idle.splice(0)) connection.closeSync()
    },
  }
}

interface BoundedRead {
  readonly connection: DuckDBConnection
  /** True once the limit has passed. */
  readonly isOver: () => boolean
  readonly stopTimer: () => void
}

function boundRead(connection: DuckDBConnection, limitMs: number): BoundedRead {
  let over = false
  let again: NodeJS.Timeout | undefined
  const interrupt = (): void => connection.interrupt()
  const timer = setTimeout(() => {
    over = true
    interrupt()
    // The work may have been between two statements: then the next one is to end.
    again = setInterval(interrupt, 1000).unref()
  }, limitMs)
  // A process that has nothing else to do does not wait for the limit of a read.
  timer.unref()
  return {
    connection,
    isOver: () => over,
    stopTimer: () => {
      clearTimeout(timer)
      clearInterval(again)
    },
  }
}

const tooLong = (limitMs: number, cause?: unknown): Problem =>
  new Problem(
    'unavailable',
    `reading took longer than ${limitMs / 1000} s and was ended: ask for less, or write the result to a file`,
    cause,
  )
