import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { reportCsv } from './csv.ts'
import type { Report } from './report.ts'

const share = { count: 0, of: 0, share: null }

const report: Report = {
  as_of: '2025-06-30',
  period: { from: null, to: null },
  tlp: 'TLP:AMBER+STRICT',
  draft: true,
  totals: {
    identities: 0,
    workers: 0,
    facilitators: 0,
    initial_interviews: 0,
    organizations: 0,
    organizations_outside_it: share,
    organizations_outside_us: share,
  },
  tables: [
    {
      id: 'roles',
      title: '=HYPERLINK("https://evil.example")',
      unit: 'a "unit", quoted',
      columns: ['family', 'interviews', 'share', 'note'],
      rows: [
        ['+1', -5, 0.5, 'two\r\nlines'],
        ['@x', 3, null, '-2 and =1'],
        ['\tx', 3, null, 'plain = 1'],
      ],
    },
  ],
  withheld: [],
  caveats: [],
  rules: [],
  recommendations: [],
  versions: { program: '0.0.0' },
}

const lines = parse(reportCsv(report)) as string[][]

test('text that would be a formula is led in by an apostrophe; numbers stay numbers', () => {
  expect(lines).toContainEqual(['roles', '', 'title', `'=HYPERLINK("https://evil.example")`])
  expect(lines).toContainEqual([`roles`, `'+1`, 'interviews', '-5'])
  expect(lines).toContainEqual(['roles', `'@x`, 'note', `'-2 and =1`])
  expect(lines).toContainEqual(['roles', `'\tx`, 'note', 'plain = 1'])
})

test('quotes, line ends and absent values survive', () => {
  expect(lines).toContainEqual(['roles', '', 'unit', 'a "unit", quoted'])
  expect(lines).toContainEqual(['roles', `'+1`, 'note', 'two\r\nlines'])
  expect(lines).toContainEqual(['roles', `'@x`, 'share', ''])
  expect(lines.every((line) => line.length === 4)).toBe(true)
  expect(reportCsv(report).endsWith('\r\n')).toBe(true)
})
