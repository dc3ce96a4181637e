import {
  type FactToReview,
  likelihoods,
  type Reviewed,
  type ReviewSheet,
} from '../assessment/index.ts'
import { Problem } from '../problem.ts'
import { type Call, type Command, choice, exits } from './command.ts'
import { enrichedText, refsText, seenText } from './fact-text.ts'
import { withResults } from './run.ts'
import { shellWord } from './shell-word.ts'
import { showCount } from './terminal.ts'
import { wrapped } from './wrapped.ts'

const words = likelihoods.map(({ word }) => word)

export const runReview: Command['run'] = (call) => {
  const [identity, ...more] = call.operands
  if (identity === undefined || more.length > 0) {
    throw new Problem('usage', 'name one identity (idn_…); `ringer queue` lists those that wait')
  }
  return call.text('likelihood') === undefined ? show(call, identity) : record(call, identity)
}

function show(call: Call, identity: string) {
  if (call.text('by') !== undefined || call.text('reason') !== undefined) {
    throw new Problem('usage', 'say how likely it is too: --likelihood "very unlikely"')
  }
  const format = choice(call, 'format', ['text', 'json'])
  return withResults(call, async ({ casework }) => {
    const sheet = await casework.reviewSheet(identity)
    const text = format === 'json' ? JSON.stringify(sheet, null, 2) : sheetText(sheet)
    await call.out(`${text}\n`)
    return exits.done
  })
}

function sheetText(sheet: ReviewSheet): string {
  const { identity, seen, facts } = sheet
  const showing = facts.filter((fact) => fact.seen)
  const absent = facts.filter((fact) => !fact.seen)
  return [
    `${identity}, for review: the facts, by date`,
    ...wrapped(seenText(seen)),
    '',
    'Seen',
    ...(showing.length === 0 ? ['  nothing that an indicator asks about'] : []),
    ...showing.flatMap(factLines),
    ...(absent.length === 0 ? [] : ['', 'Could have been seen, and was not']),
    ...absent.flatMap(({ title, grade }) => wrapped(`  ${title} · grade ${grade}`, 6)),
    '',
    ...wrapped(`How likely is it that this belongs to the scheme? ${wordsText}.`),
    `ringer review ${shellWord(identity)} --likelihood WORDS --by NAME --reason TEXT`,
  ].join('\n')
}

const percent = (share: number): string => `${Math.round(share * 100)}`

const wordsText = likelihoods
  .map(({ word, from, to }) => `${word} (${percent(from)}–${percent(to)} %)`)
  .join(', ')

function factLines(fact: FactToReview): string[] {
  const { title, grade, told, only_by_link: linked, observations, origins } = fact
  const notes = [
    `grade ${grade}`,
    ...(told ? ['somebody’s word'] : []),
    ...(linked ? ['only what is shared with somebody on whom people decided shows it'] : []),
    ...(origins.length > 1 ? [`${showCount(origins.length, 'organization')} saw it`] : []),
  ]
  return [
    ...wrapped(
      `  ${title} · ${notes.join(', ')} · ${refsText(observations, 2)}${enrichedText(fact.enriched)}`,
      6,
    ),
    ...wrapped(`      may be innocent: ${fact.innocent.join('; ')}. Check: ${fact.check}`, 6),
  ]
}

function record(call: Call, identity: string) {
  const likelihood = choice(call, 'likelihood', likelihoodWords)
  if (call.text('format') !== undefined) {
    throw new Problem('usage', '--format goes without --likelihood')
  }
  const [author = '', reason = ''] = [call.text('by'), call.text('reason')]
  return withResults(call, async ({ casework }) => {
    const statement = { identity, likelihood, author, reason }
    const reviewed = await casework.recordReview(statement)
    const said = `Recorded as review ${reviewed.review}: ${likelihood}, says ${author}.`
    await call.out(`${[said, ...reviewedLines(identity, reviewed)].join('\n')}\n`)
    return exits.done
  })
}

const [firstWord, ...otherWords] = words
const likelihoodWords = [firstWord ?? 'almost no chance', ...otherWords] as const

function reviewedLines(identity: string, { machine, apart, differs, drawn }: Reviewed): string[] {
  return [
    `The machine says: ${machine.likelihood}. Its status is ${machine.status}.`,
    `Its confidence in the evidence is ${machine.confidence}.`,
    apart === 0 ? 'You say the same.' : `You are ${showCount(apart, 'word')} apart.`,
    ...(differs ? ['`ringer queue` lists that, until somebody decides.'] : []),
    ...(drawn ? ['It was drawn at random from those that nobody suspects.'] : []),
    `Next: ringer explain ${shellWord(identity)}`,
  ]
}
