import { readFileSync } from 'node:fs'
import {
  countText,
  exhibitsPage,
  html,
  type Markup,
  masthead,
  paperStyle,
  tableKeys,
  tlpAllows,
  tlpMark,
} from '../../page/index.ts'
import type { Report } from '../report.ts'
import { appendix, exhibit, exhibitName } from './exhibit.ts'
import { dayText } from './figures.ts'
import { hatches } from './hatching.ts'
import { headline } from './headline.ts'
import {
  colophon,
  countsText,
  methodSection,
  recommendationsSection,
  withheldSection,
} from './matter.ts'
import { rulesSection } from './rules.ts'

const TITLE = 'The remote-worker scheme: identities and where they were interviewed'
const DRAFT = 'Draft — not for release'

/**
 * The report as one HTML page that asks the network for nothing: fonts, charts and style are in
 * it. The same report gives the same bytes.
 */
export function renderHtml(report: Report): string {
  return exhibitsPage({
    title: `${report.draft ? 'Draft: ' : ''}${TITLE}, to ${dayText(report.as_of)} (${report.tlp})`,
    fonts: ['Inter', 'IBM Plex Mono'],
    style: `${styles.map(style).join('')}${paperStyle(report.tlp, standingOf(report))}`,
    skipTo: 'the report',
    body: body(report),
  })
}

/** In the order of the cascade. */
const styles = ['page.css', 'exhibits.css', 'matter.css', 'print.css']

function style(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8')
}

const standingOf = (report: Report): string | undefined => (report.draft ? DRAFT : undefined)

function body(report: Report): Markup {
  return html`${hatches}
${report.draft ? html`<p class="across" aria-hidden="true">${DRAFT}</p>` : undefined}
${head(report)}
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
<footer class="foot">${tlpMark(report.tlp)} <span>${report.draft ? `${DRAFT}. ` : ''}${tlpAllows(report.tlp)}</span></footer>`
}

function head(report: Report): Markup {
  const { totals, tlp } = report
  const found =
    totals.identities === 0
      ? 'No identity is counted in this period.'
      : `${countText(totals.identities)} identities are linked to ${countText(totals.initial_interviews)} initial job interviews at ${countText(totals.organizations)} organizations.`
  const lede = `${found} ${countsText(report)}`
  return masthead({ name: 'Ringer', standing: standingOf(report), tlp, title: TITLE, lede })
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
  return html`<nav class="contents" aria-labelledby="contents-title"><h2 id="contents-title" class="quiet">In this report</h2><ol>${exhibits}</ol><ul>${matter}</ul>${tableKeys}</nav>`
}
