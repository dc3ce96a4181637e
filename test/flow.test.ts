import { beforeAll, describe, expect, test } from 'vitest'
import type { ListedIdentity } from '../src/assessment/index.ts'
import { readConfig } from '../src/config.ts'
import { realEffects } from '../src/effects.ts'
import type { Report } from '../src/reporting/index.ts'
import { openTestSystem } from './test-system.ts'

/**
 * One small case from file to report. The people of `input/evidence.ndjson`, in its order:
 * Jordan Reyes, a stolen identity before three employers · Alexei Marlow, the same hands · Dana Hollis,
 * who lends the address and the account · the real Jordan Reyes · the Brooks, a couple · two
 * candidates of one agency · Sam Winter, for whom another sat the interview · Priya Stone and Lena
 * Field, who are who they say.
 */
const folder = 'test/cases/first-flow'

let identities: readonly ListedIdentity[]
let report: Report
beforeAll(async () => {
  const system = await openTestSystem(readConfig({ RINGER_THREADS: '1' }), realEffects, {
    inMemory: true,
  })
  const { counts, rejected } = await system.sources.importFiles([
    `${folder}/input/sources.ndjson`,
    `${folder}/input/evidence.ndjson`,
  ])
  expect([counts.accepted, rejected]).toEqual([9 + 33, 0])
  await system.link()
  await system.assess()
  const found: ListedIdentity[] = []
  for await (const rows of system.casework.listIdentities()) found.push(...rows)
  identities = found
  report = await system.report({ draft: true, tlp: 'TLP:RED' })
  await system.close()
})

const identityOf = (subject: string): ListedIdentity => {
  const found = identities.filter(({ subjects }) =>
    subjects.some(({ source, ref }) => `${source}/${ref}` === subject),
  )
  expect(found, subject).toHaveLength(1)
  return found[0] as ListedIdentity
}
const subjectsOf = ({ subjects }: ListedIdentity): string =>
  subjects.map(({ source, ref }) => `${source}/${ref}`).join(' ')

describe('identities', () => {
  test('are the presented persons', () => {
    expect(identities.map(subjectsOf).sort()).toEqual(
      [
        'acme-ats/cand-1 globex-ats/c-7 globex-edr/m-3 globex-hr/e-3 globex-reports/case-1 initech-ats/77',
        'acme-ats/cand-2 globex-ats/c-8 initech-ats/78 initech-edr/m-9 initech-hr/e-9',
        'parcel-partner/p-1',
        'initech-ats/90',
        'acme-ats/cand-3',
        'acme-ats/cand-4',
        'globex-ats/c-20',
        'globex-ats/c-21',
        'acme-ats/cand-5',
        'acme-ats/cand-6 initech-ats/81',
        'globex-ats/c-30',
      ].sort(),
    )
  })

  test('of the scheme are suspected, in one ring, each with its part', () => {
    const ring = ['acme-ats/cand-1', 'acme-ats/cand-2', 'parcel-partner/p-1'].map(identityOf)
    expect(ring.map(({ part, status }) => `${part} ${status}`)).toEqual([
      'worker suspected',
      'worker suspected',
      'facilitator suspected',
    ])
    expect(ring[0]?.ring).toMatch(/^rng_/)
    expect(new Set(ring.map((each) => each.ring)).size).toBe(1)
  })

  test('of everybody else are neither suspected nor in a ring', () => {
    const others = identities.filter(({ ring }) => ring === null)
    expect(others.map(({ status }) => status)).toEqual(Array(8).fill('unassessed'))
    const likeliest = ({ hypotheses }: ListedIdentity): boolean =>
      hypotheses.genuine > Math.max(hypotheses.scheme, hypotheses.other_fraud)
    expect(others.every(likeliest)).toBe(true)
  })

  test('have one interview for each employer, subject and role title', () => {
    const counted = ['acme-ats/cand-1', 'acme-ats/cand-2', 'parcel-partner/p-1', 'acme-ats/cand-6']
      .map(identityOf)
      .map(({ initial_interviews, organizations }) => [initial_interviews, organizations])
    // Two observations of one interview; two roles at one employer; none; two employers.
    expect(counted).toEqual([
      [3, 3],
      [3, 2],
      [0, 0],
      [2, 2],
    ])
  })

  test('stand as expected', async () => {
    const lines = identities.map((row) => {
      const { scheme, other_fraud, genuine } = row.hypotheses
      const [s, o, g] = [scheme, other_fraud, genuine].map((share) => Number(share.toFixed(3)))
      return JSON.stringify({ ...row, hypotheses: { scheme: s, other_fraud: o, genuine: g } })
    })
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(
      'cases/first-flow/expected/identities.ndjson',
    )
  })
})

describe('the report', () => {
  test('counts three identities, six interviews, three employers', () => {
    expect(report.totals).toMatchObject({
      identities: 3,
      workers: 2,
      facilitators: 1,
      initial_interviews: 6,
      organizations: 3,
      // Health care and a bank; the bank and the hospital are in the US, Initech is in Germany.
      organizations_outside_it: { count: 2, of: 3 },
      organizations_outside_us: { count: 1, of: 3 },
    })
  })

  test('names nobody', () => {
    const text = JSON.stringify(report)
    for (const name of ['Reyes', 'Marlow', 'Hollis', 'Brook', 'cand-', 'mail.example', 'Depot']) {
      expect(text).not.toContain(name)
    }
  })

  test('stands as expected', async () => {
    const { versions: _, ...lasting } = report
    await expect(`${JSON.stringify(lasting, null, 2)}\n`).toMatchFileSnapshot(
      'cases/first-flow/expected/report.json',
    )
  })
})
