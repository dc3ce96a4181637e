import { describe, expect, test } from 'vitest'
import {
  openSmallWorld,
  type Presented,
  type SmallWorld,
  seen,
  useSharedWorld,
} from './small-evidence-fixture.ts'

const signed = { author: 'ana', reason: 'met both of them on one day', about: 'person' } as const

type Names = Readonly<Record<string, string>>

interface Event {
  readonly run_id: number
  readonly event: string
  readonly identity: string
  readonly before: readonly number[]
  readonly after: string
}

const listEvents = (world: SmallWorld): Promise<Event[]> =>
  world.sql.rows(
    'select run_id, event, identity, before, after from identity_event order by run_id, event',
  )
const afterOf = (event: Event | undefined) =>
  JSON.parse(event?.after ?? '[]') as { identity: string; subjects: number[] }[]

/** Mailboxes of one person. */
const family =
  (name: string) =>
  (at: number): Presented => ({
    name: `Jordan ${name}`,
    emails: [`${name.toLowerCase()}${at}@mail.example`],
  })
const bridge = (mailbox: (at: number) => Presented): Presented => ({
  ...mailbox(1),
  emails: [...(mailbox(1).emails ?? []), ...(mailbox(2).emails ?? [])],
})

describe('what becomes of identities', () => {
  const merging = family('Reyes')
  const splitting = family('Marlow')
  const leaving = family('Winter')
  const judged = family('Okafor')
  /** Names and events after each run: four increments, and two full runs. */
  const runs: { readonly names: Names; readonly events: readonly Event[] }[] = []
  const world = useSharedWorld(async (world) => {
    const link = async (observations: readonly object[]) => {
      await world.partition(observations)
      runs.push({ names: await world.names(), events: await listEvents(world) })
    }
    const judge = (verdict: 'same' | 'unsure') =>
      world.identities.judge({ ...signed, left: 'a/judged', right: 'b/judged', verdict })
    await link([
      ...[seen('a/merging', merging(1)), seen('b/merging', merging(2))],
      // One person by mailbox 1 of the first, and by mailbox 2 of the two that came later.
      seen('a/splitting', splitting(1)),
      seen('b/splitting', bridge(splitting), { id: 'bridge' }),
      seen('c/splitting', splitting(2)),
      ...[seen('a/leaving', leaving(1), { id: 'x' }), seen('a/staying', leaving(2))],
      ...[seen('a/judged', judged(1)), seen('b/judged', judged(2))],
    ])
    await judge('same')
    await link([
      seen('c/merging', bridge(merging)),
      // A newer version of the observation says that the bridge never had the first mailbox.
      seen('b/splitting', splitting(2), { id: 'bridge' }),
      seen('a/staying', leaving(2), { id: 'x' }),
    ])
    const again = { ...bridge(splitting), claims: { city: 'Springfield' } }
    await link([seen('b/splitting', again, { id: 'bridge' })])
    await world.identities.forget()
    await link([])
    await judge('unsure')
    await world.identities.forget()
    await link([])
  })
  const namesAfter = (run: number): Names => runs[run - 1]?.names ?? {}
  /** The events of a run that a name is of. */
  const eventsOf = (run: number, name: string | undefined): readonly Event[] =>
    (runs[run - 1]?.events ?? []).filter((each) => each.run_id === run && each.identity === name)

  test('a merge is told of the name that ends, with both sides', () => {
    const before = namesAfter(1)
    const [merged, ...more] = eventsOf(2, before['b/merging'])
    expect(more).toEqual([])
    expect(eventsOf(2, before['a/merging'])).toEqual([])
    expect(merged).toMatchObject({ event: 'merged' })
    expect(merged?.before).toHaveLength(1)
    expect(afterOf(merged)).toEqual([
      { identity: before['a/merging'], subjects: expect.objectContaining({ length: 3 }) },
    ])
  })

  test('a split leaves the name with the largest part, and an old name is never given again', async () => {
    const name = namesAfter(1)['a/splitting']
    const after = namesAfter(2)
    expect(after['b/splitting']).toBe(name)
    expect(after['c/splitting']).toBe(name)
    expect(after['a/splitting']).not.toBe(name)
    const [split] = eventsOf(2, name)
    expect(split).toMatchObject({ event: 'split' })
    expect(afterOf(split).map(({ identity }) => identity)).toEqual([name, after['a/splitting']])
    // Together again: the older name survives.
    const together = ['a', 'b', 'c'].map((source) => namesAfter(3)[`${source}/splitting`])
    expect(together).toEqual([name, name, name])
    const all = await world().sql.rows<{ identity: string }>('select identity from identity_name')
    expect(new Set(all.map(({ identity }) => identity)).size).toBe(all.length)
  })

  test('whose last observation is replaced by one of somebody else is retired', () => {
    const gone = namesAfter(1)['a/leaving']
    expect(eventsOf(2, gone)).toMatchObject([{ event: 'retired', after: '[]' }])
    expect(eventsOf(2, namesAfter(1)['a/staying'])).toEqual([])
    expect(Object.keys(namesAfter(2))).not.toContain('a/leaving')
    expect(Object.keys(namesAfter(2))).toContain('a/staying')
  })

  test('a full run tells the same as an increment, and nothing twice', () => {
    const [, increment, , full, last] = runs.map(({ events }) => events)
    const told = increment?.map(({ event }) => event)
    expect(told).toEqual(['merged', 'merged', 'retired', 'split'])
    expect(namesAfter(2)['a/judged']).toBe(namesAfter(2)['b/judged'])
    expect(full).toEqual(runs[2]?.events)
    expect(last?.slice(full?.length)).toMatchObject([
      { event: 'split', identity: namesAfter(2)['a/judged'] },
    ])
  })
})

test('trained weights are in force until the shipped ones are put back', async () => {
  const world = await openSmallWorld()
  await expect(world.identities.train('evidence')).rejects.toMatchObject({ kind: 'not-found' })
  const mailbox = family('Reyes')(1)
  await world.partition([seen('a/1', mailbox), seen('b/1', mailbox)])
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
