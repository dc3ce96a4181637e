import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkAsyncProperty } from '../../test/property.ts'
import { openSmallWorld, type Presented, seen } from './small-evidence-fixture.ts'

const reyes = {
  name: 'Jordan Reyes',
  emails: ['jordan.reyes@mail.example'],
  phones: ['+1 202 555 0143'],
} satisfies Presented

const partitionOf = async (...observations: object[]): Promise<readonly string[]> =>
  (await openSmallWorld()).partition(observations)

describe('one presented person', () => {
  test('is one identity over several sources, though no selector is with all', async () => {
    const groups = await partitionOf(
      seen('a/1', { name: 'Jordan Reyes', emails: ['jordan@mail.example'] }),
      seen('b/1', {
        name: 'Jordan Reyes',
        emails: ['jordan@mail.example'],
        phones: ['202 555 0143'],
      }),
      seen('c/1', { name: 'Jordan Reyes', phones: ['202 555 0143'] }),
      seen('d/1', { name: 'Someone Else', emails: ['someone@mail.example'] }),
    )
    expect(groups).toEqual(['a/1 b/1 c/1', 'd/1'])
  })

  const spellings: readonly (readonly [what: string, name: string])[] = [
    ['a changed family name', 'Jordan Holt'],
    ['initials', 'J. Reyes'],
    ['a typing error', 'Jordan Reyse'],
    ['the family name first', 'REYES, Jordan'],
    ['accents', 'Jördan Reyés'],
  ]
  test.for(spellings)('is joined in spite of %s', async ([, name]) => {
    expect(await partitionOf(seen('a/1', reyes), seen('b/1', { ...reyes, name }))).toEqual([
      'a/1 b/1',
    ])
  })

  test('keeps the name of its latest observation that has one', async () => {
    const world = await openSmallWorld()
    await world.partition([
      seen('a/1', reyes, { at: '2024-01-01T00:00:00Z' }),
      seen('a/1', { ...reyes, name: 'Jordan Holt' }, { at: '2024-02-01T00:00:00Z' }),
      seen('a/1', { emails: reyes.emails }, { at: '2024-03-01T00:00:00Z' }),
    ])
    const records = await world.sql.rows('select name from person_record')
    expect(records).toEqual([{ name: 'jordan holt' }])
  })
})

describe('another person', () => {
  const household: Presented = {
    phones: ['+1 202 555 0143'],
    devices: [{ kind: 'fingerprint', value: 'fp-home' }],
    ips: ['203.0.113.24'],
    addresses: [{ kind: 'home', text: '1 Example Square', country: 'US' }],
    claims: { country: 'US', city: 'Springfield' },
  }

  test('of the household stays apart: same number, device, home and family name', async () => {
    const groups = await partitionOf(
      seen('a/1', { ...household, name: 'Jordan Reyes', emails: ['jordan@mail.example'] }),
      seen('a/2', { ...household, name: 'Casey Reyes', emails: ['casey@mail.example'] }),
      seen('b/1', { ...household, name: 'Jordan Reyes', emails: ['jordan@mail.example'] }),
      seen('b/2', { ...household, name: 'Casey Reyes', emails: ['casey@mail.example'] }),
    )
    expect(groups).toEqual(['a/1 b/1', 'a/2 b/2'])
  })

  test('of the ring stays apart: same device and payout account, another name', async () => {
    const hands: Presented = {
      devices: [{ kind: 'fingerprint', value: 'fp-ring' }],
      accounts: [{ kind: 'bank', value: 'DE00 EXAMPLE 1' }],
    }
    const groups = await partitionOf(
      seen('a/1', { ...hands, name: 'Jordan Reyes' }),
      seen('b/1', { ...hands, name: 'Alexei Marlow' }),
    )
    expect(groups).toEqual(['a/1', 'b/1'])
  })

  const given = ['Jordan', 'Alexei', 'Priya', 'Tomas', 'Lena', 'Sam', 'Noor']
  const family = ['Reyes', 'Marlow', 'Winter', 'Okafor', 'Brook', 'Castle']

  test.for([3, 40])('with the agency’s contacts stays apart, %i of them', async (people) => {
    const world = await openSmallWorld()
    const candidates = Array.from({ length: people }, (_, at) =>
      seen(`agency/${at + 1}`, {
        name: `${given[at % given.length]} ${family[at % family.length]}`,
        emails: ['desk@agency.example'],
        ...(people > 10 ? { phones: ['+1 202 555 0100'] } : {}),
      }),
    )
    expect(await world.partition(candidates)).toHaveLength(people)
    const hubs = await world.sql.rows(`select kind, value, members from hub
      where model = 'same-person' order by kind`)
    expect(hubs).toEqual(
      people < 10
        ? []
        : [
            { kind: 'email', value: 'desk@agency.example', members: people },
            { kind: 'phone', value: '+12025550100', members: people },
          ],
    )
  })

  test('whose source sees only people, never selectors, stands alone', async () => {
    const world = await openSmallWorld()
    const bare = seen('a/1', {})
    expect(await world.partition([bare, seen('a/2', {}), seen('b/1', reyes)])).toEqual([
      'a/1',
      'a/2',
      'b/1',
    ])
  })
})

/** All that is claimed: it may be the real holder's, whose identity was taken. */
const holder: Presented = {
  name: 'Jordan Reyes',
  claims: { birth_year: 1990, city: 'Springfield', country: 'US' },
  addresses: [{ kind: 'home', text: '1 Example Square', country: 'US' }],
  documents: [
    { kind: 'resume', text: 'Senior engineer with a taste for lighthouses' },
    { kind: 'photo', phash: '0f1e2d3c4b5a6978' },
    { kind: 'id', sha256: 'ab'.repeat(32) },
  ],
}

test('the real holder’s own application joins nothing', async () => {
  const persona = { ...holder, emails: ['j@mail.example'], phones: ['+1 202 555 0143'] }
  const own = { ...holder, emails: ['real@mail.example'], phones: ['+1 303 555 0199'] }
  const observations = [seen('a/1', persona), seen('b/1', persona), seen('c/1', own)]
  const world = await openSmallWorld()
  expect(await world.partition(observations)).toEqual(['a/1 b/1', 'c/1'])
  expect(await world.rings()).toEqual([])
})

const claimed = fc.record<Presented>(
  {
    name: fc.constantFrom('Jordan Reyes', 'Jordan Reyse', 'Casey Reyes', 'J Reyes'),
    claims: fc.record(
      { birth_year: fc.constantFrom(1990, 1991), city: fc.constantFrom('Springfield', 'Shelby') },
      { requiredKeys: [] },
    ),
    ips: fc.constant(['203.0.113.24']),
    addresses: fc.constant([{ kind: 'home', text: '1 Example Square' }]),
    documents: fc.subarray([
      { kind: 'resume', text: 'Senior engineer with a taste for lighthouses' },
      { kind: 'photo', phash: '0f1e2d3c4b5a6978' },
      { kind: 'id', sha256: 'ab'.repeat(32) },
    ]),
  },
  { requiredKeys: [] },
)

test('claimed material alone never joins subjects, whatever is the same', async () => {
  const people = fc.array(fc.tuple(claimed, fc.boolean()), { minLength: 2, maxLength: 20 })
  await checkAsyncProperty(
    fc.asyncProperty(people, async (given) => {
      const observations = given.map(([presented, contacts], at) =>
        seen(`a/${at + 1}`, {
          ...presented,
          ...(contacts ? { emails: [`own${at}@mail.example`] } : {}),
        }),
      )
      expect(await partitionOf(...observations)).toHaveLength(given.length)
    }),
    { runs: 3 },
  )
})
