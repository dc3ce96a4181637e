import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { realEffects } from '../effects.ts'
import { openSystem, type System } from '../system.ts'
import { applicationLine, ringer, useFolder } from './process-testing.ts'

const place = useFolder()
const where = ['--data', place('data')] as const

/** One stage, as a command of its own would run it. */
async function after(work: (system: System) => Promise<unknown>): Promise<void> {
  const config = readConfig({}, { data: place('data'), memory: '1GB', threads: '1' })
  const system = await openSystem(config, realEffects)
  try {
    await work(system)
  } finally {
    await system.close()
  }
}

const imported = (...numbers: readonly number[]) => {
  const file = place(`${numbers.join('-')}.ndjson`)
  writeFileSync(file, numbers.map((number) => `${applicationLine(number)}\n`).join(''))
  return (system: System) => system.sources.importFiles([file])
}

test('results that do not belong to the evidence are told or refused, never mixed', async () => {
  await after(imported(1, 2))
  const early = await ringer('identities', ...where)
  expect(early).toMatchObject({ status: 1, out: '' })
  expect(early.news).toMatch(/nothing is assessed yet: run `ringer run FILE…` first/)

  await ringer('run', ...where)
  await after(imported(0))
  const stale = await ringer('identities', '--format', 'ndjson', ...where)
  expect(stale.news).toMatch(/^1 observation came after the last run/)
  expect(stale.out.trimEnd().split('\n')).toHaveLength(2)

  // The new subject sorts first, so every number of an identity has moved.
  await after((system) => system.link())
  const between = await ringer('identities', ...where)
  expect(between).toMatchObject({ status: 1, out: '' })
  expect(between.news).toMatch(/formed anew since the last assessment: run `ringer assess` first/)

  const assessed = await ringer('assess', ...where)
  expect(assessed.out).toMatch(/^Assessed: 3 identities/)
  const whole = await ringer('identities', '--format', 'ndjson', ...where)
  expect(whole).toMatchObject({ status: 0, news: '' })
  expect(whole.out.trimEnd().split('\n')).toHaveLength(3)
})

test('what is forgotten is made again, and until then there are no results', async () => {
  await after((system) => system.rebuild())
  const ran = await ringer('report', '--draft', '--format', 'json', ...where)
  expect(ran).toMatchObject({ status: 1, out: '' })
  expect(ran.news).toMatch(/nothing is assessed yet/)
  await after(async (system) => {
    expect(await system.link()).toMatchObject({ subjects: 3 })
    expect(await system.link()).toBeNull()
    expect(await system.assess()).toMatchObject({ identities: 3 })
    expect(await system.assess()).toBeNull()
  })
})
