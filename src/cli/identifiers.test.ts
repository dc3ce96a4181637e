import { writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { ringerIn, useFolder } from './process-testing.ts'

const place = useFolder()
const own = { environment: { RINGER_ORGANIZATION: 'acme.example' } }
const data = ['--data', place('data')]

function file(name: string, content: unknown): string {
  const path = place(name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

const recruiting = ['acme-ats', 'beta-ats'].map((source) => ({
  source,
  type: 'ats',
  organization: `${source}.example`,
  reliability: 'B',
}))
const applicant = (ref: string, subject: object, source = 'acme-ats') => ({
  source,
  id: ref,
  kind: 'application',
  at: '2025-02-01T12:00:00Z',
  subject: { ref, ...subject },
})
const zero = '0x0000000000000000000000000000000000000000'
const evidence = [
  ...recruiting,
  applicant('none-1', { name: 'John Smith', emails: ['none'], phones: ['+1 202 555 0103'] }),
  applicant('none-2', { name: 'John Smith', emails: ['none'], phones: ['+1 202 555 0104'] }),
  applicant('na-1', { name: 'Alma Erste', emails: ['n/a'], phones: ['n/a'] }),
  applicant('na-2', { name: 'Boris Zweite', emails: ['n/a'], phones: ['n/a'] }),
  applicant('zero-1', { name: 'Wanda Null', accounts: [{ kind: 'wallet', value: zero }] }),
  applicant('zero-2', { name: 'Karl Leer', accounts: [{ kind: 'wallet', value: zero }] }),
  applicant('two-1', { name: 'Ada Zwei', emails: ['ada@mail.example; ada.z@mail.example'] }),
  applicant('two-2', { name: 'Ada Zwei', emails: ['ada.z [at] mail [dot] example'] }, 'beta-ats'),
]
  .map((record) => JSON.stringify(record))
  .join('\n')

const staff = `Employee ID,Name,Personal Email,Mobile Phone,Hire Date,Bank Account,Account Changed
E1,Wanda Nord,w1@mail.example,+1 202 555 0111,2024-03-01,****1234,2024-03-02
E2,Karl Ost,w2@mail.example,+1 202 555 0112,2024-03-01,****1234,2024-03-03
E3,Otto West,w3@mail.example,+1 202 555 0113,2024-03-01,${zero},2024-03-04
E4,Ria Stern,#N/A,+1 202 555 0114,2024-03-01,${zero},2024-03-04
E5,Ina Stern,#N/A,+1 202 555 0115,2024-03-01,4.53E+15,2024-03-04
E6,Ivo Sonne,nan,+1 202 555 0116,2024-03-01,4.53E+15,2024-03-04
`

const listed = (type: string, value: string, at: number) => ({
  uuid: `a0000000-0000-4000-8000-00000000000${at}`,
  type,
  category: 'Network activity',
  value,
  timestamp: '1736500000',
  to_ids: true,
})
const feed = {
  Event: {
    uuid: '11111111-1111-4111-8111-111111111113',
    info: 'personas',
    date: '2025-01-10',
    Orgc: { name: 'Example CERT' },
    Attribute: [
      listed('ip-src', '203.0.113.0/24', 1),
      listed('email-src', 'noreply@mail.example', 2),
      listed('btc', zero, 3),
      listed('github-username', 'n/a', 4),
      listed('email', 'am.dev@mail.example, am2@mail.example', 5),
    ],
  },
}

describe('values that cannot be identifiers', () => {
  let ran: Awaited<ReturnType<typeof ringerIn>>
  let identities: readonly {
    status: string
    groups: readonly string[]
    subjects: readonly object[]
  }[]

  beforeAll(async () => {
    const files = [
      file('evidence.ndjson', evidence),
      file('staff.csv', staff),
      file('feed.json', feed),
    ]
    ran = await ringerIn(own, ['run', ...files, '--grade', 'B', ...data])
    const { out } = await ringerIn(own, ['identities', '--format', 'ndjson', ...data])
    identities = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
  })

  test('join nobody, in any format, and make nobody suspected', () => {
    const joined = identities.filter(({ subjects }) => subjects.length > 1)
    expect(joined).toMatchObject([{ subjects: [{ ref: 'two-1' }, { ref: 'two-2' }] }])
    expect(identities.filter(({ status }) => status !== 'unassessed')).toEqual([])
    expect(identities.filter(({ groups }) => groups.includes('PAY'))).toEqual([])
  })

  test('are counted by reason at the end, and only publications about nothing else are rejected', () => {
    const news = ran.news.replace(/\s+/g, ' ')
    for (const reason of [
      'masked payout account (2)',
      'wallet or account that nobody holds (5)',
      'payout account rounded by a spreadsheet (2)',
      'spreadsheet error in place of a mailbox (2)',
      'address range in place of an IP address (1)',
    ]) {
      expect(news).toContain(reason)
    }
    expect(news.match(/must name at least one identifier that can be used/g)).toHaveLength(4)
    expect(ran.status).toBe(2)
  })

  test('are counted by a dry run as well', async () => {
    const dry = ['import', place('staff.csv'), '--dry-run', '--data', place('dry')]
    const { news } = await ringerIn(own, dry)
    expect(news).toContain('Identifiers that could not be used: ')
  })
})
