import { beforeAll, describe, expect, test } from 'vitest'
import { realEffects } from '../effects.ts'
import type { SqlEngine } from '../sql/index.ts'
import { openTestStore } from '../sql/store-fixture.ts'
import { type Assessment, openAssessment } from './assess.ts'
import { type SmallObservation, writeSmallWorld } from './small-world.ts'

let sql: SqlEngine
let assessment: Assessment
beforeAll(async () => {
  const opened = await openTestStore()
  sql = opened.sql
  assessment = openAssessment({ store: opened.store, catalogueFolder: 'indicators' })
  await writeSmallWorld(sql, world, [{ source: 'rumour', grade: 'F' }])
  return opened.close
})

const camera = (state: string): SmallObservation => ({
  kind: 'interview',
  facts: { 'camera.state': state },
})

/** `outcome` is no kind that an indicator may ask for, so the small world's words do not have it. */
const outcome = (truth: string, how = 'court'): SmallObservation => ({
  kind: 'report',
  facts: { 'outcome.truth': truth, ...(how === '' ? {} : { 'outcome.established_by': how }) },
})

const person = (who: string, ...rows: readonly SmallObservation[]): readonly SmallObservation[] =>
  rows.map((row) => ({ ...row, who: [who] }))

const world: readonly SmallObservation[] = [
  ...person('refused-fraud', camera('refused'), outcome('fraud')),
  ...person('refused-genuine', camera('refused'), outcome('genuine')),
  ...person('shown-genuine', camera('on'), outcome('genuine', 'in_person')),
  ...person('never-on-camera', { kind: 'application' }, outcome('genuine')),
  ...person('merely-told', camera('refused'), outcome('fraud', '')),
  ...person('rumoured', camera('refused'), { ...outcome('fraud'), source: 'rumour' }),
  ...person('contradicted', camera('refused'), outcome('fraud'), outcome('genuine')),
]

describe('learning from outcomes', () => {
  beforeAll(() => sql.run(`update event set kind = 'outcome' where kind = 'report'`))

  test('counts the established ones, where the indicator could be seen, each identity once', async () => {
    const learning = await assessment.learn('outcomes', realEffects)
    expect(learning?.outcomes).toBe(4)
    const rates = learning?.rates?.['camera_refusal']
    expect(rates?.genuine).toEqual([1, 2])
    // The one fraud is shared between the scheme and other fraud, as all else about it has it.
    const [scheme, other] = [rates?.scheme ?? [0, 0], rates?.other_fraud ?? [0, 0]]
    expect(scheme[0] + other[0]).toBeCloseTo(1, 2)
    expect(scheme[0]).toBeLessThan(other[0])
    // What only a flag shows has no absences, so nothing is learned of it.
    expect(learning?.rates).not.toHaveProperty('prefers_text_only')
  })

  test('learning twice learns nothing more, and it can be taken back', async () => {
    const bits = async () => {
      await assessment.assess(realEffects)
      return sql.rows(`select i.identity, f.bits_genuine from finding as f
        join identity as i using (identity_no)
        where indicator = 'camera_refusal' and holds order by all`)
    }
    const learned = await bits()
    const before = (await assessment.learning())?.rates
    expect((await assessment.learn('outcomes', realEffects))?.rates).toEqual(before)
    expect(await bits()).toEqual(learned)
    expect((await assessment.learn('shipped', realEffects))?.rates).toBeNull()
    const shipped = await bits()
    expect(shipped).not.toEqual(learned)
    expect(shipped).toHaveLength(learned.length)
  })

  test('only ever appends', async () => {
    const count = async () => (await sql.rows('select * from learning')).length
    const before = await count()
    await assessment.learn('outcomes', realEffects)
    expect(await count()).toBeGreaterThan(before)
  })
})
