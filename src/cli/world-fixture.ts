import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { makeOncePerRun } from '../../test/once-per-run.ts'
import { openTestSystem } from '../../test/test-system.ts'
import { readConfig } from '../config.ts'
import { realEffects } from '../effects.ts'
import { type SimulationOptions, writeWorld } from '../simulation/index.ts'
import { writeSmallEvidence } from './judging-fixture.ts'

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

/** Copies into a folder a data folder of the few people of `writeSmallEvidence`, linked and assessed. */
export async function copySmallEvidence(folder: string): Promise<void> {
  const made = await makeOncePerRun('small-evidence', async (working) => {
    const path = join(working, 'small.ndjson')
    writeSmallEvidence(path)
    await importInto(join(working, 'data'), [path])
  })
  cpSync(join(made, 'data'), folder, { recursive: true })
}

async function makeWorld(folder: string, options: SimulationOptions): Promise<void> {
  const world = join(folder, 'world')
  await writeWorld(world, options, realEffects)
  await importInto(
    join(folder, 'data'),
    worldFiles.map((file) => join(world, file)),
  )
}

async function importInto(data: string, files: readonly string[]): Promise<void> {
  const system = await openTestSystem(readConfig({}, { data, memory: '1GB', threads: '1' }))
  try {
    await system.sources.importFiles(files)
    await system.link()
    await system.assess()
  } finally {
    await system.close()
  }
}
