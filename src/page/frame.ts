import { readFileSync } from 'node:fs'
import { type Family, fontFaces } from './fonts.ts'
import { html, type Markup, trusted } from './markup.ts'
import { scriptPolicy, tableKeysScript } from './table-keys.ts'
import { tlpMark } from './tlp.ts'

export interface Page {
  /** In the bar of the window. */
  readonly title: string
  /** The typefaces that it is set in. */
  readonly fonts: readonly Family[]
  /** What its own style adds to the kit's. */
  readonly style: string
  readonly body: Markup
}

/** A page of text that is handed over and printed: no script, and nothing from the network. */
export function plainPage(page: Page): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${titleAndStyle(page, ['ground.css'])}
</head>
<body>
${page.body}
</body>
</html>
`.html
}

/**
 * A page of exhibits, in whose body stands `main` with the id `content` and somewhere `tableKeys`. It
 * asks the network for nothing; `skipTo` is where who reads by keyboard may skip to: `the report`.
 */
export function exhibitsPage(page: Page & { readonly skipTo: string }): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${scriptPolicy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Ringer">
${titleAndStyle(page, ['ground.css', 'frame.css', 'exhibits.css'])}
</head>
<body>
<a class="skip" href="#content">Skip to ${page.skipTo}</a>
${page.body}
<script>${trusted(tableKeysScript)}</script>
</body>
</html>
`.html
}

function titleAndStyle({ title, fonts, style }: Page, files: readonly string[]): Markup {
  const base = files.map((file) => readFileSync(new URL(file, import.meta.url), 'utf8')).join('')
  return html`<title>${title}</title>
<style>${trusted(fontFaces(fonts))}${trusted(base)}${trusted(style)}</style>`
}

export interface Masthead {
  /** Whose page it is: `Ringer`. */
  readonly name: string
  /** How far it may go in words: `For the house — not for release`. */
  readonly standing?: string | undefined
  /** And as a mark. */
  readonly tlp?: string
  readonly title: string
  readonly lede: string
}

export function masthead({ name, standing, tlp, title, lede }: Masthead): Markup {
  const words = standing === undefined ? undefined : html`<span class="draft">${standing}</span>`
  const mark = tlp === undefined ? undefined : tlpMark(tlp)
  return html`<header class="masthead"><div class="marks"><span class="name">${name}</span>${words}${mark}</div>
<h1>${title}</h1><p class="lede">${lede}</p></header>`
}
