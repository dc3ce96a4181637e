import { type DataTable, dataTable } from './data-table.ts'
import type { Canvas } from './drawing.ts'
import { countText } from './figures.ts'
import { html, type Markup } from './markup.ts'

/** One exhibit: the finding in a sentence, its unit, the chart, its caveat and its data. */
export interface Exhibit {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly subtitle: string
  readonly chart?: (canvas: Canvas) => Markup
  readonly key?: readonly (readonly [sign: Sign, words: string])[]
  readonly notes: readonly string[]
  readonly tables: readonly DataTable[]
}

type Sign = 'dot' | 'span' | 'band' | 'tick' | 'dash'

/** Every chart is drawn for these widths, in pixels; the style shows the one that fits. */
const forms: readonly (readonly [string, number])[] = [
  ['for-wide', 700],
  ['for-narrow', 332],
]

export function exhibitMarkup(exhibit: Exhibit, at: number): Markup {
  const { id, name, title, subtitle, chart, key = [], notes, tables } = exhibit
  const drawn = forms.map(([form, width]) =>
    chart === undefined
      ? undefined
      : html`<div class="${form}">${chart({ width, narrow: form === 'for-narrow' })}</div>`,
  )
  const signs = key.map(
    ([sign, words]) =>
      html`<li><span class="swatch ${sign}" aria-hidden="true"></span>${words}</li>`,
  )
  const side = html`<div class="side">${signs.length > 0 ? html`<ul class="key">${signs}</ul>` : undefined}${notes.map((note) => html`<p class="note">${note}</p>`)}</div>`
  return html`<section id="${id}" class="exhibit" aria-labelledby="${id}-title">
<header><p class="eyebrow">Exhibit ${at + 1} · ${name}</p><h2 id="${id}-title" class="title">${title}</h2><p class="subtitle">${subtitle}</p></header>
<div class="body">${chart === undefined ? undefined : html`<figure>${drawn}</figure>`}${side}</div>
${tables.map((table) => disclosed(table, chart === undefined))}</section>
`
}

/** Without a chart the table is the exhibit and stands open. */
const disclosed = (table: DataTable, open: boolean): Markup =>
  html`<details${open ? html` open` : undefined}><summary>${table.caption} <span>${countText(table.rows.length)} ${table.rows.length === 1 ? 'row' : 'rows'}</span></summary>${dataTable(table)}</details>`
