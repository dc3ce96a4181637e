import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkAsyncProperty } from '../../test/property.ts'
import type { SmallObservation, SmallSource } from './small-world.ts'
import {
  type AssessedRow,
  account,
  device,
  home,
  ip,
  phone,
  useSmallWorlds,
} from './small-world-fixture.ts'

const { assessed } = useSmallWorlds()

/** What must not change, by identity. */
const outcome = (rows: ReadonlyMap<string, AssessedRow>): readonly unknown[] =>
  [...rows]
    .map(([who, { part, status, likelihood, confidence, log_odds, groups, reasons }]) => [
      who,
      { part, status, likelihood, confidence, log_odds, groups, reasons },
    ])
    .sort(([left], [right]) => String(left).localeCompare(String(right)))

const people = ['me', 'second', 'third', 'fourth', 'fifth']
const anyObservation: fc.Arbitrary<SmallObservation> = fc.record({
  kind: fc.constantFrom('application', 'interview', 'device', 'shipment', 'payment', 'report'),
  who: fc.subarray(people, { minLength: 1 }),
  name: fc.constantFrom('Ana Example', 'Bo Sample', 'Chi Specimen', 'Dee Example'),
  source: fc.constantFrom('ats', 'partner', 'rumour'),
  organization: fc.constantFrom('one.example', 'two.example'),
  day: fc.nat(60),
  facts: fc.constantFrom(
    {},
    { 'ip.network': 'vpn' },
    { 'camera.state': 'refused' },
    { 'applications.last_24h': 40 },
    { 'remote_admin.tools': ['Example Desk', 'Example View'] },
  ),
  flags: fc.subarray(['ship_to_shared', 'asks_colleagues_for_pii']),
  selectors: fc.subarray([device, phone, ip, home, account]),
})
const anyWorld = fc.array(anyObservation, { minLength: 3, maxLength: 14 })
const sources: readonly SmallSource[] = [
  { source: 'partner', grade: 'C', organization: 'partner.example' },
  { source: 'rumour', grade: 'F' },
]

describe('what changes nothing', () => {
  test('the order of arrival', async () => {
    await checkAsyncProperty(
      fc.asyncProperty(anyWorld, async (observations) => {
        const forth = await assessed({ observations, sources })
        const back = await assessed({ observations: observations.toReversed(), sources })
        expect(outcome(back)).toEqual(outcome(forth))
      }),
      { runs: 2 },
    )
  })

  test('other words in the place of the words of names', async () => {
    const others: Readonly<Record<string, string>> = {
      'Ana Example': 'Zoe Instance',
      'Bo Sample': 'Ann Placeholder',
      'Chi Specimen': 'Mo Nobody',
      'Dee Example': 'Bea Instance',
    }
    await checkAsyncProperty(
      fc.asyncProperty(anyWorld, async (observations) => {
        const renamed = observations.map((row) => ({ ...row, name: others[row.name ?? ''] ?? '' }))
        const before = await assessed({ observations, sources })
        const after = await assessed({ observations: renamed, sources })
        expect(outcome(after)).toEqual(outcome(before))
      }),
      { runs: 2 },
    )
  })

  test('a household shares its machine and its name; strangers share only the machine', async () => {
    const sharing = (names: readonly string[]): readonly SmallObservation[] =>
      names.map((name, at) => ({
        kind: 'application',
        who: [people[at] ?? 'me'],
        name,
        source: 'partner',
        organization: 'one.example',
        day: at,
        selectors: [device],
      }))
    const groupsOf = async (names: readonly string[]): Promise<readonly string[]> =>
      (await assessed({ observations: sharing(names), sources })).get('me')?.groups ?? []
    const given = ['Ana', 'Bo', 'Chi', 'Dee']
    expect(await groupsOf(given.map((name) => `${name} Example`))).not.toContain('DEVICE')
    const strangers = ['Example', 'Sample', 'Specimen', 'Instance']
    expect(await groupsOf(given.map((name, at) => `${name} ${strangers[at]}`))).toContain('DEVICE')
  })
})
