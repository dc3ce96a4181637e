import { html, type Markup } from './markup.ts'

export interface DataTable {
  readonly id: string
  readonly caption: string
  readonly columns: readonly string[]
  /** The first cell of a row says what it is about. Cells with digits stand right. */
  readonly rows: readonly (readonly string[])[]
}

const numeric = /^[\d\u2212–>]|^at least/

/** A table of data with caption and scopes, in a box that scrolls where it is wider than the page. */
export function dataTable({ id, caption, columns, rows }: DataTable): Markup {
  const right = columns.map((_, at) => at > 0 && rows.every((row) => numeric.test(row[at] ?? '–')))
  const shape = (at: number): Markup | undefined => (right[at] ? html` class="number"` : undefined)
  const head = columns.map((name, at) => html`<th scope="col"${shape(at)}>${name}</th>`)
  const body = rows.map((row) => {
    const cells = row.map((cell, at) =>
      at === 0 ? html`<th scope="row">${cell}</th>` : html`<td${shape(at)}>${cell}</td>`,
    )
    return html`<tr>${cells}</tr>`
  })
  const empty = html`<tr><td colspan="${columns.length}">Nothing was counted.</td></tr>`
  return html`<div class="scroll" role="region" tabindex="0" aria-labelledby="${id}-caption"><table id="${id}"><caption id="${id}-caption">${caption}</caption><thead><tr>${head}</tr></thead><tbody>${body.length === 0 ? empty : body}</tbody></table></div>`
}
