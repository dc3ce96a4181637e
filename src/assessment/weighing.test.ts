import { describe, expect, test } from 'vitest'
import { readCatalogue } from './catalogue.ts'
import type { Rate } from './indicator.ts'
import type { SmallObservation } from './small-world.ts'
import { ringMember, useSmallWorlds, vpn } from './small-world-fixture.ts'

const catalogue = readCatalogue('indicators')
const { me, myFindings } = useSmallWorlds()

const ratesOf = (
  id: string,
): { readonly scheme: Rate; readonly other_fraud: Rate; readonly genuine: Rate } => {
  const found = catalogue.indicators.find((indicator) => indicator.id === id)
  if (found === undefined) throw new Error(`no indicator ${id}`)
  return found.rates
}
const share = ([hits, cases]: Rate): number => (hits + 0.5) / (cases + 1)

describe('the weighing', () => {
  test('adds the bits of one finding of a grade B source to the prior of applicants', async () => {
    const rates = ratesOf('ip_hosting_or_vpn')
    const prior = { scheme: 1 / 343, other: 1 / 60 }
    const odds = (rate: Rate, alternative: number): number =>
      Math.log2(prior.scheme / alternative) + 0.9 * Math.log2(share(rates.scheme) / share(rate))
    const other = odds(rates.other_fraud, prior.other)
    const genuine = odds(rates.genuine, 1 - prior.scheme - prior.other)
    const row = await me({ observations: [vpn] })
    expect(row.log_odds).toBeCloseTo(-Math.log2(2 ** -other + 2 ** -genuine), 4)
  })

  test('counts one group once, by its strongest finding', async () => {
    const once: SmallObservation = { kind: 'interview', facts: { 'video.deepfake_score': 0.95 } }
    const thrice: SmallObservation = {
      ...once,
      facts: { 'video.deepfake_score': 0.95, 'camera.state': 'refused' },
      flags: ['prefers_text_only', 'virtual_camera_in_use'],
    }
    const single = await me({ observations: [once] })
    const many = await me({ observations: [thrice] })
    expect(many.log_odds).toBe(single.log_odds)
    const findings = await myFindings({ observations: [thrice] })
    expect(findings.filter((row) => row.counted).map((row) => row.indicator)).toEqual([
      'deepfake_challenge_fail',
    ])
    expect(findings).toHaveLength(4)
  })

  test('counts against what was observable and absent, and nothing for what was not observed', async () => {
    const unseen = await me({ observations: [{ kind: 'interview' }] })
    const seen = await me({
      observations: [{ kind: 'interview', facts: { 'camera.state': 'on' } }],
    })
    expect(seen.log_odds).toBeLessThan(unseen.log_odds)
    const [finding] = await myFindings({
      observations: [{ kind: 'interview', facts: { 'camera.state': 'on' } }],
    })
    expect(finding).toMatchObject({ indicator: 'camera_refusal', holds: false, counted: true })
    expect(await myFindings({ observations: [{ kind: 'interview' }] })).toEqual([])
  })

  test('tempers by the grade of the source', async () => {
    const odds = async (grade: string): Promise<number> =>
      (
        await me({
          observations: [{ ...vpn, source: 'graded' }],
          sources: [{ source: 'graded', grade }],
        })
      ).log_odds
    const [a, c, e, f] = [await odds('A'), await odds('C'), await odds('E'), await odds('F')]
    const nothing = (await me({ observations: [{ kind: 'application' }] })).log_odds
    expect(a).toBeGreaterThan(c)
    expect(c).toBeGreaterThan(e)
    expect(e).toBeGreaterThan(f)
    expect(f).toBe(nothing)
  })

  test('never makes certain of one group, whatever of it holds: the status stays', async () => {
    const live = catalogue.indicators.filter(({ group }) => group === 'LIVE')
    const strongest = Math.max(
      ...live.map(({ rates }) => share(rates.scheme) / share(rates.genuine)),
    )
    const row = await me({
      observations: [{ kind: 'interview', flags: live.map(({ id }) => id) }],
    })
    const none = await me({ observations: [{ kind: 'interview' }] })
    expect(row.groups).toEqual(['LIVE'])
    expect(row.status).toBe('unassessed')
    expect(row.log_odds - none.log_odds).toBeLessThan(Math.log2(strongest))
  })

  test('a sign of the moment is worth half after its half-life, by the identity’s own latest observation', async () => {
    const bitsAfter = async (day: number, ...others: readonly SmallObservation[]) =>
      (await myFindings({ observations: [vpn, { kind: 'interview', day }, ...others] })).find(
        ({ indicator }) => indicator === 'ip_hosting_or_vpn',
      )?.bits_genuine ?? 0
    const fresh = await bitsAfter(0)
    const halfLife = catalogue.indicators.find(
      ({ id }) => id === 'ip_hosting_or_vpn',
    )?.half_life_days
    expect(await bitsAfter(halfLife ?? 0)).toBeCloseTo(fresh / 2, 5)
    // What somebody else did later, or an undeclared source says of the same person, outdates nothing.
    const later: SmallObservation = { kind: 'interview', who: ['other'], day: 2000 }
    expect(await bitsAfter(0, later)).toBe(fresh)
    const rumour: SmallObservation = { kind: 'interview', source: 'rumour', day: 2000 }
    expect(await bitsAfter(0, rumour)).toBe(fresh)
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

  test('whoever passes something on makes it no better than whoever saw it', async () => {
    const gradeOf = async (observation: SmallObservation) =>
      (
        await myFindings({
          observations: [observation],
          sources: [
            { source: 'doubtful', grade: 'D', organization: 'doubtful.example' },
            { source: 'good', grade: 'A', organization: 'good.example' },
          ],
        })
      )[0]?.grade
    expect(await gradeOf({ ...vpn, source: 'doubtful' })).toBe('D')
    expect(await gradeOf({ ...vpn, source: 'good' })).toBe('A')
    expect(await gradeOf({ ...vpn, source: 'good', origin: 'doubtful.example' })).toBe('D')
    expect(await gradeOf({ ...vpn, source: 'good', origin: 'unheard-of.example' })).toBe('A')
  })
})
