import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Config } from '../src/config.ts'
import { type Effects, realEffects } from '../src/effects.ts'
import type { SqlSession, Store } from '../src/sql/index.ts'
import { holdSession } from '../src/sql/store-fixture.ts'
import { buildSystem, openMigratedStore, type openSystem, type System } from '../src/system.ts'

/** A system with its store, and a session on it: for what a test or a benchmark prepares and looks at. */
export type TestSystem = System & { readonly store: Store; readonly sql: SqlSession }

/** The system of a data folder, or one that leaves nothing behind. */
export async function openTestSystem(
  config: Config,
  effects: Effects = realEffects,
  { inMemory = false, ...options }: NonNullable<Parameters<typeof openSystem>[2]> = {},
): Promise<TestSystem> {
  const folder = inMemory ? mkdtempSync(join(tmpdir(), 'ringer-test-')) : config.data
  mkdirSync(folder, { recursive: true })
  const path = inMemory ? ':memory:' : join(folder, 'ringer.duckdb')
  const store = await openMigratedStore(path, config, folder)
  // A thread that starts for one import loads and compiles all that this one has loaded.
  const readingThreads = 0
  const system = await buildSystem({ store, folder, config, effects, readingThreads, ...options })
  const session = await holdSession(store)
  return {
    ...system,
    store,
    sql: session.sql,
    close: async () => {
      await session.end()
      await system.close()
      if (inMemory) rmSync(folder, { recursive: true, force: true })
    },
  }
}
