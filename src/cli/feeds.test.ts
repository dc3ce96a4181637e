import { writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { ringerIn, useFolder } from './process-testing.ts'

const place = useFolder()
const own = { environment: { RINGER_ORGANIZATION: 'acme.example' } }

function file(name: string, content: unknown): string {
  const path = place(name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

const recruiting = file('source.ndjson', {
  source: 'acme-ats',
  name: 'Acme ATS',
  type: 'ats',
  organization: 'acme.example',
  reliability: 'B',
  tlp: 'TLP:AMBER',
})

const applicant = (id: string, subject: object, at = '2025-02-01T10:00:00Z') => ({
  source: 'acme-ats',
  id,
  kind: 'application',
  at,
  organization: { domain: 'acme.example' },
  subject: { ref: id, ...subject },
})

const indicator = (mailbox: string, fields: object = {}) => ({
  type: 'bundle',
  id: 'bundle--00000000-0000-4000-8000-000000000070',
  objects: [
    {
      type: 'indicator',
      spec_version: '2.1',
      id: 'indicator--00000000-0000-4000-8000-000000000071',
      created: '2025-01-10T00:00:00.000Z',
      modified: '2025-01-10T00:00:00.000Z',
      indicator_types: ['malicious-activity'],
      pattern: `[email-addr:value = '${mailbox}']`,
      pattern_type: 'stix',
      valid_from: '2025-01-10T00:00:00Z',
      ...fields,
    },
  ],
})

const attribute = (mailbox: string, fields: object = {}) => ({
  Event: {
    uuid: '11111111-1111-4111-8111-111111111111',
    info: 'personas',
    date: '2025-01-10',
    Orgc: { name: 'Example CERT' },
    Attribute: [
      {
        uuid: 'a0000000-0000-4000-8000-000000000001',
        type: 'email-src',
        category: 'Payload delivery',
        value: mailbox,
        timestamp: '1736500000',
        to_ids: true,
        ...fields,
      },
    ],
  },
})

interface ListedIdentity {
  readonly identity: string
  readonly groups: readonly string[]
  readonly subjects: readonly object[]
}

const listingIn = async (data: readonly string[]): Promise<readonly ListedIdentity[]> => {
  const { out } = await ringerIn(own, ['identities', '--format', 'ndjson', ...data])
  return out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as ListedIdentity)
}

const ofSubject = (listing: readonly ListedIdentity[], ref: string): ListedIdentity | undefined =>
  listing.find(({ subjects }) =>
    subjects.some((subject) => JSON.stringify(subject).includes(`"${ref}"`)),
  )

const comment = 'Used for three applications.'

/** What a feed says of a mailbox, and what the import tells of it where it accuses nobody. */
const cases: readonly (readonly [
  what: string,
  feed: object,
  groups: readonly string[],
  news?: string,
])[] = [
  ['STIX', indicator('p8@mail.example'), ['REPORT']],
  ['MISP', attribute('p8@mail.example', { comment }), ['REPORT']],
  ['STIX of high confidence', indicator('p8@mail.example', { confidence: 70 }), ['REPORT']],
  [
    'STIX that still held',
    indicator('p8@mail.example', { valid_until: '2025-02-02T00:00:00Z' }),
    ['REPORT'],
  ],
  [
    'STIX that had expired before anybody saw it',
    indicator('p8@mail.example', { valid_until: '2025-01-31T00:00:00Z' }),
    [],
  ],
  [
    'MISP that had expired',
    attribute('p8@mail.example', { Sighting: [{ type: '2', date_sighting: '1738281600' }] }),
    [],
  ],
  [
    'STIX that calls it benign',
    indicator('p8@mail.example', { indicator_types: ['benign'] }),
    [],
    'type benign (1)',
  ],
  [
    'STIX of no confidence',
    indicator('p8@mail.example', { confidence: 0 }),
    [],
    'confidence 0 (none) (1)',
  ],
  [
    'STIX of low confidence',
    indicator('p8@mail.example', { confidence: 29 }),
    [],
    'low confidence',
  ],
  [
    'STIX that calls it compromised',
    indicator('p8@mail.example', { indicator_types: ['compromised'] }),
    [],
    'victim (1)',
  ],
  [
    'MISP that tags it a false positive',
    attribute('p8@mail.example', { Tag: { name: 'false-positive' } }),
    [],
    'tagged',
  ],
  [
    'MISP that is not for detection',
    attribute('p8@mail.example', { to_ids: false }),
    [],
    '(to_ids) (1)',
  ],
  [
    'MISP that sighted a false positive',
    attribute('p8@mail.example', { Sighting: [{ type: '1', date_sighting: '1736600000' }] }),
    [],
    'sighted as false positive (1)',
  ],
]

/** The same feed about another mailbox, with ids of its own. */
const about = (feed: object, number: number): string =>
  JSON.stringify(feed)
    .replaceAll('p8@', `p${number}@`)
    .replace(/-4(\d{3})-8000-0{6}/g, `-4$1-8000-${String(number).padStart(6, '0')}`)
    .replaceAll('11111111-1111', `11111111-${String(1000 + number)}`)

describe('a listed mailbox', () => {
  const data = ['--data', place('listed')]
  let listing: readonly ListedIdentity[]
  let news: string

  beforeAll(async () => {
    const applied = cases.map((_, at) =>
      JSON.stringify(applicant(`c${at}.`, { emails: [`p${at}@mail.example`] })),
    )
    const feeds = cases.map(([, feed], at) => file(`feed-${at}.json`, about(feed, at)))
    const files = [recruiting, file('applicants.ndjson', applied.join('\n')), ...feeds]
    const ran = await ringerIn(own, ['run', ...files, '--grade', 'B', ...data])
    // Lines are wrapped where they are long.
    news = ran.news.replace(/\s+/g, ' ')
    listing = await listingIn(data)
  })

  test.each(cases.map(([what, , groups, told], at) => [what, { groups, told, at }] as const))(
    'of %s is a report or none, and what accuses nobody is counted',
    (_, { groups, told, at }) => {
      expect(ofSubject(listing, `c${at}.`)?.groups).toEqual(groups)
      if (told !== undefined) expect(news).toContain(told)
    },
  )

  test('stands with its comment before whoever looks', async () => {
    const at = cases.findIndex(([what]) => what === 'MISP')
    const identity = ofSubject(listing, `c${at}.`)?.identity ?? ''
    const { out } = await ringerIn(own, ['explain', identity, ...data])
    expect(out.replace(/\s+/g, ' ')).toContain(`says: “${comment}”`)
    const json = await ringerIn(own, ['explain', identity, '--format', 'json', ...data])
    expect(json.out).toContain(comment)
  })
})

test('a listed mailbox says nothing where the importer declares the feed as its own; a later version that calls it benign takes it back', async () => {
  const applied = file('applicant.json', applicant('c8', { emails: ['p8@mail.example'] }))
  const feed = file('feed.json', indicator('p8@mail.example'))
  const ours = ['--data', place('ours')]
  const files = ['run', recruiting, applied, feed, '--grade', 'B']
  await ringerIn(own, [...files, '--organization', 'acme.example', ...ours])
  expect(await listingIn(ours)).toMatchObject([{ groups: [] }])

  const data = ['--data', place('later')]
  await ringerIn(own, [...files, ...data])
  expect(await listingIn(data)).toMatchObject([{ groups: ['REPORT'] }])
  const modified = '2025-03-01T00:00:00.000Z'
  const benign = indicator('p8@mail.example', { modified, indicator_types: ['benign'] })
  const ran = await ringerIn(own, ['run', file('benign.json', benign), ...data])
  expect(ran.news).toContain('Retracted, because the source says so: 1.')
  expect(await listingIn(data)).toMatchObject([{ groups: [], subjects: [{ ref: 'c8' }] }])
})

describe('an import says', () => {
  test('which files are empty', async () => {
    const contents = {
      'empty.json': '',
      'list.json': '[]',
      'blank.ndjson': '\n\n',
      'answer.json': '{"response":[]}',
    }
    const paths = Object.entries(contents).map(([name, content]) => file(name, content))
    const ran = await ringerIn(own, ['import', ...paths, '--data', place('empty-data')])
    expect(ran.status).toBe(0)
    for (const path of paths) expect(ran.news).toContain(`${path} is empty; nothing was imported.`)
  })

  test('nothing of a retraction at a first import, and later what was anonymized', async () => {
    const data = ['--grade', 'B', '--data', place('greenhouse')]
    const input = 'test/cases/read-greenhouse/input'
    const first = await ringerIn(own, ['import', `${input}/8-candidate.json`, ...data])
    expect(first.news).not.toMatch(/because the source says so/)
    const later = await ringerIn(own, ['import', `${input}/9-candidate-anonymized.json`, ...data])
    expect(later.news).toMatch(/^Retracted, because the source says so: \d\.$/m)
    const again = await ringerIn(own, ['import', `${input}/8-candidate.json`, ...data])
    expect(again.news).toContain('Not taken: 1 observation that the source withdrew before.')
  })
})
