import { dataTable, exhibitMarkup, html, type Markup } from '../../page/index.ts'
import type { Report, ReportTable, TableId } from '../report.ts'
import { type Drawing, drawingOf, type Sign } from './charts.ts'
import { drawnTable } from './data-table.ts'
import { columnTitle, setText } from './figures.ts'
import { withRuleLinks } from './rules.ts'

type Shape = 'wide' | 'full' | 'half' | 'beside'

interface Place {
  readonly name: string
  /** The whole width with or without notes beside the chart, half of it, or chart beside table. */
  readonly shape: Shape
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
  roles: { name: 'Roles', shape: 'full' },
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

/** The widths that charts of each shape are drawn for, in pixels. */
const forms: Readonly<Record<Shape, readonly (readonly [string, number])[]>> = {
  wide: [
    ['for-wide', 700],
    ['for-narrow', 332],
  ],
  full: [
    ['for-full', 980],
    ['for-wide', 700],
    ['for-narrow', 332],
  ],
  half: [
    ['for-broad', 700],
    ['for-wide', 460],
    ['for-narrow', 332],
  ],
  beside: [
    ['for-broad', 700],
    ['for-wide', 420],
    ['for-narrow', 332],
  ],
}

/** One exhibit: the finding, its unit, the chart, its caveat and its data. */
export function exhibit(report: Report, table: ReportTable, at: number): Markup {
  const { name, shape } = placeOf(table)
  const drawing = drawingOf(table, report)
  const drawn = drawnTable(table, { id: `${table.id}-table`, draft: report.draft })
  return exhibitMarkup(
    {
      id: table.id,
      name,
      title: setText(table.title),
      subtitle: withRuleLinks(table.unit, report.rules),
      chart: drawing && { at: drawing.at, forms: forms[shape], key: keyOf(drawing) },
      notes: table.note === undefined ? [] : [setText(table.note)],
      tables: [{ ...drawn, opener: 'Data table' }],
      shape,
      beside: shape === 'beside',
    },
    at,
  )
}

const signWords: Readonly<Record<Sign, string>> = {
  part: 'part of a quarter',
  withheld: 'withheld',
  unknown: 'not observed: it may have happened',
  unmapped: 'not known',
  break: 'level changes, and quarters where it may',
  interval: 'interval around the estimate',
}

const keyOf = ({ signs }: Drawing): readonly (readonly [Sign, string])[] =>
  signs.map((sign) => [sign, signWords[sign]])

/** How a table stands on paper: two slim ones beside each other; headings of many columns upright. */
function paperShape(table: ReportTable): 'slim' | 'broad' | 'broad many' {
  if (table.columns.length > 10) return 'broad many'
  const short = table.rows.every((row) => row.every((cell) => String(cell).length <= 20))
  return short && table.columns.length <= 5 ? 'slim' : 'broad'
}

/** All tables again, for paper: a printed page has nothing to open. */
export function appendix(report: Report): Markup {
  const tables = report.tables.map((table, at) => {
    const shown = { id: `${table.id}-paper`, draft: report.draft }
    return html`<section class="${paperShape(table)}"><h3>Exhibit ${at + 1} · ${exhibitName(table)}</h3>${dataTable(drawnTable(table, shown))}</section>`
  })
  return html`<section id="appendix" class="appendix"><h2>Appendix: the data</h2>${tables}</section>`
}
