import { describe, expect, test } from 'vitest'
import { openSmallWorld, type Presented, seen } from './small-evidence-fixture.ts'

const jordan: Presented = {
  name: 'Jordan Reyes',
  emails: ['jordan@mail.example'],
  claims: { birth_year: 1990, city: 'Springfield' },
}
const phone: Presented = { phones: ['+1 202 555 0143'] }

async function explained(left: Presented, right: Presented) {
  const world = await openSmallWorld()
  await world.partition([seen('a/1', left), seen('b/1', right)])
  return world.identities.explainSubjects('a/1', 'b/1')
}

async function hands(left: Presented, right: Presented) {
  const world = await openSmallWorld()
  await world.partition([seen('a/1', left), seen('b/1', right)])
  const names = await world.names()
  return world.identities.explainIdentities(names['a/1'] ?? '', names['b/1'] ?? '')
}

describe('what the model would say is what it says of such evidence', () => {
  test('without something that is shared', async () => {
    const both = { ...jordan, ...phone }
    const pair = await explained(both, both)
    expect(pair.what_if.map(({ change, comparison }) => `${change} ${comparison}`)).toEqual([
      'without email',
      'without phone',
      'without name',
      'without birth_year',
      'without city',
    ])
    const { emails: _, ...unmailed } = both
    const otherwise = await explained(both, unmailed)
    expect(pair.what_if[0]).toMatchObject({ joins: otherwise.together, compared: true })
    expect(pair.what_if[0]?.bits).toBeCloseTo(otherwise.bits, 9)
    expect(otherwise.together).toBe(true)
  })

  test('without the only thing that brought them together', async () => {
    const pair = await explained(jordan, jordan)
    const { emails: _, ...unmailed } = jordan
    const otherwise = await explained(jordan, unmailed)
    expect(otherwise).toMatchObject({ compared: false, together: false })
    expect(pair.what_if[0]).toMatchObject({ comparison: 'email', compared: false, joins: false })
    expect(pair.what_if[0]?.bits).toBeCloseTo(otherwise.bits, 9)
  })

  test('with one thing more', async () => {
    const casey: Presented = {
      name: 'Casey Reyes',
      claims: { birth_year: 1991, city: 'Shelby' },
      ...phone,
    }
    const pair = await explained({ ...jordan, ...phone }, casey)
    expect(pair.together).toBe(false)
    const changes = Object.fromEntries(pair.what_if.map((each) => [each.comparison, each]))
    const mailed = await explained(
      { ...jordan, ...phone },
      { ...casey, emails: jordan.emails ?? [] },
    )
    expect(changes['email']?.bits).toBeCloseTo(mailed.bits, 9)
    const named = await explained({ ...jordan, ...phone }, { ...casey, name: 'Jordan Reyes' })
    expect(changes['name']).toMatchObject({ change: 'agreeing', joins: named.together })
    expect(changes['name']?.bits).toBeCloseTo(named.bits, 9)
    expect(changes['phone']).toBeUndefined()
  })

  test('claimed things that only support fall away with what they supported', async () => {
    const text = 'Moved the ledger of a regional lighthouse operator to event sourcing.'
    const shown: Presented = {
      accounts: [{ kind: 'wise', value: 'W-1' }],
      documents: [
        { kind: 'resume', text },
        { kind: 'photo', phash: '0f1e2d3c4b5a6978' },
      ],
    }
    const [alexei, priya] = [
      { name: 'Alexei Marlow', ...shown },
      { name: 'Priya Winter', ...shown },
    ]
    const pair = await hands(alexei, priya)
    const { accounts: _, ...unpaid } = priya
    const otherwise = await hands(alexei, unpaid)
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
    const place = '9 Depot Lane, Springfield'
    const shown: Presented = {
      accounts: [{ kind: 'wise', value: 'W-1' }],
      addresses: [
        { kind: 'shipping', text: place },
        { kind: 'home', text: place },
      ],
    }
    const pair = await hands(
      { name: 'Alexei Marlow', ...shown },
      { name: 'Priya Winter', ...shown },
    )
    const homeOnly = { ...shown, addresses: [{ kind: 'home', text: place }] }
    const otherwise = await hands(
      { name: 'Alexei Marlow', ...shown },
      { name: 'Priya Winter', ...homeOnly },
    )
    const change = pair.what_if.find(({ comparison }) => comparison === 'address')
    expect(change?.bits).toBeCloseTo(otherwise.bits, 9)
  })
})
