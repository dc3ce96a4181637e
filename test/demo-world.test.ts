import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'
import { realEffects } from '../src/effects.ts'
import { type Evaluation, evaluate } from '../src/evaluation/index.ts'
import type { Report } from '../src/reporting/index.ts'
import { simulationDefaults, writeWorld } from '../src/simulation/index.ts'
import { openTestSystem } from './test-system.ts'

/** What was published (docs/guide/analysts.md): the draft report must come this close to it. */
const published = { identities: 130, initial_interviews: 6500, organizations: 5000 } as const
const closeness = 0.05

/**
 * The actors of the demo, who alone are counted, among fewer genuine people, who take most of the time.
 * `bench/README.md` has the totals of the whole demo.
 */
const demo = { ...simulationDefaults, genuine: 300 }

let report: Report
let evaluation: Evaluation
const folder = mkdtempSync(join(tmpdir(), 'ringer-demo-'))

beforeAll(async () => {
  const world = join(folder, 'world')
  await writeWorld(world, demo, realEffects)
  const system = await openTestSystem(
    readConfig({ RINGER_THREADS: '1' }, { data: join(folder, 'data') }),
  )
  try {
    const files = ['sources.ndjson', 'evidence.ndjson.gz', 'exposure.ndjson']
    await system.sources.importFiles(files.map((name) => join(world, name)))
    await system.link()
    await system.assess()
    report = await system.report({ draft: true, tlp: 'TLP:RED' })
    evaluation = await evaluate(system.sql, join(world, 'truth.csv'))
  } finally {
    await system.close()
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe("the demo's draft report, counted from what the pipeline recovered", () => {
  test.each(Object.entries(published))('%s', (name, value) => {
    const found = report.totals[name as keyof typeof published]
    expect(Math.abs(found / value - 1)).toBeLessThanOrEqual(closeness)
  })

  test('shares outside information technology and outside the US', () => {
    const { organizations_outside_it: it, organizations_outside_us: us } = report.totals
    expect(Math.abs((it.share ?? 0) / 0.48 - 1)).toBeLessThanOrEqual(closeness)
    expect(Math.abs((us.share ?? 0) / 0.27 - 1)).toBeLessThanOrEqual(closeness)
  })

  test('the rise at AI organizations begins in mid-2023', () => {
    const ai = report.tables.find(({ id }) => id === 'ai')
    const column = (name: string): number => ai?.columns.indexOf(name) ?? -1
    const breaks = ai?.rows.filter(
      (row) => row[column('break')] === true || row[column('break')] === 'yes',
    )
    expect(breaks?.map((row) => row[column('quarter')])).toEqual(['2023-Q3'])
  })
})

describe('held against the truth of the demo', () => {
  test('linking joins nobody who is two and splits few', () => {
    expect(evaluation.identities.pairwise.precision).toBeGreaterThan(0.999)
    expect(evaluation.identities.pairwise.f1).toBeGreaterThan(0.95)
  })

  test('nobody of another fraud is called the scheme, and nearly all of the scheme are reached', () => {
    const called = evaluation.statuses.filter(
      ({ label, status }) => label === 'other_fraud' && status !== 'unassessed',
    )
    expect(called).toEqual([])
    const { reached, true_identities: all } = evaluation.suspicion
    expect(reached / all).toBeGreaterThan(0.9)
  })
})
