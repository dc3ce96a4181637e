import {
  type Attribution,
  attributionBases,
  attributionConfidences,
  type Decided,
  type Decision,
  type DecisionStatement,
  type DecisionStatus,
  decisionStatuses,
  knowledgeWords,
} from '../assessment/index.ts'
import { Problem } from '../problem.ts'
import { type Call, type Command, choice, exits } from './command.ts'
import { listFormats, recordList } from './record-list.ts'
import { readStore, withStore } from './run.ts'
import { shellWord } from './shell-word.ts'
import { textTable } from './terminal.ts'

export const runDecide: Command['run'] = (call) => (call.given('list') ? list(call) : decide(call))

function decide(call: Call) {
  const [identity, word, ...more] = call.operands
  if (identity === undefined || more.length > 0) {
    throw new Problem(
      'usage',
      `name an identity (idn_…) and what is decided: ${decisionStatuses.join(', ')}; or use --list`,
    )
  }
  const status = decisionStatuses.find((each) => each === word)
  if (status === undefined) {
    throw new Problem('usage', `"${word ?? ''}" is no decision: use ${decisionStatuses.join(', ')}`)
  }
  if (call.text('format') !== undefined) throw new Problem('usage', '--format goes with --list')
  const statement = statementOf(call, identity, status)
  return withStore(call, async (system) => {
    const decided = await system.decide(statement)
    await call.out(`${decidedLines(statement, decided).join('\n')}\n`)
    return exits.done
  })
}

function statementOf(call: Call, identity: string, status: DecisionStatus): DecisionStatement {
  const [author = '', reason = ''] = [call.text('by'), call.text('reason')]
  return {
    identity,
    status,
    author,
    reason,
    organization: call.text('organization'),
    contests: contestOf(call),
    attribution: attributionOf(call),
    knowledge:
      call.text('knowledge') === undefined ? undefined : choice(call, 'knowledge', knowledgeWords),
    until: call.text('until'),
  }
}

function contestOf(call: Call): number | undefined {
  const given = call.text('contest')
  if (given === undefined) return undefined
  if (/^[1-9]\d{0,8}$/.test(given)) return Number(given)
  throw new Problem(
    'usage',
    `--contest ${given}: write the number of a decision; \`ringer decide --list\` has them`,
  )
}

/** Longer ones are no name of an actor. */
const longestActor = 80

function attributionOf(call: Call): Attribution | undefined {
  const given = ['attribution', 'basis', 'attribution-confidence'].filter(
    (option) => call.text(option) !== undefined,
  )
  if (given.length === 0) return undefined
  if (given.length < 3) {
    throw new Problem(
      'usage',
      'an attribution takes all three: --attribution, --basis and --attribution-confidence',
    )
  }
  const actor = (call.text('attribution') ?? '').replace(/\s+/g, ' ').trim()
  if (actor === '' || actor.length > longestActor || /\p{C}/u.test(actor)) {
    throw new Problem(
      'usage',
      `--attribution: write the name of an actor, of at most ${longestActor} characters`,
    )
  }
  const basis = choice(call, 'basis', attributionBases)
  return {
    actor,
    basis,
    confidence: choice(call, 'attribution-confidence', attributionConfidences),
  }
}

function decidedLines(statement: DecisionStatement, decided: Decided): string[] {
  const { decision, confirms, replaces } = decided
  const { identity, author, status } = statement
  return [
    `Recorded as decision ${decision}: ${identity} ${meaning[status]}, says ${author}.`,
    ...confirms.map((each) => `It confirms ${named(each)}.`),
    ...replaces.map((each) => `It takes the place of ${named(each)}.`),
    ...recipientLines(decided),
    ...effectLines(decided),
    ...takeBackLines(statement, decided),
  ]
}

/** What each decision says, in a sentence whose subject is the identity. */
const meaning: Readonly<Record<DecisionStatus, string>> = {
  assessed: 'is assessed as part of the scheme',
  linked: 'is linked to identities that are assessed',
  cleared: 'is cleared',
  real_holder: 'is the real holder of what somebody else uses',
  undecided: 'is undecided',
}

const named = ({ decision, status, author, decided_at: at }: Decision): string =>
  `decision ${decision}: "${status}", said by ${author} on ${at.slice(0, 10)}`

function recipientLines({ replaces, recipients }: Decided): string[] {
  if (replaces.length === 0) return []
  if (recipients.length === 0) return ['Nobody is on record as having received that.']
  return [
    'These received that, and have to hear of this:',
    ...recipients.map(
      ({ recipient, what, delivered_at: at }) => `  ${recipient} (${what}, ${at.slice(0, 10)})`,
    ),
  ]
}

function effectLines({ status, expires_at: expires }: Decided): string[] {
  if (status === 'real_holder') {
    return [
      'From now on it stands in no list, search or output; it does not expire.',
      'Findings of others follow with the next `ringer assess` or `ringer run`.',
    ]
  }
  return [
    'It holds from the next `ringer assess` or `ringer run` on.',
    ...(expires === null
      ? []
      : [
          `It holds until ${expires.slice(0, 16).replace('T', ' ')} UTC and waits for review from then on.`,
        ]),
  ]
}

function takeBackLines({ identity }: DecisionStatement, { decision, status }: Decided): string[] {
  if (status === 'undecided') return []
  const words = `ringer decide ${shellWord(identity)} undecided`
  return status === 'real_holder'
    ? [`Only somebody else can undo it: ${words} --contest ${decision} --by NAME --reason TEXT`]
    : [`To take it back: ${words} --by NAME --reason TEXT`]
}

function list(call: Call) {
  if (call.operands.length > 0) throw new Problem('usage', '--list takes no operand')
  const format = choice(call, 'format', listFormats)
  return readStore(call, async (system) => {
    const rows = (await system.decisions()).map(({ attribution, ...row }) => ({
      ...row,
      attribution: attribution === null ? null : attributionText(attribution),
    }))
    await call.out(recordList(format, rows, { fields, table: tableText }))
    return exits.done
  })
}

type Listed = Omit<Decision, 'attribution'> & { readonly attribution: string | null }

/** As lists and tables write it. */
export const attributionText = ({ actor, basis, confidence }: Attribution): string =>
  `${actor} (${basis}, ${confidence})`

const fields = [
  'decision',
  'decided_at',
  'author',
  'organization',
  'status',
  'identity',
  'identity_now',
  'stands',
  'expired',
  'expires_at',
  'contests',
  'contested_by',
  'attribution',
  'knowledge',
  'reason',
] as const satisfies readonly (keyof Listed)[]

function tableText(rows: readonly Listed[]): string {
  if (rows.length === 0) return 'Nobody has decided anything yet.'
  const cells = rows.map((row) => [
    row.decision,
    row.decided_at.slice(0, 10),
    row.author,
    row.status,
    row.identity,
    row.identity_now === row.identity ? '' : (row.identity_now ?? 'nowhere'),
    standing(row),
    row.expires_at?.slice(0, 10) ?? 'never',
    row.contests ?? '',
    row.reason ?? '(withheld)',
  ])
  const titles = [
    'no',
    'decided on',
    'by',
    'decision',
    'identity',
    'now',
    'stands',
    'expires',
    'contests',
    'reason',
  ]
  return textTable(titles, cells)
}

function standing({ stands, expired, contested_by: by }: Listed): string {
  if (stands) return 'yes'
  if (by !== null) return `no, contested by ${by}`
  return expired ? 'no, expired' : 'no'
}
