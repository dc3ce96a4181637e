import type { Report, ReportTable, TableId } from '../report.ts'
import { type Drawing, drawingOf, type Sign } from './charts.ts'
import { dataTable } from './data-table.ts'
import { columnTitle, countText, setText } from './figures.ts'
import { html, type Markup } from './markup.ts'
import { withRuleLinks } from './rules.ts'

interface Place {
  readonly name: string
  /** The whole width with notes beside the chart, half of it, or chart beside table. */
  readonly shape: 'wide' | 'half' | 'beside'
}

const places: Readonly<Record<TableId, Place>> = {
  industries: { name: 'Industries', shape: 'wide' },
  countries: { name: 'Countries', shape: 'beside' },
  interviews_by_quarter: { name: 'Interviews by quarter', shape: 'wide' },
  ai: { name: 'Artificial intelligence', shape: 'wide' },
  healthcare: { name: 'Healthcare', shape: 'half' },
  finance: { name: 'Finance', shape: 'half' },
  public_administration: { name: 'Public administration', shape: 'half' },
  professional_services: { name: 'Professional services', shape: 'half' },
  roles: { name: 'Roles', shape: 'wide' },
  funnel: { name: 'From interview to employment', shape: 'wide' },
  unseen_identities: { name: 'Unseen identities', shape: 'wide' },
}

/** The short name of an exhibit, for its eyebrow and the table of contents. */
export function exhibitName(table: ReportTable): string {
  return placeOf(table).name
}

function placeOf(table: ReportTable): Place {
  const known: Place | undefined = Object.hasOwn(places, table.id) ? places[table.id] : undefined
  return known ?? { name: columnTitle(table.id), shape: 'wide' }
}

/** Pixels that a chart is drawn for: as wide as its place on a screen, and on a telephone. */
const widths = { wide: 700, half: 460, beside: 460 } as const
const NARROW = 332

/** One exhibit: the finding, its unit, the chart, its caveat and its data. */
export function exhibit(report: Report, table: ReportTable, at: number): Markup {
  const { name, shape } = placeOf(table)
  const drawing = drawingOf(table, report)
  const note =
    table.note === undefined ? undefined : html`<p class="note">${setText(table.note)}</p>`
  return html`<section id="${table.id}" class="exhibit ${shape}" aria-labelledby="${table.id}-title">
<header><p class="eyebrow">Exhibit ${at + 1} · ${name}</p><h2 id="${table.id}-title" class="title">${setText(table.title)}</h2><p class="subtitle">${withRuleLinks(table.unit, report.rules)}</p></header>
<div class="body">${chart(drawing, widths[shape])}<div class="side">${key(drawing)}${note}${shape === 'beside' ? data(table, drawing) : undefined}</div></div>
${shape === 'beside' ? undefined : data(table, drawing)}</section>
`
}

function chart(drawing: Drawing | undefined, width: number): Markup | undefined {
  if (drawing === undefined) return undefined
  const wide = drawing.at({ width, narrow: false })
  const narrow = drawing.at({ width: NARROW, narrow: true })
  return html`<figure><div class="for-wide">${wide}</div><div class="for-narrow">${narrow}</div></figure>`
}

/** Without a chart the table is the exhibit and stands open. */
function data(table: ReportTable, drawing: Drawing | undefined): Markup {
  const rows = table.rows.length
  const open = drawing === undefined || placeOf(table).shape === 'beside'
  return html`<details${open ? html` open` : undefined}><summary>Data table <span>${countText(rows)} ${rows === 1 ? 'row' : 'rows'}</span></summary>${dataTable(table, `${table.id}-table`)}</details>`
}

const signWords: Readonly<Record<Sign, string>> = {
  part: 'part of a quarter',
  withheld: 'withheld',
  unknown: 'not observed: it may have happened',
  interval: 'interval around the estimate',
}

function key(drawing: Drawing | undefined): Markup | undefined {
  if (drawing === undefined || drawing.signs.length === 0) return undefined
  const signs = drawing.signs.map(
    (sign) =>
      html`<li><span class="swatch ${sign}" aria-hidden="true"></span>${signWords[sign]}</li>`,
  )
  return html`<ul class="key">${signs}</ul>`
}

/** Few columns of short words: two such tables stand beside each other on paper. */
function isSlim(table: ReportTable): boolean {
  const short = table.rows.every((row) => row.every((cell) => String(cell).length <= 20))
  return short && table.columns.length <= 5
}

/** All tables again, for paper: a printed page has nothing to open. */
export function appendix(report: Report): Markup {
  const tables = report.tables.map((table, at) => {
    const note =
      table.note === undefined ? undefined : html`<p class="note">${setText(table.note)}</p>`
    return html`<section class="${isSlim(table) ? 'slim' : 'broad'}"><h3>Exhibit ${at + 1} · ${exhibitName(table)}</h3>${dataTable(table, `${table.id}-paper`)}${note}</section>`
  })
  return html`<section id="appendix" class="appendix"><h2>Appendix: the data</h2>${tables}</section>`
}
