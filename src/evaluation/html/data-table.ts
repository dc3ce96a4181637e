import { type Exhibit, html, type Markup } from '../../page/index.ts'

export interface DataTable {
  readonly id: string
  readonly caption: string
  readonly columns: readonly string[]
  /** The first cell of a row says what it is about. Cells with digits stand right. */
  readonly rows: readonly (readonly string[])[]
}

const numeric = /^[\d\u2212–>]|^at least/

/** The table with its cells drawn; its caption is also what opens it. */
export function drawnTable({ id, caption, columns, rows }: DataTable): Exhibit['tables'][number] {
  const right = columns.map((_, at) => at > 0 && rows.every((row) => numeric.test(row[at] ?? '–')))
  const shape = (at: number): Markup | undefined => (right[at] ? html` class="number"` : undefined)
  return {
    id,
    caption,
    opener: caption,
    head: columns.map((name, at) => html`<th scope="col"${shape(at)}>${name}</th>`),
    rows: rows.map((row) =>
      row.map((cell, at) =>
        at === 0 ? html`<th scope="row">${cell}</th>` : html`<td${shape(at)}>${cell}</td>`,
      ),
    ),
  }
}
