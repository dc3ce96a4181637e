import type { SqlSession } from './engine.ts'
import { migrate } from './migrate.ts'
import { openEngine, openStore, type Store, type StoreOptions } from './store.ts'

/** A store for tests, and a session on it that stays open: for what a test prepares and looks at. */
export interface TestStore {
  readonly store: Store
  readonly sql: SqlSession
  readonly close: () => Promise<void>
}

interface TestStoreOptions extends Partial<StoreOptions> {
  readonly path?: string
  /** False: an empty one, without the tables of the program. */
  readonly migrated?: boolean
}

export async function openTestStore({
  path = ':memory:',
  migrated = true,
  ...options
}: TestStoreOptions = {}): Promise<TestStore> {
  const store = await openStore(path, { memory: '1GB', threads: 1, ...options })
  const session = await holdSession(store)
  if (migrated) await migrate(session.sql, 'migrations')
  return {
    store,
    sql: session.sql,
    close: async () => {
      await session.end()
      await store.close()
    },
  }
}

/** The rows of a query on a store that no process has open. */
export async function readStoreFile<Row>(path: string, sql: string): Promise<Row[]> {
  const engine = await openEngine(path, { memory: '500MB', threads: 1 })
  try {
    return await engine.rows<Row>(sql)
  } finally {
    engine.close()
  }
}

/** Opens a session and keeps it open until `end`. */
export async function holdSession(store: Store) {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  const { promise: opened, resolve: open, reject } = Promise.withResolvers<SqlSession>()
  const session = store.session(async (sql) => {
    open(sql)
    await ended
  })
  session.catch(reject)
  const sql = await opened
  return {
    sql,
    end: async () => {
      end()
      await session
    },
  }
}
