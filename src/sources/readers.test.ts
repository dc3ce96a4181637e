import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { docxOf, paragraph } from './documents/document-fixture.ts'
import { openTestImport, type TestImport } from './import-fixture.ts'

let store: TestImport

beforeAll(async () => {
  store = await openTestImport()
})
afterAll(() => store.close())
beforeEach(() => store.empty())

const signIn = (number: number, pretty: number) =>
  JSON.stringify(
    {
      uuid: `u-${number}`,
      published: '2024-06-01T20:18:57.718Z',
      eventType: 'user.session.start',
      outcome: { result: 'SUCCESS' },
      actor: { id: `00u${number}`, type: 'User', alternateId: `u${number}@acme.example` },
    },
    null,
    pretty,
  )

test.each([
  ['in one line', ',', 0],
  ['one a line', ',\n', 0],
  ['over many lines', ', ', 2],
])('a list of records %s becomes an observation each', async (_name, between, pretty) => {
  const count = 1_500
  const records = Array.from({ length: count }, (_, at) => signIn(at, pretty))
  const report = await store.run([store.file('okta.json', `[${records.join(between)}]`)])
  expect(report.counts).toEqual({ accepted: count, known: 0, newer: 0, withdrawn: 0 })
  const [row] = await store.sql.rows(
    'select count(*) as rows, count(distinct id) as ids, count(distinct observation_id) as numbers from observation',
  )
  expect(row).toEqual({ rows: count, ids: count, numbers: count })
})

test('what an interface answers where there is nothing is nothing', async () => {
  const report = await store.run([store.file('none.json', '[]\n')])
  expect(report).toMatchObject({ rejected: 0, counts: { accepted: 0 } })
})

const candidate = (id: number, email: string) => ({
  id,
  first_name: 'Ada',
  last_name: `N${id}`,
  created_at: '2024-03-01T10:00:00Z',
  updated_at: '2024-03-01T10:00:00Z',
  email_addresses: [{ value: email, type: 'personal' }],
  phone_numbers: [],
  application_ids: [id * 10],
  applications: [
    {
      id: id * 10,
      candidate_id: id,
      prospect: false,
      applied_at: '2024-03-01T10:00:00Z',
      jobs: [],
    },
  ],
  attachments: [{ filename: 'resume.docx', url: 'https://expired.example/1', type: 'resume' }],
})

test('a bare name that two people share joins nobody; a folder of their own does not', async () => {
  const folder = join(store.folder, 'attachments')
  mkdirSync(join(folder, '102'), { recursive: true })
  const cv = (email: string) => docxOf(paragraph(`Reach me at ${email} or +1 202 555 0143`))
  writeFileSync(join(folder, 'resume.docx'), cv('ada.101@mail.example'))
  writeFileSync(join(folder, '102', 'resume.docx'), cv('ada.102b@mail.example'))
  const people = [101, 102, 103].map((id) => candidate(id, `ada.${id}@mail.example`))
  const report = await store.run([store.file('candidates.json', JSON.stringify(people))], {
    attachments: folder,
  })
  const rows = await store.sql.rows<{ ref: string; emails: string; documents: number }>(`
    select ref, string_agg(distinct value, ' ' order by value) filter (kind = 'email') as emails,
           count(*) filter (kind = 'document') as documents
    from selector join subject using (subject_id) where ref in ('101', '102', '103')
    group by ref order by ref`)
  expect(rows.map(({ ref, emails }) => [ref, emails])).toEqual([
    ['101', 'ada.101@mail.example'],
    ['102', 'ada.102@mail.example ada.102b@mail.example'],
    ['103', 'ada.103@mail.example'],
  ])
  expect(rows.map(({ documents }) => documents > 0)).toEqual([true, true, false])
  expect(report.notTaken.map(([name]) => name).join()).toMatch(/bare name that does not show whose/)
})

test('a CV of 2 GB, and one that unpacks to it, are refused without being read', async () => {
  const path = store.file('cv.pdf', '%PDF-1.7\n')
  truncateSync(path, 2 * 2 ** 30)
  const packed = store.file(
    'cv.pdf.gz',
    gzipSync(Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(64 * 2 ** 20)])),
  )
  const report = await store.run([path, packed], { organization: 'acme.example' })
  expect(report.counts.accepted).toBe(0)
  expect(report.firstRejections.map(({ line, reason }) => [line, reason])).toEqual([
    [1, 'has 2048 MiB, more than 32'],
    [1, expect.stringMatching(/^unpacks to more than 200 times its size/)],
  ])
})

test('an attachment that no file can be called is only not there', async () => {
  const names = [
    'x'.repeat(5_000),
    'a\u0000b.pdf',
    '..',
    '.',
    '',
    '../../etc/hosts',
    'ü'.repeat(200),
  ]
  const people = names.map((filename, at) => ({
    ...candidate(200 + at, `ada.${200 + at}@mail.example`),
    attachments: [{ filename, url: 'https://expired.example/1', type: 'resume' }],
  }))
  const path = store.file('candidates.json', JSON.stringify(people))
  const report = await store.run([path], { attachments: store.folder })
  expect(report.rejected).toBe(0)
  const documents = await store.sql.rows("select value from selector where kind = 'document'")
  expect(documents).toEqual([])
})
