import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTestImport, type TestImport } from './import-fixture.ts'

let store: TestImport

beforeAll(async () => {
  store = await openTestImport()
})
afterAll(() => store.close())
beforeEach(() => store.empty())

const cv = (name: string, mailbox: string) =>
  [name, `${mailbox}`, '', 'Experience', `${name} repaired the booking system of a museum.`].join(
    '\n',
  )

function mailOf(from: string, resumes: readonly string[]): string {
  const parts = resumes.map((text, at) =>
    [
      '--part',
      `Content-Type: text/plain; name="cv-${at}.txt"`,
      `Content-Disposition: attachment; filename="cv-${at}.txt"`,
      '',
      text,
    ].join('\r\n'),
  )
  return [
    `From: ${from}`,
    'To: jobs@acme.example',
    'Date: Mon, 18 Mar 2024 04:41:07 -0500',
    `Message-ID: <${from.length}-${resumes.join('').length}@mail.example>`,
    'X-Originating-IP: [203.0.113.24]',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="part"',
    '',
    '--part',
    'Content-Type: text/plain',
    '',
    'Please find a CV attached. Our desk: +1 202 555 0111, desk2@staffing.example',
    ...parts,
    '--part--',
    '',
  ].join('\r\n')
}

/** Mailboxes and numbers of each subject. */
async function contacts(mails: readonly string[]) {
  const files = mails.map((mail, at) => store.file(`${at}.eml`, mail))
  const report = await store.run(files, { organization: 'acme.example' })
  expect(report.rejected).toBe(0)
  const rows = await store.sql.rows<{ readonly held: string }>(
    `select string_agg(distinct s.value, ' ' order by s.value) as held from selector as s
     join event as e using (observation_id)
     where s.kind in ('email', 'phone', 'ip') group by e.subject_id order by held`,
  )
  return { held: rows.map(({ held }) => held), notTaken: report.notTaken }
}

const agency = 'Staffing Desk <submissions@staffing.example>'
const ana = cv('Ana Ruiz', 'ana.ruiz@mail.example')
const bo = cv('Bo Lund', 'bo.lund@mail.example')

test('people whose CVs one desk sends are not one person, and nothing of the desk is theirs', async () => {
  const { held, notTaken } = await contacts([mailOf(agency, [ana]), mailOf(agency, [bo])])
  expect(held).toEqual(['ana.ruiz@mail.example', 'bo.lund@mail.example'])
  expect(notTaken).toEqual([['sender who passed on somebody else’s CV', 2]])
})

test('two CVs in one mail of a desk are two applications', async () => {
  const { held } = await contacts([mailOf(agency, [ana, bo])])
  expect(held).toEqual(['ana.ruiz@mail.example', 'bo.lund@mail.example'])
})

test.each(['Ana Ruiz <home@mail2.example>', 'ruiz.a@mail2.example', 'ana.ruiz@mail.example'])(
  'whoever sends their own CV as %s has both mailboxes',
  async (from) => {
    const { held } = await contacts([mailOf(from, [ana])])
    expect(held).toHaveLength(1)
    expect(held[0]).toContain('ana.ruiz@mail.example')
    expect(held[0]).toContain('203.0.113.24')
  },
)
