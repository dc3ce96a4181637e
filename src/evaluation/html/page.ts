import { readFileSync } from 'node:fs'
import {
  capitalized,
  embeddedJson,
  exhibitMarkup,
  exhibitsPage,
  html,
  masthead,
  tableKeys,
} from '../../page/index.ts'
import type { Evaluation } from '../evaluation.ts'
import type { OutcomeEvaluation } from '../outcomes.ts'
import { calibrationExhibits } from './calibration-exhibits.ts'
import { drawnExhibit, type Exhibit } from './exhibit.ts'
import { fairnessExhibits } from './fairness-exhibits.ts'
import { countedText, countText } from './figures.ts'
import { learnedCaveat, outcomeCaveats, sources, truthCaveats } from './matter.ts'
import { outcomeExhibits, suspectedText } from './outcome-exhibits.ts'
import { reviewExhibits } from './review-exhibit.ts'
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
    title: `${capitalized(countedText(suspicion.reached, suspicion.true_identities))} true identities of the scheme are suspected, and ${countedText(count, of)} genuine ones`,
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

function pageText({ title, lede, exhibits, caveats, data }: Page): string {
  const name = 'Ringer · evaluation'
  const standing = 'For the house — not for release'
  return exhibitsPage({
    title,
    fonts: ['Inter'],
    style: readFileSync(new URL('evaluation.css', import.meta.url), 'utf8'),
    skipTo: 'the results',
    body: html`${masthead({ name, standing, title, lede })}
<main id="content" tabindex="-1">
${tableKeys}
${exhibits.map((exhibit, at) => exhibitMarkup(drawnExhibit(exhibit), at))}
<section id="caveats" class="matter"><h2>Method and caveats</h2><ul>${caveats.map((caveat) => html`<li>${caveat}</li>`)}</ul></section>
<section id="sources" class="matter"><h2>Sources of the methods</h2><ul>${sources.map((source) => html`<li>${source}</li>`)}</ul></section>
</main>
<footer class="foot">This page is whole in itself: it asks the network for nothing. The same results give the same bytes; its data are in it as JSON (element “evaluation”).</footer>
${embeddedJson('evaluation', data)}`,
  })
}
