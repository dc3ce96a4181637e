import { type About, type Judgement, type Verdict, verdicts } from '../identities/index.ts'
import { Problem } from '../problem.ts'
import { type Call, type Command, choice, exits } from './command.ts'
import { listFormats, recordList } from './record-list.ts'
import { readStore, withStore } from './run.ts'
import { shellWord } from './shell-word.ts'
import { textTable } from './terminal.ts'

export const runJudge: Command['run'] = (call) => (call.given('list') ? list(call) : say(call))

const abouts = ['person', 'hands'] as const satisfies readonly About[]

async function say(call: Call) {
  const [left, right, word, ...more] = call.operands
  if (left === undefined || right === undefined || more.length > 0) {
    throw new Problem(
      'usage',
      'name two subjects (source/ref) or identities (idn_…) and a word: same, different, unsure; or use --list',
    )
  }
  const verdict = verdicts.find((each) => each === word)
  if (verdict === undefined) {
    throw new Problem('usage', `"${word ?? ''}" is no word on a pair: use ${verdicts.join(', ')}`)
  }
  if (call.text('format') !== undefined) throw new Problem('usage', '--format goes with --list')
  const [author = '', reason = ''] = [call.text('by'), call.text('reason')]
  const statement = { left, right, verdict, about: choice(call, 'about', abouts), author, reason }
  return withStore(call, async (system) => {
    const { judgement, earlier } = await system.identities.judge(statement)
    const lines = [
      `Recorded as judgement ${judgement}: ${left} and ${right} ${meaning[statement.about][verdict]}, says ${author}.`,
      ...earlierLines(earlier, verdict),
      'It holds from the next `ringer link` or `ringer run` on.',
      ...(verdict === 'unsure' ? [] : [`To take it back: ${takeBack(statement)}`]),
    ]
    await call.out(`${lines.join('\n')}\n`)
    return exits.done
  })
}

/** What each word says, in a sentence whose subject is the pair. */
const meaning: Readonly<Record<About, Readonly<Record<Verdict, string>>>> = {
  person: {
    same: 'are the same presented person',
    different: 'are not the same presented person',
    unsure: 'may or may not be the same presented person',
  },
  hands: {
    same: 'are run by the same hands',
    different: 'are not run by the same hands',
    unsure: 'may or may not be run by the same hands',
  },
}

function earlierLines(earlier: Judgement | null, verdict: Verdict): string[] {
  if (earlier === null) {
    return verdict === 'unsure' ? ['Nothing stood on this pair, so nothing changes.'] : []
  }
  const { judgement, author, said_at: at, verdict: before } = earlier
  return [
    `It takes the place of judgement ${judgement}: "${before}", said by ${author} on ${at.slice(0, 10)}.`,
  ]
}

interface Pair {
  readonly left: string
  readonly right: string
  readonly about: About
}

function takeBack({ left, right, about }: Pair): string {
  const question = about === 'person' ? '' : ` --about ${about}`
  return `ringer judge ${shellWord(left)} ${shellWord(right)} unsure${question} --by NAME --reason TEXT`
}

function list(call: Call) {
  if (call.operands.length > 0) throw new Problem('usage', '--list takes no operand')
  const format = choice(call, 'format', listFormats)
  return readStore(call, async (system) => {
    const rows = await system.identities.judgements()
    await call.out(recordList(format, rows, { fields, table: tableText }))
    return exits.done
  })
}

const fields = [
  'judgement',
  'said_at',
  'author',
  'about',
  'verdict',
  'left',
  'right',
  'left_subject',
  'right_subject',
  'stands',
  'seen',
  'reason',
] as const satisfies readonly (keyof Judgement)[]

function tableText(rows: readonly Judgement[]): string {
  if (rows.length === 0) return 'Nobody has said anything of a pair yet.'
  const cells = rows.map((row) => [
    row.judgement,
    row.said_at.slice(0, 10),
    row.author,
    row.about,
    row.verdict,
    row.left,
    row.right,
    standing(row),
    row.reason,
  ])
  const titles = ['no', 'said on', 'by', 'about', 'word', 'first', 'second', 'stands', 'reason']
  return textTable(titles, cells)
}

function standing({ stands, seen }: Judgement): string {
  if (stands) return seen ? 'yes' : 'from the next link'
  return seen ? 'no' : 'no, from the next link'
}
