import { type DataTable, html, type Markup } from '../../page/index.ts'
import type { Cell, ReportTable } from '../report.ts'
import { cellText, columnTitle, isShareColumn, lozenge } from './figures.ts'

interface Column {
  readonly name: string
  readonly at: number
  /** Whether it holds numbers: they stand right. */
  readonly numeric: boolean
  /** Whether it holds codes and other short words, which are not broken. */
  readonly short: boolean
  /** Whether it says what its row is about. */
  readonly heads: boolean
  readonly draft: boolean
}

/** Where a table stands: its id there, and whether the report is a draft. */
interface Shown {
  readonly id: string
  readonly draft: boolean
}

/**
 * The table with its cells drawn. `id` names it on the page: the same table stands in the exhibit and,
 * for paper, in the appendix.
 */
export function drawnTable(table: ReportTable, { id, draft }: Shown): DataTable {
  const named = table.columns.findIndex((name) => nameColumns.has(name))
  const columns = table.columns.map((name, at) => ({
    name,
    at,
    numeric: table.rows.some((row) => typeof row[at] === 'number'),
    short: table.rows.every((row) => String(row[at] ?? '').length <= 10),
    heads: at === Math.max(0, named),
    draft,
  }))
  return {
    id,
    caption: html`${table.title} <span>${table.unit}</span>`,
    head: columns.map(
      (column) => html`<th scope="col"${shapeClass(column)}>${columnTitle(column.name)}</th>`,
    ),
    rows: table.rows.map((row) => columns.map((column) => cell(row, column))),
  }
}

/** Columns that say what a row is about, where the first column is only its code. */
const nameColumns = new Set(['title', 'name', 'role', 'stage', 'quarter', 'population'])

function shapeClass(column: Column): Markup {
  if (column.numeric) return html` class="number"`
  return column.short ? html` class="short"` : html``
}

function cell(row: readonly Cell[], column: Column): Markup {
  const value = row[column.at] ?? null
  if (column.heads)
    return html`<th scope="row"${shapeClass(column)}>${words(row, value, column)}</th>`
  return html`<td${shapeClass(column)}>${words(row, value, column)}</td>`
}

function words(row: readonly Cell[], value: Cell, column: Column): Markup {
  if (value === null) return lozenge(absentWord(row, column))
  if (column.name === 'complete' && value === false) return html`<span class="part">part</span>`
  if (typeof value === 'number') {
    return html`<data value="${value}">${cellText(value, column.name)}</data>`
  }
  return html`${cellText(value, column.name)}`
}

/** Columns that stay empty where nobody told what to hold the counts against. */
const exposures = /^(postings|remote_postings|applications|.*_per_100000)$/

/**
 * Why a cell is empty. In a draft nothing is withheld. Elsewhere a share of a count that is told
 * is not known, and so is what could not be estimated; the rest was suppressed.
 */
function absentWord(row: readonly Cell[], column: Column): string {
  const shareOfTold = isShareColumn(column.name) && typeof row[column.at - 1] === 'number'
  const untold = exposures.test(column.name) || row.includes('cannot tell')
  return column.draft || shareOfTold || untold ? 'not known' : 'withheld'
}
