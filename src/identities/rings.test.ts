import { describe, expect, test } from 'vitest'
import { openSmallWorld, type Presented, seen } from './small-evidence-fixture.ts'

const ringsOf = async (...observations: object[]): Promise<readonly string[]> =>
  (await openSmallWorld()).rings(observations)

const people = [
  'Jordan Reyes',
  'Alexei Marlow',
  'Priya Winter',
  'Tomas Okafor',
  'Lena Brook',
  'Sam Field',
  'Noor Castle',
]

/** Many people, unrelated but for what is given. */
const crowd = (size: number, shared: Presented): object[] =>
  Array.from({ length: size }, (_, at) =>
    seen(`a/${100 + at}`, {
      name: `${people[at % people.length]?.split(' ')[0]} Unrelated${at}`,
      emails: [`own${at}@mail.example`],
      ...shared,
    }),
  )

describe('the same hands', () => {
  test('one payout account and shipping address under different names', async () => {
    const shared: Presented = {
      accounts: [{ kind: 'wise', value: 'W-EXAMPLE-1' }],
      addresses: [{ kind: 'shipping', text: '9 Depot Lane, Springfield' }],
    }
    const world = await openSmallWorld()
    const rings = await world.rings([
      ...people.slice(0, 3).map((name, at) => seen(`a/${at + 1}`, { name, ...shared })),
      seen('b/1', { name: 'Somebody Else', accounts: [{ kind: 'wise', value: 'W-EXAMPLE-2' }] }),
    ])
    expect(rings).toEqual(['a/1 a/2 a/3'])
    const [ring] = await world.sql.rows<{ ring: string }>('select distinct ring from ring_member')
    expect(ring?.ring).toMatch(/^rng_[0-9a-hjkmnp-tv-z]{13}$/)
  })

  test('an account of the same number elsewhere is another account', async () => {
    const account = (kind: string): Presented => ({ accounts: [{ kind, value: '1234567' }] })
    const rings = await ringsOf(
      seen('a/1', { name: 'Jordan Reyes', ...account('bank') }),
      seen('a/2', { name: 'Alexei Marlow', ...account('paypal') }),
    )
    expect(rings).toEqual([])
  })

  test('references that point at each other, beside a line that few use', async () => {
    const vouching = (name: string, own: string, other: string): Presented => ({
      name,
      emails: [`${own}@mail.example`],
      ips: ['203.0.113.77'],
      claims: { references: [{ name: 'A Colleague', email: `${other}@mail.example` }] },
    })
    const rings = await ringsOf(
      seen('a/1', vouching('Jordan Reyes', 'jordan', 'alexei')),
      seen('a/2', vouching('Alexei Marlow', 'alexei', 'jordan')),
      seen('a/3', vouching('Priya Winter', 'priya', 'boss')),
    )
    expect(rings).toEqual(['a/1 a/2'])
  })
})

describe('no ring', () => {
  test.for([
    ['a VPN exit', { ips: ['198.51.100.7'] }],
    ['an agency’s number', { phones: ['+1 202 555 0100'] }],
    ['the machine of a library', { devices: [{ kind: 'fingerprint', value: 'fp-library' }] }],
    [
      'a template',
      { documents: [{ kind: 'resume', text: 'Objective: to grow in a dynamic team' }] },
    ],
  ] satisfies [string, Presented][])('of many who share %s', async ([, shared]) => {
    const world = await openSmallWorld()
    expect(await world.rings(crowd(24, shared))).toEqual([])
    const hubs = await world.sql.rows<{ members: number; reason: string }>(
      `select members, reason from hub where model = 'same-hands'`,
    )
    expect(hubs).toEqual([{ members: 24, reason: expect.stringContaining('shared by 24') }])
  })

  test('of a campus on which some know each other', async () => {
    const campus = crowd(20, { ips: ['198.51.100.7'] })
    const friends = ['a/1', 'a/2'].map((subject, at) =>
      seen(subject, {
        name: people[at] ?? '',
        ips: ['198.51.100.7'],
        claims: { references: [{ name: 'A Teacher', email: 'teacher@campus.example' }] },
      }),
    )
    expect(await ringsOf(...campus, ...friends)).toEqual([])
  })

  test('of two who were once on one line', async () => {
    expect(await ringsOf(...crowd(2, { ips: ['203.0.113.24'] }))).toEqual([])
  })

  test('of whoever was plagiarised: same CV and photo, another name', async () => {
    const documents = [
      { kind: 'resume', text: 'Senior engineer with a taste for lighthouses' },
      { kind: 'photo', phash: '0f1e2d3c4b5a6978' },
    ]
    expect(await ringsOf(...crowd(2, { documents }))).toEqual([])
  })

  test.for([2, 20])('of %i who only claim the same home and photo', async (people) => {
    const world = await openSmallWorld()
    const rings = await world.rings(
      crowd(people, {
        addresses: [{ kind: 'home', text: '1 Example Square' }],
        documents: [{ kind: 'photo', phash: '0f1e2d3c4b5a6978' }],
      }),
    )
    expect(rings).toEqual([])
    const hubs = await world.sql.rows(`select kind, members from hub order by kind`)
    const expected = [
      { kind: 'home', members: 20 },
      { kind: 'photo', members: 20 },
    ]
    expect(hubs).toEqual(people === 20 ? expected : [])
  })
})

test('what is claimed supports what is shared besides', async () => {
  const person = (at: number, home: string): object =>
    seen(`a/${at}`, {
      name: people[at] ?? '',
      devices: [{ kind: 'fingerprint', value: 'fp-ring' }],
      addresses: [{ kind: 'home', text: home }],
    })
  const world = await openSmallWorld()
  const bitsOf = async (observations: readonly object[]): Promise<readonly unknown[]> => {
    await world.rings(observations)
    return (await world.sql.rows<{ reasons: string }>('select reasons from ring_link')).map(
      ({ reasons }) => JSON.parse(reasons).map((each: { comparison: string }) => each.comparison),
    )
  }
  expect(await bitsOf([person(1, '1 Example Square'), person(2, '1 Example Square')])).toEqual([
    ['fingerprint', 'home'],
  ])
})
