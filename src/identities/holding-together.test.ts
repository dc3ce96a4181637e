import { describe, expect, test } from 'vitest'
import {
  openSmallWorld,
  type Presented,
  type SmallWorld,
  seen,
  useSharedWorld,
} from './small-evidence-fixture.ts'

const jordan = { name: 'Jordan Reyes', claims: { birth_year: 1990, city: 'Springfield' } }
const mailbox = { emails: ['jordan@mail.example'] }
const device = { devices: [{ kind: 'fingerprint' as const, value: 'fp-1' }] }
const number = { phones: ['+1 202 555 0143'] }

async function together(world: SmallWorld, subject: string) {
  const names = await world.names()
  return world.identities.identityTogether(names[subject] ?? '')
}

describe('an identity', () => {
  test('stands on one record, or on the bridge between two parts', async () => {
    const world = await openSmallWorld()
    await world.partition([
      seen('a/1', { ...jordan, ...mailbox }),
      seen('a/2', { ...jordan, ...mailbox, ...number }),
      seen('b/1', { ...jordan, ...number, ...device }),
      seen('b/2', { ...jordan, ...number, ...device }),
      seen('c/1', { name: 'Alone' }),
    ])
    expect(await together(world, 'c/1')).toEqual({ members: ['c/1'], pairs: 0, bridge: null })
    const { members, pairs, bridge } = await together(world, 'a/1')
    expect(members).toEqual(['a/1', 'a/2', 'b/1', 'b/2'])
    // The mailbox joins two and the number three.
    expect(pairs).toBe(4)
    expect(bridge).toMatchObject({
      between: ['a/2', 'b/1'],
      threshold_bits: 0,
      across: 2,
      parts: [
        ['a/1', 'a/2'],
        ['b/1', 'b/2'],
      ],
      without: [2, 2],
    })
    expect(bridge?.shared.map(({ comparison }) => comparison)).toEqual([
      'phone',
      'name',
      'birth_year',
      'city',
    ])
    const why = await world.identities.explainSubjects('a/2', 'b/1')
    expect(bridge?.bits).toBeCloseTo(why.bits, 2)
  })

  test('is held by a person’s word where nothing else does', async () => {
    const world = await openSmallWorld()
    await world.partition([seen('a/1', jordan), seen('b/1', { name: 'J. R.' })])
    const said = {
      left: 'a/1',
      right: 'b/1',
      author: 'ana',
      reason: 'they were met on the same day',
    }
    await world.identities.judge({ ...said, verdict: 'same', about: 'person' })
    // Said, but not linked yet.
    expect(await together(world, 'a/1')).toMatchObject({ members: ['a/1'] })
    await world.identities.link()
    expect((await together(world, 'a/1')).bridge).toMatchObject({
      bits: null,
      shared: [],
      across: 0,
      without: [1, 1],
    })
  })
})

describe('a ring', () => {
  const cv = {
    kind: 'resume',
    text: 'Kept the light of a small lighthouse burning. Sailed twelve ferries home in fog.',
  }
  const shown: Presented = { accounts: [{ kind: 'wise', value: 'W-1' }] }
  const observations = [
    seen('a/1', { name: 'Jordan Reyes', ...shown, documents: [cv] }),
    seen('b/1', { name: 'Alexei Marlow', ...shown, ...number, documents: [cv] }),
    seen('c/1', { name: 'Priya Winter', ...number, devices: [{ kind: 'mfa', value: 'm-1' }] }),
    seen('d/1', {
      name: 'Tomas Okafor',
      devices: [{ kind: 'mfa', value: 'm-1' }],
      ips: ['203.0.113.24'],
    }),
    seen('e/1', { name: 'Lena Brook', ...mailbox }),
  ]

  const world = useSharedWorld(async (world) => {
    await world.rings(observations)
  })

  test('shows its members, what they share and its weakest bridge', async () => {
    expect(await world().listRings()).toContain('a/1 b/1')
    const [row] = await world().sql.rows<{ ring: string }>(`select ring from ring_member
      join identity_member using (identity_no) join subject using (subject_id) where source = 'a'`)
    const ring = await world().identities.explainRing(row?.ring ?? '')
    const names = await world().names()
    expect(ring.members).toEqual([
      { identity: names['a/1'], name: 'jordan reyes', subjects: 1 },
      { identity: names['b/1'], name: 'alexei marlow', subjects: 1 },
    ])
    expect(ring.shared).toMatchObject([
      {
        comparison: 'account',
        detail: 'wise',
        value: 'w-1',
        here: 2,
        members: 2,
        identities: [names['a/1'], names['b/1']],
      },
    ])
    expect(ring.passages).toBe(2)
    expect(ring.together.bridge).toMatchObject({
      between: [names['a/1'], names['b/1']],
      without: [1, 1],
    })
    await expect(world().identities.explainRing("rng_'")).rejects.toMatchObject({
      kind: 'not-found',
    })
  })

  test('of two identities is explained with the words of what they share', async () => {
    const names = await world().names()
    const of = (left: string, right: string) =>
      world().identities.explainIdentities(names[left] ?? '', names[right] ?? '')
    const pair = await of('a/1', 'b/1')
    expect(pair).toMatchObject({ question: 'hands', together: true, compared: true, sizes: [1, 1] })
    expect(
      pair.passages.map(({ text, members, observations: where }) => [text, members, where]),
    ).toEqual(
      expect.arrayContaining([
        ['Kept the light of a small lighthouse burning.', 2, ['a/1-', 'b/1-']],
        ['Sailed twelve ferries home in fog.', 2, ['a/1-', 'b/1-']],
      ]),
    )
    const passage = pair.comparisons.find(({ comparison }) => comparison === 'passage')
    expect(passage).toMatchObject({ level: 'shared', left: passage?.right, members: 2 })
    expect(passage?.left).toMatch(/lighthouse|ferries/)
    const [{ bits } = { bits: 0 }] = await world().sql.rows<{
      bits: number
    }>(`select bits from ring_link
      join identity as l on l.identity_no = left_identity join identity as r on r.identity_no = right_identity
      where list_sort([l.identity, r.identity]) = list_sort(['${names['a/1']}', '${names['b/1']}'])`)
    expect(pair.bits).toBeCloseTo(bits, 2)
    expect(await of('a/1', 'e/1')).toMatchObject({ together: false, compared: false, passages: [] })
    await expect(of('a/1', 'a/1')).rejects.toMatchObject({ kind: 'usage' })
  })
})
