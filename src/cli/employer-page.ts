import type { EmployerFact, EmployerView } from '../assessment/index.ts'
import { html, type Markup, plainPage } from '../page/index.ts'
import { employerTitle, noFacts, recordsTitle, seenLines, withheldText } from './employer-text.ts'

/** The employer's view as one page that stands alone: no script, no network, to be printed. */
export function employerPage(view: EmployerView): string {
  const title = legible(employerTitle(view))
  const body = html`<main>
<p class="mark">${legible(view.tlp)}</p>
<h1>${title}</h1>
<p class="records">${recordsTitle}</p>
<ul class="records">${view.records.map((record) => html`<li>${legible(record)}</li>`)}</ul>
${
  view.facts.length === 0
    ? html`<p>${noFacts}</p>
`
    : view.facts.map(factHtml)
}${view.withheld ? html`<p class="withheld"><span>withheld · marking</span> ${withheldText}</p>` : ''}
${notSeenHtml(view)}<section class="limits">
<h2>What this page is not for</h2>
${listHtml(view.limits)}
</section>
</main>`
  return plainPage({ title, fonts: ['Inter', 'IBM Plex Mono'], style, body })
}

const factHtml = (fact: EmployerFact): Markup => html`<section>
<h2>${legible(fact.what)}</h2>
${seenLines(fact).map(
  (line) => html`<p class="seen">${legible(line)}</p>
`,
)}<dl>
<dt>May be innocent</dt><dd>${listHtml(fact.innocent)}</dd>
<dt>The check</dt><dd>${legible(fact.check)}</dd>
</dl>
</section>
`

const notSeenHtml = ({ not_seen: titles }: EmployerView): Markup | undefined =>
  titles.length === 0
    ? undefined
    : html`<section>
<h2>Could have been seen in your observations, and was not</h2>
${listHtml(titles)}
</section>
`

const listHtml = (lines: readonly string[]): Markup =>
  html`<ul>${lines.map((line) => html`<li>${legible(line)}</li>`)}</ul>`

/**
 * Stricter than the page kit, which writes out what turns the order of a line: this page leaves the
 * house, and no character that nobody sees goes with it. Each becomes a mark.
 */
const legible = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, '\ufffd')

const style = `
main{max-width:42rem;margin:0 auto;padding:24px 24px 48px}
h1{font-size:24px;line-height:1.2;font-weight:600;margin:16px 0 8px;overflow-wrap:anywhere;text-wrap:balance}
h2{font-size:18px;line-height:1.25;font-weight:600;margin:0 0 8px}
section{border-top:1px solid var(--line);padding-top:16px;margin-top:24px;break-inside:avoid}
p{margin:0 0 4px;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:max-content 1fr;gap:8px 16px;margin:12px 0 0}
dt{color:var(--muted)}
dd{margin:0}
ul{margin:0;padding-left:1.1em}
dd ul{padding:0;list-style:none}
.records{color:var(--muted)}
ul.records{list-style:none;padding:0;font:13px/1.5 'IBM Plex Mono',monospace;overflow-wrap:anywhere}
.mark{display:inline-block;background:#000;color:#ffc000;font:600 13px/1 'IBM Plex Mono',monospace;padding:5px 8px;margin:0}
.withheld{margin-top:24px;color:var(--muted)}
.withheld span{background:var(--line);color:var(--ink);border-radius:9px;padding:1px 10px;font-size:13px}
.limits{border-top:2px solid var(--accent)}
@media (max-width:480px){dl{grid-template-columns:1fr;gap:2px}dd{margin-bottom:8px}main{padding:16px}}
@media print{html{font-size:10.5pt}@page{margin:18mm}}
`
