import { html, type Markup } from '../../page/index.ts'
import type { Report } from '../report.ts'
import { cellText, columnTitle, lozenge } from './figures.ts'
import { withRuleLinks } from './rules.ts'

/** How it was made and what it cannot say, in one box. */
export function methodSection(report: Report): Markup {
  const caveats = report.caveats.map(
    (caveat) => html`<li>${withRuleLinks(caveat, report.rules)}</li>`,
  )
  return html`<section id="method" class="matter box"><h2>Method and caveats</h2>
<p>An identity is a persona as it was presented to employers, not a person: several people may run one, and one may run several. It is assessed from technical indicators, behavioural and documentary patterns and first-hand employer reporting together, and weighed against two other explanations: other fraud, and a genuine applicant. ${countsText(report)}</p>
${caveats.length === 0 ? html`<p>No caveat is named.</p>` : html`<ul>${caveats}</ul>`}</section>`
}

/** Which identities are counted, in a sentence. */
export function countsText(report: Report): string {
  return report.draft
    ? 'This draft counts identities that are suspected, linked or assessed; nothing in it is suppressed.'
    : 'Counted are identities that people have assessed; linked ones are told apart.'
}

export function recommendationsSection(report: Report): Markup {
  const items = report.recommendations.map(
    (each) => html`<li><h3>${each.title}</h3><p>${each.text}</p></li>`,
  )
  return html`<section id="recommendations" class="matter"><h2>Recommendations to employers</h2>${
    items.length === 0
      ? html`<p>This report makes no recommendation.</p>`
      : html`<ol class="recommendations">${items}</ol>`
  }</section>`
}

/** What was held back is seen to be held back, with the reason. */
export function withheldSection(report: Report): Markup {
  const items = report.withheld.map((each) => {
    const mark = each.what === 'nothing' ? undefined : lozenge(`withheld · ${each.what}`)
    return html`<li>${mark} <span>${each.why}</span></li>`
  })
  return html`<section id="withheld" class="matter"><h2>Withheld</h2>${
    items.length === 0
      ? html`<p>Nothing is withheld from this ${report.draft ? 'draft' : 'report'}.</p>`
      : html`<ul class="withheld">${items}</ul>`
  }</section>`
}

/** What the report has seen and what made it: enough to make it again. */
export function colophon(report: Report): Markup {
  const lines = Object.entries(report.versions).map(
    ([name, value]) =>
      html`<div><dt>${columnTitle(name)}</dt><dd><code>${cellText(value, '')}</code></dd></div>`,
  )
  return html`<section id="colophon" class="matter"><h2>Colophon</h2><p>This page is whole in itself: it asks the network for nothing. It can be made again, byte for byte, from the same evidence, decisions and versions.</p><dl class="versions">${lines}</dl><p>Set in Inter and IBM Plex Mono. Charts by Observable Plot.</p></section>`
}
