import { beforeAll, describe, expect, test } from 'vitest'
import { changed, type StandingWorld, standingsAfter } from './attacked-worlds.ts'
import { collusions, undeclared, victimsOf } from './attacks.ts'
import { shareStandingWorld } from './shared-standing-world.ts'
import { simulatedEvidence, subjectOf } from './simulated-evidence.ts'

const { declarations, observations, truth } = simulatedEvidence({
  seed: 6,
  identities: 8,
  genuine: 30,
})
let world: StandingWorld
beforeAll(async () => {
  world = await shareStandingWorld([
    ...declarations,
    ...observations.map((each) => JSON.stringify(each)),
  ])
})

describe('three colluding accounts of one organization change nobody’s status', () => {
  const victims = victimsOf(observations, (observation) => {
    const person = truth.get(subjectOf(observation))
    return person?.label === 'genuine' ? person.identity : undefined
  })
  const attacked = async (title: string): Promise<readonly string[]> => {
    const attack = [...collusions, undeclared].find((each) => each.title === title)
    const after = await standingsAfter(world, { lines: attack?.lines(victims) ?? [] })
    // Who was not joined was not attacked.
    const alone = changed(world.before, after, 'fellows')
    expect(alone.length).toBeGreaterThanOrEqual(victims.length)
    return changed(world.before, after, 'status')
  }

  test('the innocents are there to be attacked, some of them behind a VPN', () => {
    expect(victims.length).toBe(30)
    const hidden = observations.filter(
      (each) =>
        truth.get(subjectOf(each))?.label === 'genuine' && each.facts?.['ip.network'] === 'vpn',
    )
    expect(
      new Set(hidden.map((each) => truth.get(subjectOf(each))?.identity)).size,
    ).toBeGreaterThan(1)
    expect(new Set([...world.before.values()].map(({ status }) => status))).toContain('suspected')
  })

  test('three that never declared themselves, with everything at once', async () => {
    expect(await attacked(undeclared.title)).toEqual([])
  })

  test('employer_report: reports with every flag', async () => {
    expect(await attacked('employer_report: reports with every flag')).toEqual([])
  })
  test('employer_report: reports that name three others as origins', async () => {
    expect(await attacked('employer_report: reports that name three others as origins')).toEqual([])
  })
  // A known limit (docs/decisions/0015): what a graded recruiting system says its machines saw of its own applicants
  // is believed. A lie of machines cannot be told from the one employer that saw through a persona.
  test.fails('ats: machine facts under the victim’s mailbox', async () => {
    expect(await attacked('ats: machine facts under the victim’s mailbox')).toEqual([])
  })
  // The same limit.
  test.fails('ats: machine facts, three others named as origins', async () => {
    expect(await attacked('ats: machine facts, three others named as origins')).toEqual([])
  })
  // The same limit: it can say that five of its applicants share a device.
  test.fails('ats: five victims made to share things', async () => {
    expect(await attacked('ats: five victims made to share things')).toEqual([])
  })
})
