import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Config } from './config.ts'
import { type Effects, realEffects } from './effects.ts'
import { openEvidence } from './evidence/index.ts'
import { openSources } from './sources/index.ts'
import { migrate, openDuckDb } from './sql/index.ts'

/** A file or folder that comes with the program: migrations, models, indicators. */
const shipped = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url))

/**
 * Builds every stage once, in the order in which the data flow, and hands each what it needs.
 * `inMemory` is for a run that must leave nothing behind.
 */
export async function openSystem(
  config: Config,
  effects: Effects = realEffects,
  { inMemory = false } = {},
) {
  mkdirSync(config.data, { recursive: true })
  const staging = join(config.data, 'staging')
  const sql = await openDuckDb(inMemory ? ':memory:' : join(config.data, 'ringer.duckdb'), {
    memory: config.memory,
    threads: config.threads,
    spill: join(config.data, 'spill'),
  })
  await migrate(sql, shipped('migrations'))
  const evidence = openEvidence({ sql, staging, effects })
  const rejected = join(config.data, 'rejected')
  const sources = openSources({ sql, evidence, rejected, threads: config.threads, effects })
  return { sql, evidence, sources, close: () => sql.close() }
}

export type System = Awaited<ReturnType<typeof openSystem>>
