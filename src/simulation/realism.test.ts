import { beforeAll, describe, expect, test } from 'vitest'
import type { Observation } from '../evidence/index.ts'
import { simulationDefaults } from './index.ts'
import { groupBy, type Known, type ReadWorld, readWorld } from './reading-back.ts'

describe('labels cannot be told by an artefact', () => {
  let world: ReadWorld
  beforeAll(() => {
    world = readWorld({ ...simulationDefaults, seed: 11 })
  })

  test('which fields and facts are there depends on the source, not on the label', () => {
    for (const kind of ['application', 'interview']) {
      const worker = presence(world, kind, 'worker')
      const genuine = presence(world, kind, 'genuine')
      for (const key of new Set([...worker.keys(), ...genuine.keys()])) {
        const [one = 0, other = 0] = [worker.get(key), genuine.get(key)]
        if (Math.max(one, other) < 0.02) continue
        expect(Math.max(one, other) / Math.min(one, other), `${kind} ${key}`).toBeLessThan(1.6)
      }
    }
  })

  test('whatever workers show often, genuine people show too', () => {
    const worker = signs(world, 'worker')
    const genuine = signs(world, 'genuine')
    const often = [...worker].filter(([, count]) => count >= 80).map(([sign]) => sign)
    expect(often.length).toBeGreaterThan(25)
    expect(often.filter((sign) => !genuine.has(sign))).toEqual([])
  })

  test('a good part of genuine people show one sign or another, and few show many', () => {
    const people = [...groupBy(world, 'genuine').values()].map(
      (seen) => new Set(seen.flatMap(({ observation }) => suspiciousOf(observation))).size,
    )
    const share = (least: number) => people.filter((count) => count >= least).length / people.length
    expect(share(1)).toBeGreaterThan(0.25)
    expect(share(1)).toBeLessThan(0.7)
    expect(share(4)).toBeLessThan(0.05)
  })

  test('a name says nothing about the label', () => {
    const early = (label: string, part: 0 | -1) => {
      const names = [...groupBy(world, label).values()].map(
        (seen) => seen[0]?.observation.subject.name?.split(' ').at(part) ?? '',
      )
      return { share: names.filter((name) => name < 'L').length / names.length, of: names.length }
    }
    for (const part of [0, -1] as const) {
      const [worker, genuine] = [early('worker', part), early('genuine', part)]
      // Four standard errors of a share of one half.
      const error = 4 * Math.sqrt(0.25 / worker.of + 0.25 / genuine.of)
      expect(Math.abs(worker.share - genuine.share)).toBeLessThan(error)
    }
  })

  test('the ordinary mess is there', () => {
    const genuine = world.known.filter(({ label }) => label === 'genuine')
    const subjects = genuine.map(({ observation }) => observation.subject)
    const mailboxes = subjects.flatMap(({ emails = [] }) => emails)
    expect(mailboxes.filter((mailbox) => mailbox.includes('+')).length).toBeGreaterThan(100)
    expect(mailboxes.filter((mailbox) => mailbox !== mailbox.toLowerCase()).length).toBeGreaterThan(
      50,
    )
    expect(
      mailboxes.filter((mailbox) => mailbox.endsWith('@relay.example')).length,
    ).toBeGreaterThan(100)
    const owners = sharing(genuine, ({ devices = [] }) => devices.map(({ value }) => value))
    expect(owners.filter((count) => count === 2).length).toBeGreaterThan(20)
    expect(owners.filter((count) => count > 4).length).toBeGreaterThan(5)
    const namesakes = sharing(genuine, ({ name = '' }) => [name]).filter((count) => count > 1)
    expect(namesakes.length).toBeGreaterThan(100)
    const offsets = new Set(genuine.map(({ observation }) => observation.at.slice(19)))
    expect(offsets.size).toBeGreaterThan(6)
  })

  test('personas use the names of real holders, who apply with contacts of their own', () => {
    const lives = ({ observation: { subject } }: Known) =>
      subject.claims?.birth_year === undefined
        ? []
        : [`${subject.name}/${subject.claims.birth_year}/${subject.claims.city}`]
    const genuine = new Set(world.known.filter(({ label }) => label === 'genuine').flatMap(lives))
    const taken = [...groupBy(world, 'worker').values()].filter((seen) =>
      seen.flatMap(lives).some((life) => genuine.has(life)),
    )
    expect(taken.length).toBeGreaterThan(8)
    expect(taken.length).toBeLessThan(80)
    const mailboxesOf = (label: string) =>
      new Set(
        world.known
          .filter((one) => one.label === label)
          .flatMap(({ observation }) => observation.subject.emails ?? [])
          .filter((mailbox) => !mailbox.startsWith('candidates@'))
          .map((mailbox) => mailbox.toLowerCase()),
      )
    const workers = mailboxesOf('worker')
    expect([...mailboxesOf('genuine')].filter((mailbox) => workers.has(mailbox))).toEqual([])
  })
})

/** How many identities share each value. */
function sharing(
  known: readonly Known[],
  valuesOf: (subject: Observation['subject']) => readonly string[],
): readonly number[] {
  const owners = new Map<string, Set<string>>()
  for (const { observation, identity } of known)
    for (const value of valuesOf(observation.subject)) {
      const among = owners.get(value) ?? new Set()
      owners.set(value, among.add(identity))
    }
  return [...owners.values()].map((among) => among.size)
}

/** Share of a label's observations of a kind that have each field or fact. */
function presence(world: ReadWorld, kind: string, label: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  const some = world.known.filter((one) => one.label === label && one.observation.kind === kind)
  for (const { observation } of some) {
    const { subject, facts = {} } = observation
    const documents = (subject.documents ?? []).map((document) => `document ${document.kind}`)
    const claims = Object.keys(subject.claims ?? {}).map((claim) => `claim ${claim}`)
    const keys = [...Object.keys(subject), ...Object.keys(facts), ...documents, ...claims]
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return new Map([...counts].map(([key, count]) => [key, count / some.length]))
}

/** Flags and telling values of facts, with how often a label shows them. */
function signs(world: ReadWorld, label: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { observation } of world.known.filter((one) => one.label === label)) {
    const told = Object.entries(observation.facts ?? {})
      .filter(([, value]) => typeof value === 'string' || typeof value === 'boolean')
      .map(([name, value]) => `${name}=${value}`)
    const flagged = (observation.flags ?? []).map(({ indicator }) => indicator)
    for (const sign of [...told, ...flagged]) counts.set(sign, (counts.get(sign) ?? 0) + 1)
  }
  return counts
}

const telling = new Set([
  'ip.network=vpn',
  'ip.network=residential_proxy',
  'phone.line_type=non_fixed_voip',
  'camera.state=off',
  'camera.state=refused',
  'verification.result=failed',
  'screen.other_persona=true',
  'voice.same_as_previous=false',
  'payment.holder_matches=false',
])

function suspiciousOf({ facts = {}, flags = [] }: Observation): readonly string[] {
  const told = Object.entries(facts).map(([name, value]) => `${name}=${value}`)
  return [...told.filter((sign) => telling.has(sign)), ...flags.map(({ indicator }) => indicator)]
}
