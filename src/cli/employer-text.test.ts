import { readFileSync, writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import type { EmployerView } from '../assessment/index.ts'
import { readStoreFile } from '../sql/store-fixture.ts'
import { employerPage } from './employer-page.ts'
import { employerText } from './employer-text.ts'
import { identitiesBySubject, refusal } from './judging-fixture.ts'
import { applicationLine, ringer, useFolder } from './process-testing.ts'

const fact = {
  what: 'One device presents several persons',
  shared: 'The same device was used under other names.',
  own: [{ source: 'acme-ats', id: 'app-1', kind: 'application', at: '2024-03-18T09:41:07Z' }],
  others: ['A', 'C'],
  data_sets: ['asn 2026-06-17'],
  innocent: ['a family computer', 'a library'],
  check: 'Ask from which machine the application was sent, as of every candidate.',
}
const view: EmployerView = {
  organization: 'acme.example',
  tlp: 'TLP:AMBER+STRICT',
  records: ['acme-ats/cand-1'],
  facts: [fact],
  not_seen: ['The identity document was altered'],
  withheld: true,
  limits: ['Hear the person.'],
}

describe('the text', () => {
  test('says who observed it, what else explains it, the check, and last the limits', () => {
    expect(employerText(view)).toBe(
      [
        'Facts for acme.example · TLP:AMBER+STRICT',
        'Of the person in your records: acme-ats/cand-1',
        '',
        'One device presents several persons',
        '  You observed it in acme-ats/app-1 (application, 2024-03-18).',
        '  Other organizations, grades A, C, observed it.',
        '  The same device was used under other names.',
        '  What the address, number or mailbox is was looked up: asn 2026-06-17.',
        '  May be innocent: a family computer; a library.',
        '  The check: Ask from which machine the application was sent, as of every candidate.',
        '',
        'Withheld: something that other organizations observed, and that their marking keeps with them.',
        '',
        'Could have been seen in your observations, and was not',
        '  The identity document was altered',
        '',
        'What this page is not for',
        '  Hear the person.',
      ].join('\n'),
    )
  })

  test('of nothing says so', () => {
    const text = employerText({ ...view, facts: [], not_seen: [], withheld: false })
    expect(text).toContain('\nNothing was observed that calls for a check.\n')
    expect(text).not.toMatch(/Withheld|Could have/)
  })
})

test('the page says the same, and text of others cannot become a part of it', () => {
  const nasty = '</style><script>alert(1)</script>\u202e'
  const own = [{ source: nasty, id: nasty, kind: 'application', at: '2024-03-18T09:41:07Z' }]
  const page = employerPage({ ...view, records: [nasty], facts: [{ ...fact, own }] })
  expect(page).not.toContain('<script')
  expect(page).not.toContain('\u202e')
  for (const line of [fact.what, fact.shared, fact.check, ...fact.innocent, ...view.limits]) {
    expect(page).toContain(line)
  }
  expect(page).toContain('withheld · marking')
  expect(page).not.toMatch(/https?:/)
})

describe('handing over', () => {
  const place = useFolder()
  const data = ['--data', place('data')] as const
  let id = ''

  beforeAll(async () => {
    const source = { source: 'acme-ats', type: 'ats', organization: 'acme.example' }
    const lines = [
      JSON.stringify({ ...source, name: 'Acme', reliability: 'B', tlp: 'TLP:AMBER' }),
      applicationLine(1, { facts: { 'ip.network': 'vpn' } }),
    ]
    writeFileSync(place('sources.ndjson'), `${lines[0]}\n`)
    writeFileSync(place('evidence.ndjson'), `${lines[1]}\n`)
    const files = ['sources.ndjson', 'evidence.ndjson'].map(place)
    expect(await ringer('run', ...files, ...data)).toMatchObject({ status: 0 })
    id = (await identitiesBySubject(data))['acme-ats/cand-1'] ?? ''
  })

  test('is kept: to an employer, and to a person', async () => {
    const words = ['--view', 'employer', '--organization', 'acme.example'] as const
    const text = await ringer('explain', id, ...words, ...data)
    expect(text.news).toBe('Recorded that acme.example received this.\n')
    expect(text.out).toMatch(/^Facts for acme\.example · TLP:AMBER\+STRICT\n/)
    expect(text.out).toContain('You observed it in acme-ats/app-1 (application, 2024-03-18).')
    expect(text.out).not.toMatch(/idn_/)
    const html = ['--format', 'html', '--out', place('view.html')]
    await ringer('explain', id, ...words, ...html, '--to', 'Bea of Acme', ...data)
    expect(readFileSync(place('view.html'), 'utf8')).toMatch(/^<!doctype html>/)
    await ringer('explain', id, '--to', 'cleo', ...data)
    const nobody = await ringer('explain', id, ...data)
    expect(nobody.news).toBe('')
    const rows = await readStoreFile(
      place('data/ringer.duckdb'),
      'select * exclude (delivered_at) from delivery order by all',
    )
    const last = { founder_subjects: [1], last_decision: 0 }
    expect(rows).toEqual([
      { delivery_id: 1, recipient: 'acme.example', what: 'employer_view', ...last },
      { delivery_id: 2, recipient: 'Bea of Acme', what: 'employer_view', ...last },
      { delivery_id: 3, recipient: 'cleo', what: 'explanation', ...last },
    ])
  })

  test('to whom it was handed hears of a contest', async () => {
    const why = ['--reason', 'the person was met twice in the office']
    await ringer('decide', id, 'cleared', '--by', 'ana', ...why, ...data)
    await ringer('explain', id, '--to', 'dora', ...data)
    const contest = ['undecided', '--by', 'bea', '--contest', '1', ...why]
    const said = await ringer('decide', id, ...contest, ...data)
    expect(said.out).toMatch(/have to hear of this:\n {2}dora \(explanation, \S+\)\n(?! {2})/)
  })

  test.for([
    [['ID', '--view', 'employer'], /takes both --view employer and --organization/],
    [['ID', '--organization', 'acme.example'], /takes both/],
    [
      ['ID', '--view', 'recruiter', '--organization', 'a.example'],
      /--view recruiter: use employer/,
    ],
    [['ID', '--format', 'html'], /--format html goes with --view employer/],
    [['ID', '--to', ' '], /say who receives it/],
    [['a/b', 'c/d', '--to', 'ana'], /go with one identity/],
    [['rng_0000000000000', '--to', 'ana'], /go with one identity/],
  ] as const)('refuses %j', async ([words, message]) => {
    const given = words.map((word) => (word === 'ID' ? id : word))
    const refused = await refusal(['explain', ...given, ...data])
    expect(refused).toMatchObject({ kind: 'usage', message: expect.stringMatching(message) })
  })
})
