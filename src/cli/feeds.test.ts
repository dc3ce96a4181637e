import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
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

interface Listed {
  readonly identity: string
  readonly groups: readonly string[]
  readonly subjects: readonly object[]
}

let runs = 0

/** What became of one applicant and one feed: the identity of the applicant, and what the run said. */
async function listedAfter(feed: unknown, words: readonly string[] = []) {
  runs += 1
  const data = ['--data', place(`run-${runs}`)]
  const applied = file(`applicant-${runs}.json`, applicant('c8', { emails: ['p8@mail.example'] }))
  const files = [recruiting, applied, file(`feed-${runs}.json`, feed)]
  const ran = await ringerIn(own, ['run', ...files, '--grade', 'B', ...words, ...data])
  const { out } = await ringerIn(own, ['identities', '--format', 'ndjson', ...data])
  const identities = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Listed)
  const mine = identities.find(({ subjects }) =>
    subjects.some((subject) => JSON.stringify(subject).includes('"c8"')),
  )
  return { groups: mine?.groups, news: ran.news, identity: mine?.identity ?? '', data }
}

describe('a listed mailbox', () => {
  test.each([
    ['STIX', indicator('p8@mail.example')],
    ['MISP', attribute('p8@mail.example')],
    ['STIX of high confidence', indicator('p8@mail.example', { confidence: 70 })],
    ['STIX that still held', indicator('p8@mail.example', { valid_until: '2025-02-02T00:00:00Z' })],
  ])('of %s is a report, whoever runs the store', async (_, feed) => {
    expect((await listedAfter(feed)).groups).toEqual(['REPORT'])
  })

  test('says nothing where the importer declares the feed as its own', async () => {
    const said = await listedAfter(indicator('p8@mail.example'), ['--organization', 'acme.example'])
    expect(said.groups).toEqual([])
  })

  test.each([
    ['benign', indicator('p8@mail.example', { indicator_types: ['benign'] }), 'type benign (1)'],
    [
      'of no confidence',
      indicator('p8@mail.example', { confidence: 0 }),
      'confidence 0 (none) (1)',
    ],
    ['of low confidence', indicator('p8@mail.example', { confidence: 29 }), 'low confidence'],
    [
      'compromised',
      indicator('p8@mail.example', { indicator_types: ['compromised'] }),
      'victim (1)',
    ],
    [
      'a false positive',
      attribute('p8@mail.example', { Tag: { name: 'false-positive' } }),
      'tagged',
    ],
    ['not for detection', attribute('p8@mail.example', { to_ids: false }), '(to_ids) (1)'],
    [
      'sighted as a false positive',
      attribute('p8@mail.example', { Sighting: [{ type: '1', date_sighting: '1736600000' }] }),
      'sighted as false positive (1)',
    ],
  ])('that is %s accuses nobody, and is counted', async (_, feed, said) => {
    const { groups, news } = await listedAfter(feed)
    expect(groups).toEqual([])
    // Lines are wrapped where they are long.
    expect(news.replace(/\s+/g, ' ')).toContain(said)
  })

  test.each([
    ['STIX', indicator('p8@mail.example', { valid_until: '2025-01-31T00:00:00Z' })],
    [
      'MISP',
      attribute('p8@mail.example', { Sighting: [{ type: '2', date_sighting: '1738281600' }] }),
    ],
  ])('of %s that had expired before anybody saw it is no report', async (_, feed) => {
    expect((await listedAfter(feed)).groups).toEqual([])
  })

  test('stands with its comment before whoever looks', async () => {
    const comment = 'Used for three applications.'
    const { identity, data } = await listedAfter(attribute('p8@mail.example', { comment }))
    const { out } = await ringerIn(own, ['explain', identity, ...data])
    expect(out.replace(/\s+/g, ' ')).toContain(`says: “${comment}”`)
    const json = await ringerIn(own, ['explain', identity, '--format', 'json', ...data])
    expect(json.out).toContain(comment)
  })
})

test('a later version that calls it benign takes back what the earlier one listed', async () => {
  const { groups, data } = await listedAfter(indicator('p8@mail.example'))
  expect(groups).toEqual(['REPORT'])
  const modified = '2025-03-01T00:00:00.000Z'
  const benign = indicator('p8@mail.example', { modified, indicator_types: ['benign'] })
  const ran = await ringerIn(own, ['run', file('benign.json', benign), ...data])
  expect(ran.news).toContain('Retracted, because the source says so: 1.')
  const { out } = await ringerIn(own, ['identities', '--format', 'ndjson', ...data])
  expect(JSON.parse(out)).toMatchObject({ groups: [], subjects: [{ ref: 'c8' }] })
})

describe('an import says', () => {
  test.each([
    ['empty.json', ''],
    ['list.json', '[]'],
    ['blank.ndjson', '\n\n'],
    ['answer.json', '{"response":[]}'],
  ])('that %s is empty', async (name, content) => {
    const path = file(name, content)
    const ran = await ringerIn(own, ['import', path, '--data', place(`${name}-data`)])
    expect(ran.status).toBe(0)
    expect(ran.news).toContain(`${path} is empty; nothing was imported.`)
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
