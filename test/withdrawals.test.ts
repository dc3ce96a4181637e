import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { IdentityExplanation, ListedIdentity } from '../src/assessment/index.ts'
import { readConfig } from '../src/config.ts'
import { realEffects } from '../src/effects.ts'
import { stageWithdrawal, type Withdrawal } from '../src/evidence/index.ts'
import { openTestSystem, type TestSystem } from './test-system.ts'

/**
 * From file to report, and then sources take back: of Jordan Reyes, a stolen identity before three employers
 * (`flow.test.ts`), the record at one of them; Lena Field altogether; one of the Brooks is merged with the other, and
 * so is a real holder.
 */
let system: TestSystem
beforeAll(async () => {
  system = await openTestSystem(readConfig({ RINGER_THREADS: '1' }), realEffects, {
    inMemory: true,
  })
  const folder = 'test/cases/first-flow/input'
  await system.sources.importFiles([`${folder}/sources.ndjson`, `${folder}/evidence.ndjson`])
  await run()
})
afterAll(() => system.close())

async function run(): Promise<void> {
  await system.link()
  await system.assess()
}

async function listed(): Promise<readonly ListedIdentity[]> {
  const found: ListedIdentity[] = []
  for await (const rows of system.casework.listIdentities()) found.push(...rows)
  return found
}

const named = ({ subjects }: ListedIdentity): string =>
  subjects.map(({ source, ref }) => `${source}/${ref}`).join(' ')

const identityAmong = (list: readonly ListedIdentity[], subject: string): string =>
  list.find((each) => named(each).split(' ').includes(subject))?.identity ?? 'none'

async function withdraw(withdrawals: readonly Withdrawal[]): Promise<void> {
  const path = join(system.evidence.staging, 'withdrawals.ndjson')
  writeFileSync(
    path,
    `${withdrawals.map((each, line) => stageWithdrawal(each, line)).join('\n')}\n`,
  )
  const batch = { observations: [], sources: [], exposures: [], withdrawals: [path] }
  await system.evidence.commit(batch, await system.evidence.begin('withdrawals.ndjson'))
}

const at = '2024-06-01T08:00:00Z'
const erasing = (source: string, ref: string): Withdrawal => ({
  source,
  withdraws: 'subject',
  ref,
  reason: 'deleted',
  at,
})

/** Every value of every table, those of the linkage and of results too, as one text. */
async function allTables(): Promise<string> {
  const tables = await system.sql.rows<{ name: string }>(`
    select table_name as name from information_schema.tables where table_type = 'BASE TABLE'`)
  const texts: string[] = []
  for (const { name } of tables) {
    const rows = await system.sql.rows<{ line: string }>(
      `select t::varchar as line from ${name} as t`,
    )
    texts.push(`${name}: ${rows.map(({ line }) => line).join('\n')}`)
  }
  return texts.join('\n')
}

/** Which of the values stand in the store, as words of their own and in any case. */
const foundOf = async (values: readonly string[]): Promise<readonly string[]> => {
  const text = await allTables()
  return values.filter((value) =>
    new RegExp(`(?<![\\w-])${value.replaceAll('.', '\\.')}(?![\\w-])`, 'i').test(text),
  )
}

/** Shown by them and by nobody else. */
const lena = ['Lena Field', 'lena@post.example', 'c-30']
const jordanAtAcme = ['acme-ats-1', 'acme-ats-2', 'acme-ats-3', 'cand-1']

const said = { author: 'ana', reason: 'checked in person at the office in May' }

describe('after a withdrawal', () => {
  const erased = [...lena, ...jordanAtAcme]
  let jordan: string
  let before: IdentityExplanation
  let list: readonly ListedIdentity[]

  beforeAll(async () => {
    const all = await listed()
    expect(all.map(named)).toContain('acme-ats/cand-3')
    const decided = [
      'acme-ats/cand-1',
      'globex-ats/c-30',
      'acme-ats/cand-3',
      'globex-ats/c-20',
    ].map((subject) => identityAmong(all, subject))
    expect(decided).not.toContain('none')
    const statuses = ['cleared', 'real_holder', 'cleared', 'real_holder'] as const
    jordan = decided[0] ?? ''
    before = await system.assessment.explainIdentity(jordan)
    for (const [at, status] of statuses.entries())
      await system.decide({ ...said, identity: decided[at] ?? '', status })
    await run()
    expect(await foundOf(erased)).toEqual(erased)

    await withdraw([
      erasing('globex-ats', 'c-30'),
      erasing('acme-ats', 'cand-1'),
      { source: 'acme-ats', merges: 'cand-3', into: 'cand-4', at },
      { source: 'globex-ats', merges: 'c-20', into: 'c-21', at },
    ])
    await expect(system.unseen()).rejects.toThrow('ringer run')
    await run()
    list = await listed()
  })

  test('nothing shown is older than it, and nothing of the erased is left', async () => {
    expect(await system.unseen()).toBe(0)
    expect(await foundOf(erased)).toEqual([])
    const rest = 'globex-ats/c-7 globex-edr/m-3 globex-hr/e-3 globex-reports/case-1 initech-ats/77'
    const still = list.find((each) => named(each) === rest)
    // The oldest subject is gone; the name and the decision are with those who are left.
    expect([still?.identity, still?.status]).toEqual([jordan, 'cleared'])
    const after = await system.assessment.explainIdentity(jordan)
    expect(after.seen.subjects).toBe(before.seen.subjects - 1)
    const decisions = await system.decisions()
    expect(decisions).toHaveLength(4)
    expect(decisions.slice(0, 2)).toMatchObject([
      { status: 'cleared', identity_now: jordan, stands: true, reason: said.reason },
      { status: 'real_holder', identity_now: null, stands: false, reason: '(erased)' },
    ])
    const [screen] = await system.sql.rows<{ names: number }>(`
      select len(json_extract(screen, '$.explanation.findings[*].observations[*].id')) as names
      from decision where decision_id = 1`)
    expect(screen?.names).toBeGreaterThan(0)
    const report = await system.report({ draft: true, tlp: 'TLP:RED' })
    expect(JSON.stringify(report)).not.toMatch(/cand-1"|c-30/)
  })

  test('a merged record stands with the other, in every list', async () => {
    const brooks = list.filter((each) => /cand-[34]/.test(named(each)))
    expect(brooks.map(named)).toEqual(['acme-ats/cand-4'])
    expect(brooks.map(({ status }) => status)).toEqual(['cleared'])
    const together = await system.identities.identityTogether(
      identityAmong(list, 'acme-ats/cand-4'),
    )
    expect(together.members).toEqual(['acme-ats/cand-4'])
  })

  test('a real holder stays one under the name that its source gives it', () => {
    expect(list.map(named).join(' ')).not.toMatch(/c-2[01]/)
  })
})

test('making everything again from the ledger comes to the same', async () => {
  const before = await listed()
  await system.rebuild()
  await run()
  expect(await listed()).toEqual(before)
})
