import { describe, expect, test } from 'vitest'
import { realEffects } from '../effects.ts'
import { openTestStore } from '../sql/store-fixture.ts'
import { openAssessment } from './assess.ts'
import { type SmallObservation, writeSmallWorld } from './small-world.ts'
import { ringMember, useSmallWorlds } from './small-world-fixture.ts'

const { assess } = useSmallWorlds()

describe('the explanation', () => {
  test('names findings with their observations, what else explains them, and what is fragile', async () => {
    const explanation = await (await assess({ observations: ringMember })).explainIdentity('idn_me')
    expect(explanation).toMatchObject({
      status: 'suspected',
      missing: [],
      prior: { population: 'applicants' },
    })
    expect(
      Object.values(explanation.hypotheses).reduce((sum, share) => sum + share, 0),
    ).toBeCloseTo(1, 12)
    const [strongest] = explanation.findings
    expect(strongest).toMatchObject({
      indicator: 'device_many_identities',
      direction: 'for',
      counted: true,
      grade: 'B',
      told: false,
      origins: ['acme.example'],
    })
    expect(strongest?.observations).toHaveLength(4)
    expect(strongest?.observations[0]).toMatchObject({ source: 'ats', kind: 'application' })
    expect(strongest?.innocent.length).toBeGreaterThan(0)
    expect(explanation.missingForAssessed).toContain('a first-hand report of an employer')
    expect(explanation.fragility.length).toBeGreaterThan(0)
  })

  test('names the strongest of each side, and what falls away with a group', async () => {
    const { strongest, findings, fragility, ...now } = await (
      await assess({ observations: ringMember })
    ).explainIdentity('idn_me')
    expect(strongest.for).toMatch(
      /^“One device presents several persons” is seen \d+ times as often in the scheme as in genuine people\.$/,
    )
    const against = findings.filter((each) => each.direction === 'against' && each.counted)
    expect(against.length === 0).toBe(strongest.against === null)
    for (const { group, findings: count, titles, likelihood, status } of fragility) {
      const holding = findings.filter((each) => each.group === group && each.holds)
      expect(count).toBe(holding.length)
      if (count > 0) expect(titles).toEqual(holding.map(({ title }) => title))
      expect(titles.length).toBeGreaterThan(0)
      expect([likelihood, status]).not.toEqual([now.likelihood, now.status])
    }
    const nobody = await (
      await assess({ observations: [{ kind: 'application' }] })
    ).explainIdentity('idn_me')
    expect(nobody.strongest).toEqual({ for: null, against: null })
  })

  test('counts what was seen, and asks for nothing that was', async () => {
    const {
      seen,
      worth_asking: asked,
      findings,
    } = await (await assess({ observations: ringMember })).explainIdentity('idn_me')
    expect(seen).toMatchObject({ subjects: 1, sources: 1, first_seen: '2024-01-01T00:00:00Z' })
    expect(seen.events).toEqual([
      { kind: 'application', count: 2 },
      { kind: 'interview', count: 1 },
    ])
    expect(asked.length).toBeGreaterThan(2)
    const known = findings.map(({ indicator }) => indicator)
    expect(asked.filter(({ indicator }) => known.includes(indicator))).toEqual([])
  })

  test('shows the prior that the assessment was made with', async () => {
    const { store, sql, close } = await openTestStore()
    await writeSmallWorld(sql, [{ kind: 'application' }])
    const options = { store, catalogueFolder: 'indicators', priors: 'applicants=1/50' }
    const assessment = openAssessment(options)
    await assessment.assess(realEffects)
    const { prior, hypotheses, range } = await assessment.explainIdentity('idn_me')
    await close()
    expect(prior).toMatchObject({ population: 'applicants', scheme: 1 / 50 })
    expect(prior.scheme + prior.other_fraud + prior.genuine).toBeCloseTo(1, 12)
    // Nothing speaks on either side, so what was believed before still is.
    expect(hypotheses.scheme).toBeCloseTo(prior.scheme, 5)
    expect(range).toEqual({ from: 0.01, to: 0.05 })
  })

  test('an unknown identity is not found', async () => {
    const assessment = await assess({ observations: ringMember })
    const asking = assessment.explainIdentity('idn_nobody')
    await expect(asking).rejects.toMatchObject({ kind: 'not-found' })
  })

  test('an unknown flag is counted and weighs nothing', async () => {
    const flagged: SmallObservation = {
      kind: 'report',
      flags: ['name_ethnicity', 'name_ethnicity'],
    }
    const assessment = await assess({ observations: [flagged] })
    const summary = await assessment.assess(realEffects)
    expect(summary.unknownFlags).toEqual([{ indicator: 'name_ethnicity', count: 2 }])
    expect(summary.findings).toEqual({ present: 0, absent: 0 })
  })
})
