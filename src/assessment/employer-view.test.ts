import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { realEffects } from '../effects.ts'
import { migrate, openDuckDb, quoteText, type SqlEngine } from '../sql/index.ts'
import { type Assessment, openAssessment } from './assess.ts'
import { type EmployerView, employerView } from './employer-view.ts'
import { likelihoods } from './scales.ts'
import { type SmallObservation, writeSmallWorld } from './small-world.ts'

let sql: SqlEngine
let assessment: Assessment
beforeAll(async () => {
  sql = await openDuckDb(':memory:', { memory: '1GB', threads: 2 })
  await migrate(sql, 'migrations')
  assessment = openAssessment({ sql, catalogueFolder: 'indicators' })
  return () => sql.close()
})

const tables = ['source_declaration', 'subject', 'observation', 'event', 'selector', 'fact', 'flag']

/** Strings that are somebody else's, or that no employer sees. */
const others = ['planted-peer', 'planted-rival', 'planted-strict'] as const
const planted = [
  ...others,
  ...others.map((source) => `${source}.example`),
  ...['planted-second', 'planted-third', 'planted-name', 'idn_', 'rng_'],
]
const forbidden = new RegExp(
  `\\b(KP|CN|AA|BB|suspected|unassessed|assessed|cleared|scheme|genuine|ring|bits|score|rank|confidence|${likelihoods
    .map(({ word }) => word)
    .join('|')})\\b`,
)
/** The limits speak of what must not be done with it. */
const told = (view: EmployerView): string => JSON.stringify({ ...view, limits: [] })

interface World {
  readonly observations: readonly SmallObservation[]
  /** The marking of each other source. */
  readonly marks: readonly string[]
  /** A query of decisions that stand. */
  readonly decisions?: string
}

/** `me` in the records of acme.example, among others, by four sources. */
async function viewOf({ observations, marks, decisions }: World): Promise<EmployerView> {
  for (const table of [...tables, 'passage', 'identity', 'identity_member']) {
    await sql.run(`delete from ${table}`)
  }
  const sources = others.map((source) => ({
    source,
    grade: 'B',
    organization: `${source}.example`,
  }))
  await writeSmallWorld(sql, observations, sources)
  for (const [at, mark] of marks.entries()) {
    await sql.run(`update source_declaration set tlp = ${quoteText(mark)}
      where source = ${quoteText(others[at] ?? '')}`)
  }
  const decided = decisions === undefined ? {} : { standingDecisions: () => decisions }
  await openAssessment({ sql, catalogueFolder: 'indicators', ...decided }).assess(realEffects)
  return employerView({
    sql,
    catalogue: assessment.catalogue,
    identity: 'idn_me',
    organization: 'Acme.example',
  })
}

const amber = ['TLP:AMBER', 'TLP:AMBER', 'TLP:RED']
const phone = { kind: 'phone', detail: '', value: '+12025550101' }
const people = ['me', 'planted-second', 'planted-third', 'planted-fourth']
const shared: SmallObservation = { kind: 'application', who: people, selectors: [phone] }
const vpn: SmallObservation = { kind: 'application', facts: { 'ip.network': 'vpn' } }

describe('the employer’s view', () => {
  test('has its own observations, the grade of others, what is innocent, and the check', async () => {
    const view = await viewOf({
      observations: [shared, vpn, { ...vpn, source: 'planted-peer' }],
      marks: amber,
    })
    const [first, second] = view.facts
    expect(view).toMatchObject({ organization: 'acme.example', records: ['ats/me'] })
    expect(view.withheld).toBe(false)
    const numbers = [first, second].map((fact) => fact?.own.map(({ source, id }) => [source, id]))
    expect(numbers).toEqual([[['ats', 'o-1']], [['ats', 'o-5']]])
    expect(first).toMatchObject({
      what: 'One phone number stands for several presented persons',
      shared: 'The same phone number was used under other names.',
      others: [],
    })
    expect(second).toMatchObject({ shared: null, others: ['B'] })
    expect(second?.innocent.length).toBeGreaterThan(1)
    expect(second?.check).toMatch(/every candidate/)
    expect(view.limits.join(' ')).toMatch(
      /Nobody is rejected.*same check for every candidate.*Hear the person/,
    )
  })

  test('what others marked for themselves is withheld, and seen to be', async () => {
    const strict = { ...vpn, source: 'planted-strict' }
    for (const mark of ['TLP:RED', 'TLP:AMBER+STRICT']) {
      const view = await viewOf({
        observations: [{ kind: 'application' }, strict],
        marks: ['TLP:AMBER', 'TLP:AMBER', mark],
      })
      expect(view).toMatchObject({ facts: [], withheld: true })
    }
  })

  test('what it only passes on is not its own', async () => {
    const passedOn = { ...vpn, origin: 'planted-peer.example' }
    const view = await viewOf({ observations: [{ kind: 'application' }, passedOn], marks: amber })
    expect(view.facts.flatMap(({ own }) => own)).toEqual([])
  })

  test('neither context nor what touches a protected trait closely', async () => {
    const observations: SmallObservation[] = [
      { kind: 'interview', facts: { 'camera.state': 'refused' } },
      { kind: 'application', facts: { 'phone.line_type': 'non_fixed_voip' } },
    ]
    const rows = await viewOf({ observations, marks: amber })
    expect(rows.facts).toEqual([])
    const held = await sql.rows<{ indicator: string }>(
      'select indicator from finding where holds order by indicator',
    )
    expect(held.map(({ indicator }) => indicator)).toEqual(['camera_refusal', 'phone_voip'])
  })

  test('no link to somebody on whom people decided', async () => {
    const device = { kind: 'device', detail: 'fingerprint', value: 'fp-1' }
    const { facts } = await viewOf({
      observations: [
        { kind: 'application', who: ['planted-second', 'me'], selectors: [device] },
        vpn,
      ],
      marks: amber,
      decisions: `select 1 as identity_no, 'assessed' as status, 1 as decision_id,
        null::varchar as attribution, false as publishable`,
    })
    expect(facts.map(({ what }) => what)).toEqual([
      'Traffic comes through a VPN, a proxy or a data centre',
    ])
    const held = await sql.rows(`select indicator, discount from finding
      where identity_no = 2 and holds and discount < 1`)
    expect(held).toEqual([{ indicator: 'device_many_identities', discount: 0.5 }])
  })

  test('of nobody whom it did not observe itself', async () => {
    await viewOf({ observations: [vpn, { ...vpn, source: 'planted-peer' }], marks: amber })
    const { catalogue } = assessment
    const asked = { sql, catalogue, identity: 'idn_me' }
    for (const organization of ['planted-peer.example', 'nobody.example', '']) {
      await expect(employerView({ ...asked, organization })).rejects.toMatchObject({
        kind: 'not-found',
      })
    }
    const unknown = employerView({ ...asked, identity: 'idn_nobody', organization: 'acme.example' })
    await expect(unknown).rejects.toMatchObject({ kind: 'not-found' })
  })

  test('whatever was observed: nobody else, no place, no word of the machine', async () => {
    const signs: readonly Partial<SmallObservation>[] = [
      { facts: { 'ip.network': 'vpn', 'ip.country': 'KP' } },
      { facts: { 'video.deepfake_score': 0.95 } },
      { facts: { 'document.tampered': true, 'verification.result': 'failed' } },
      { facts: { 'identity.denied_by_holder': true } },
      { facts: { 'applications.last_24h': 30 }, claims: { country: 'CN' } },
      { flags: ['contributor_cluster', 'vanishes_on_check', 'law_enforcement_notice'] },
      { who: people, selectors: [phone], name: 'planted-name' },
      { who: people.toReversed(), passages: ['one', 'two', 'three', 'four', 'five', 'six'] },
      { who: people, selectors: [{ kind: 'device', detail: 'mfa', value: 'planted-second' }] },
    ]
    const observation = fc.record({
      sign: fc.constantFrom(...signs),
      kind: fc.constantFrom('application', 'interview', 'report', 'verification', 'sign_in'),
      source: fc.option(fc.constantFrom(...others), { nil: undefined }),
      origin: fc.option(fc.constantFrom(...others.map((name) => `${name}.example`)), {
        nil: undefined,
      }),
      day: fc.integer({ min: 0, max: 90 }),
    })
    const marks = fc.array(fc.constantFrom('TLP:AMBER', 'TLP:GREEN', 'TLP:AMBER+STRICT'), {
      minLength: 3,
      maxLength: 3,
    })
    await fc.assert(
      fc.asyncProperty(fc.array(observation, { maxLength: 12 }), marks, async (given, marked) => {
        const observations = given.map(({ sign, kind, source, origin, day }) => ({
          ...{ kind, day, ...sign },
          ...(source === undefined ? {} : { source }),
          ...(origin === undefined ? {} : { origin }),
        })) as SmallObservation[]
        const view = await viewOf({
          observations: [{ kind: 'application' }, ...observations],
          marks: marked,
        })
        const text = told(view)
        expect(planted.filter((word) => text.includes(word))).toEqual([])
        expect(forbidden.exec(text)?.[0]).toBeUndefined()
        const mine = await sql.rows<{ id: string }>(`select o.id from observation as o
          join event using (observation_id) join identity_member using (subject_id)
          join identity as i using (identity_no) where i.identity = 'idn_me' and o.source = 'ats'`)
        const ids = new Set(mine.map(({ id }) => id))
        for (const { source, id } of view.facts.flatMap(({ own }) => own)) {
          expect([source, ids.has(id)]).toEqual(['ats', true])
        }
      }),
      { numRuns: 12 },
    )
  })
})
