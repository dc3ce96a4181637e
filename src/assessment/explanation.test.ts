import { describe, expect, test } from 'vitest'
import { realEffects } from '../effects.ts'
import type { SmallObservation } from './small-world.ts'
import { ringMember, useSmallWorlds } from './small-world-testing.ts'

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
