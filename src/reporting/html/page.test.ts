import { createHash } from 'node:crypto'
import { parseHTML } from 'linkedom'
import { describe, expect, test } from 'vitest'
import { countText } from '../../page/index.ts'
import type { Report, ReportTable } from '../report.ts'
import { wrapped } from './chart-text.ts'
import { renderHtml } from './page.ts'
import { empty, hostile, nasty, plausible } from './report-fixture.ts'

const reports = Object.entries({ plausible, empty, hostile })

function parsed(report: Report) {
  return parseHTML(renderHtml(report)).document
}

const all = (root: ReturnType<typeof parsed>, selector: string) => [
  ...root.querySelectorAll(selector),
]

describe.each(reports)('the %s report', (_, report) => {
  const page = renderHtml(report)
  const { document } = parseHTML(page)

  test('names its language and asks the network for nothing', () => {
    expect(document.documentElement.getAttribute('lang')).toBe('en')
    const policy = document.querySelector('meta[http-equiv]')?.getAttribute('content') ?? ''
    expect(policy).toContain("default-src 'none'")
    const loading = all(document, '[src], [href], link, iframe, object, embed, form, base')
    expect(loading.filter((each) => !/^#[\w-]+$/.test(each.getAttribute('href') ?? ''))).toEqual([])
    const urls = all(document, 'style').flatMap((each) => [
      ...(each.textContent ?? '').matchAll(/url\((.{0,12})|@import/g),
    ])
    expect(urls.map(([, begin]) => begin)).toEqual(['data:font/wo', 'data:font/wo'])
  })

  test('its one script is the one that the policy knows', () => {
    const [script, ...others] = all(document, 'script')
    expect(others).toEqual([])
    const text = script?.textContent ?? ''
    expect(page.includes(`<script>${text}</script>`)).toBe(true)
    const hash = createHash('sha256').update(text).digest('base64')
    const policy = document.querySelector('meta[http-equiv]')?.getAttribute('content')
    expect(policy).toContain(`script-src 'sha256-${hash}'`)
  })

  test('has every exhibit with its table, and a heading for each', () => {
    for (const table of report.tables) {
      expect(document.getElementById(table.id)?.querySelector('h2')?.textContent).toBeTruthy()
      expect(document.getElementById(`${table.id}-table`)?.tagName).toBe('TABLE')
      expect(document.getElementById(`${table.id}-paper`)?.tagName).toBe('TABLE')
    }
  })

  test('every id is there once and every link within the page arrives', () => {
    const ids = all(document, '[id]').map((each) => each.getAttribute('id'))
    expect(new Set(ids).size).toBe(ids.length)
    const targets = all(document, 'a[href]').map((each) => each.getAttribute('href')?.slice(1))
    expect(targets.filter((id) => !ids.includes(id ?? ''))).toEqual([])
    const labels = all(document, '[aria-labelledby]').map((each) =>
      each.getAttribute('aria-labelledby'),
    )
    expect(labels.filter((id) => !ids.includes(id))).toEqual([])
  })

  test('headings go down one level at a time', () => {
    const levels = all(document, 'h1, h2, h3, h4').map((each) => Number(each.tagName.slice(1)))
    expect(levels.filter((level) => level === 1)).toHaveLength(1)
    expect(levels.filter((level, at) => level > (levels[at - 1] ?? 0) + 1)).toEqual([])
  })

  test('tables have captions and scopes, charts say what they show', () => {
    for (const table of all(document, 'table')) {
      expect(table.querySelector('caption')?.textContent).toBeTruthy()
      const heads = [...table.querySelectorAll('th')]
      expect(heads.filter((each) => !each.getAttribute('scope'))).toEqual([])
    }
    for (const chart of all(document, 'figure svg')) {
      expect(chart.getAttribute('role')).toBe('img')
      expect(chart.getAttribute('aria-label')?.length).toBeGreaterThan(20)
    }
  })

  test('is the same bytes each time, and not too many', () => {
    expect(renderHtml(report) === page).toBe(true)
    // Hostile texts are as long as they please.
    expect(Buffer.byteLength(page)).toBeLessThan(report === hostile ? 900_000 : 600_000)
  })
})

describe('a plausible draft', () => {
  const document = parsed(plausible)
  const text = document.body.textContent ?? ''

  test('every figure of the totals is on the page with its unit, period and rule', () => {
    const { totals } = plausible
    const figures = all(document, '.figure')
    const values = all(document, '.figure data').map((each) => Number(each.getAttribute('value')))
    const { identities, workers, facilitators, initial_interviews, organizations } = totals
    const shares = [totals.organizations_outside_it, totals.organizations_outside_us]
    const counts = [identities, workers, facilitators, initial_interviews, organizations]
    expect(values.toSorted()).toEqual(
      [...counts, ...shares.flatMap(({ count, of, share }) => [count, of, share ?? -1])].toSorted(),
    )
    for (const each of figures) {
      expect(each.querySelector('.unit')?.textContent).toMatch(
        /.+ · 2021-01 to 2025-06 · rule \d+$/,
      )
    }
    expect(text).toContain('6\u202f504 initial job interviews')
  })

  test('says that it is a draft on the screen and in the margin of each printed page', () => {
    expect(document.querySelector('.draft')?.textContent).toBe('Draft — not for release')
    const style = document.querySelector('style')?.textContent ?? ''
    expect(/@top-left \{ content: "Draft/.test(style)).toBe(true)
    expect(parsed(empty).querySelector('.draft')).toBeNull()
    expect(renderHtml(empty).includes('not for release')).toBe(false)
  })

  test('every exhibit has its chart, wide and narrow, with the finding as text', () => {
    for (const table of plausible.tables) {
      const figure = document.getElementById(table.id)?.querySelector('figure')
      for (const form of ['.for-wide', '.for-narrow']) {
        const said = [...(figure?.querySelectorAll(`${form} > svg`) ?? [])]
          .map((svg) => svg.getAttribute('aria-label') ?? '')
          .join(' ')
        expect(said).toContain(table.title.slice(0, 30))
      }
    }
  })

  test('a withheld cell is a lozenge in the table and in the chart, never zero', () => {
    const released = parsed({ ...plausible, draft: false })
    const roles = released.getElementById('roles')
    const row = [...(roles?.querySelectorAll('#roles-table tbody tr') ?? [])].at(-1)
    const cells = [...(row?.querySelectorAll('th, td') ?? [])].map((each) => each.textContent)
    expect(cells.slice(2, 6)).toEqual(['withheld', 'withheld', 'withheld', 'withheld'])
    expect(row?.querySelectorAll('.lozenge')).toHaveLength(4)
    expect(roles?.querySelector('.for-wide svg')?.getAttribute('aria-label')).toContain(
      'in the data table',
    )
    const drawn = [...(roles?.querySelectorAll('.for-wide text') ?? [])].map(
      (each) => each.textContent,
    )
    expect(drawn).toContain('withheld')
    expect(drawn).not.toContain('0')
  })

  test('a withheld quarter is a lozenge in its place', () => {
    const tables = plausible.tables.map((table) => ({
      ...table,
      rows: table.rows.map((row, at) =>
        table.id === 'ai' && at === 4 ? row.map((cell, of) => (of === 0 ? cell : null)) : row,
      ),
    }))
    const exhibit = parsed({ ...plausible, draft: false, tables }).getElementById('ai')
    expect(exhibit?.querySelectorAll('.for-wide > svg [fill="var(--lozenge)"] rect').length).toBe(1)
    expect(exhibit?.querySelector('.key')?.textContent).toContain('withheld')
    // A sum without it would be no sum.
    expect(exhibit?.querySelector('.for-wide .sum')).toBeNull()
  })

  test('what is not known is not said to be withheld', () => {
    const released = parsed({ ...plausible, draft: false })
    const unknown = [...released.querySelectorAll('#countries-table tbody tr')].at(-1)
    const words = [...(unknown?.querySelectorAll('.lozenge') ?? [])].map((each) => each.textContent)
    expect(words).toEqual(['not known', 'not known', 'not known'])
    const quarter = released.querySelector('#ai-table tbody tr')
    expect(quarter?.querySelector('.lozenge')?.textContent).toBe('not known')
    expect(document.querySelector('#roles-table .lozenge')?.textContent).toBe('not known')
  })

  test('a break in level is drawn with its interval', () => {
    const chart = document.querySelector('#ai .for-wide > svg')
    const words = [...(chart?.querySelectorAll('text') ?? [])].map((each) => each.textContent)
    expect(words).toContain('level changes')
    const shaded = [...(chart?.querySelectorAll('[fill="var(--line)"] rect') ?? [])]
    const heights = shaded.map((rect) => Number(rect.getAttribute('height')))
    expect(heights.filter((height) => height > 100)).toHaveLength(3)
    expect(document.querySelector('#healthcare .for-wide')?.textContent).not.toContain('level')
  })

  test('a part-quarter is hatched and its key says so', () => {
    const bars = document
      .getElementById('ai')
      ?.querySelectorAll('.for-wide > svg [fill="url(#hatched)"] rect')
    expect(bars?.length).toBe(1)
    expect(document.getElementById('ai')?.querySelector('.key')?.textContent).toContain(
      'part of a quarter',
    )
  })

  test('rules are numbered and linked from the units that name them', () => {
    const links = [...(document.querySelectorAll('#countries .subtitle a') ?? [])]
    expect(links.map((each) => each.getAttribute('href'))).toEqual(['#rule-3', '#rule-4'])
    expect(document.querySelectorAll('#rules li')).toHaveLength(plausible.rules.length)
  })
})

describe('what does not fit', () => {
  test('long names are wrapped into the lines that there are, and cut at the end', () => {
    expect(wrapped('Arts, entertainment and recreation', 20, 2)).toBe(
      'Arts, entertainment\nand recreation',
    )
    expect(wrapped('one two three four', 7, 2)).toBe('one two\nthree…')
    expect(wrapped('x'.repeat(30), 10, 2)).toBe(`${'x'.repeat(10)}\n${'x'.repeat(9)}…`)
    expect(wrapped('', 10, 2)).toBe('')
  })

  const only = (table: ReportTable): Report => ({ ...plausible, tables: [table] })
  const [industries] = plausible.tables

  test('a table without the columns of its chart stands open by itself', () => {
    if (industries === undefined) throw new Error('the fixture has no table')
    const columns = industries.columns.map((name) => (name === 'organizations' ? 'firms' : name))
    const document = parsed(only({ ...industries, columns }))
    expect(document.querySelector('#industries figure')).toBeNull()
    expect(document.querySelector('#industries details')?.hasAttribute('open')).toBe(true)
    expect(document.querySelectorAll('#industries-table tbody tr')).toHaveLength(
      industries.rows.length,
    )
  })

  test('an empty report has no chart and says that nothing was counted', () => {
    const document = parsed(empty)
    expect(document.querySelector('figure')).toBeNull()
    expect(document.querySelector('#industries-table tbody')?.textContent).toBe(
      'Nothing was counted.',
    )
    expect(document.querySelector('.lede')?.textContent).toContain('No identity')
    const none = parsed({ ...empty, tables: [] })
    expect(none.querySelectorAll('main section').length).toBeGreaterThan(4)
  })

  test('hostile text adds no element, no attribute and no style', () => {
    const document = parsed(hostile)
    expect(document.querySelectorAll('script')).toHaveLength(1)
    expect(document.querySelectorAll('img, [onerror]')).toHaveLength(0)
    expect(document.querySelectorAll('style')).toHaveLength(1)
    const page = renderHtml(hostile)
    const dangerous = ['<script>alert', '\u202e', '\u202c', '\u0000', '</style></title>']
    expect(dangerous.filter((text) => page.includes(text))).toEqual([])
    expect(document.getElementById('industries-title')?.textContent).toContain('<script>alert(1)')
    expect(document.getElementById('industries-title')?.textContent).toContain('⟨U+202E⟩')
    expect(document.querySelector('.masthead .tlp')?.textContent).toContain(nasty.slice(0, 20))
  })

  test('counts are set with thin spaces, whatever their size', () => {
    expect([0, 999, 1000, 1234567, -4200, 12.34].map(countText)).toEqual([
      '0',
      '999',
      '1\u202f000',
      '1\u202f234\u202f567',
      '\u22124\u202f200',
      '12.3',
    ])
  })
})
