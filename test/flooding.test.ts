import { beforeAll, describe, expect, test } from 'vitest'
import type { Observation } from '../src/evidence/index.ts'
import {
  changed,
  type Line,
  type Standing,
  type Standings,
  type StandingWorld,
  standingsAfter,
} from './attacked-worlds.ts'
import { allFlags, type Victim } from './attacks.ts'
import {
  daughters,
  honest,
  inventedForEach,
  reportedByDaughters,
  weakFindings,
} from './flooding.ts'
import {
  genuineVictims,
  observations,
  openStandingEvidence,
  truthOfObservation,
} from './standing-evidence.ts'

const titles = Object.keys(weakFindings)
/** Each weak finding is copied for a victim of its own; the daughters report the others. */
const [copied, others] = [
  genuineVictims.slice(0, titles.length),
  genuineVictims.slice(titles.length),
]
const victim = copied[0] as Victim
const shared = sharedThings(observations)

let world: StandingWorld
/** After one copy of each weak finding and few invented people, and after many of both. */
let few: Standings
let many: Standings
beforeAll(async () => {
  world = await openStandingEvidence()
  few = await standingsAfter(world, { lines: [honest, ...copies(1), ...strangers(3)] })
  many = await standingsAfter(world, { lines: [honest, ...copies(1_000), ...strangers(60)] })
})

const copies = (count: number): readonly Line[] =>
  Object.values(weakFindings).flatMap((copy, at) =>
    Array.from({ length: count }, (_, number) => {
      const line = copy(copied[at] ?? victim, number)
      const subject = { ...line.subject, ref: `cand-${at}` }
      return { ...line, id: `${at}-${number}`, subject }
    }),
  )

/** So many people who never were for each device of a ring, all of whom show it. */
const strangers = (count: number): readonly Line[] =>
  inventedForEach(
    shared.map((device) => ({ devices: [device] })),
    count,
  )

describe('a thousand copies of a weak finding change no more than one', () => {
  const standing = (after: Standings, title: string): Standing | undefined =>
    after.get(`${honest.source}/cand-${titles.indexOf(title)}`)
  const expectSame = (title: string): void => {
    expect(standing(few, title)?.fellows).toBeGreaterThan(0)
    expect(standing(many, title)).toEqual(standing(few, title))
  }
  test('an interview without a camera', () => expectSame('an interview without a camera'))
  test('a flag of a report', () => expectSame('a flag of a report'))
  test('an application through a VPN', () => expectSame('an application through a VPN'))
})

describe('people who never were, of a source that nobody declared', () => {
  test('do not change a status by showing the devices of a ring', () => {
    expect(shared.length).toBeGreaterThan(2)
    expect(changed(world.before, few, 'status')).toEqual([])
    expect(changed(world.before, many, 'status')).toEqual([])
  })

  test('nor how likely anything is, while they are few', () => {
    // Of these a weak finding was copied.
    const findings = new Set(
      titles.map((_, at) => few.get(`${honest.source}/cand-${at}`)?.identity),
    )
    const rest = new Map([...world.before].filter(([, { identity }]) => !findings.has(identity)))
    expect(rest.size).toBeGreaterThan(world.before.size / 2)
    expect(changed(rest, few, 'log_odds')).toEqual([])
  })

  test('nor take a ring apart', () => {
    expect(changed(world.before, many, 'ring')).toEqual([])
  })
})

describe('in another copy of the world', () => {
  let after: Standings
  const reported = others.filter((_, number) => number % 2 === 0)
  beforeAll(async () => {
    const reports = reported.flatMap((each, number) =>
      reportedByDaughters(each).map((report) => ({
        ...report,
        id: `report-${number}`,
        subject: { ...report.subject, ref: `case-${number}` },
        flags: allFlags,
      })),
    )
    const application = weakFindings['an application through a VPN']?.(victim, 1)
    const stranger = { ref: 'stranger', name: 'Una Stranger', emails: ['una@nowhere.example'] }
    const later = { ...application, at: '2099-12-31T00:00:00Z', subject: stranger } as Observation
    after = await standingsAfter(world, { lines: [...daughters, ...reports, honest, later] })
  })

  test('five sources under organizations of one parent are one origin', () => {
    const { findings = '' } = after.get('daughter-1/case-0') ?? {}
    const shown = findings.split('\n').filter((line) => /daughter|group/.test(line))
    expect(shown.length).toBeGreaterThan(20)
    // Who reports is the group, or one of its daughters, not five of them.
    for (const line of shown) expect(line.match(/daughter|group/g)?.length, line).toBe(1)
  })

  test('and change nobody’s status, however many they report', () => {
    expect(reported.length).toBeGreaterThan(20)
    expect(changed(world.before, after, 'status')).toEqual([])
  })

  test('what is said to happen far ahead changes nobody else', () => {
    const those = new Set(reported.map((_, at) => after.get(`daughter-1/case-${at}`)?.identity))
    const rest = new Map([...world.before].filter(([, { identity }]) => !those.has(identity)))
    expect(rest.size).toBeGreaterThan(world.before.size / 2)
    for (const field of ['status', 'log_odds', 'findings', 'likelihood'] as const) {
      expect(changed(rest, after, field)).toEqual([])
    }
  })
})

/** Devices that several people of the scheme show. */
function sharedThings(all: readonly Observation[]) {
  const shownBy = new Map<string, Set<string>>()
  for (const observation of all) {
    const person = truthOfObservation(observation)
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
