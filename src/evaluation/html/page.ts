import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Evaluation } from '../evaluation.ts'
import type { OutcomeEvaluation } from '../outcomes.ts'
import { calibrationExhibits } from './calibration-exhibits.ts'
import { type Exhibit, exhibitMarkup } from './exhibit.ts'
import { fairnessExhibits } from './fairness-exhibits.ts'
import { countedText, countText } from './figures.ts'
import { fontFace } from './fonts.ts'
import { embeddedJson, html, type Markup, trusted } from './markup.ts'
import { learnedCaveat, outcomeCaveats, sources, truthCaveats } from './matter.ts'
import { outcomeExhibits, suspectedText } from './outcome-exhibits.ts'
import { reviewExhibits } from './review-exhibit.ts'
import { tableKey } from './table-key.ts'
import { confusionExhibit, linkageExhibit, suspicionExhibits } from './truth-exhibits.ts'

interface Page {
  /** The finding in a sentence. */
  readonly title: string
  readonly lede: string
  readonly exhibits: readonly Exhibit[]
  readonly caveats: readonly string[]
  readonly data: Evaluation | OutcomeEvaluation
}

/** The results against a truth as one HTML page that asks the network for nothing. */
export function renderEvaluation(evaluation: Evaluation): string {
  const { suspicion, subjects, missing, reviews } = evaluation
  const innocents = suspicion.units.find(({ unit }) => unit === 'largest_part')?.genuine_suspected
  const { count, of } = innocents ?? { count: 0, of: 0 }
  return pageText({
    title: `${sentenceCase(countedText(suspicion.reached, suspicion.true_identities))} true identities of the scheme are suspected, and ${countedText(count, of)} genuine ones`,
    lede: `Results held against a truth of ${countText(subjects)} subjects, ${missing === 0 ? 'all of them in an identity' : `${countText(missing)} of them in no identity`}.`,
    exhibits: [
      ...suspicionExhibits(evaluation),
      confusionExhibit(evaluation),
      ...calibrationExhibits(evaluation.calibration, {
        prefix: '',
        of: 'scheme',
        were: 'belonged to the scheme',
        note: 'A part of a persona that linkage could not join to the rest shows little by itself: it stands here although the persona may be suspected by its other parts.',
      }),
      ...fairnessExhibits(evaluation),
      ...reviewExhibits(reviews),
      linkageExhibit(evaluation),
    ],
    caveats: truthCaveats,
    data: evaluation,
  })
}

/** The results against established outcomes, likewise. */
export function renderOutcomes(evaluation: OutcomeEvaluation): string {
  const { followed_suspicion: followed, drawn_blind: drawn, ...left } = evaluation.outcomes
  const known = followed.identities + drawn.identities
  return pageText({
    title:
      known === 0
        ? 'No identity has an established outcome yet'
        : `Of those whose outcome followed suspicion, ${suspectedText(followed, 'fraud', followed.fraud)} frauds and ${suspectedText(followed, 'genuine', followed.genuine)} genuine people are suspected`,
    lede: `${countText(followed.identities)} outcomes followed suspicion and ${countText(drawn.identities)} are of identities drawn blind. Left out: ${countText(left.conflicting)} identities with outcomes that contradict each other, ${countText(left.not_established)} outcomes not told how established or from a source of grade F.`,
    exhibits: [...outcomeExhibits(evaluation), ...reviewExhibits(evaluation.reviews)],
    caveats: left.learned_from ? [learnedCaveat, ...outcomeCaveats] : outcomeCaveats,
    data: evaluation,
  })
}

const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function pageText({ title, lede, exhibits, caveats, data }: Page): string {
  return html`<!doctype html>
<html lang="en">
${head(title)}
<body>
<a class="skip" href="#content">Skip to the results</a>
<header class="masthead"><div class="marks"><span class="name">Ringer · evaluation</span><span class="draft">For the house — not for release</span></div>
<h1>${title}</h1><p class="lede">${lede}</p></header>
<main id="content" tabindex="-1">
<p class="keys" hidden><button type="button" id="tables">Open all data tables</button> <button type="button" id="key" aria-pressed="true" title="The key T opens and closes all data tables">Key T</button></p>
${exhibits.map(exhibitMarkup)}
<section id="caveats" class="matter"><h2>Method and caveats</h2><ul>${caveats.map((caveat) => html`<li>${caveat}</li>`)}</ul></section>
<section id="sources" class="matter"><h2>Sources of the methods</h2><ul>${sources.map((source) => html`<li>${source}</li>`)}</ul></section>
</main>
<footer class="foot">This page is whole in itself: it asks the network for nothing. The same results give the same bytes; its data are in it as JSON (element “evaluation”).</footer>
${embeddedJson('evaluation', data)}
<script>${trusted(tableKey)}</script>
</body>
</html>
`.html
}

/** Everything from outside is refused; the one script is known by its hash. */
function head(title: string): Markup {
  const hash = createHash('sha256').update(tableKey).digest('base64')
  const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`
  const style = readFileSync(new URL('evaluation.css', import.meta.url), 'utf8')
  return html`<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Ringer">
<title>${title}</title>
<style>${trusted(fontFace())}${trusted(style)}</style>
</head>`
}
