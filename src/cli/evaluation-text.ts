import type { Evaluation, OutcomeEvaluation, OutcomeSet, Score } from '../evaluation/index.ts'
import { showCount, showNumber, showScore, textTable } from './terminal.ts'

type Calibration = Evaluation['calibration']
type SuspicionOf = Evaluation['suspicion']['units'][number]

/** The results against a truth, as a person reads them. */
export function evaluationText(evaluation: Evaluation): string {
  const { suspicion, fairness, reviews } = evaluation
  return [
    `${showNumber(evaluation.subjects)} subjects in the truth, ${showNumber(evaluation.missing)} of them in no identity.`,
    scoresText(evaluation),
    textTable(
      ['truth', 'status', 'identities'],
      evaluation.statuses.map(({ label, status, identities: count }) => [label, status, count]),
    ),
    [
      `Of ${suspicion.true_identities} true identities of the scheme ${suspicion.reached} are suspected, by their largest part.`,
      `Innocents suspected per 100,000: ${suspicion.innocents_per_100_000?.toFixed(1) ?? '–'}. ` +
        `Brier score: ${evaluation.calibration.brier?.toFixed(4) ?? '–'}.`,
    ].join('\n'),
    ...confusionText(evaluation),
    ...suspicion.units.map(unitText),
    'Intervals are of 95 %. Identities of one ring are alike, so the true intervals are wider.',
    ...calibrationText(evaluation.calibration, 'belonged to the scheme'),
    ...fairnessText(fairness),
    ...(reviews === null ? [] : [reviewsText(reviews)]),
  ].join('\n\n')
}

function scoresText({ identities, rings, suspicion }: Evaluation): string {
  const scores: readonly (readonly [string, Score])[] = [
    ['identities, pairs of subjects', identities.pairwise],
    ['identities, B-cubed', identities.b_cubed],
    ['rings as named, pairs of identities', rings.shown],
    ['rings as formed, pairs of identities', rings.formed],
    ['suspicion', suspicion],
  ]
  const rows = scores.map(([what, { precision, recall, f1 }]) => [
    what,
    showScore(precision),
    showScore(recall),
    showScore(f1),
  ])
  return textTable(['', 'precision', 'recall', 'F1'], rows)
}

function confusionText({ confusion }: Evaluation): readonly string[] {
  const rows = confusion.cells.map(({ label, hypothesis, status, identities }) => [
    label,
    hypothesis,
    status,
    identities,
  ])
  const { other_fraud_called_scheme: called, other_fraud_suspected: suspected } = confusion
  return [
    textTable(['truth', 'leading hypothesis', 'status', 'identities'], rows),
    `Of ${showNumber(called.of)} identities of other fraud ${showNumber(called.count)} are called scheme; ` +
      `${showNumber(suspected.count)} are suspected.`,
  ]
}

const unitNames: Readonly<Record<SuspicionOf['unit'], string>> = {
  found_identity: 'Suspicion, each found identity counted',
  largest_part: 'Suspicion, each true identity counted by its largest part',
  any_part: 'Suspicion, each true identity counted by any of its parts',
}

function unitText(of: SuspicionOf): string {
  const { genuine_suspected: alarms, innocents_per_100_000: innocents } = of
  const rows = of.at_base_rates.map(({ one_in: oneIn, precision, low, high }) => [
    `1 in ${showNumber(oneIn)}`,
    precision === null ? `at least ${low.toFixed(3)}` : precision.toFixed(3),
    low.toFixed(3),
    high.toFixed(3),
  ])
  return [
    `${unitNames[of.unit]}: ${shareText(of.sensitivity)} of the scheme; ` +
      `${showNumber(alarms.count)} of ${showNumber(alarms.of)} genuine, per 100,000 ${figure(innocents.value, 1)} ` +
      `(${innocents.low.toFixed(1)}–${innocents.high.toFixed(1)}).`,
    textTable(['base rate', 'precision', 'from', 'to'], rows),
  ].join('\n')
}

function calibrationText(calibration: Calibration, happened: string): readonly string[] {
  const { scores } = calibration
  if (scores === null) return []
  const { brier, brier_skill: skill, log_loss: lost, expected_calibration_error: error } = scores
  const rows = calibration.bins.map(binCells)
  const small = calibration.small.map(binCells)
  const titles = ['P from', 'to', 'identities', 'mean said', happened, 'share', 'low', 'high']
  return [
    `Brier score ${spanText(brier, 4)}; the base rate alone has ${scores.brier_of_base_rate.toFixed(4)}, ` +
      `the skill over it is ${skill === null ? '–' : spanText(skill, 3)}.\n` +
      `Log loss ${spanText(lost, 4)}. Expected calibration error over ten equal bins ${spanText(error, 4)}.\n` +
      `(Bootstrap of ${showNumber(scores.bootstrap.replicates)} draws, stratified by truth, seed ${scores.bootstrap.seed}.)`,
    textTable(titles, rows),
    `Those under 0.1, in tenths by number:\n${textTable(titles, small)}`,
    textTable(
      ['word', 'promises', 'identities', happened, 'share', 'low', 'high', 'kept'],
      calibration.words.map(({ word, promised, of, count, share, low, high, kept }) => [
        ...[word, `${percent(promised.from)}–${percent(promised.to)} %`, of, count],
        ...[figure(share, 3), low.toFixed(3), high.toFixed(3), kept ?? '–'],
      ]),
    ),
  ]
}

const binCells = ({
  from,
  to,
  ...bin
}: Calibration['bins'][number]): readonly (string | number)[] => [
  ...[from.toPrecision(2), to.toPrecision(2), bin.identities, bin.said.toPrecision(3)],
  ...[bin.were, bin.was.toFixed(3), bin.low.toFixed(3), bin.high.toFixed(3)],
]

/** Indicators listed in the terminal; all are in JSON and on the page. */
const mostLines = 15

function fairnessText(fairness: Evaluation['fairness']): readonly string[] {
  const { indicators, genuine_touched: once, genuine_touched_by_two_groups: twice } = fairness
  const rows = indicators
    .slice(0, mostLines)
    .map((line) => [
      ...[line.indicator, line.group, line.genuine.count],
      `${figure(line.genuine_per_100_000.value, 0)} (${line.genuine_per_100_000.low.toFixed(0)}–${line.genuine_per_100_000.high.toFixed(0)})`,
      ...[line.other_fraud.count, line.scheme.count, line.false_positives],
      bitsText(line.against_genuine.seen),
      figure(line.against_genuine.stated, 1),
    ])
  const more = indicators.length - rows.length
  return [
    `Of the genuine, ${shareText(once)} are touched by a finding that supports the scheme, ${shareText(twice)} by such findings of two groups.`,
    textTable(
      [
        'indicator',
        'group',
        'genuine',
        'per 100,000',
        'other fraud',
        'scheme',
        'false +',
        'bits seen',
        'stated',
      ],
      rows,
    ) + (more > 0 ? `\n… and ${showCount(more, 'indicator')} more: --format json or html.` : ''),
  ]
}

function bitsText(bits: { value: number | null; low: number; high: number } | null): string {
  if (bits === null) return '–'
  return `${figure(bits.value, 1)} (${bits.low.toFixed(1)} to ${bits.high.toFixed(1)})`
}

function reviewsText(reviews: NonNullable<Evaluation['reviews']>): string {
  return (
    `${showCount(reviews.reviews, 'review')} said blind by ${showCount(reviews.reviewers, 'reviewer')}: ` +
    `the same word as the machine in ${shareText(reviews.same_word)}, the next one in ${shareText(reviews.next_word)}, ` +
    `two or more apart in ${shareText(reviews.disagreement)}.`
  )
}

/** The results against outcomes, as a person reads them. */
export function outcomesText({ outcomes, reviews }: OutcomeEvaluation): string {
  const { followed_suspicion: followed, drawn_blind: drawn } = outcomes
  const known = followed.identities + drawn.identities
  const tail = reviews === null ? [] : [reviewsText(reviews)]
  if (known === 0) {
    return [
      'No identity has an established outcome; a truth file is named with --truth FILE.',
      leftOutText(outcomes),
      ...tail,
    ].join('\n\n')
  }
  return [
    `${showCount(known, 'identity')} with an established outcome. ${leftOutText(outcomes)}`,
    'Outcomes follow suspicion: somebody looked because something was odd. They say little of whom nobody suspected,\n' +
      'and the share of fraud among them is not that of applicants. Only who was drawn blind is free of that.\n' +
      'An outcome does not tell the scheme from other fraud: said is P(scheme) + P(other fraud), truth is fraud.',
    ...(outcomes.learned_from ? [learnedText] : []),
    ...setText('Followed suspicion', followed),
    ...setText('Drawn blind from the unsuspected', drawn),
    ...tail,
  ].join('\n\n')
}

const learnedText =
  'The rates in force have learned from outcomes: held against the same ones they look better than they are.'

const leftOutText = ({ conflicting, not_established }: OutcomeEvaluation['outcomes']): string =>
  `Left out: ${showCount(conflicting, 'identity')} with outcomes that contradict each other; ` +
  `${showCount(not_established, 'outcome')} not told how established, or from a source of grade F.`

function setText(title: string, set: OutcomeSet): readonly string[] {
  if (set.identities === 0) return [`${title}: none.`]
  const how = set.established_by.map(({ how: way, identities }) => `${way} ${identities}`)
  return [
    `${title}: ${showCount(set.identities, 'identity')}, ${set.fraud} fraud, ${set.genuine} genuine; by ${how.join(', ')}.`,
    textTable(
      ['outcome', 'status', 'identities'],
      set.statuses.map(({ truth, status, identities }) => [truth, status, identities]),
    ),
    ...calibrationText(set.calibration, 'fraud'),
  ]
}

type Share = Evaluation['suspicion']['units'][number]['sensitivity']

/** `61 of 63 (0.968; 0.891–0.991)`. */
function shareText({ count, of, share, low, high }: Share): string {
  const span = share === null ? '' : ` (${share.toFixed(3)}; ${low.toFixed(3)}–${high.toFixed(3)})`
  return `${showNumber(count)} of ${showNumber(of)}${span}`
}

type Span = NonNullable<Calibration['scores']>['brier']

const spanText = ({ value, low, high }: Span, decimals: number): string =>
  `${figure(value, decimals)} (${low.toFixed(decimals)}–${high.toFixed(decimals)})`

const figure = (value: number | null, decimals: number): string => value?.toFixed(decimals) ?? '–'
const percent = (share: number): string => String(Math.round(share * 100))
