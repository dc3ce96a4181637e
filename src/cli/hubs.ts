import { type Hub, type HubJudgement, selectorText } from '../identities/index.ts'
import { Problem } from '../problem.ts'
import { type Call, type Command, choice, exits } from './command.ts'
import { listFormats, recordList } from './record-list.ts'
import { readStore, withStore } from './run.ts'
import { shellWord } from './shell-word.ts'
import { showNumber, textTable } from './terminal.ts'

export const runHubs: Command['run'] = (call) => {
  const words = Object.keys(sentences) as (keyof typeof sentences)[]
  const [word, ...more] = words.filter((each) => call.text(each) !== undefined)
  if (more.length > 0) throw new Problem('usage', 'use one of --mute, --unmute, --reset at a time')
  if (word !== undefined) return say(call, word)
  return call.given('history') ? history(call) : list(call)
}

interface Sentence {
  readonly muted: boolean | null
  readonly says: string
}

const sentences = {
  mute: { muted: true, says: 'proves nothing' },
  unmute: { muted: false, says: 'counts, however many share it' },
  reset: { muted: null, says: 'is again as the rule says' },
} as const satisfies Record<string, Sentence>

function say(call: Call, word: keyof typeof sentences) {
  for (const option of ['model', 'format']) {
    if (call.text(option) !== undefined)
      throw new Problem('usage', `--${option} goes with the list`)
  }
  const { muted, says } = sentences[word]
  const [given = '', author = '', reason = ''] = [word, 'by', 'reason'].map(call.text)
  return withStore(call, async ({ identities }) => {
    const { selector, members } = await identities.sayOfSelector({
      selector: given,
      muted,
      author,
      reason,
    })
    const shared = members > 0 ? ` Until now it is muted, shared by ${showNumber(members)}.` : ''
    const lines = [
      `Recorded: ${selector} ${says}, says ${author}.${shared}`,
      'It holds from the next `ringer link` or `ringer run` on.',
      ...(muted === null
        ? []
        : [`To take it back: ringer hubs --reset ${shellWord(selector)} --by NAME --reason TEXT`]),
    ]
    await call.out(`${lines.join('\n')}\n`)
    return exits.done
  })
}

const models = ['same-person', 'same-hands'] as const

function list(call: Call) {
  const format = choice(call, 'format', listFormats)
  const model = call.text('model') === undefined ? undefined : choice(call, 'model', models)
  return readStore(call, async ({ identities }) => {
    const hubs = (await identities.hubs()).filter((hub) => !model || hub.model === model)
    await call.out(recordList(format, hubs, { fields: hubFields, table: hubTable }))
    return exits.done
  })
}

const hubFields = [
  'model',
  'kind',
  'detail',
  'value',
  'members',
  'muted',
  'reason',
  'author',
  'next',
  'text',
] as const satisfies readonly (keyof Hub)[]

/** What is counted: what shares a selector is of another sort for each question. */
const sharers: Readonly<Record<string, string>> = {
  'same-person': 'names',
  'same-hands': 'identities',
}

function hubTable(hubs: readonly Hub[]): string {
  if (hubs.length === 0) return 'No selector is muted, and nobody has said anything of one.'
  const rows = hubs.map((hub) => [
    selectorText(hub),
    hub.model,
    hub.members,
    sharers[hub.model] ?? '',
    stateOf(hub),
    hub.author ?? 'the rule',
    hub.text === null ? hub.reason : `${hub.reason}: "${shortened(hub.text)}"`,
  ])
  return textTable(['selector', 'question', 'shared by', '', 'it', 'by', 'why'], rows)
}

/** As much of a passage as tells it apart. */
const longest = 48

const shortened = (text: string): string =>
  text.length <= longest ? text : `${text.slice(0, longest - 1).trimEnd()}…`

function stateOf({ muted, next }: Hub): string {
  const now = muted ? 'is muted' : 'counts'
  return next === null ? now : `${now}; ${next} from the next link`
}

function history(call: Call) {
  const format = choice(call, 'format', listFormats)
  if (call.text('model') !== undefined) throw new Problem('usage', '--history is of both models')
  return readStore(call, async ({ identities }) => {
    const said = await identities.hubJudgements()
    await call.out(recordList(format, said, { fields: saidFields, table: saidTable }))
    return exits.done
  })
}

const saidFields = [
  'hub_judgement',
  'said_at',
  'author',
  'kind',
  'detail',
  'value',
  'muted',
  'stands',
  'reason',
] as const satisfies readonly (keyof HubJudgement)[]

function saidTable(said: readonly HubJudgement[]): string {
  if (said.length === 0) return 'Nobody has said anything of a selector yet.'
  const rows = said.map((word) => [
    word.hub_judgement,
    word.said_at.slice(0, 10),
    word.author,
    selectorText(word),
    wordOf(word.muted),
    word.stands ? 'yes' : 'no',
    word.reason,
  ])
  return textTable(['no', 'said on', 'by', 'selector', 'word', 'stands', 'reason'], rows)
}

const wordOf = (muted: boolean | null): string =>
  muted === null ? 'taken back' : muted ? 'muted' : 'counts'
