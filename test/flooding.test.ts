import { beforeAll, describe, expect, test } from 'vitest'
import type { Observation } from '../src/evidence/index.ts'
import {
  changed,
  type Standing,
  type Standings,
  type StandingWorld,
  standingsAfter,
} from './attacked-worlds.ts'
import { allFlags, type Victim, victimsOf } from './attacks.ts'
import { daughters, honest, invented, reportedByDaughters, weakFindings } from './flooding.ts'
import { shareStandingWorld } from './shared-standing-world.ts'
import { simulatedEvidence, subjectOf } from './simulated-evidence.ts'

const { declarations, observations, truth } = simulatedEvidence({
  seed: 6,
  identities: 14,
  genuine: 30,
})
const victims = victimsOf(observations, (observation) => {
  const person = truth.get(subjectOf(observation))
  return person?.label === 'genuine' ? person.identity : undefined
})
const [victim] = victims as readonly [Victim]
let world: StandingWorld
beforeAll(async () => {
  world = await shareStandingWorld([
    ...declarations,
    ...observations.map((each) => JSON.stringify(each)),
  ])
})

describe('ten thousand copies of a weak finding change no more than one', () => {
  const titles = Object.keys(weakFindings)
  /** Each finding is copied for a victim of its own. */
  const flooded = async (count: number): Promise<readonly (Standing | undefined)[]> => {
    const lines = Object.values(weakFindings).flatMap((copy, at) =>
      Array.from({ length: count }, (_, number) => {
        const copied = copy(victims[at] ?? victim, number)
        const subject = { ...copied.subject, ref: `cand-${at}` }
        return { ...copied, id: `${at}-${number}`, subject }
      }),
    )
    const after = await standingsAfter(world, { lines: [honest, ...lines] })
    return titles.map((_, at) => after.get(`${honest.source}/cand-${at}`))
  }
  let once: readonly (Standing | undefined)[]
  let often: readonly (Standing | undefined)[]
  beforeAll(async () => {
    once = await flooded(1)
    often = await flooded(10_000)
  })
  const expectSame = (title: string): void => {
    const at = titles.indexOf(title)
    expect(once[at]?.fellows).toBeGreaterThan(0)
    expect(often[at]).toEqual(once[at])
  }
  test('an interview without a camera', () => expectSame('an interview without a camera'))
  test('a flag of a report', () => expectSame('a flag of a report'))
  test('an application through a VPN', () => expectSame('an application through a VPN'))
})

describe('five sources under organizations of one parent', () => {
  let after: Standings
  beforeAll(async () => {
    const reports = victims.flatMap((each, number) =>
      reportedByDaughters(each).map((report) => ({
        ...report,
        id: `report-${number}`,
        subject: { ...report.subject, ref: `case-${number}` },
        flags: allFlags,
      })),
    )
    after = await standingsAfter(world, { lines: [...daughters, ...reports] })
  })

  test('are one origin', () => {
    const { findings = '' } = after.get('daughter-1/case-0') ?? {}
    const shown = findings.split('\n').filter((line) => /daughter|group/.test(line))
    expect(shown.length).toBeGreaterThan(20)
    // Who reports is the group, or one of its daughters, not five of them.
    for (const line of shown) expect(line.match(/daughter|group/g)?.length, line).toBe(1)
  })

  test('change nobody’s status, however many they report', () => {
    expect(changed(world.before, after, 'status')).toEqual([])
  })
})

test('what is said to happen far ahead changes nobody else', async () => {
  const application = weakFindings['an application through a VPN']?.(victim, 1)
  const stranger = { ref: 'stranger', name: 'Una Stranger', emails: ['una@nowhere.example'] }
  const later = { ...application, at: '2099-12-31T00:00:00Z', subject: stranger } as Observation
  const after = await standingsAfter(world, { lines: [honest, later] })
  for (const field of ['status', 'log_odds', 'findings', 'likelihood'] as const) {
    expect(changed(world.before, after, field)).toEqual([])
  }
})

describe('people who never were, of a source that nobody declared', () => {
  const shared = sharedThings(observations)
  const poisoned = (count: number): Promise<Standings> => {
    const lines = shared.flatMap((device, at) =>
      invented({ devices: [device] }, count).map((each) => ({
        ...each,
        id: `${each.id}-${at}`,
        subject: {
          ...each.subject,
          ref: `${each.id}-${at}`,
          name: `Una${at} ${each.id}x${at}`,
          emails: [`${each.id}-${at}@nowhere.example`],
        },
      })),
    )
    return standingsAfter(world, { lines })
  }
  let few: Standings
  let many: Standings
  beforeAll(async () => {
    few = await poisoned(3)
    many = await poisoned(60)
  })

  test('do not change a status by showing the devices of a ring', () => {
    expect(shared.length).toBeGreaterThan(2)
    expect(changed(world.before, few, 'status')).toEqual([])
    expect(changed(world.before, many, 'status')).toEqual([])
  })

  test('nor how likely anything is, while they are few', () => {
    expect(changed(world.before, few, 'log_odds')).toEqual([])
  })

  test('nor take a ring apart', () => {
    expect(changed(world.before, many, 'ring')).toEqual([])
  })
})

/** Devices that several people of the scheme show. */
function sharedThings(all: readonly Observation[]) {
  const shownBy = new Map<string, Set<string>>()
  for (const observation of all) {
    const person = truth.get(subjectOf(observation))
    if (person?.label !== 'worker') continue
    for (const device of observation.subject.devices ?? []) {
      const key = JSON.stringify(device)
      shownBy.set(key, (shownBy.get(key) ?? new Set()).add(person.identity))
    }
  }
  return [...shownBy].flatMap(([key, people]) =>
    people.size > 1 ? [JSON.parse(key) as { readonly kind: string; readonly value: string }] : [],
  )
}
