import { parseHTML } from 'linkedom'
import { describe, expect, test } from 'vitest'
import { dataTable } from './data-table.ts'
import { exhibitMarkup } from './exhibit.ts'
import { exhibitsPage, masthead, plainPage } from './frame.ts'
import { html } from './markup.ts'
import { paperStyle } from './paper.ts'

const nasty = '</style></title><script>alert(1)</script>'
const page = { title: nasty, style: 'p { color: red }', body: html`<p>${nasty}</p>` }

const plain = plainPage({ ...page, fonts: ['Inter', 'IBM Plex Mono'] })
const withExhibits = exhibitsPage({ ...page, fonts: ['Inter'], skipTo: nasty })

describe.each([
  { kind: 'plain', text: plain, fonts: 2, scripts: 0 },
  { kind: 'of exhibits', text: withExhibits, fonts: 1, scripts: 1 },
])('a page $kind', ({ text, fonts, scripts }) => {
  const { document } = parseHTML(text)
  const style = document.querySelector('style')?.textContent ?? ''

  test('has its typefaces in it, and asks for nothing else', () => {
    const asked = [...style.matchAll(/url\((.{0,15})|@import/g)].map(([, from]) => from)
    expect(asked).toEqual(Array(fonts).fill('data:font/woff2'))
    expect(document.querySelectorAll('[src], link, iframe, object, embed, base')).toHaveLength(0)
  })

  test('is not ended by what it is told', () => {
    expect(document.querySelectorAll('script')).toHaveLength(scripts)
    expect(document.title).toBe(nasty)
    expect(document.querySelector('p:not([class])')?.textContent).toBe(nasty)
  })

  test('has its own style after the kit’s', () => {
    expect(style.indexOf('--paper: #fbfaf7')).toBeGreaterThan(0)
    expect(style.endsWith('p { color: red }')).toBe(true)
  })
})

test('an exhibit without a chart opens its tables; beside a chart they stand in its side', () => {
  const table = { id: 't', caption: 'c', opener: 'Data', head: [], rows: [[html`<th>1</th>`]] }
  const said = { id: 'x', name: 'n', title: 't', subtitle: 's', notes: ['caveat'], tables: [table] }
  const chart = { at: () => html`<svg></svg>`, forms: [['for-wide', 700]], key: [] } as const
  const drawn = (more: object) =>
    parseHTML(exhibitMarkup({ ...said, ...more }, 2).html).document.querySelector('section')
  expect(drawn({})?.querySelector('details')?.hasAttribute('open')).toBe(true)
  expect(drawn({})?.querySelector('figure')).toBeNull()
  expect(drawn({})?.querySelector('.eyebrow')?.textContent).toBe('Exhibit 3 · n')
  expect(drawn({ chart })?.querySelector('details')?.hasAttribute('open')).toBe(false)
  expect(drawn({ chart })?.querySelector('summary')?.textContent).toBe('Data 1 row')
  expect(drawn({ chart, beside: true })?.querySelector('.side details')).not.toBeNull()
  expect(drawn({ chart })?.querySelector('.side details')).toBeNull()
})

test('a table of nothing says so, over its whole width', () => {
  const head = [html`<th>a</th>`, html`<th>b</th>`]
  const { document } = parseHTML(dataTable({ id: 't', caption: 'c', head, rows: [] }).html)
  expect(document.querySelector('td')?.getAttribute('colspan')).toBe('2')
  expect(document.querySelector('td')?.textContent).toBe('Nothing was counted.')
})

test('the mark is on the screen in its prescribed colour, and on paper in head and foot', () => {
  const head = masthead({ name: 'Ringer', tlp: 'TLP:GREEN', title: 't', lede: 'l' }).html
  expect(head).toContain('<span class="tlp" style="color:#33FF00">TLP:GREEN</span>')
  expect(head).not.toContain('class="draft"')
  const paper = paperStyle('TLP:GREEN', 'Draft')
  expect(
    paper.match(/@(top|bottom)-right \{ content: "TLP\\3a GREEN"; color: #33FF00; \}/g),
  ).toHaveLength(2)
  expect(paper).toContain('@top-left { content: "Draft"; }')
  // A mark that nobody knows is shown in the colour of the strictest, and ends nothing.
  expect(paperStyle('"} body{').match(/color: #FF2B2B/g)).toHaveLength(2)
  expect(paperStyle('"} body{')).not.toContain('body{')
})
