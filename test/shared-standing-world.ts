import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openStandingWorld, type StandingWorld } from './attacked-worlds.ts'
import { makeOncePerRun } from './once-per-run.ts'

/** A standing world of these lines, linked and assessed once per run of the tests for every file that asks. */
export async function shareStandingWorld(lines: readonly string[]): Promise<StandingWorld> {
  const hash = createHash('sha256').update(lines.join('\n')).digest('hex')
  const made = await makeOncePerRun(`standing-${hash}`, async (working) => {
    const { before } = await openStandingWorld(lines, join(working, 'data'))
    writeFileSync(join(working, 'standings.json'), JSON.stringify([...before]))
  })
  const standings = JSON.parse(readFileSync(join(made, 'standings.json'), 'utf8'))
  return { folder: join(made, 'data'), before: new Map(standings) }
}
