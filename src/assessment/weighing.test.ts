import { describe, expect, test } from 'vitest'
import { readCatalogue } from './catalogue.ts'
import type { Rate } from './indicator.ts'
import type { SmallObservation } from './small-world.ts'
import { ringMember, useSmallWorlds, vpn } from './small-world-fixture.ts'

const catalogue = readCatalogue('indicators')
const { me, myFindings, amongOthers } = useSmallWorlds()

const ratesOf = (
  id: string,
): { readonly scheme: Rate; readonly other_fraud: Rate; readonly genuine: Rate } => {
  const found = catalogue.indicators.find((indicator) => indicator.id === id)
  if (found === undefined) throw new Error(`no indicator ${id}`)
  return found.rates
}
const share = ([hits, cases]: Rate): number => (hits + 0.5) / (cases + 1)

describe('the weighing', () => {
  const overVpn = amongOthers({ observations: [vpn] })
  const applicant = amongOthers({ observations: [{ kind: 'application' }] })
  const interviewed = amongOthers({ observations: [{ kind: 'interview' }] })

  test('adds the bits of one finding of a grade B source to the prior of applicants', async () => {
    const rates = ratesOf('ip_hosting_or_vpn')
    const prior = { scheme: 1 / 343, other: 1 / 60 }
    const odds = (rate: Rate, alternative: number): number =>
      Math.log2(prior.scheme / alternative) + 0.9 * Math.log2(share(rates.scheme) / share(rate))
    const other = odds(rates.other_fraud, prior.other)
    const genuine = odds(rates.genuine, 1 - prior.scheme - prior.other)
    const row = await overVpn.me()
    expect(row.log_odds).toBeCloseTo(-Math.log2(2 ** -other + 2 ** -genuine), 4)
  })

  const deepfake = { 'video.deepfake_score': 0.95 }
  const once = amongOthers({ observations: [{ kind: 'interview', facts: deepfake }] })
  const thrice = amongOthers({
    observations: [
      {
        kind: 'interview',
        facts: { ...deepfake, 'camera.state': 'refused' },
        flags: ['prefers_text_only', 'virtual_camera_in_use'],
      },
    ],
  })
  test('counts one group once, by its strongest finding', async () => {
    expect((await thrice.me()).log_odds).toBe((await once.me()).log_odds)
    const findings = await thrice.myFindings()
    expect(findings.filter((row) => row.counted).map((row) => row.indicator)).toEqual([
      'deepfake_challenge_fail',
    ])
    expect(findings).toHaveLength(4)
  })

  const withCamera = amongOthers({
    observations: [{ kind: 'interview', facts: { 'camera.state': 'on' } }],
  })
  test('counts against what was observable and absent, and nothing for what was not observed', async () => {
    expect((await withCamera.me()).log_odds).toBeLessThan((await interviewed.me()).log_odds)
    const [finding] = await withCamera.myFindings()
    expect(finding).toMatchObject({ indicator: 'camera_refusal', holds: false, counted: true })
    expect(await interviewed.myFindings()).toEqual([])
  })

  const graded = ['A', 'C', 'E', 'F'].map((grade) =>
    amongOthers({
      observations: [{ ...vpn, source: 'graded' }],
      sources: [{ source: 'graded', grade }],
    }),
  )
  test('tempers by the grade of the source', async () => {
    const rows = await Promise.all([...graded, applicant].map((world) => world.me()))
    const [a = 0, c = 0, e = 0, f = 0, nothing] = rows.map((row) => row.log_odds)
    expect(a).toBeGreaterThan(c)
    expect(c).toBeGreaterThan(e)
    expect(e).toBeGreaterThan(f)
    expect(f).toBe(nothing)
  })

  const live = catalogue.indicators.filter(({ group }) => group === 'LIVE')
  const allLive = amongOthers({
    observations: [{ kind: 'interview', flags: live.map(({ id }) => id) }],
  })
  test('never makes certain of one group, whatever of it holds: the status stays', async () => {
    const strongest = Math.max(
      ...live.map(({ rates }) => share(rates.scheme) / share(rates.genuine)),
    )
    const row = await allLive.me()
    const none = await interviewed.me()
    expect(row.groups).toEqual(['LIVE'])
    expect(row.status).toBe('unassessed')
    expect(row.log_odds - none.log_odds).toBeLessThan(Math.log2(strongest))
  })

  const vpnIndicator = catalogue.indicators.find(({ id }) => id === 'ip_hosting_or_vpn')
  const halfLife = vpnIndicator?.half_life_days ?? 0
  const fresh = amongOthers({ observations: [vpn, { kind: 'interview', day: 0 }] })
  const halved = amongOthers({ observations: [vpn, { kind: 'interview', day: halfLife }] })
  test('a sign of the moment is worth half after its half-life, by the identity’s own latest observation', async () => {
    const bitsIn = (findings: Awaited<ReturnType<typeof myFindings>>): number | undefined =>
      findings.find(({ indicator }) => indicator === 'ip_hosting_or_vpn')?.bits_genuine
    const bits = bitsIn(await fresh.myFindings())
    expect(halfLife).toBeGreaterThan(0)
    expect(bits).toBeGreaterThan(0)
    expect(bitsIn(await halved.myFindings())).toBeCloseTo((bits ?? 0) / 2, 5)
    // What somebody else did later, or an undeclared source says of the same person, outdates nothing.
    const others: readonly SmallObservation[] = [
      { kind: 'interview', who: ['other'], day: 2000 },
      { kind: 'interview', source: 'rumour', day: 2000 },
    ]
    const later = await myFindings({
      observations: [vpn, { kind: 'interview', day: 0 }, ...others],
    })
    expect(bitsIn(later)).toBe(bits)
  })

  test('nobody has seen it for two years: one step less confidence, and no other word', async () => {
    const later = (source: string): SmallObservation => ({
      kind: 'application',
      who: ['other'],
      source,
      day: 731,
    })
    const sources = [
      { source: 'one', grade: 'B', organization: 'one.example' },
      { source: 'two', grade: 'B', organization: 'two.example' },
    ]
    const seen = await me({ observations: [...ringMember, later('one')], sources })
    const stale = await me({ observations: [...ringMember, later('one'), later('two')], sources })
    expect([seen.confidence, stale.confidence]).toEqual(['moderate', 'low'])
    expect(stale).toMatchObject({ status: seen.status, log_odds: seen.log_odds })
  })

  const passedOn = (origin: Pick<SmallObservation, 'source' | 'origin'>) =>
    amongOthers({
      observations: [{ ...vpn, ...origin }],
      sources: [
        { source: 'doubtful', grade: 'D', organization: 'doubtful.example' },
        { source: 'good', grade: 'A', organization: 'good.example' },
      ],
    })
  test.each([
    ['D', passedOn({ source: 'doubtful' })],
    ['A', passedOn({ source: 'good' })],
    ['D', passedOn({ source: 'good', origin: 'doubtful.example' })],
    ['A', passedOn({ source: 'good', origin: 'unheard-of.example' })],
  ])(
    'whoever passes something on makes it no better than whoever saw it: %s',
    async (grade, world) => {
      expect((await world.myFindings())[0]?.grade).toBe(grade)
    },
  )
})
