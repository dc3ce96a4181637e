import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Report } from '../report.ts'
import { appendix, exhibit, exhibitName } from './exhibit.ts'
import { countText, dayText } from './figures.ts'
import { fontFaces } from './fonts.ts'
import { headline } from './headline.ts'
import { cssString, html, type Markup, trusted } from './markup.ts'
import {
  colophon,
  countsText,
  methodSection,
  recommendationsSection,
  withheldSection,
} from './matter.ts'
import { rulesSection } from './rules.ts'
import { tableKeys } from './table-keys.ts'
import { tlpAllows, tlpColour, tlpMark } from './tlp.ts'

const TITLE = 'The remote-worker scheme: identities and where they were interviewed'
const DRAFT = 'Draft — not for release'

/**
 * The report as one HTML page that asks the network for nothing: fonts, charts and style are in
 * it. The same report gives the same bytes.
 */
export function renderHtml(report: Report): string {
  return html`<!doctype html>
<html lang="en">
${head(report)}
<body>
<a class="skip" href="#content">Skip to the report</a>
${trusted(hatches)}
${report.draft ? html`<p class="across" aria-hidden="true">${DRAFT}</p>` : undefined}
${masthead(report)}
<div class="sheet">
${contents(report)}
<main id="content" tabindex="-1">
${headline(report)}
<div class="exhibits">
${report.tables.map((table, at) => exhibit(report, table, at))}</div>
${methodSection(report)}
${rulesSection(report.rules)}
${recommendationsSection(report)}
${withheldSection(report)}
${colophon(report)}
${appendix(report)}
</main>
</div>
<footer class="foot">${tlpMark(report.tlp)} <span>${report.draft ? `${DRAFT}. ` : ''}${tlpAllows(report.tlp)}</span></footer>
<script>${trusted(tableKeys)}</script>
</body>
</html>
`.html
}

/** Everything from outside is refused; the one script is known by its hash. */
function head(report: Report): Markup {
  const hash = createHash('sha256').update(tableKeys).digest('base64')
  const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`
  return html`<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Ringer">
<title>${report.draft ? 'Draft: ' : ''}${TITLE}, to ${dayText(report.as_of)} (${report.tlp})</title>
<style>${trusted(fontFaces())}${styles.map((file) => trusted(style(file)))}${trusted(pageMargins(report))}</style>
</head>`
}

/** In the order of the cascade. */
const styles = ['page.css', 'exhibits.css', 'matter.css', 'print.css']

function style(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8')
}

/** The TLP mark at the right in head and foot of each printed page, as FIRST asks, in 12 points. */
function pageMargins(report: Report): string {
  const mark = `content: ${cssString(report.tlp)}; color: ${tlpColour(report.tlp)};`
  const draft = report.draft ? `@top-left { content: ${cssString(DRAFT)}; }` : ''
  return `@page { @top-right { ${mark} } @bottom-right { ${mark} } ${draft} }`
}

/** Part-quarters and what is not known are hatched, in every chart by the same two patterns. */
const hatches = `<svg class="defs" width="0" height="0" aria-hidden="true"><defs>
<pattern id="hatched" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="2.2" height="5" fill="var(--mark)"/></pattern>
<pattern id="hatched-unknown" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="1.4" height="5" fill="var(--unknown)"/></pattern>
</defs></svg>`

function masthead(report: Report): Markup {
  const { totals } = report
  const draft = report.draft ? html`<span class="draft">${DRAFT}</span>` : undefined
  const lede =
    totals.identities === 0
      ? 'No identity is counted in this period.'
      : `${countText(totals.identities)} identities are linked to ${countText(totals.initial_interviews)} initial job interviews at ${countText(totals.organizations)} organizations.`
  return html`<header class="masthead"><div class="marks"><span class="name">Ringer</span>${draft}${tlpMark(report.tlp)}</div>
<h1>${TITLE}</h1><p class="lede">${lede} ${countsText(report)}</p></header>`
}

function contents(report: Report): Markup {
  const exhibits = report.tables.map(
    (table, at) =>
      html`<li><a href="#${table.id}"><span class="ordinal">${at + 1}</span> ${exhibitName(table)}</a></li>`,
  )
  const matter = [
    ['method', 'Method and caveats'],
    ['rules', 'Counting rules'],
    ['recommendations', 'Recommendations'],
    ['withheld', 'Withheld'],
    ['colophon', 'Colophon'],
  ].map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)
  return html`<nav class="contents" aria-labelledby="contents-title"><h2 id="contents-title" class="quiet">In this report</h2><ol>${exhibits}</ol><ul>${matter}</ul><p class="keys" hidden><button type="button" id="tables">Open all data tables</button> <button type="button" id="key" aria-pressed="true" title="The key T opens and closes all data tables">Key T</button></p></nav>`
}
