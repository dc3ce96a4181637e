import { beforeAll, describe, expect, test } from 'vitest'
import {
  changed,
  type Line,
  type Standings,
  type StandingWorld,
  standingsAfter,
} from './attacked-worlds.ts'
import { collusions, type NamedAttack, undeclared, type Victim } from './attacks.ts'
import { subjectOf } from './simulated-evidence.ts'
import {
  genuineVictims,
  observations,
  openStandingEvidence,
  truthOfObservation,
} from './standing-evidence.ts'

let world: StandingWorld
beforeAll(async () => {
  world = await openStandingEvidence()
})

describe('three colluding accounts of one organization change nobody’s status', () => {
  const repelled = [
    undeclared.title,
    'employer_report: reports with every flag',
    'employer_report: reports that name three others as origins',
  ]
  const believed = [
    'ats: machine facts under the victim’s mailbox',
    'ats: machine facts, three others named as origins',
    'ats: five victims made to share things',
  ]
  const afterwards = new Map<string, Standings>()
  // Attacks that are repelled meet one copy of the world together; those that are believed must not be in it.
  beforeAll(async () => {
    for (const titles of [repelled, believed]) {
      const lines = titles.flatMap((title, at) => linesOf(title, { victims: share(at), gang: at }))
      const after = await standingsAfter(world, { lines })
      for (const title of titles) afterwards.set(title, after)
    }
  })

  const hidden = new Set(
    observations
      .filter((each) => each.facts?.['ip.network'] === 'vpn')
      .map((each) => truthOfObservation(each)?.identity),
  )
  const victims = genuineVictims.toSorted(
    (one, other) => Number(hidden.has(other.who)) - Number(hidden.has(one.who)),
  )
  /** Every attack has victims of its own, a third of them all, those behind a VPN among them. */
  const share = (at: number): readonly Victim[] => victims.filter((_, number) => number % 3 === at)
  const shareOf = (title: string): readonly Victim[] =>
    share((repelled.includes(title) ? repelled : believed).indexOf(title))

  /** The people of an attack's share whose standing is another now in one respect, and whom nobody attacked. */
  const peopleChanged = (title: string, field: 'status' | 'fellows'): ReadonlySet<string> => {
    const changes = changed(world.before, afterwards.get(title) ?? new Map(), field)
    const elsewhere = new Set(victims.map(({ who }) => who))
    for (const { who } of shareOf(title)) elsewhere.delete(who)
    const found = changes.map((line) => people.get(line.slice(0, line.indexOf(': '))) ?? line)
    return new Set(found.filter((who) => !elsewhere.has(who)))
  }
  const attacked = (title: string): readonly string[] => [...peopleChanged(title, 'status')]

  test('the innocents are there to be attacked, some of them behind a VPN', () => {
    for (const at of [0, 1, 2]) {
      expect(share(at).length).toBeGreaterThan(15)
      expect(share(at).filter(({ who }) => hidden.has(who)).length).toBeGreaterThan(1)
    }
    expect(new Set([...world.before.values()].map(({ status }) => status))).toContain('suspected')
  })

  // Who was not joined was not attacked.
  test.each([...repelled, ...believed])('%s: it is joined with every victim', (title) => {
    const joined = peopleChanged(title, 'fellows')
    expect(shareOf(title).filter(({ who }) => !joined.has(who))).toEqual([])
  })

  test('three that never declared themselves, with everything at once', () => {
    expect(attacked(undeclared.title)).toEqual([])
  })

  test('employer_report: reports with every flag', () => {
    expect(attacked('employer_report: reports with every flag')).toEqual([])
  })
  test('employer_report: reports that name three others as origins', () => {
    expect(attacked('employer_report: reports that name three others as origins')).toEqual([])
  })
  // A known limit (docs/decisions/0015): what a graded recruiting system says its machines saw of its own applicants
  // is believed. A lie of machines cannot be told from the one employer that saw through a persona.
  test.fails('ats: machine facts under the victim’s mailbox', () => {
    expect(attacked('ats: machine facts under the victim’s mailbox')).toEqual([])
  })
  // The same limit.
  test.fails('ats: machine facts, three others named as origins', () => {
    expect(attacked('ats: machine facts, three others named as origins')).toEqual([])
  })
  // The same limit: it can say that five of its applicants share a device.
  test.fails('ats: five victims made to share things', () => {
    expect(attacked('ats: five victims made to share things')).toEqual([])
  })
})

/** Who stands behind a subject, `source/ref`. */
const people = new Map(
  observations.map((each) => [subjectOf(each), truthOfObservation(each)?.identity] as const),
)

interface Gang {
  readonly victims: readonly Victim[]
  readonly gang: number
}

/** The lines of an attack by accounts, an organization and things of its own, which no other attack knows. */
function linesOf(title: string, { victims, gang }: Gang): readonly Line[] {
  const attack: NamedAttack | undefined = [...collusions, undeclared].find(
    (each) => each.title === title,
  )
  const lines = attack?.lines(victims) ?? []
  return lines.map((line) => JSON.parse(renamed(JSON.stringify(line), gang)) as Line)
}

const renamed = (text: string, gang: number): string =>
  text
    .replaceAll(/\bx-(\d)\b/g, `x-${gang}-$1`)
    .replaceAll('evil.example', `evil-${gang}.example`)
    .replaceAll('-evil-', `-evil-${gang}-`)
    .replaceAll('Evil Street', `Evil${gang} Street`)
