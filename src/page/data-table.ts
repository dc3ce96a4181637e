import { html, type Markup } from './markup.ts'

/** A table whose cells are drawn: its id names it on the page, its caption says what it holds. */
export interface DataTable {
  readonly id: string
  readonly caption: Markup | string
  /** The cells of the head, `<th scope="col">` each. */
  readonly head: readonly Markup[]
  /** The cells of each row; the one that says what the row is about is a `<th scope="row">`. */
  readonly rows: readonly (readonly Markup[])[]
}

/** A table of data in a box that scrolls where it is wider than the page. */
export function dataTable({ id, caption, head, rows }: DataTable): Markup {
  const body = rows.map((cells) => html`<tr>${cells}</tr>`)
  const empty = html`<tr><td colspan="${Math.max(1, head.length)}">Nothing was counted.</td></tr>`
  return html`<div class="scroll" role="region" tabindex="0" aria-labelledby="${id}-caption"><table id="${id}"><caption id="${id}-caption">${caption}</caption><thead><tr>${head}</tr></thead><tbody>${body.length === 0 ? empty : body}</tbody></table></div>`
}
