import { describe, expect, test } from 'vitest'
import { groupsWith, type Presented, seen, useSharedWorld } from './small-evidence-fixture.ts'

const people = [
  'Jordan Reyes',
  'Alexei Marlow',
  'Priya Winter',
  'Tomas Okafor',
  'Lena Brook',
  'Sam Field',
  'Noor Castle',
]

/** Many people of one source, unrelated but for what is shared. */
const crowd = (source: string, size: number, shared: Presented): object[] =>
  Array.from({ length: size }, (_, at) =>
    seen(`${source}/${100 + at}`, {
      name: `${people[at % people.length]?.split(' ')[0]} Unrelated${at}${source}`,
      emails: [`own${at}@${source}.example`],
      ...shared,
    }),
  )

const paidTogether: Presented = {
  accounts: [{ kind: 'wise', value: 'W-EXAMPLE-1' }],
  addresses: [{ kind: 'shipping', text: '9 Depot Lane, Springfield' }],
}
const payout = [
  ...people.slice(0, 3).map((name, at) => seen(`payout/${at + 1}`, { name, ...paidTogether })),
  seen('payout/4', {
    name: 'Somebody Else',
    accounts: [{ kind: 'wise', value: 'W-EXAMPLE-2' }],
  }),
]

/** Equipment sent to one house in several spellings, and one line that few use, which alone is too little. */
const shippedTo = (source: string, texts: readonly string[]): object[] =>
  texts.map((text, at) =>
    seen(`${source}/${at + 1}`, {
      name: people[at] ?? '',
      ips: [source === 'house' ? '203.0.113.91' : '203.0.113.92'],
      addresses: [{ kind: 'shipping', text, country: 'US' }],
    }),
  )
const oneHouse = shippedTo('house', [
  '1418 Larkspur Lane, Nashville, TN 37013',
  '1418 LARKSPUR LN NASHVILLE TN 37013-2211',
  'c/o Depot, 1418 Larkspur Ln., Nashville, Tennessee',
  '1418 Larkspur Ln, Unit B, Nashville TN 37013',
])
const twoFlats = shippedTo('flats', [
  '77 Tower Road, Apt 4A, Austin, TX 78701',
  '77 Tower Rd #9C, Austin, TX 78701',
])

const numbered = (kind: string): Presented => ({ accounts: [{ kind, value: '1234567' }] })
const sameNumber = [
  seen('number/1', { name: 'Jordan Hale', ...numbered('bank') }),
  seen('number/2', { name: 'Alexei Penn', ...numbered('paypal') }),
]

const vouching = (name: string, own: string, other: string): Presented => ({
  name,
  emails: [`${own}@mail.example`],
  ips: ['203.0.113.77'],
  claims: { references: [{ name: 'A Colleague', email: `${other}@mail.example` }] },
})
const vouchers = [
  seen('vouching/1', vouching('Jordan Stone', 'jordan', 'alexei')),
  seen('vouching/2', vouching('Alexei Lake', 'alexei', 'jordan')),
  seen('vouching/3', vouching('Priya Vale', 'priya', 'boss')),
]

/** The same, where the log calls the line the exit of a network. */
const throughExit = (network: string, at: number): readonly object[] => {
  const own = [`a${at}`, `b${at}`]
  return own.map((mailbox, person) => ({
    ...seen(`exit-${network}/${person}`, {
      ...vouching(['Marek Hill', 'Odile Bay'][person] ?? '', mailbox, own[1 - person] ?? ''),
      ips: [`203.0.113.${100 + at}`],
    }),
    facts: { 'ip.network': network },
  }))
}
const exits = ['vpn', 'proxy', 'tor', 'residential_proxy']

const supported = (at: number): object =>
  seen(`supported/${at}`, {
    name: ['Lena North', 'Tomas East'][at - 1] ?? '',
    devices: [{ kind: 'fingerprint', value: 'fp-ring' }],
    addresses: [{ kind: 'home', text: '1 Example Square' }],
  })

const sharedByMany: readonly (readonly [what: string, source: string, shared: Presented])[] = [
  ['a VPN exit', 'vpn', { ips: ['198.51.100.7'] }],
  ['an agency’s number', 'agency', { phones: ['+1 202 555 0100'] }],
  [
    'the machine of a library',
    'library',
    { devices: [{ kind: 'fingerprint', value: 'fp-library' }] },
  ],
  [
    'a template',
    'template',
    { documents: [{ kind: 'resume', text: 'Objective: to grow in a dynamic team' }] },
  ],
]

const friends = [1, 2].map((at) =>
  seen(`campus/${at}`, {
    name: ['Sam West', 'Noor South'][at - 1] ?? '',
    ips: ['198.51.100.8'],
    claims: { references: [{ name: 'A Teacher', email: 'teacher@campus.example' }] },
  }),
)

const plagiarised: Presented = {
  documents: [
    { kind: 'resume', text: 'Senior engineer with a taste for lighthouses' },
    { kind: 'photo', phash: '0f1e2d3c4b5a6978' },
  ],
}

const claiming = (people: number, phash: string): object[] =>
  crowd(`claim${people}`, people, {
    addresses: [{ kind: 'home', text: `${people} Claimed Square` }],
    documents: [{ kind: 'photo', phash }],
  })

let rings: readonly string[]
const world = useSharedWorld(async (world) => {
  rings = await world.rings([
    ...[...payout, ...sameNumber, ...vouchers, supported(1), supported(2)],
    ...[...oneHouse, ...twoFlats],
    ...sharedByMany.flatMap(([, source, shared]) => crowd(source, 24, shared)),
    ...[...crowd('campus', 20, { ips: ['198.51.100.8'] }), ...friends],
    ...crowd('line', 2, { ips: ['203.0.113.24'] }),
    ...crowd('plagiarised', 2, plagiarised),
    ...[...exits, 'mobile'].flatMap(throughExit),
    ...[...claiming(2, 'f0e1d2c3b4a59687'), ...claiming(20, 'aa5533cc6699f00f')],
  ])
})
const ringsWith = (source: string) => groupsWith(rings, `${source}/`)

describe('the same hands', () => {
  test('one payout account and shipping address under different names', async () => {
    expect(ringsWith('payout')).toEqual(['payout/1 payout/2 payout/3'])
    const names = await world().sql.columns('select distinct ring from ring_member')
    for (const name of names[0] ?? []) expect(name).toMatch(/^rng_[0-9a-hjkmnp-tv-z]{13}$/)
  })

  test('one house, however its address is written, and a flat that some leave out', () => {
    expect(ringsWith('house')).toEqual(['house/1 house/2 house/3 house/4'])
  })

  test('not two flats of one house', () => {
    expect(ringsWith('flats')).toEqual([])
  })

  test('an account of the same number elsewhere is another account', () => {
    expect(ringsWith('number')).toEqual([])
  })

  test('references that point at each other, beside a line that few use', () => {
    expect(ringsWith('vouching')).toEqual(['vouching/1 vouching/2'])
  })
})

describe('no ring', () => {
  test.for(sharedByMany)('of many who share %s', ([, source]) => {
    expect(ringsWith(source)).toEqual([])
  })

  test('of a campus on which some know each other', () => {
    expect(ringsWith('campus')).toEqual([])
  })

  test.for(exits)('of two who left through one exit of a %s', (network) => {
    expect(ringsWith(`exit-${network}`)).toEqual([])
    // Of a network that is no exit, the same two are one.
    expect(ringsWith('exit-mobile')).toEqual(['exit-mobile/0 exit-mobile/1'])
  })

  test('of two who were once on one line', () => {
    expect(ringsWith('line')).toEqual([])
  })

  test('of whoever was plagiarised: same CV and photo, another name', () => {
    expect(ringsWith('plagiarised')).toEqual([])
  })

  test.for([2, 20])('of %i who only claim the same home and photo', (people) => {
    expect(ringsWith(`claim${people}`)).toEqual([])
  })
})

test('what many share is a hub, and what few share is none', async () => {
  const hubs = await world().sql.rows(`select model, kind, members, reason from hub
    order by model, kind, members`)
  const many = (model: string, kind: string, members: number) => ({
    ...{ model, kind, members },
    reason: expect.stringContaining(`shared by ${members}`),
  })
  expect(hubs).toEqual([
    many('same-hands', 'device', 24),
    many('same-hands', 'home', 20),
    many('same-hands', 'ip', 22),
    many('same-hands', 'ip', 24),
    many('same-hands', 'passage', 24),
    many('same-hands', 'phone', 24),
    many('same-hands', 'photo', 20),
    many('same-person', 'device', 24),
    many('same-person', 'phone', 24),
  ])
})

test('what is claimed supports what is shared besides', async () => {
  expect(ringsWith('supported')).toEqual(['supported/1 supported/2'])
  const links = await world().sql.rows<{ reasons: string }>(`select reasons from ring_link
    join identity_member on identity_no = left_identity join subject using (subject_id)
    where source = 'supported'`)
  const comparisons = links.map(({ reasons }) =>
    JSON.parse(reasons).map((each: { comparison: string }) => each.comparison),
  )
  expect(comparisons).toEqual([['fingerprint', 'home']])
})
