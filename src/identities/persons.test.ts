import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkAsyncProperty } from '../../test/property.ts'
import {
  groupsWith,
  openSmallWorld,
  type Presented,
  seen,
  useSharedWorld,
} from './small-evidence-fixture.ts'

/** Contacts of one family name, that nobody else has. */
const contacts = (family: string, at: number) =>
  ({
    name: `Jordan ${family}`,
    emails: [`jordan.${family.toLowerCase()}@mail.example`],
    phones: [`+1 202 555 ${String(100 + at).padStart(4, '0')}`],
  }) satisfies Presented

const spellings: readonly (readonly [what: string, family: string, name: string])[] = [
  ['a changed family name', 'Marlow', 'Jordan Holt'],
  ['initials', 'Winter', 'J. Winter'],
  ['a typing error', 'Okafor', 'Jordan Okafro'],
  ['the family name first', 'Brook', 'BROOK, Jordan'],
  ['accents', 'Castle', 'Jördan Cástlé'],
]
const spelled = spellings.flatMap(([, family, name], at) => {
  const one = contacts(family, at)
  return [seen(`a/${family}`, one), seen(`b/${family}`, { ...one, name })]
})

/** One number in two systems, of which one leaves the country code out; nothing else is shared but the name. */
const numbers: readonly (readonly [what: string, full: string, bare: string])[] = [
  ['in its national form', '+1 212 555 0143', '(212) 555-0143'],
  ['with its trunk prefix', '+44 7700 900123', '07700 900123'],
  ['without its plus sign', '+49 151 12345679', '4915112345679'],
]
const digits = numbers.flatMap(([, full, number], at) => [
  seen(`a/digits${at}`, {
    name: `Lena Digits${at}`,
    emails: [`a${at}@mail.example`],
    phones: [full],
  }),
  seen(`b/digits${at}`, {
    name: `Lena Digits${at}`,
    emails: [`b${at}@mail.example`],
    phones: [number],
  }),
])
/** The same digits behind two country codes are two numbers. */
const abroad = [
  seen('a/abroad', { name: 'Sam Abroad', emails: ['sa@mail.example'], phones: ['+44 2125550155'] }),
  seen('b/abroad', { name: 'Sam Abroad', emails: ['sb@mail.example'], phones: ['+1 2125550155'] }),
]

const several = [
  seen('a/several', { name: 'Jordan Reyes', emails: ['jordan@mail.example'] }),
  seen('b/several', {
    ...{ name: 'Jordan Reyes', emails: ['jordan@mail.example'] },
    phones: ['202 555 0143'],
  }),
  seen('c/several', { name: 'Jordan Reyes', phones: ['202 555 0143'] }),
  seen('d/several', { name: 'Someone Else', emails: ['someone@mail.example'] }),
]

const renamed = contacts('Field', 50)
const latest = [
  seen('a/latest', renamed, { at: '2024-01-01T00:00:00Z' }),
  seen('a/latest', { ...renamed, name: 'Jordan Lake' }, { at: '2024-02-01T00:00:00Z' }),
  seen('a/latest', { emails: renamed.emails }, { at: '2024-03-01T00:00:00Z' }),
]

const household: Presented = {
  phones: ['+1 202 555 0160'],
  devices: [{ kind: 'fingerprint', value: 'fp-home' }],
  ips: ['203.0.113.24'],
  addresses: [{ kind: 'home', text: '1 Example Square', country: 'US' }],
  claims: { country: 'US', city: 'Springfield' },
}
const one = { ...household, name: 'Alexei Stone', emails: ['alexei@mail.example'] }
const other = { ...household, name: 'Casey Stone', emails: ['casey@mail.example'] }
const households = [
  ...[seen('a/household-1', one), seen('a/household-2', other)],
  ...[seen('b/household-1', one), seen('b/household-2', other)],
]

const hands: Presented = {
  devices: [{ kind: 'fingerprint', value: 'fp-ring' }],
  accounts: [{ kind: 'bank', value: 'DE00 EXAMPLE 1' }],
}
const ring = [
  seen('a/ring', { ...hands, name: 'Lena Hale' }),
  seen('b/ring', { ...hands, name: 'Tomas Penn' }),
]

const given = ['Jordan', 'Alexei', 'Priya', 'Tomas', 'Lena', 'Sam', 'Noor']
/** Candidates of an agency, with its mailbox; where they are many, with its number too. */
const agency = (people: number, families: readonly string[]): object[] =>
  Array.from({ length: people }, (_, at) =>
    seen(`agency-${people}/${at + 1}`, {
      name: `${given[at % given.length]} ${families[at % families.length]}`,
      emails: [`desk${people}@agency.example`],
      ...(people > 10 ? { phones: ['+1 202 555 0170'] } : {}),
    }),
  )

/** All that is claimed: it may be the real holder's, whose identity was taken. */
const holder: Presented = {
  name: 'Noor Vale',
  claims: { birth_year: 1990, city: 'Shelby', country: 'US' },
  addresses: [{ kind: 'home', text: '2 Example Square', country: 'US' }],
  documents: [
    { kind: 'resume', text: 'Senior engineer with a taste for lighthouses' },
    { kind: 'photo', phash: '0f1e2d3c4b5a6978' },
    { kind: 'id', sha256: 'ab'.repeat(32) },
  ],
}

const persona = { ...holder, emails: ['j@mail.example'], phones: ['+1 202 555 0180'] }
const own = { ...holder, emails: ['real@mail.example'], phones: ['+1 303 555 0199'] }
const holders = [seen('a/holder', persona), seen('b/holder', persona), seen('c/holder', own)]

const bare = [...[seen('a/bare-1', {}), seen('a/bare-2', {})], seen('b/bare', contacts('Dunn', 60))]

let identities: readonly string[]
const world = useSharedWorld(async (world) => {
  identities = await world.partition([
    ...[...spelled, ...several, ...latest, ...households, ...ring, ...holders, ...bare],
    ...[...digits, ...abroad],
    ...agency(3, ['North', 'East', 'South']),
    ...agency(40, ['Reeve', 'Marsh', 'Weaver', 'Osgood', 'Bridge', 'Cooper']),
  ])
})
const identitiesWith = (word: string) => groupsWith(identities, word)

describe('one presented person', () => {
  test('is one identity over several sources, though no selector is with all', () => {
    expect(identitiesWith('several')).toEqual(['a/several b/several c/several', 'd/several'])
  })

  test.for(spellings)('is joined in spite of %s', ([, family]) => {
    expect(identitiesWith(family)).toEqual([`a/${family} b/${family}`])
  })

  test.for(numbers.map(([what], at) => [what, at] as const))(
    'is joined by a number that one system writes %s',
    ([, at]) => {
      expect(identitiesWith(`digits${at}`)).toEqual([`a/digits${at} b/digits${at}`])
    },
  )

  test('keeps the name of its latest observation that has one', async () => {
    const records = await world().sql.rows(`select name from person_record
      join subject on subject_id = record_id where ref = 'latest'`)
    expect(records).toEqual([{ name: 'jordan lake' }])
  })
})

describe('another person', () => {
  test('of the household stays apart: same number, device, home and family name', () => {
    expect(identitiesWith('household')).toEqual([
      'a/household-1 b/household-1',
      'a/household-2 b/household-2',
    ])
  })

  test('of the ring stays apart: same device and payout account, another name', () => {
    expect(identitiesWith('ring')).toEqual(['a/ring', 'b/ring'])
  })

  test.for([3, 40])('with the agency’s contacts stays apart, %i of them', (people) => {
    expect(identitiesWith(`agency-${people}/`)).toHaveLength(people)
  })

  test('shares a hub only where the agency has many', async () => {
    const hubs = await world().sql.rows(`select kind, value, members from hub
      where model = 'same-person' order by kind`)
    expect(hubs).toEqual([
      { kind: 'email', value: 'desk40@agency.example', members: 40 },
      { kind: 'phone', value: '+12025550170', members: 40 },
    ])
  })

  test('stays apart with the same digits behind another country code', () => {
    expect(identitiesWith('abroad')).toEqual(['a/abroad', 'b/abroad'])
  })

  test('whose source sees only people, never selectors, stands alone', () => {
    expect(identitiesWith('bare')).toEqual(['a/bare-1', 'a/bare-2', 'b/bare'])
  })
})

test('the real holder’s own application joins nothing', async () => {
  expect(identitiesWith('holder')).toEqual(['a/holder b/holder', 'c/holder'])
  expect(groupsWith(await world().listRings(), 'holder')).toEqual([])
})

const photos = ['0f1e2d3c4b5a6978', 'f0e1d2c3b4a59687', 'aa5533cc6699f00f']

/** What is claimed in the world of a number: nobody of another world can claim the same. */
const claimedIn = (no: number) =>
  fc.record<Presented>(
    {
      name: fc.constantFrom('Jordan Reyes', 'Jordan Reyse', 'Casey Reyes', 'J Reyes'),
      claims: fc.record(
        { birth_year: fc.constantFrom(1990, 1991), city: fc.constantFrom('Springfield', 'Shelby') },
        { requiredKeys: [] },
      ),
      ips: fc.constant([`203.0.113.2${no}`]),
      addresses: fc.constant([{ kind: 'home', text: `${no} Example Square` }]),
      documents: fc.subarray([
        { kind: 'resume', text: `Senior engineer with a taste for ${'abc'[no]} lighthouses` },
        { kind: 'photo', phash: photos[no] ?? '' },
        { kind: 'id', sha256: `a${no}`.repeat(32) },
      ]),
    },
    { requiredKeys: [] },
  )

test('claimed material alone never joins subjects, whatever is the same', async () => {
  const people = (no: number) =>
    fc.array(fc.tuple(claimedIn(no), fc.boolean()), { minLength: 2, maxLength: 20 })
  await checkAsyncProperty(
    fc.asyncProperty(fc.tuple(people(0), people(1), people(2)), async (worlds) => {
      const observations = worlds.flatMap((drawn, no) =>
        drawn.map(([presented, hasContacts], at) =>
          seen(`a/${no}-${at + 1}`, {
            ...presented,
            ...(hasContacts ? { emails: [`own${no}-${at}@mail.example`] } : {}),
          }),
        ),
      )
      const world = await openSmallWorld()
      expect(await world.partition(observations)).toHaveLength(observations.length)
    }),
    // Three worlds in each.
    { runs: 1 },
  )
})
