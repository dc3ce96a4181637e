import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'
import type { Effects, Progress } from '../src/effects.ts'
import { normalFormVersion } from '../src/evidence/index.ts'
import { openEngine, type SqlEngine } from '../src/sql/index.ts'
import { openTestSystem, type TestSystem } from './test-system.ts'

/**
 * `store-6d49a4e/ringer.duckdb.zst` is a store as commit 6d49a4e wrote it, with DuckDB 1.5.5. Made there with
 *
 *   ringer run evidence.ndjson
 *   ringer hubs --unmute device:fp-agency --by … --reason …      (fourteen names share it)
 *   ringer hubs --mute email:berg@home.example --by … --reason …
 *   ringer judge acme-ats/c-3 borealis-ats/k-3 same --by … --reason …
 *   ringer judge acme-ats/c-2 borealis-ats/k-2 different --by … --reason …
 *   ringer run
 *   ringer decide IDENTITY cleared --by … --reason …              (the identity of acme-ats/r-1)
 *   ringer assess
 *
 * and compressed with `zstd -19`.
 */
const folder = 'test/fixtures/store-6d49a4e'

const opened: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close()
})

/** A data folder with a copy of a store, gone after the test. */
function dataWith(store: string): string {
  const data = mkdtempSync(join(tmpdir(), 'ringer-upgrade-'))
  opened.push(async () => rmSync(data, { recursive: true, force: true }))
  cpSync(store, join(data, 'ringer.duckdb'))
  return data
}

/** The store of the earlier version, and the same brought up to date, linked and assessed. */
const made = mkdtempSync(join(tmpdir(), 'ringer-upgraded-'))
const older = join(made, 'older.duckdb')
const upgraded = join(made, 'ringer.duckdb')
beforeAll(async () => {
  writeFileSync(older, zstdDecompressSync(readFileSync(join(folder, 'ringer.duckdb.zst'))))
  cpSync(older, upgraded)
  const system = await openTestSystem(readConfig({ RINGER_THREADS: '1' }, { data: made }), still)
  expect(await withoutId(system)).toBe(0)
  expect(await link(system)).toBe('full')
  expect(await system.assess()).toMatchObject({ byStatus: { cleared: 1, suspected: 3 } })
  await system.close()
})
afterAll(() => rmSync(made, { recursive: true, force: true }))

const still: Effects = {
  now: () => new Date('2026-12-01T12:00:00Z'),
  progress: () => undefined,
  stopping: () => false,
  onStop: () => () => undefined,
}

async function open(
  data: string,
  options: Parameters<typeof openTestSystem>[2] = {},
  effects: Effects = still,
): Promise<TestSystem> {
  const system = await openTestSystem(
    readConfig({ RINGER_THREADS: '1' }, { data }),
    effects,
    options,
  )
  opened.push(() => system.close())
  return system
}

/** Closes what is open, so that the store can be opened again. */
const closeLast = (): Promise<void> | undefined => opened.pop()?.()

async function link(system: TestSystem): Promise<string | undefined> {
  const summary = await system.link()
  if (summary === null) return undefined
  const [run] = await system.sql.rows<{ scope: string }>(
    'select scope from link_run order by run_id desc limit 1',
  )
  return run?.scope
}

/** What people see of a store: identities with names and subjects, rings, statuses, muted selectors. */
async function results(sql: SqlEngine): Promise<object> {
  const subject = `s.source || '/' || s.ref`
  return {
    identities: await sql.rows(`
      select i.identity, list(${subject} order by ${subject}) as subjects, any_value(a.status) as status,
        any_value(a.log_odds) as log_odds
      from identity as i join identity_member as m using (identity_no) join subject as s using (subject_id)
      join assessment as a using (identity_no) group by i.identity order by all`),
    rings: await sql.rows(`select r.ring, list(i.identity order by i.identity) as identities
      from ring_member as r join identity as i using (identity_no) group by r.ring order by all`),
    hubs: await sql.rows(
      'select model, kind, detail, value, members, reason, muted_by from hub order by all',
    ),
    findings:
      await sql.rows(`select i.identity, f.indicator, f.holds, f.bits_genuine, f.observations
      from finding as f join identity as i using (identity_no) order by all`),
  }
}

/** Results of stores that nobody changes, asked once. */
const asked = new Map<string, Promise<object>>()
function storedResults(store: string): Promise<object> {
  const known = asked.get(store) ?? readResults(store)
  asked.set(store, known)
  return known
}

async function readResults(store: string): Promise<object> {
  const sql = await openEngine(store, { memory: '1GB', threads: 2 })
  const stored = await results(sql)
  sql.close()
  return stored
}

const normalForms = async ({ sql }: TestSystem): Promise<number | undefined> =>
  (await sql.rows<{ version: number }>('select version from normal_form_version'))[0]?.version

/** Selectors whose reading has no id yet. */
const withoutId = async ({ sql }: TestSystem): Promise<number | undefined> =>
  (await sql.rows<{ n: number }>('select count(*) as n from selector where value_id is null'))[0]?.n

describe('a store of an earlier version', () => {
  test('gives the same identities, names, rings and findings when it is linked and assessed again', async () => {
    expect(await storedResults(upgraded)).toEqual(await storedResults(older))
  })

  test('keeps its overrides, judgements and decisions', async () => {
    const system = await open(dataWith(upgraded), { mayWrite: false })
    const hubs = await system.identities.hubs()
    expect(hubs.filter(({ author }) => author !== null)).toMatchObject([
      { model: 'same-hands', value: 'fp-agency', muted: false, members: 14 },
      { model: 'same-person', value: 'fp-agency', muted: false, members: 14 },
      { model: 'same-person', value: 'berg@home.example', muted: true },
    ])
    const judgements = await system.identities.judgements()
    expect(judgements.map(({ verdict, stands }) => [verdict, stands])).toEqual([
      ['same', true],
      ['different', true],
    ])
    expect(await system.decisions()).toMatchObject([{ status: 'cleared' }])
  })

  test('is read as it is by a command that only reads', async () => {
    const system = await open(dataWith(older), { mayWrite: false })
    expect([await normalForms(system), await system.unseen()]).toEqual([0, 0])
    const pair = system.identities.explainSubjects('acme-ats/c-1', 'borealis-ats/k-1')
    await expect(pair).rejects.toThrow(
      /an earlier version linked this store: run `ringer run` first/,
    )
    await expect(system.identities.hubs()).rejects.toThrow(/an earlier version linked this store/)
  })

  test('that was interrupted while it was brought up to date is as it was, and is so at the next opening, which says what it reads', async () => {
    const data = dataWith(older)
    const interrupted: Effects = {
      ...still,
      progress: () => {
        throw new Error('interrupted')
      },
    }
    await expect(open(data, {}, interrupted)).rejects.toThrow('interrupted')
    const before = await open(data, { mayWrite: false })
    expect([await normalForms(before), (await withoutId(before)) === 0]).toEqual([0, false])
    await closeLast()
    const steps: Progress[] = []
    const after = await open(data, {}, { ...still, progress: (step) => steps.push(step) })
    expect([await normalForms(after), await withoutId(after)]).toEqual([normalFormVersion, 0])
    expect(steps[0]).toMatchObject({ what: 'reading the ledger again', of: 32 })
  })
})

describe('a newer version of the normal forms', () => {
  test('makes the next link and the next assessment full, to the same result, and is refused by an older program', async () => {
    const data = dataWith(upgraded)
    const system = await open(data, { normalForms: normalFormVersion + 1 })
    expect(await normalForms(system)).toBe(normalFormVersion + 1)
    expect(await link(system)).toBe('full')
    expect(await system.assess()).not.toBeNull()
    expect(await results(system.sql)).toEqual(await storedResults(upgraded))
    expect([await system.link(), await system.assess()]).toEqual([null, null])
    await closeLast()
    // Whatever the command.
    for (const mayWrite of [true, false]) {
      await expect(open(data, { mayWrite })).rejects.toThrow(
        `written by a newer Ringer (its normal forms have version ${normalFormVersion + 1}); update the program`,
      )
    }
  })
})

test('a new observation is linked as an increment, and with all others where the engine or the program is another one', async () => {
  const data = dataWith(upgraded)
  const system = await open(data)
  const another = async (number: number): Promise<void> => {
    const path = join(data, `another-${number}.ndjson`)
    const subject = {
      ref: `c-${number}`,
      name: 'Jordan Reyes',
      emails: ['jordan.reyes@mail.example'],
    }
    const observation = {
      ...{ source: 'acme-ats', id: `app-${number}`, kind: 'application', subject },
      at: '2024-06-01T09:00:00Z',
    }
    writeFileSync(path, `${JSON.stringify(observation)}\n`)
    await system.sources.importFiles([path])
  }
  await another(97)
  expect(await link(system)).toBe('increment')
  for (const [at, part] of ['engine', 'program'].entries()) {
    await system.sql.run(
      `update link_run set versions = json_merge_patch(versions::json, '{"${part}": "another"}')`,
    )
    await another(98 + at)
    expect(await link(system), part).toBe('full')
  }
})

test('another engine makes linking and assessing due without any new evidence', async () => {
  const system = await open(dataWith(upgraded))
  expect([await system.link(), await system.assess()]).toEqual([null, null])
  for (const table of ['link_run', 'stage_run']) {
    await system.sql.run(`update ${table}
      set versions = json_merge_patch(versions::json, '{"engine": "duckdb v1.2.2"}')`)
  }
  expect(await link(system)).toBe('full')
  expect(await system.assess()).not.toBeNull()
})
