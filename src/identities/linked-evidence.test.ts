import { describe, expect, test } from 'vitest'
import { realEffects } from '../effects.ts'
import { openIdentities } from './index.ts'
import { nameOf } from './naming.ts'
import {
  groupsWith,
  openSmallWorld,
  type Presented,
  type SmallWorld,
  seen,
  useSharedWorld,
} from './small-evidence-fixture.ts'

const us = 'us.example'

const sources = [
  { source: 'ats', reliability: 'B', organization: 'acme.example' },
  { source: 'feed', reliability: 'A', organization: 'partner.example' },
]

describe('our own release that comes back', () => {
  const known = (family: string): Presented => ({
    name: `Jordan ${family}`,
    emails: [`${family}@mail.example`],
  })
  /** Two subjects that are one identity before anything comes back. */
  const pair = (family: string): object[] =>
    [1, 2].map((at) => seen(`ats/${family}-${at}`, known(family)))
  const device = { devices: [{ kind: 'fingerprint' as const, value: 'fp-1' }] }
  const shown: Presented = {
    devices: [{ kind: 'fingerprint', value: 'fp-2' }],
    ips: ['203.0.113.7'],
    documents: [{ kind: 'resume', text: 'Kept the lighthouse of the ledger company well lit.' }],
  }
  const winter = { name: 'Priya Winter', ...shown }
  const ours = { origin: { organization: us } }
  /** The name that the identity of a pair gets: it is made of the first subject alone. */
  const nextName = nameOf('idn', 'ats/early-1')

  /** Identities and rings: after the first returns, after the second, made anew, and as another organization. */
  let formed: readonly {
    readonly identities: readonly string[]
    readonly rings: readonly string[]
  }[]
  let names: Readonly<Record<string, string>>
  /** Whose values linkage holds, before our organization is another one. */
  let held: ReadonlySet<string>

  useSharedWorld(async (world) => {
    const groups = async () => ({
      identities: await world.listIdentities(),
      rings: await world.listRings(),
    })
    await world.declare([
      ...sources,
      { source: 'turned', reliability: 'A', organization: 'partner.example' },
    ])
    await world.partition([
      ...['reyes', 'marlow', 'brook', 'castle', 'okafor', 'early', 'holt'].flatMap(pair),
      seen(`feed/${nextName}`, known('early'), { kind: 'publication' }),
    ])
    names = await world.names()
    const name = names['ats/brook-1'] ?? ''
    const passed = { origin: { organization: 'other.example', id: name, first_hand: false } }
    const inOtherLetters = { origin: { organization: 'WWW.US.Example', first_hand: true } }
    await world.partition([
      seen('feed/reyes-p', { ...known('reyes'), ...device }, ours),
      seen('feed/marlow-p', known('marlow'), inOtherLetters),
      seen('feed/brook-p', known('brook'), passed),
      seen(`feed/${name}`, known('brook'), { kind: 'publication' }),
      seen('feed/brook-q', known('brook'), { kind: 'publication' }),
      seen('feed/castle-p', { ...known('castle'), name: 'Alexei Field' }, ours),
      seen('ats/winter-3', { name: 'Lena Field', ...shown }),
      seen('feed/winter-p', winter, ours),
      seen('turned/okafor-p', known('okafor'), ours),
      seen('feed/holt-p', known('holt'), ours),
    ])
    const first = await groups()
    await world.declare([{ source: 'turned', reliability: 'A', organization: us }])
    const their = { id: 'their own', at: '2023-01-01T00:00:00Z' }
    await world.partition([
      seen('feed/castle-p', known('castle'), their),
      seen('feed/winter-q', winter),
    ])
    const second = await groups()
    await world.identities.forget()
    await world.identities.link()
    const anew = await groups()
    const subjects = await world.sql.rows<{ ref: string }>(
      'select distinct ref from person_held join subject on subject_id = record_id',
    )
    held = new Set(subjects.map(({ ref }) => ref))
    const { store } = world
    await openIdentities({ store, models: 'models', effects: realEffects }).link()
    formed = [first, second, anew, await groups()]
  }, us)

  const identitiesWith = (run: number, word: string) =>
    groupsWith(formed[run]?.identities ?? [], word)
  /** In the second run, and when everything is made anew. */
  const inTheEnd = (word: string): readonly string[] => {
    expect(identitiesWith(2, word)).toEqual(identitiesWith(1, word))
    return identitiesWith(1, word)
  }

  test('is the same when everything is made anew', () => {
    expect(formed[2]).toEqual(formed[1])
  })

  test.for([
    ['names us', 'reyes'],
    ['names us in other letters, as first-hand', 'marlow'],
  ] as const)('joins nobody where it %s', ([, family]) => {
    expect(inTheEnd(family)).toEqual([`ats/${family}-1 ats/${family}-2`, `feed/${family}-p`])
    expect(held).toContain(`${family}-1`)
    expect(held).not.toContain(`${family}-p`)
  })

  test('joins nobody where it carries the name of an identity', () => {
    const name = names['ats/brook-1'] ?? 'none'
    expect(inTheEnd('brook')).toEqual(['ats/brook-1 ats/brook-2 feed/brook-q', 'feed/brook-p'])
    expect(inTheEnd(name)).toEqual([`feed/${name}`])
  })

  test('leaves a subject to what else is known of it', () => {
    expect(identitiesWith(0, 'castle')).toEqual(['ats/castle-1 ats/castle-2', 'feed/castle-p'])
    expect(inTheEnd('castle')).toEqual(['ats/castle-1 ats/castle-2 feed/castle-p'])
  })

  test('passes no CV and no address on to rings', () => {
    expect(groupsWith(formed[0]?.rings ?? [], 'winter')).toEqual([])
    expect(groupsWith(formed[1]?.rings ?? [], 'winter')).toEqual(['ats/winter-3 feed/winter-q'])
  })

  test('is none before there was such a name', () => {
    expect(inTheEnd('early')).toEqual([`ats/early-1 ats/early-2 feed/${nextName}`])
    expect(names['ats/early-1']).toBe(nextName)
  })

  test('is none of a source that turns out to be ours, from then on', () => {
    expect(identitiesWith(0, 'okafor')).toEqual(['ats/okafor-1 ats/okafor-2', 'turned/okafor-p'])
    expect(inTheEnd('okafor')).toEqual(['ats/okafor-1 ats/okafor-2 turned/okafor-p'])
  })

  test('is another one when our organization is', () => {
    expect(inTheEnd('holt')).toEqual(['ats/holt-1 ats/holt-2', 'feed/holt-p'])
    expect(identitiesWith(3, 'holt')).toEqual(['ats/holt-1 ats/holt-2 feed/holt-p'])
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
    // While they are few they are linked as others are; then each of them is compared with nobody.
    expect(await world.rings([...ringed, ...invented(0, 3)])).toEqual([
      'ats/1 ats/2 nobody/0 nobody/1 nobody/2',
    ])
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
    expect(scopes[0]).toEqual(['full', ...Array(4).fill('increment')])
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
