import { beforeAll, expect, test } from 'vitest'
import { realEffects } from '../effects.ts'
import type { SqlEngine } from '../sql/index.ts'
import { openTestStore } from '../sql/store-fixture.ts'
import { type Assessment, openAssessment } from './assess.ts'
import { employerView } from './employer-view.ts'
import { writeSmallWorld } from './small-world.ts'

let sql: SqlEngine
let assessment: Assessment

/** One application whose network a data set says, one whose network the source says, and facts that nobody asks about. */
beforeAll(async () => {
  const opened = await openTestStore()
  sql = opened.sql
  await writeSmallWorld(
    sql,
    [
      {
        kind: 'application',
        facts: { 'ip.network': 'vpn', 'ip.country': 'AA', 'email.disposable': true },
      },
      { kind: 'application', facts: { 'ip.network': 'vpn' } },
    ],
    [],
  )
  await sql.run(`update fact set data_set = case name when 'ip.network' then 'exits 2026-08-22'
      else 'places 2026-08-22' end
    where name <> 'email.disposable'
      and observation_id = (select min(observation_id) from fact)`)
  assessment = openAssessment({ store: opened.store, catalogueFolder: 'indicators' })
  await assessment.assess(realEffects)
  return opened.close
})

const ours = { fact: 'ip.network', value: 'vpn', data_set: 'exits 2026-08-22' }

test('a finding says which of the facts that show it are ours, and no others', async () => {
  const { findings } = await assessment.explainIdentity('idn_me')
  const byNetwork = findings.filter(({ enriched }) => enriched.length > 0)
  expect(byNetwork.length).toBeGreaterThan(0)
  expect(byNetwork.every(({ holds }) => holds)).toBe(true)
  for (const { enriched } of byNetwork) expect(enriched).toEqual([ours])
  const mailbox = findings.find(({ indicator }) => indicator === 'email_no_history')
  expect(mailbox).toMatchObject({ holds: true, enriched: [] })
})

test('an employer is told that it was looked up, and no country', async () => {
  const { catalogue } = assessment
  const asked = { sql, catalogue, identity: 'idn_me', organization: 'acme.example' }
  const view = await employerView(asked)
  expect(view.facts.flatMap(({ data_sets: sets }) => sets)).toContain('exits 2026-08-22')
  expect(JSON.stringify(view)).not.toMatch(/\bAA\b/)
})
