import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { realEffects } from '../../effects.ts'
import { openEvidence } from '../evidence.ts'
import { derivedTables, openTestLedger, type TestLedger } from '../ledger-fixture.ts'
import { openEnrichment } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'ringer-enriched-'))

/** An operator's country and AS, as of a day. */
function writeDataSets(date: string, country: string): void {
  writeFileSync(join(folder, 'places.csv'), `20.0.0.0/16,${country}\n`)
  writeFileSync(join(folder, 'systems.csv'), '20.0.0.0/16,64500\n')
  writeFileSync(
    join(folder, 'data-sets.yaml'),
    ['country, file: places.csv', 'asn, file: systems.csv']
      .map((set) => `- { date: ${date}, kind: ${set} }\n`)
      .join(''),
  )
}

let ledger: TestLedger
beforeAll(async () => {
  writeDataSets('2026-08-22', 'AA')
  ledger = await openTestLedger(openEnrichment(folder))
})
beforeEach(() => ledger.empty())
afterAll(async () => {
  await ledger.close()
  rmSync(folder, { recursive: true, force: true })
})

const signIn = (id: string, facts: object = {}): object => ({
  source: 'acme-idp',
  id,
  kind: 'sign_in',
  at: '2024-03-18T09:41:07Z',
  subject: { ref: 'cand-1', ips: ['20.0.0.1'] },
  facts,
})

const facts = (): Promise<unknown[]> =>
  ledger.sql.rows(`select o.id, f.name, coalesce(f.text, f.number::varchar, f.truth::varchar) as value, f.data_set
    from fact as f join observation as o using (observation_id) order by o.id, f.name`)

const asn = { name: 'ip.asn', value: '64500.0', data_set: 'systems 2026-08-22' }

test('facts of ours stand behind those of the source, marked; theirs are not', async () => {
  await ledger.commit([
    signIn('a', { 'ip.country': 'ZZ', 'hour.local': 3 }),
    signIn('b', { 'remote_admin.tools': [] }),
  ])
  expect(await facts()).toEqual([
    { id: 'a', name: 'hour.local', value: '3.0', data_set: null },
    { id: 'a', ...asn },
    { id: 'a', name: 'ip.country', value: 'ZZ', data_set: null },
    { id: 'b', ...asn },
    { id: 'b', name: 'ip.country', value: 'AA', data_set: 'places 2026-08-22' },
    { id: 'b', name: 'remote_admin.tools', value: null, data_set: null },
  ])
})

test('the ledger keeps what the source said and nothing of ours: the same file again is known', async () => {
  await ledger.commit([signIn('a')])
  const [row] = await ledger.sql.rows<{ body: string }>('select body from observation')
  expect(row?.body).not.toMatch(/country|asn|places|systems/)
  expect(await ledger.commit([signIn('a')])).toMatchObject({ accepted: 0, known: 1 })
})

test('a fact that a newer version gives takes the place of ours', async () => {
  await ledger.commit([signIn('a')])
  await ledger.commit([signIn('a', { 'ip.country': 'ZZ' })])
  expect(await facts()).toEqual([
    { id: 'a', ...asn },
    { id: 'a', name: 'ip.country', value: 'ZZ', data_set: null },
  ])
})

test('a rebuild gives the same', async () => {
  await ledger.commit([signIn('a'), signIn('b', { 'ip.country': 'ZZ' })])
  const before = await derivedTables(ledger.sql)
  await ledger.evidence.rebuild()
  expect(await derivedTables(ledger.sql)).toEqual(before)
})

test('a rebuild with newer data sets gives their facts and names them; a broken one changes nothing', async () => {
  await ledger.commit([signIn('a')])
  const parts = { store: ledger.store, staging: ledger.evidence.staging, effects: realEffects }
  const rebuild = () => openEvidence({ ...parts, enrichment: openEnrichment(folder) }).rebuild()
  writeDataSets('2026-11-01', 'BB')
  await rebuild()
  const newer = await facts()
  expect(newer).toEqual([
    { id: 'a', ...asn, data_set: 'systems 2026-11-01' },
    { id: 'a', name: 'ip.country', value: 'BB', data_set: 'places 2026-11-01' },
  ])
  writeDataSets('2026-11-02', 'nowhere')
  await expect(rebuild()).rejects.toThrow('places.csv:1: "nowhere" is not a country')
  expect(await facts()).toEqual(newer)
})
