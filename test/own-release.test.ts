import { beforeAll, describe, expect, test } from 'vitest'
import type { Observation } from '../src/evidence/index.ts'
import { changed, type StandingWorld, standingsAfter } from './attacked-worlds.ts'
import { partner, releasedOf, returned, returns, us } from './own-release.ts'
import { shareStandingWorld } from './shared-standing-world.ts'
import { simulatedEvidence, subjectOf } from './simulated-evidence.ts'

const { declarations, observations } = simulatedEvidence({ seed: 6, identities: 8, genuine: 30 })
let world: StandingWorld
beforeAll(async () => {
  world = await shareStandingWorld([
    ...declarations,
    ...observations.map((each) => JSON.stringify(each)),
  ])
})

describe('our own release that comes back through a partner adds nothing', () => {
  const employers = new Map<string, string>()
  const identityOf = (observation: Observation): string =>
    world.before.get(subjectOf(observation))?.identity ?? ''
  beforeAll(() => {
    for (const each of observations) {
      if (each.kind === 'interview')
        employers.set(identityOf(each), each.organization?.domain ?? '')
    }
  })
  const cameBack = async (title: string): Promise<readonly string[]> => {
    const marked = returns.find((each) => each.title === title)
    if (marked === undefined) throw new Error(title)
    const released = releasedOf(observations, world.before)
    expect(released.size).toBeGreaterThan(3)
    const back = returned({
      released,
      as: marked,
      employerOf: (identity) => employers.get(identity) ?? 'employer.example',
    })
    const after = await standingsAfter(world, {
      lines: [partner, ...back],
      ...(marked.set && { environment: { RINGER_ORGANIZATION: us } }),
    })
    return (['status', 'likelihood', 'log_odds', 'findings'] as const).flatMap((field) =>
      changed(world.before, after, field),
    )
  }

  const [marked, unmarked] = [returns.slice(0, -1), returns.slice(-1)].map((some) =>
    some.map(({ title }) => title),
  )

  test.each(marked ?? [])('%s', async (title) => {
    expect(await cameBack(title)).toEqual([])
  })

  // A known limit (docs/decisions/0015): with nothing of ours in it, it cannot be told from what that employer had to
  // say. It is that employer's word again, no second origin, and changes no status (bench/attacks.ts).
  test.fails.each(unmarked ?? [])('%s', async (title) => {
    expect(await cameBack(title)).toEqual([])
  })
})
