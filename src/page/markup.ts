/** A piece of HTML that is safe to print as it stands. Only this file makes one. */
export interface Markup {
  readonly html: string
}

type Piece = Markup | string | number | undefined | readonly Piece[]

/**
 * Bidirectional overrides, isolates and marks turn the order of what follows on the page; control
 * characters are not allowed in HTML at all. Both could make a row read as something it is not.
 */
const unseen =
  /* biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what it is for */
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g

/** Text with every character that a reader cannot see written out: `⟨U+202E⟩`. */
export function visible(text: string): string {
  return text.toWellFormed().replace(unseen, (character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
    return `⟨U+${code}⟩`
  })
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as it may stand between tags and inside a quoted attribute. */
export function escapeText(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => entities[character] ?? '')
}

/** A template whose values are escaped unless they are markup already; lists are joined. */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  const text = parts.reduce((before, part, at) => before + htmlOf(pieces[at - 1]) + part)
  return { html: text }
}

function htmlOf(piece: Piece): string {
  if (piece === undefined) return ''
  if (typeof piece === 'string') return escapeText(piece)
  if (typeof piece === 'number') return String(piece)
  if ('html' in piece) return piece.html
  return piece.map(htmlOf).join('')
}

/** Says that this text is HTML: for what our own files and the chart library wrote. */
export function trusted(text: string): Markup {
  return { html: text }
}

/** Data inside a page that no reader of the page can end early. */
export function embeddedJson(id: string, value: unknown): Markup {
  const data = JSON.stringify(value).replaceAll('<', '\\u003c')
  return { html: `<script type="application/json" id="${escapeText(id)}">${data}</script>` }
}

/** Text as a CSS string: all but letters and digits escaped, so that it can end nothing. */
export function cssString(text: string): string {
  const escaped = visible(text).replace(
    /[^A-Za-z0-9]/gu,
    (character) => `\\${(character.codePointAt(0) ?? 0).toString(16)} `,
  )
  return `"${escaped}"`
}
