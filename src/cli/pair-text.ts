import type { StandingPair } from '../identities/index.ts'
import { levelText, type WaterfallStep, type WhatIf, waterfallSteps } from '../linkage/index.ts'
import { showCount, textTable } from './terminal.ts'
import { nounOf, showBits } from './together-text.ts'

type Two = readonly [string, string]

/** Why two subjects, or two identities, are one or not: what people said, a waterfall, the verdict, what would change it. */
export function pairText(names: Two, pair: StandingPair): string {
  return [
    ...saidLines(pair),
    headline(names, pair),
    '',
    waterfallTable(pair),
    ...silentLines(pair),
    '',
    `In all ${showBits(pair.bits)} bits; ${showBits(pair.threshold_bits)} or more ${joinsWhat[pair.question]}.`,
    ...reasonLines(pair),
    ...passageLines(pair),
    '',
    'What the model would say if one thing were otherwise, all else as it is',
    ...whatIfLines(pair).map((line) => `  ${line}`),
  ].join('\n')
}

/** What a chart of the pair says around its bars. */
export const waterfallWords = (names: Two, pair: StandingPair) => ({
  title: headline(names, pair),
  subtitle: `${asks[pair.question]} · evidence in bits, each the log2 of a likelihood ratio · model ${pair.model}`,
  note: [...saidLines(pair), ...reasonLines(pair)].join(' '),
  threshold: joinsWhat[pair.question],
})

const asks = { person: 'The same presented person?', hands: 'Run by the same hands?' } as const
const joinsWhat = { person: 'joins two subjects', hands: 'joins two identities' } as const

function headline([left, right]: Two, { question, together, identities, sizes }: StandingPair) {
  const subjects = sizes.map((size) => showCount(size, 'subject'))
  if (question === 'hands') {
    const verdict = together ? 'are linked as run by the same hands' : 'are not linked'
    return `${left} (${subjects[0]}) and ${right} (${subjects[1]}) ${verdict}.`
  }
  return together
    ? `${left} and ${right} are one identity, ${identities[0]} (${subjects[0]}).`
    : `${left} (${identities[0]}, ${subjects[0]}) and ${right} (${identities[1]}, ${subjects[1]}) are two.`
}

/** Words on other subjects of the two identities that are shown; the rest are in the JSON. */
const shownSaid = 5

const wordsOf = {
  person: { same: 'the same presented person', different: 'not the same presented person' },
  hands: { same: 'run by the same hands', different: 'not run by the same hands' },
} as const

function saidLines({ said, question }: StandingPair): string[] {
  return said.slice(0, shownSaid).map((word) => {
    const verdict = wordsOf[question][word.verdict === 'same' ? 'same' : 'different']
    const by = `${word.author}, ${word.said_at.slice(0, 10)}: "${word.reason}"`
    const of = word.direct
      ? ''
      : ` of ${word.left} and ${word.right}, which stand in these identities`
    const holds = word.seen ? 'This is what holds.' : 'It holds from the next `ringer link` on.'
    return `A person has said${of}: ${verdict} (${by}). ${holds}`
  })
}

/** What is counted of a shared value: see `counted_by` in the models. */
const sharers = { person: 'names that share it', hands: 'identities that share it' } as const

/** The axis of the waterfall, in characters. */
const strip = 32

function waterfallTable(pair: StandingPair): string {
  const steps = waterfallSteps(pair)
  const told = pair.comparisons.filter(({ bits }) => bits !== 0)
  const all = [0, pair.threshold_bits, ...steps.map(({ to }) => to)]
  const [low, high] = [Math.min(...all), Math.max(...all)]
  const place = (bits: number): number =>
    Math.round(((bits - low) / Math.max(1, high - low)) * (strip - 1))
  const rows = steps.map((step, at) => {
    const comparison = told[at - 1]
    return [
      step.label,
      comparison === undefined ? 'before looking' : foundText(comparison),
      shortened(comparison?.left ?? ''),
      shortened(comparison?.right ?? ''),
      comparison?.members ?? null,
      right(showBits(step.to - step.from)),
      right(showBits(step.to)),
      drawn(step, place, { start: at === 0, threshold: pair.threshold_bits }),
    ]
  })
  return textTable(
    [
      'what',
      'found',
      'first',
      'second',
      sharers[pair.question],
      ' bits',
      '  sum',
      `│ ${showBits(pair.threshold_bits)} joins`,
    ],
    rows,
  )
}

const right = (figure: string): string => figure.padStart(5)

interface Marks {
  readonly start: boolean
  readonly threshold: number
}

/** A bar from the sum before to the sum after: █ for, ▒ against, ░ the start; │ is the threshold. */
function drawn(
  { from, to }: WaterfallStep,
  place: (bits: number) => number,
  { start, threshold }: Marks,
) {
  const [left, end] = [place(Math.min(from, to)), place(Math.max(from, to))]
  const mark = start ? '░' : to > from ? '█' : '▒'
  const line = place(threshold)
  return Array.from({ length: strip }, (_, at) => {
    if (at >= left && (at < end || (at === left && left === end))) return mark
    return at === line ? '│' : ' '
  }).join('')
}

type Comparison = StandingPair['comparisons'][number]

const foundText = ({ comparison, level }: Comparison): string =>
  comparison === 'photo' && level === 'nearly the same'
    ? 'nearly the same picture'
    : levelText(level)

/** Comparisons that say nothing, by the reason why. */
function silentLines({ comparisons }: StandingPair): string[] {
  const silent = Map.groupBy(
    comparisons.filter(({ bits }) => bits === 0),
    foundText,
  )
  return [...silent].map(
    ([level, each]) =>
      `Says nothing (${level}): ${each.map(({ comparison }) => comparison.replaceAll('_', ' ')).join(', ')}.`,
  )
}

function reasonLines({
  together,
  compared,
  bits,
  threshold_bits: threshold,
  question,
  said,
}: StandingPair) {
  if (said.some(({ direct, seen }) => direct && seen)) return []
  const [parts, whole] = { person: ['subjects', 'identity'], hands: ['identities', 'group'] }[
    question
  ]
  const joins = compared && bits >= threshold
  if (together && !joins) {
    return [`On their own they would be two; other ${parts} of the ${whole} connect them.`]
  }
  if (!together && !compared) return [sharesNothing[question]]
  if (!together && joins) {
    return [`On their own they would be one; the other ${parts} around the two disagree.`]
  }
  return []
}

const sharesNothing = {
  person: 'They share no mailbox, number, account, handle or device: nothing else may join them.',
  hands: 'They share nothing that they control and that few use: nothing else may join them.',
} as const

function passageLines({ passages }: StandingPair): string[] {
  if (passages.length === 0) return []
  return [
    '',
    'Passages that stand in both, the rarest first',
    ...passages.flatMap(({ text, members, observations }) => [
      `  "${text}"`,
      `      in ${observations.join(' and ')}; ${showCount(members, 'identity')} show it`,
    ]),
  ]
}

/** The outcomes of one change that are told; the rest are in the JSON. */
const shownChanges = 6

function whatIfLines(pair: StandingPair): string[] {
  const { what_if: changes, threshold_bits: threshold } = pair
  const joined = pair.compared && pair.bits >= threshold
  const turning = changes.filter(({ joins }) => joins !== joined)
  const [greatest] = changes
  if (greatest === undefined)
    return ['nothing: no single comparison is left that could come out otherwise']
  const lack = joined ? [] : [`They lack ${(threshold - pair.bits).toFixed(1)} bits.`]
  if (turning.length === 0) {
    const still = joined ? 'more than it takes' : 'short'
    return [
      ...lack,
      `no single thing decides: ${changeText(greatest)}, the greatest change, they would still be ` +
        `${Math.abs(greatest.bits - threshold).toFixed(1)} bits ${still}`,
    ]
  }
  return [
    ...lack,
    ...turning.slice(0, shownChanges).map((change) => turningText(change, threshold)),
  ]
}

const changeText = ({ comparison, change }: WhatIf): string => {
  const noun = nounOf(comparison)
  if (change === 'agreeing') return `with the same ${noun}`
  return change === 'without' ? `without the ${noun}` : `with a shared ${noun} that nobody else has`
}

function turningText(change: WhatIf, threshold: number): string {
  const over = change.bits - threshold
  if (change.joins)
    return `${changeText(change)}: they would be joined, ${over.toFixed(1)} bits more than it takes`
  if (!change.compared)
    return `${changeText(change)}: they would be two, ${(-over).toFixed(1)} bits short, with nothing that brings them together`
  return `${changeText(change)}: they would be two, ${(-over).toFixed(1)} bits short`
}

const longest = 30

/** Shortened in the middle: the ends tell values apart. */
const shortened = (value: string): string =>
  value.length <= longest
    ? value
    : `${value.slice(0, longest / 2 - 1)}…${value.slice(1 - longest / 2)}`
