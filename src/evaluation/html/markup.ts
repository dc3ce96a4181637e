/** A piece of HTML that is safe to print as it stands. Only this file makes one. */
export interface Markup {
  readonly html: string
}

type Piece = Markup | string | number | undefined | readonly Piece[]

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export const escapeText = (text: string): string =>
  text.toWellFormed().replace(/[&<>"']/g, (character) => entities[character] ?? '')

/** A template whose values are escaped unless they are markup already; lists are joined. */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  return trusted(parts.reduce((before, part, at) => before + htmlOf(pieces[at - 1]) + part))
}

function htmlOf(piece: Piece): string {
  if (piece === undefined) return ''
  if (typeof piece === 'string') return escapeText(piece)
  if (typeof piece === 'number') return String(piece)
  if ('html' in piece) return piece.html
  return piece.map(htmlOf).join('')
}

/** Says that this text is HTML: for what our own files and the chart library wrote. */
export const trusted = (text: string): Markup => ({ html: text })

/** Data inside a page that no reader of the page can end early. */
export const embeddedJson = (id: string, value: unknown): Markup =>
  trusted(
    `<script type="application/json" id="${id}">${JSON.stringify(value).replaceAll('<', '\\u003c')}</script>`,
  )
