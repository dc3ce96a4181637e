import { describe, expect, test } from 'vitest'
import { openSmallWorld, type Presented, type SmallWorld, seen } from './small-evidence-fixture.ts'

const mailbox = (at: number): Presented => ({
  name: 'Jordan Reyes',
  emails: [`jordan${at}@mail.example`],
})
const signed = { author: 'ana', reason: 'met both of them on one day', about: 'person' } as const

interface Event {
  readonly event: string
  readonly identity: string
  readonly before: readonly number[]
  readonly after: string
}

const events = (world: SmallWorld): Promise<Event[]> =>
  world.sql.rows('select event, identity, before, after from identity_event order by run_id, event')
const afterOf = (event: Event | undefined) =>
  JSON.parse(event?.after ?? '[]') as { identity: string; subjects: number[] }[]

describe('what becomes of identities', () => {
  test('a merge is told of the name that ends, with both sides', async () => {
    const world = await openSmallWorld()
    await world.partition([seen('a/1', mailbox(1)), seen('b/1', mailbox(2))])
    const before = await world.names()
    await world.partition([
      seen('c/1', { ...mailbox(1), emails: ['jordan1@mail.example', 'jordan2@mail.example'] }),
    ])
    const [merged, ...more] = await events(world)
    expect(more).toEqual([])
    expect(merged).toMatchObject({ event: 'merged', identity: before['b/1'] })
    expect(merged?.before).toHaveLength(1)
    expect(afterOf(merged)).toEqual([
      { identity: before['a/1'], subjects: expect.objectContaining({ length: 3 }) },
    ])
  })

  test('a split leaves the name with the largest part, and an old name is never given again', async () => {
    const world = await openSmallWorld()
    // One person by mailbox 1 of the first, and by mailbox 2 of the two that came later.
    const bridge = { ...mailbox(1), emails: ['jordan1@mail.example', 'jordan2@mail.example'] }
    await world.partition([
      seen('a/1', mailbox(1)),
      seen('b/1', bridge, { id: 'bridge' }),
      seen('c/1', mailbox(2)),
    ])
    const name = (await world.names())['a/1']
    // A newer version of the observation says that the bridge never had the first mailbox.
    await world.partition([seen('b/1', mailbox(2), { id: 'bridge' })])
    const after = await world.names()
    expect(after['b/1']).toBe(name)
    expect(after['c/1']).toBe(name)
    expect(after['a/1']).not.toBe(name)
    const [split] = await events(world)
    expect(split).toMatchObject({ event: 'split', identity: name })
    expect(afterOf(split).map(({ identity }) => identity)).toEqual([name, after['a/1']])
    // Together again: the older name survives, and parted again the younger gets another new one.
    const again = { ...bridge, claims: { city: 'Springfield' } }
    await world.partition([seen('b/1', again, { id: 'bridge' })])
    expect(new Set(Object.values(await world.names()))).toEqual(new Set([name]))
    const all = await world.sql.rows<{ identity: string }>('select identity from identity_name')
    expect(new Set(all.map(({ identity }) => identity)).size).toBe(all.length)
  })

  test('whose last observation is replaced by one of somebody else is retired', async () => {
    const world = await openSmallWorld()
    await world.partition([seen('a/1', mailbox(1), { id: 'x' }), seen('a/2', mailbox(2))])
    const gone = (await world.names())['a/1']
    await world.partition([seen('a/2', mailbox(2), { id: 'x' })])
    expect(await events(world)).toMatchObject([{ event: 'retired', identity: gone, after: '[]' }])
    expect(Object.keys(await world.names())).toEqual(['a/2'])
  })

  test('a full run tells the same as an increment, and nothing twice', async () => {
    const world = await openSmallWorld()
    await world.partition([seen('a/1', mailbox(1)), seen('b/1', mailbox(2))])
    await world.identities.judge({ ...signed, left: 'a/1', right: 'b/1', verdict: 'same' })
    await world.identities.link()
    expect(await events(world)).toHaveLength(1)
    await world.identities.forget()
    await world.identities.link()
    expect(await events(world)).toHaveLength(1)
    await world.identities.judge({ ...signed, left: 'a/1', right: 'b/1', verdict: 'unsure' })
    await world.identities.forget()
    await world.identities.link()
    expect((await events(world)).map(({ event }) => event)).toEqual(['merged', 'split'])
  })
})

test('trained weights are in force until the shipped ones are put back', async () => {
  const world = await openSmallWorld()
  await expect(world.identities.train('evidence')).rejects.toMatchObject({ kind: 'not-found' })
  await world.partition([seen('a/1', mailbox(1)), seen('b/1', mailbox(1))])
  const bits = () =>
    world.sql.rows('select key_bits + column_bits as bits from person_pair').then(([row]) => row)
  const shipped = await bits()
  const [person, hands] = await world.identities.train('evidence')
  expect(person).toMatchObject({ model: 'same-person', pairs: 1 })
  expect(hands).toMatchObject({ model: 'same-hands', pairs: 0, sessions: [] })
  await world.identities.link()
  expect(await bits()).not.toEqual(shipped)
  await world.identities.train('shipped')
  await world.identities.link()
  expect(await bits()).toEqual(shipped)
  const scopes = await world.sql.rows('select scope from link_run order by run_id')
  expect(scopes).toEqual([{ scope: 'full' }, { scope: 'full' }, { scope: 'full' }])
})
