import { describe, expect, test } from 'vitest'
import type { SmallObservation } from './small-world.ts'
import { device, useSmallWorlds, type World } from './small-world-fixture.ts'

const { assessed, myFindings } = useSmallWorlds()

const decided = (status: string, ...who: readonly number[]): string =>
  `select unnest([${who.join(', ')}]::integer[]) as identity_no, '${status}' as status,
     1 as decision_id, null::varchar as attribution, false as publishable`

/** Two who share a device, nothing else; the other is number 2. */
const pair: readonly SmallObservation[] = [
  { kind: 'application', name: 'Ana Example', selectors: [device] },
  { kind: 'application', who: ['second'], name: 'Bo Sample', selectors: [device] },
]

const shared = async (world: World) =>
  (await myFindings(world)).find(
    ({ indicator, holds }) => indicator === 'device_many_identities' && holds,
  )

describe('a link to an identity that people have assessed', () => {
  test('lets two be enough, at a discount', async () => {
    expect(await shared({ observations: pair })).toBeUndefined()
    const linked = await shared({ observations: pair, decisions: decided('assessed', 2) })
    const three = await shared({
      observations: [...pair, { kind: 'application', who: ['third'], selectors: [device] }],
    })
    expect(linked?.bits_genuine).toBeCloseTo((three?.bits_genuine ?? 0) / 2, 5)
  })

  test.each(['linked', 'suspected', 'cleared'])('not to one that is %s', async (status) => {
    expect(await shared({ observations: pair, decisions: decided(status, 2) })).toBeUndefined()
  })

  test('goes in no circle: two who lean on each other alone are as if neither did', async () => {
    const alone = await assessed({ observations: pair })
    const circle = await assessed({ observations: pair, decisions: decided('linked', 1, 2) })
    for (const who of ['me', 'second']) {
      expect(circle.get(who)?.log_odds, who).toBe(alone.get(who)?.log_odds)
    }
  })

  test('nor to one of its own name, who may be the same person or live in the same house', async () => {
    const family = pair.map((row) => ({ ...row, name: `${row.name?.split(' ')[0]} Example` }))
    expect(
      await shared({ observations: family, decisions: decided('assessed', 2) }),
    ).toBeUndefined()
  })

  test('adds nothing to what it would take to be assessed oneself', async () => {
    const observations: readonly SmallObservation[] = [
      ...pair,
      { kind: 'report', flags: ['employer_investigation_confirms'] },
    ]
    const row = (await assessed({ observations, decisions: decided('assessed', 2) })).get('me')
    expect(row?.groups).toEqual(['DEVICE', 'REPORT'])
    const { for_assessed: missing } = JSON.parse(row?.reasons ?? '{}') as { for_assessed: string[] }
    expect(missing).toEqual(expect.arrayContaining(['technical', 'behavioural_or_documentary']))
  })
})
