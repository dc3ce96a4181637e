import { describe, expect, test } from 'vitest'
import { realEffects } from '../effects.ts'
import { openIdentities } from './index.ts'
import { openSmallWorld, type Presented, type SmallWorld, seen } from './small-evidence-fixture.ts'

const us = 'us.example'
const known: Presented = { name: 'Jordan Reyes', emails: ['jordan@mail.example'] }
const device = { devices: [{ kind: 'fingerprint' as const, value: 'fp-1' }] }

const sources = [
  { source: 'ats', reliability: 'B', organization: 'acme.example' },
  { source: 'feed', reliability: 'A', organization: 'partner.example' },
]

/** Two subjects that are one identity, and what the identity is called. */
async function knownIdentity(): Promise<{ readonly world: SmallWorld; readonly name: string }> {
  const world = await openSmallWorld('models', us)
  await world.declare(sources)
  await world.partition([seen('ats/1', known), seen('ats/2', known)])
  const names = await world.names()
  return { world, name: names['ats/1'] ?? '' }
}

/** What was formed, and again when everything is made anew. */
async function formed(world: SmallWorld): Promise<readonly string[]> {
  const grown = await world.partition()
  await world.identities.forget()
  expect(await world.partition()).toEqual(grown)
  return grown
}

describe('our own release that comes back', () => {
  test.for([
    ['names us', { origin: { organization: us } }],
    [
      'names us in other letters, as first-hand',
      { origin: { organization: 'WWW.US.Example', first_hand: true } },
    ],
  ] as const)('joins nobody where it %s', async ([, origin]) => {
    const { world } = await knownIdentity()
    await world.partition([seen('feed/p', { ...known, ...device }, origin)])
    expect(await formed(world)).toEqual(['ats/1 ats/2', 'feed/p'])
    expect(
      await world.sql.rows('from person_held semi join (select 3 as record_id) using (record_id)'),
    ).toEqual([])
  })

  test('joins nobody where it carries the name of an identity', async () => {
    const { world, name } = await knownIdentity()
    const passed = { origin: { organization: 'other.example', id: name, first_hand: false } }
    await world.partition([
      seen('feed/p', known, passed),
      seen(`feed/${name}`, known, { kind: 'publication' }),
      seen('feed/q', known, { kind: 'publication' }),
    ])
    expect(await formed(world)).toEqual(['ats/1 ats/2 feed/q', `feed/${name}`, 'feed/p'].sort())
  })

  test('leaves a subject to what else is known of it', async () => {
    const { world } = await knownIdentity()
    await world.partition([
      seen('feed/p', { ...known, name: 'Alexei Marlow' }, { origin: { organization: us } }),
    ])
    await world.partition([seen('feed/p', known, { id: 'their own', at: '2023-01-01T00:00:00Z' })])
    expect(await formed(world)).toEqual(['ats/1 ats/2 feed/p'])
  })

  test('passes no CV and no address on to rings', async () => {
    const { world } = await knownIdentity()
    const shown: Presented = {
      ...{ ...device, ips: ['203.0.113.7'] },
      documents: [{ kind: 'resume', text: 'Kept the lighthouse of the ledger company well lit.' }],
    }
    await world.take([seen('ats/3', { name: 'Alexei Marlow', ...shown })])
    await world.take([
      seen('feed/p', { name: 'Priya Winter', ...shown }, { origin: { organization: us } }),
    ])
    expect(await world.rings()).toEqual([])
    const own = seen('feed/q', { name: 'Priya Winter', ...shown })
    expect(await world.rings([own])).toEqual(['ats/3 feed/q'])
  })

  test('is none before there was such a name', async () => {
    const { name } = await knownIdentity()
    const world = await openSmallWorld('models', us)
    await world.declare(sources)
    const early = seen(`feed/${name}`, known, { kind: 'publication' })
    await world.take([seen('ats/1', known), seen('ats/2', known), early])
    expect(await formed(world)).toEqual([`ats/1 ats/2 feed/${name}`])
    expect(Object.values(await world.names())).toContain(name)
  })

  test('is none of a source that turns out to be ours, from then on', async () => {
    const { world } = await knownIdentity()
    await world.partition([seen('feed/p', known, { origin: { organization: us } })])
    await world.declare([{ source: 'feed', reliability: 'A', organization: us }])
    expect(await formed(world)).toEqual(['ats/1 ats/2 feed/p'])
  })

  test('is another one when our organization is', async () => {
    const { world } = await knownIdentity()
    await world.partition([seen('feed/p', known, { origin: { organization: us } })])
    const { store } = world
    await openIdentities({ store, models: 'models', effects: realEffects }).link()
    expect(new Set(Object.values(await world.names())).size).toBe(1)
  })
})

describe('what a source of grade F shows', () => {
  const ring: Presented = {
    devices: [
      { kind: 'fingerprint', value: 'fp-1' },
      { kind: 'mfa', value: 'm-1' },
    ],
  }
  const ringed = [
    seen('ats/1', { name: 'Jordan Reyes', ...ring }),
    seen('ats/2', { name: 'Alexei Marlow', ...ring }),
  ]
  const invented = (from: number, to: number): object[] =>
    Array.from({ length: to - from }, (_, at) =>
      seen(`nobody/${from + at}`, { name: `Una${from + at} Nobody${from + at}`, ...ring }),
    )
  const ringOf = (world: SmallWorld): Promise<readonly string[]> => world.rings()

  test('takes no ring apart, however many they invent, until it is graded', async () => {
    const world = await openSmallWorld()
    await world.declare(sources)
    expect(await world.rings(ringed)).toEqual(['ats/1 ats/2'])
    // While they are few they are linked as others are; then each of them is compared with nobody.
    await world.take(invented(0, 3))
    expect(await ringOf(world)).toEqual(['ats/1 ats/2 nobody/0 nobody/1 nobody/2'])
    await world.take(invented(3, 60))
    expect(await ringOf(world)).toEqual(['ats/1 ats/2'])
    expect(await world.identities.hubs()).toEqual([])
    await world.take(invented(60, 70))
    expect(await ringOf(world)).toEqual(['ats/1 ats/2'])
    await world.declare([{ source: 'nobody', reliability: 'C' }])
    expect(await ringOf(world)).toEqual([])
    await world.declare([{ source: 'nobody', reliability: 'F' }])
    expect(await ringOf(world)).toEqual(['ats/1 ats/2'])
    const scopes = await world.sql.columns('select scope from link_run order by run_id')
    expect(scopes[0]).toEqual(['full', ...Array(5).fill('increment')])
    await world.identities.forget()
    expect(await ringOf(world)).toEqual(['ats/1 ats/2'])
  })

  test('does not count as somebody else’s who shows it under the same mailbox', async () => {
    const world = await openSmallWorld()
    await world.declare(sources)
    const crowd = Array.from({ length: 20 }, (_, at) => ({
      name: `Genuine${at} Person${at}`,
      emails: [`own${at}@mail.example`],
    }))
    await world.take([...ringed, ...crowd.map((each, at) => seen(`ats/${100 + at}`, each))])
    await world.take(crowd.map((each, at) => seen(`nobody/${at}`, { ...each, ...ring })))
    const [first = ''] = await ringOf(world)
    expect(first).toBe('ats/1 ats/2')
  })
})
