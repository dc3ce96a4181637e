import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { makeOncePerRun } from '../../test/once-per-run.ts'
import { openTestSystem } from '../../test/test-system.ts'
import { readConfig } from '../config.ts'
import { realEffects } from '../effects.ts'
import { type SimulationOptions, writeWorld } from '../simulation/index.ts'

/** The world of most tests of commands: large enough for rings, suspicions and innocents. */
const usualWorld: SimulationOptions = { seed: 9, identities: 6, genuine: 20 }

/** Files of a simulated world, in the order in which they are imported. */
export const worldFiles = ['sources.ndjson', 'evidence.ndjson.gz', 'exposure.ndjson'] as const

/**
 * Copies a simulated world into a folder: its files into `world`, and into `data` the data folder into which
 * they are imported, linked and assessed. The world is made once per run of the tests.
 */
export async function copyWorld(folder: string, options = usualWorld): Promise<void> {
  const { seed, identities, genuine } = options
  const name = `world-${seed}-${identities}-${genuine}`
  const made = await makeOncePerRun(name, (working) => makeWorld(working, options))
  cpSync(made, folder, { recursive: true })
}

async function makeWorld(folder: string, options: SimulationOptions): Promise<void> {
  const world = join(folder, 'world')
  await writeWorld(world, options, realEffects)
  const system = await openTestSystem(
    readConfig({}, { data: join(folder, 'data'), memory: '1GB', threads: '1' }),
  )
  try {
    await system.sources.importFiles(worldFiles.map((file) => join(world, file)))
    await system.link()
    await system.assess()
  } finally {
    await system.close()
  }
}
