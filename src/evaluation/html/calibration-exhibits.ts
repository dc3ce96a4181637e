import type { Bin, Calibration } from '../calibration.ts'
import type { DataTable } from './data-table.ts'
import type { Exhibit } from './exhibit.ts'
import { countedText, countText, ofText, percentText, shareSpan, spanText } from './figures.ts'
import { drawReliability } from './reliability.ts'
import { drawRows, type Row } from './rows.ts'

/** What is held against what: `prefix` parts two calibrations on one page. */
export interface Held {
  readonly prefix: string
  /** Of what the probability was: `the scheme`. */
  readonly of: string
  /** What those are of whom it was true: `belonged to the scheme`. */
  readonly were: string
  /** What else explains those of whom little was said. */
  readonly note?: string
}

/** The exhibits of a calibration; none where nothing is assessed. */
export function calibrationExhibits(found: Calibration, held: Held): readonly Exhibit[] {
  if (found.scores === null) return []
  return [
    ...reliabilityExhibit(found, found.scores, held),
    ...smallExhibit(found, held),
    ...wordsExhibit(found, held),
  ]
}

function reliabilityExhibit(
  found: Calibration,
  scores: NonNullable<Calibration['scores']>,
  held: Held,
): readonly Exhibit[] {
  const { brier, brier_skill: skill, expected_calibration_error: apart } = scores
  const { replicates, seed } = scores.bootstrap
  return [
    {
      id: `${held.prefix}reliability`,
      name: 'Calibration',
      title: `What was said and what was so lie ${points(apart.value)} apart on average`,
      subtitle: `P(${held.of}) of ${countText(found.identities)} identities, by tenths · share of each that ${held.were}`,
      chart: (canvas) => drawReliability(found.bins, canvas),
      key: [
        ['dot', 'share that was so, at the mean of what was said'],
        ['span', 'its 95 % interval (Wilson)'],
        ['dash', 'where what was said is what was so'],
      ],
      notes: [
        `Brier score ${spanText(brier, 4)}; saying the base rate of everybody has ${scores.brier_of_base_rate.toFixed(4)}${skill === null ? '' : `, and the skill over it is ${spanText(skill, 2)}`}. 0 is perfect.`,
        `Intervals of scores: ${countText(replicates)} bootstrap draws, stratified by truth, seed ${seed}.`,
        'The average is over identities, and nearly all of them lie in the first tenth: the next exhibit looks there.',
      ],
      tables: [
        binTable(
          { id: `${held.prefix}tenths`, caption: 'Tenths of the probability' },
          found.bins,
          held,
        ),
        scoreTable(found, scores, held),
      ],
    },
  ]
}

const points = (share: number | null): string => `${((share ?? 0) * 100).toFixed(1)} points`

const binTable = (
  named: Pick<DataTable, 'id' | 'caption'>,
  bins: readonly Bin[],
  held: Held,
): DataTable => ({
  ...named,
  columns: ['from', 'to', 'identities', 'mean said', held.were, 'share', '95 % from', 'to'],
  rows: bins.map((bin) => [
    ...[percentText(bin.from), percentText(bin.to), countText(bin.identities)],
    ...[percentText(bin.said), countText(bin.were)],
    ...[percentText(bin.was), percentText(bin.low), percentText(bin.high)],
  ]),
})

const scoreTable = (
  found: Calibration,
  scores: NonNullable<Calibration['scores']>,
  held: Held,
): DataTable => ({
  id: `${held.prefix}scores`,
  caption: 'Scores',
  columns: ['score', 'value (95 % interval)'],
  rows: [
    ['Brier score', spanText(scores.brier, 4)],
    ['Brier score of the base rate', scores.brier_of_base_rate.toFixed(4)],
    ['Skill over the base rate', scores.brier_skill ? spanText(scores.brier_skill, 3) : '–'],
    ['Log loss, natural logarithm', spanText(scores.log_loss, 4)],
    ['Expected calibration error, ten equal bins', spanText(scores.expected_calibration_error, 4)],
    ['Base rate here', percentText(found.base_rate)],
  ],
})

function smallExhibit(found: Calibration, held: Held): readonly Exhibit[] {
  const { small } = found
  if (small.length === 0) return []
  const sum = (value: (bin: Bin) => number): number =>
    small.reduce((before, bin) => before + value(bin), 0)
  const [all, were] = [sum((bin) => bin.identities), sum((bin) => bin.were)]
  const expected = sum((bin) => bin.said * bin.identities)
  const rows: readonly Row[] = small.map((bin) => ({
    label: `${percentText(bin.from)} to ${percentText(bin.to)}`,
    aside: ofText({ count: bin.were, of: bin.identities }),
    value: bin.was,
    low: bin.low,
    high: bin.high,
    tick: bin.said,
  }))
  const to = Math.max(...small.map((bin) => Math.max(bin.high, bin.said)))
  return [
    {
      id: `${held.prefix}small`,
      name: 'Small probabilities',
      title: `Of ${countText(all)} identities under 10 %, ${countText(were)} ${held.were}; ${expected < 10 ? Number(expected.toPrecision(2)) : countText(expected)} were to be expected`,
      subtitle: `P(${held.of}) under 10 %, in tenths by number, equal ones together · share that ${held.were}`,
      chart: (canvas) =>
        drawRows(
          { rows, from: 0, to, format: percentText, says: saysRows('Small probabilities', rows) },
          canvas,
        ),
      key: [
        ['dot', 'share that was so'],
        ['span', 'its 95 % interval (Wilson)'],
        ['tick', 'mean of what was said'],
      ],
      notes: held.note === undefined ? [] : [held.note],
      tables: [
        binTable(
          { id: `${held.prefix}small-table`, caption: 'Tenths by number under 10 %' },
          small,
          held,
        ),
      ],
    },
  ]
}

const keptWords = { within: 'kept', possible: 'may be kept', broken: 'not kept' } as const

function wordsExhibit(found: Calibration, held: Held): readonly Exhibit[] {
  const used = found.words.filter(({ of }) => of > 0)
  if (used.length === 0) return []
  const broken = used.filter(({ kept }) => kept === 'broken')
  const within = used.filter(({ kept }) => kept === 'within')
  const rows: readonly Row[] = used.map((line) => ({
    label: line.word,
    aside: ofText(line),
    value: line.share,
    low: line.low,
    high: line.high,
    band: [line.promised.from, line.promised.to],
  }))
  return [
    {
      id: `${held.prefix}words`,
      name: 'Words',
      title: `Of ${used.length} words in use ${countedText(within.length, used.length).replace(/ of .*/, '')} lie in the range they promise${broken.length > 0 ? `, and ${broken.length} cannot` : ''}`,
      subtitle: `Likelihood words of ICD 203 · share of the identities said so that ${held.were}`,
      chart: (canvas) =>
        drawRows(
          { rows, from: 0, to: 1, format: percentText, says: saysRows('Words', rows) },
          canvas,
        ),
      key: [
        ['dot', 'share that was so'],
        ['span', 'its 95 % interval (Wilson)'],
        ['band', 'range that the word promises'],
      ],
      notes: [
        'Few cases cannot show whether a word is kept: the interval says how much is known, and fewer than five decide nothing.',
      ],
      tables: [wordTable(found, held)],
    },
  ]
}

const wordTable = (found: Calibration, held: Held): DataTable => ({
  id: `${held.prefix}words-table`,
  caption: 'Likelihood words',
  columns: ['word', 'promises', 'identities', held.were, 'share', '95 % from', 'to', 'promise'],
  rows: found.words.map((line) => [
    ...[line.word, `${percentText(line.promised.from)} to ${percentText(line.promised.to)}`],
    ...[countText(line.of), countText(line.count), percentText(line.share)],
    ...[percentText(line.low), percentText(line.high)],
    line.kept === null ? 'not used' : keptWords[line.kept],
  ]),
})

/** The text alternative of a chart of rows. */
export const saysRows = (what: string, rows: readonly Row[]): string =>
  `${what}. ${rows.map((row) => `${row.label}: ${row.aside}${row.value === null ? '' : `, ${shareSpan({ share: row.value, low: row.low, high: row.high })}`}`).join('; ')}.`
