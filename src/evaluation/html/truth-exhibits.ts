import { capitalized } from '../../page/index.ts'
import type { ConfusionCell } from '../confusion.ts'
import type { Evaluation, Score } from '../evaluation.ts'
import type { AtBaseRate, SuspicionOf } from '../suspicion.ts'
import { saysRows } from './calibration-exhibits.ts'
import type { Exhibit } from './exhibit.ts'
import {
  countedText,
  countText,
  ofText,
  percentText,
  shareSpan,
  spanText,
  spoken,
} from './figures.ts'
import { drawRows, type Row } from './rows.ts'

export const unitWords: Readonly<Record<SuspicionOf['unit'], string>> = {
  found_identity: 'each found identity',
  largest_part: 'true identity, largest part',
  any_part: 'true identity, any part',
}

/** How far one may trust a suspicion where the base rate is another. */
export function suspicionExhibits({ suspicion: { units } }: Evaluation): readonly Exhibit[] {
  const shown = units.find(({ unit }) => unit === 'largest_part')
  const first = shown?.at_base_rates[0]
  if (shown === undefined || first === undefined) return []
  const rows: readonly Row[] = shown.at_base_rates.map((at) => ({
    label: `1 in ${countText(at.one_in)}`,
    aside: precisionText(at),
    value: at.precision,
    low: at.low,
    high: at.high,
  }))
  return [
    {
      id: 'base-rates',
      name: 'Base rates',
      title: `Where 1 in ${first.one_in} belongs to the scheme, ${precisionText(first)} of suspicions would be right`,
      subtitle:
        'Precision of suspicion by base rate · each true identity counted by its largest part',
      chart: (canvas) =>
        drawRows(
          { rows, from: 0, to: 1, format: percentText, says: saysRows('Precision', rows) },
          canvas,
        ),
      key: [
        ...(shown.at_base_rates.some(({ precision }) => precision !== null)
          ? ([['dot', 'precision']] as const)
          : []),
        ['span', 'at least 95 % interval'],
      ],
      notes: [
        `Suspected: ${countedText(shown.sensitivity.count, shown.sensitivity.of)} of the scheme, ${countedText(shown.genuine_suspected.count, shown.genuine_suspected.of)} genuine; of 100 000 genuine, ${spanText(shown.innocents_per_100_000, 0)}.`,
        'By Bayes’ theorem from sensitivity and false-positive rate, all others taken as genuine; the ends join Wilson intervals of 97.5 % of both (Bonferroni). Where no genuine one was suspected, only “at least” is known.',
      ],
      tables: [baseRateTable(units), unitTable(units)],
    },
  ]
}

const precisionText = ({ precision, low }: AtBaseRate): string =>
  precision === null ? `at least ${percentText(low)}` : percentText(precision)

const baseRateTable = (units: readonly SuspicionOf[]) => ({
  id: 'base-rates-table',
  caption: 'Precision by base rate',
  columns: ['counted', 'base rate', 'precision', '95 % from', 'to'],
  rows: units.flatMap(({ unit, at_base_rates: rates }) =>
    rates.map((at) => [
      ...[capitalized(unitWords[unit]), `1 in ${countText(at.one_in)}`],
      ...[precisionText(at), percentText(at.low), percentText(at.high)],
    ]),
  ),
})

const unitTable = (units: readonly SuspicionOf[]) => ({
  id: 'units-table',
  caption: 'Who is suspected',
  columns: ['counted', 'scheme', 'share (95 %)', 'genuine', 'per 100 000 (95 %)', 'other fraud'],
  rows: units.map((of) => [
    ...[capitalized(unitWords[of.unit]), ofText(of.sensitivity), shareSpan(of.sensitivity)],
    ...[ofText(of.genuine_suspected), spanText(of.innocents_per_100_000, 0)],
    ofText(of.other_fraud_suspected),
  ]),
})

const truths = ['worker', 'facilitator', 'other_fraud', 'genuine'] as const
const hypotheses = ['scheme', 'other_fraud', 'genuine', 'none'] as const

export function confusionExhibit({ confusion }: Evaluation): Exhibit {
  const { cells, other_fraud_called_scheme: called, other_fraud_suspected: suspected } = confusion
  const sum = (test: (cell: ConfusionCell) => boolean): string =>
    countText(cells.filter(test).reduce((before, { identities }) => before + identities, 0))
  const statuses = [...new Set(cells.map(({ status }) => status))].toSorted()
  return {
    id: 'confusion',
    name: 'Confusion',
    title: `${capitalized(countedText(called.count, called.of))} identities of other fraud ${called.count === 1 ? 'is' : 'are'} called scheme`,
    subtitle: 'Found identities · truth by row, hypothesis that leads and status by column',
    notes: [
      `The share called scheme is ${shareSpan(called)}; ${countedText(suspected.count, suspected.of)} are suspected. A found identity has the truth of most of its subjects, ties against us. “None”: not assessed, being in no identity or a real holder.`,
    ],
    tables: [
      {
        id: 'confusion-table',
        caption: 'Truth by leading hypothesis and status',
        columns: [
          'truth',
          ...hypotheses.map((word) => `leads: ${spoken(word)}`),
          ...statuses.map(spoken),
        ],
        rows: truths.map((label) => [
          capitalized(spoken(label)),
          ...hypotheses.map((word) =>
            sum((cell) => cell.label === label && cell.hypothesis === word),
          ),
          ...statuses.map((word) => sum((cell) => cell.label === label && cell.status === word)),
        ]),
      },
    ],
  }
}

/** What assessment rests on: whether linkage found the identities and the rings. */
export function linkageExhibit({ identities, rings, suspicion }: Evaluation): Exhibit {
  const scores: readonly (readonly [string, Score])[] = [
    ['Identities, pairs of subjects', identities.pairwise],
    ['Identities, B-cubed', identities.b_cubed],
    ['Rings as named, pairs of identities', rings.shown],
    ['Rings as formed, pairs of identities', rings.formed],
    ['Suspicion, found identities', suspicion],
  ]
  const text = (score: number | null): string => score?.toFixed(3) ?? '–'
  return {
    id: 'linkage',
    name: 'What it rests on',
    title: `Identities are found with F1 ${text(identities.pairwise.f1)}, rings as named with ${text(rings.shown.f1)}`,
    subtitle: 'Precision, recall and F1 against the truth · 1 is perfect',
    notes: [
      'B-cubed is over subjects (Bagga and Baldwin 1998). Rings are named only where identities are suspected, linked or assessed.',
    ],
    tables: [
      {
        id: 'linkage-table',
        caption: 'Precision, recall, F1',
        columns: ['what', 'precision', 'recall', 'F1'],
        rows: scores.map(([what, { precision, recall, f1 }]) => [
          ...[what, text(precision), text(recall), text(f1)],
        ]),
      },
    ],
  }
}
