import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { realEffects } from '../effects.ts'
import type { SqlEngine } from '../sql/index.ts'
import { openTestStore } from '../sql/store-fixture.ts'
import { type Assessment, openAssessment } from './assess.ts'
import { writeSmallWorld } from './small-world.ts'
import { ringMember } from './small-world-fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'ringer-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let sql: SqlEngine
let assessment: Assessment
beforeAll(async () => {
  const opened = await openTestStore()
  sql = opened.sql
  assessment = openAssessment({ store: opened.store, catalogueFolder: 'indicators' })
  await writeSmallWorld(sql, ringMember)
  await assessment.assess(realEffects)
  return opened.close
})

/** A file with an indicator of the catalogue, changed. */
function candidate(id: string, change: (text: string) => string, name = id): string {
  const path = join(folder, `${name}.yaml`)
  writeFileSync(path, change(readFileSync(`indicators/${id}.yaml`, 'utf8')))
  return path
}

describe('an indicator that is tried', () => {
  test('a new one is found in whom it holds, and nothing is kept', async () => {
    const before = await sql.rows('select * from assessment order by identity_no')
    const file = candidate(
      'ip_hosting_or_vpn',
      (text) => text.replace(/^id: .*$/m, 'id: tunnel_again').replace('group: NET', 'group: WORK'),
      'tunnel_again',
    )
    const tried = await assessment.backTest(file, realEffects)
    expect(tried).toMatchObject({
      indicator: 'tunnel_again',
      replaces: null,
      identities: 4,
      holds: 1,
      counted: 1,
      held_before: 0,
    })
    expect(tried.most_changed[0]).toMatchObject({ identity: 'idn_me', observations: ['ats/o-5'] })
    expect(tried.most_changed[0]?.after).toBeGreaterThan(tried.most_changed[0]?.before ?? 0)
    expect(await sql.rows('select * from assessment order by identity_no')).toEqual(before)
    const tables = await sql.rows<{ table_name: string }>(
      `select table_name from information_schema.tables where table_name similar to '(assess|back_test)_.*'`,
    )
    expect(tables).toEqual([])
  })

  test('one that is changed says what it held in before, and what would turn', async () => {
    const file = candidate('device_many_identities', (text) =>
      text.replace('version: 2', 'version: 3').replace(/at_least: 3/, 'at_least: 5'),
    )
    const tried = await assessment.backTest(file, realEffects)
    expect(tried).toMatchObject({ replaces: 2, version: 3, held_before: 4, holds: 0, absent: 4 })
    expect(tried.suspicion).toEqual([{ from: 'suspected', to: 'unassessed', identities: 1 }])
  })

  test('the same as in the catalogue changes nothing', async () => {
    const same = await assessment.backTest('indicators/app_velocity.yaml', realEffects)
    expect(same).toMatchObject({ words: [], suspicion: [], most_changed: [] })
  })

  test('a file that is none is refused with its place', async () => {
    await expect(assessment.backTest(join(folder, 'none.yaml'), realEffects)).rejects.toMatchObject(
      { kind: 'not-found' },
    )
    const file = candidate('app_velocity', (text) => text.replace('title:', 'titel:'))
    await expect(assessment.backTest(file, realEffects)).rejects.toMatchObject({ kind: 'invalid' })
  })
})
