import { type DataTable, dataTable } from './data-table.ts'
import type { Canvas } from './drawing.ts'
import { countText } from './figures.ts'
import { html, type Markup } from './markup.ts'

/** One exhibit: the finding in a sentence, its unit, the chart, its caveat and its data. */
export interface Exhibit {
  readonly id: string
  /** Its short name, beside its number. */
  readonly name: string
  readonly title: string
  /** Unit · period · rule. */
  readonly subtitle: Markup | string
  readonly chart?: Chart | undefined
  readonly notes: readonly string[]
  /** Each with the words that open it. */
  readonly tables: readonly (DataTable & { readonly opener: string })[]
  /** How the page's own style places it. */
  readonly shape?: string
  /** The tables stand open beside the chart, not closed below it. */
  readonly beside?: boolean
}

/** A chart that can be drawn at any width. */
export interface Chart {
  readonly at: (canvas: Canvas) => Markup
  /** Every chart is drawn for each of these widths, in pixels; the page's style shows the one that fits. */
  readonly forms: readonly (readonly [form: string, width: number])[]
  /** The signs it uses, as swatches of the page's style, and what they mean. */
  readonly key: readonly (readonly [sign: string, words: string])[]
}

/** The exhibit that is `at`-th on its page, counted from 0. */
export function exhibitMarkup(exhibit: Exhibit, at: number): Markup {
  const { id, name, title, subtitle, chart, notes, shape, beside = false } = exhibit
  // Without a chart the table is the exhibit and stands open.
  const data = exhibit.tables.map((table) => disclosed(table, beside || chart === undefined))
  const side = html`<div class="side">${keyOf(chart)}${notes.map((note) => html`<p class="note">${note}</p>`)}${beside ? data : undefined}</div>`
  return html`<section id="${id}" class="exhibit${shape === undefined ? '' : ` ${shape}`}" aria-labelledby="${id}-title">
<header><p class="eyebrow">Exhibit ${at + 1} · ${name}</p><h2 id="${id}-title" class="title">${title}</h2><p class="subtitle">${subtitle}</p></header>
<div class="body">${figureOf(chart)}${side}</div>
${beside ? undefined : data}</section>
`
}

function figureOf(chart: Chart | undefined): Markup | undefined {
  if (chart === undefined) return undefined
  const drawn = chart.forms.map(
    ([form, width]) =>
      html`<div class="${form}">${chart.at({ width, narrow: form === 'for-narrow' })}</div>`,
  )
  return html`<figure>${drawn}</figure>`
}

function keyOf(chart: Chart | undefined): Markup | undefined {
  if (chart === undefined || chart.key.length === 0) return undefined
  const signs = chart.key.map(
    ([sign, words]) =>
      html`<li><span class="swatch ${sign}" aria-hidden="true"></span>${words}</li>`,
  )
  return html`<ul class="key">${signs}</ul>`
}

function disclosed(table: Exhibit['tables'][number], open: boolean): Markup {
  const { length } = table.rows
  return html`<details${open ? html` open` : undefined}><summary>${table.opener} <span>${countText(length)} ${length === 1 ? 'row' : 'rows'}</span></summary>${dataTable(table)}</details>`
}
