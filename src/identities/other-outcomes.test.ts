import { describe, expect, test } from 'vitest'
import type { StandingPair } from './explaining.ts'
import { type Presented, seen, useSharedWorld } from './small-evidence-fixture.ts'

const jordan: Presented = {
  name: 'Jordan Reyes',
  emails: ['jordan@mail.example'],
  claims: { birth_year: 1990, city: 'Springfield' },
}
const phone: Presented = { phones: ['+1 202 555 0143'] }
const both = { ...jordan, ...phone }
const { emails: _emails, ...unmailed } = jordan

const casey: Presented = {
  name: 'Casey Reyes',
  claims: { birth_year: 1991, city: 'Shelby' },
  ...phone,
}

const shown: Presented = {
  accounts: [{ kind: 'wise', value: 'W-1' }],
  documents: [
    {
      kind: 'resume',
      text: 'Moved the ledger of a regional lighthouse operator to event sourcing.',
    },
    { kind: 'photo', phash: '0f1e2d3c4b5a6978' },
  ],
}
const alexei = { name: 'Alexei Marlow', ...shown }
const priya = { name: 'Priya Winter', ...shown }
const { accounts: _accounts, ...unpaid } = priya

const place = '9 Depot Lane, Springfield'
const shipped: Presented = {
  accounts: [{ kind: 'wise', value: 'W-1' }],
  addresses: [
    { kind: 'shipping', text: place },
    { kind: 'home', text: place },
  ],
}
const homeOnly = { ...shipped, addresses: [{ kind: 'home', text: place }] }

/** Pairs of which the evidence of one is that of another with a single change. */
const pairs = {
  mailedAndPhoned: [both, both],
  phoned: [both, { ...unmailed, ...phone }],
  mailed: [jordan, jordan],
  nothing: [jordan, unmailed],
  household: [both, casey],
  householdMailed: [both, { ...casey, emails: jordan.emails ?? [] }],
  householdNamed: [both, { ...casey, name: 'Jordan Reyes' }],
  paid: [alexei, priya],
  unpaid: [alexei, unpaid],
  shippedAndHome: [
    { name: 'Alexei Marlow', ...shipped },
    { name: 'Priya Winter', ...shipped },
  ],
  homeOnly: [
    { name: 'Alexei Marlow', ...shipped },
    { name: 'Priya Winter', ...homeOnly },
  ],
} satisfies Record<string, readonly [Presented, Presented]>
type PairName = keyof typeof pairs
const pairNames = Object.keys(pairs) as PairName[]

/** The same evidence with values that no other pair has: each pair is linked as it would be alone. */
function inWorld(no: number, presented: Presented): Presented {
  const letter = 'abcdefghijk'[no] ?? ''
  const hashes = ['0f1e2d3c4b5a6978', 'f0e1d2c3b4a59687']
  const text = JSON.stringify(presented)
    .replace(/Reyes|Marlow|Winter|Springfield|Shelby|regional|jordan|W-/g, `$&${letter}`)
    .replace('555 0143', `555 01${50 + no}`)
    .replace('1990', `${1960 + 2 * no}`)
    .replace('1991', `${1961 + 2 * no}`)
    .replace(hashes[0] ?? '', hashes[no % 2] ?? '')
  return JSON.parse(text) as Presented
}

const world = useSharedWorld(async (world) => {
  await world.partition(
    pairNames.flatMap((name, no) =>
      pairs[name].map((presented, side) => seen(`${'ab'[side]}/${name}`, inWorld(no, presented))),
    ),
  )
})

const explained = (name: PairName): Promise<StandingPair> =>
  world().identities.explainSubjects(`a/${name}`, `b/${name}`)

async function hands(name: PairName): Promise<StandingPair> {
  const names = await world().names()
  return world().identities.explainIdentities(names[`a/${name}`] ?? '', names[`b/${name}`] ?? '')
}

describe('what the model would say is what it says of such evidence', () => {
  test('without something that is shared', async () => {
    const pair = await explained('mailedAndPhoned')
    expect(pair.what_if.map(({ change, comparison }) => `${change} ${comparison}`)).toEqual([
      'without email',
      'without phone',
      'without name',
      'without birth_year',
      'without city',
    ])
    const otherwise = await explained('phoned')
    expect(pair.what_if[0]).toMatchObject({ joins: otherwise.together, compared: true })
    expect(pair.what_if[0]?.bits).toBeCloseTo(otherwise.bits, 9)
    expect(otherwise.together).toBe(true)
  })

  test('without the only thing that brought them together', async () => {
    const pair = await explained('mailed')
    const otherwise = await explained('nothing')
    expect(otherwise).toMatchObject({ compared: false, together: false })
    expect(pair.what_if[0]).toMatchObject({ comparison: 'email', compared: false, joins: false })
    expect(pair.what_if[0]?.bits).toBeCloseTo(otherwise.bits, 9)
  })

  test('with one thing more', async () => {
    const pair = await explained('household')
    expect(pair.together).toBe(false)
    const changes = Object.fromEntries(pair.what_if.map((each) => [each.comparison, each]))
    const mailed = await explained('householdMailed')
    expect(changes['email']?.bits).toBeCloseTo(mailed.bits, 9)
    const named = await explained('householdNamed')
    expect(changes['name']).toMatchObject({ change: 'agreeing', joins: named.together })
    expect(changes['name']?.bits).toBeCloseTo(named.bits, 9)
    expect(changes['phone']).toBeUndefined()
  })

  test('claimed things that only support fall away with what they supported', async () => {
    const pair = await hands('paid')
    const otherwise = await hands('unpaid')
    expect(otherwise.comparisons.map(({ level }) => level)).toContain(
      'counts only beside something else',
    )
    expect(pair.what_if[0]).toMatchObject({ comparison: 'account', joins: false, compared: false })
    expect(pair.what_if[0]?.bits).toBeCloseTo(otherwise.bits, 9)
    // And the other way round: one account would let them all speak.
    const change = otherwise.what_if.find(({ comparison }) => comparison === 'account')
    expect(change).toMatchObject({ change: 'shared', joins: true })
    expect(change?.bits).toBeCloseTo(pair.bits, 9)
  })

  test('a home is heard where the shipping address that said it better is not', async () => {
    const pair = await hands('shippedAndHome')
    const otherwise = await hands('homeOnly')
    const change = pair.what_if.find(({ comparison }) => comparison === 'address')
    expect(change?.bits).toBeCloseTo(otherwise.bits, 9)
  })
})
