import { beforeAll, describe, expect, test } from 'vitest'
import type { Observation } from '../src/evidence/index.ts'
import { changed, type Line, type StandingWorld, standingsAfter } from './attacked-worlds.ts'
import { partner, type ReturnedAs, releasedOf, returned, returns, us } from './own-release.ts'
import { subjectOf } from './simulated-evidence.ts'
import { observations, openStandingEvidence } from './standing-evidence.ts'

let world: StandingWorld
beforeAll(async () => {
  world = await openStandingEvidence()
})

describe('our own release that comes back through a partner adds nothing', () => {
  const employers = new Map<string, string>()
  const identityOf = (observation: Observation): string =>
    world.before.get(subjectOf(observation))?.identity ?? ''
  const [marked, unmarked] = [returns.slice(0, -1), returns.slice(-1)]
  /** What comes back with our organization set meets one copy of the world, the rest another. */
  const together = [marked.filter(({ set }) => set), marked.filter(({ set }) => !set), unmarked]
  const differences = new Map<string, readonly string[]>()
  beforeAll(async () => {
    for (const each of observations) {
      if (each.kind === 'interview')
        employers.set(identityOf(each), each.organization?.domain ?? '')
    }
    for (const group of together) {
      const releases = group.map((as, at) => releaseOf(as, { part: at, parts: group.length }))
      const after = await standingsAfter(world, {
        lines: releases.flatMap(({ lines }) => lines),
        ...(group[0]?.set && { environment: { RINGER_ORGANIZATION: us } }),
      })
      const changes = (['status', 'likelihood', 'log_odds', 'findings'] as const).flatMap((field) =>
        changed(world.before, after, field),
      )
      for (const [at, { title }] of group.entries()) {
        const elsewhere = new Set(
          releases.flatMap(({ identities }, other) => (other === at ? [] : identities)),
        )
        const isElsewhere = (change: string): boolean => {
          const subject = change.slice(0, change.indexOf(': '))
          return elsewhere.has(world.before.get(subject)?.identity ?? '')
        }
        differences.set(
          title,
          // Of thousands, a few say what is wrong.
          changes.filter((change) => !isElsewhere(change)).slice(0, 20),
        )
      }
    }
  })

  /** A part of the released identities, each of which comes back in one way, and the lines of a partner of its own. */
  function releaseOf(
    as: ReturnedAs,
    { part, parts }: { readonly part: number; readonly parts: number },
  ): { readonly identities: readonly string[]; readonly lines: readonly Line[] } {
    const all = [...releasedOf(observations, world.before)]
    const released = new Map(all.filter((_, number) => number % parts === part))
    expect(released.size).toBeGreaterThan(3)
    const employerOf = (identity: string): string => employers.get(identity) ?? 'employer.example'
    const lines = [partner, ...returned({ released, as, employerOf })]
    const own = JSON.stringify(lines)
      .replaceAll('partner-feed', `partner-feed-${part}`)
      .replaceAll('partner.example', `partner-${part}.example`)
    return { identities: [...released.keys()], lines: JSON.parse(own) as readonly Line[] }
  }

  test.each(marked.map(({ title }) => title))('%s', (title) => {
    expect(differences.get(title)).toEqual([])
  })

  // A known limit (docs/decisions/0015): with nothing of ours in it, it cannot be told from what that employer had to
  // say. It is that employer's word again, no second origin, and changes no status (bench/attacks.ts).
  test.fails.each(unmarked.map(({ title }) => title))('%s', (title) => {
    expect(differences.get(title)).toEqual([])
  })
})
