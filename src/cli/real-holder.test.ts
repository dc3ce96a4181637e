import { readFileSync, writeFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import type { ListedIdentity } from '../assessment/index.ts'
import { Problem } from '../problem.ts'
import { refusal } from './judging-fixture.ts'
import { useFolder } from './process-testing.ts'
import { copyWorld } from './world-fixture.ts'

const place = useFolder()
const data = ['--data', place('data')] as const

const mailbox = 'zebulon.quixotry@mail.example'
const phone = '+12025550177'

/** What is printed, or the words of the refusal. */
async function say(...words: readonly string[]): Promise<string> {
  const said = await refusal([...words, ...data])
  if (said instanceof Problem) return `refused: ${said.message}`
  if (typeof said === 'string') return said
  throw said
}

interface Line {
  readonly source: string
  readonly subject: {
    readonly ref: string
    readonly name?: string
    readonly emails?: readonly string[]
    readonly phones?: readonly string[]
    readonly accounts?: readonly { readonly value: string }[]
  }
}

/** The person: of a ring, with several records. */
let holder: ListedIdentity
/** Somebody of the same ring, and anybody else. */
let pair: readonly [string, string]
/** What only this person shows, in small letters. */
let strings: readonly string[]
let subjects: readonly string[]

beforeAll(async () => {
  await copyWorld(place('.'))
  const listed = (await say('identities', '--format', 'ndjson'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as ListedIdentity)
  const inRings = listed.filter(({ ring }) => ring !== null)
  const fewest = inRings.toSorted((one, other) => one.subjects.length - other.subjects.length)
  const found = fewest.find(({ subjects: of }) => of.length > 2)
  if (found === undefined) throw new Error('nobody in a ring')
  holder = found
  const others = listed.filter(({ identity }) => identity !== found.identity)
  const near = others.find(({ ring }) => ring === found.ring)
  const far = others.find((each) => each !== near)
  if (near === undefined || far === undefined) throw new Error('nobody beside the person')
  pair = [near.identity, far.identity]
  subjects = found.subjects.map(({ source, ref }) => `${source}/${ref}`)
  const shown = { name: 'Zebulon Quixotry', emails: [mailbox], phones: [phone] }
  const event = { kind: 'application', at: '2025-04-01T00:00:00Z' }
  const lines = found.subjects.slice(0, 2).map(({ source, ref }, at) => {
    const line = { ...event, source, id: `planted-${at}`, subject: { ref, ...shown } }
    return `${JSON.stringify(line)}\n`
  })
  writeFileSync(place('planted.ndjson'), lines.join(''))
  const [first = '', second = ''] = subjects
  await say('judge', first, second, 'different', ...by('ana'))
  // They part in this run and come together in the next: both is told of them.
  await say('run', place('planted.ndjson'))
  strings = [...stringsOf(found), mailbox, phone, 'zebulon quixotry']
})

function stringsOf({ subjects: of }: ListedIdentity): readonly string[] {
  const lines = gunzipSync(readFileSync(place('world/evidence.ndjson.gz'))).toString()
  const all = lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
  const refs = new Set(of.map(({ source, ref }) => `${source}/${ref}`))
  const isOwn = ({ source, subject }: Line) => refs.has(`${source}/${subject.ref}`)
  const shown = all
    .filter(isOwn)
    .flatMap(({ subject }) => [
      subject.ref,
      ...[subject.name ?? [], subject.emails ?? [], subject.phones ?? []].flat(),
      ...(subject.accounts ?? []).map(({ value }) => value),
    ])
  // What somebody else names, as a referee's mailbox too, is theirs.
  const elsewhere = inOneSpelling(JSON.stringify(all.filter((line) => !isOwn(line))))
  return [...new Set(shown.map(inOneSpelling))].filter((text) => !elsewhere.includes(text))
}

/** In small letters, phone numbers without spaces. */
const inOneSpelling = (text: string): string => text.toLowerCase().replace(/(?<=\d) (?=\d)/g, '')

/** What is there to be found in the formats that leave nothing out: that the searches below could find it. */
const shown = async (): Promise<string> => {
  const [first = '', second = ''] = subjects
  const told: string[] = []
  for (const words of [
    ['identities', '--format', 'ndjson'],
    ['explain', holder.identity, '--format', 'json'],
    ['explain', first, second, '--format', 'json'],
    ['judge', '--list', '--format', 'ndjson'],
    ['hubs', '--history', '--format', 'ndjson'],
  ]) {
    told.push(await say(...words))
  }
  return told
    .filter((said) => !said.startsWith('refused'))
    .join('\n')
    .toLowerCase()
}

/** A list in each of its formats, or in the one that leaves nothing out. */
const lists = (all: boolean, ...words: readonly string[]) =>
  (all ? ['table', 'ndjson', 'csv'] : ['ndjson']).map((format) => [...words, '--format', format])

/** What is said of others. A command that is refused would say nothing of anybody, and so hide what it shows. */
async function tell(...words: readonly string[]): Promise<string> {
  const said = await say(...words)
  if (said.startsWith('refused')) throw new Error(`${words.join(' ')} is ${said}`)
  return said
}

/** Everything that the program says, but for the decisions themselves: in all formats, or in one of each. */
async function everything(all: boolean): Promise<string> {
  const names = [pair[0], holder.ring ?? '']
  const formats = all ? ['html', 'json', 'csv'] : ['json']
  const inWords = [...names.map((name) => ['explain', name]), ['explain', ...pair]]
  const file = (format: string): string => place(`report.${format}`)
  const told: string[] = []
  for (const words of [
    ...lists(all, 'identities'),
    ['identities', '--events'],
    ...names.map((name) => ['explain', name, '--format', 'json']),
    ['explain', ...pair, '--format', 'json'],
    ...(all ? [...inWords, ['explain', ...pair, '--format', 'svg']] : []),
    ...lists(all, 'queue'),
    ['review', pair[0]],
    ...lists(all, 'judge', '--list'),
    ...lists(all, 'hubs'),
    ...lists(all, 'hubs', '--history'),
    ...formats.map((format) => [
      ...['report', '--draft', '--format', format],
      ...['--out', file(format)],
    ]),
    ['evaluate', '--truth', place('world/truth.csv')],
    ...(all ? [['run']] : []),
  ]) {
    told.push(await tell(...words))
  }
  told.push(...(await askedByName()))
  const reports = formats.map((format) => readFileSync(file(format), 'utf8'))
  return [...told, ...reports].join('\n').toLowerCase()
}

/** What is asked for by name, unless it is refused in the words in which it was asked. */
async function askedByName(): Promise<readonly string[]> {
  const [first = '', second = ''] = subjects
  const told: string[] = []
  for (const words of [[holder.identity], [first, second], [holder.identity, pair[0]]]) {
    told.push(await say('explain', ...words))
  }
  return told.filter((said) => !said.startsWith('refused'))
}

const found = (text: string): readonly string[] =>
  [...strings, holder.identity].filter((each) => text.includes(each))

const by = (name: string, reason = 'the bureau showed us their papers') =>
  ['--by', name, '--reason', reason] as const

test('a real holder is in no list, search or output from that moment, and comes back by somebody else only', async () => {
  const [first = '', second = ''] = subjects
  await say('judge', first, second, 'unsure', ...by('ana'))
  for (const selector of [`phone:${phone}`, `email:${mailbox}`]) {
    expect(await say('hubs', '--mute', selector, ...by('ana'))).toMatch(/^Recorded: /)
    await say('hubs', '--reset', selector, ...by('ana'))
  }
  await say('run')

  const before = found(await shown())
  expect(before).toEqual(expect.arrayContaining([phone, mailbox, holder.identity]))
  expect(before.length).toBeGreaterThan(strings.length / 2)

  const told = await say(
    'decide',
    holder.identity,
    'real_holder',
    ...by('ana', `it is ${mailbox}, who wrote to us`),
  )
  expect(told).toMatch(
    /^From now on it stands in no list, search or output; it does not expire\.$/m,
  )
  expect(found(await everything(false))).toEqual([])
  const unknown = async (name: string, of: string) =>
    expect((await say('explain', name)).replaceAll(name, of)).toBe(await say('explain', of))
  await unknown(holder.identity, 'idn_0000000000000')
  expect(await say('explain', first, second)).toBe(
    `refused: no subject ${first} in an identity; is it imported and linked?`,
  )
  expect(await say('judge', first, second, 'unsure', ...by('ana'))).toMatch(/^refused: no subject /)
  expect(await say('decide', holder.identity, 'cleared', ...by('bea'))).toMatch(
    /^refused: no identity /,
  )

  const late = { source: 'late-ats', id: 'late-1', kind: 'application', at: '2025-05-01T00:00:00Z' }
  const subject = {
    ref: 'late-ref-77',
    name: 'Zebulon Quixotry',
    emails: [mailbox],
    phones: [phone],
  }
  writeFileSync(place('late.ndjson'), `${JSON.stringify({ ...late, subject })}\n`)
  await say('run', place('late.ndjson'))
  const after = await everything(true)
  expect([...found(after), ...['late-ref-77'].filter((each) => after.includes(each))]).toEqual([])

  for (const words of lists(true, 'decide', '--list')) {
    const list = (await say(...words)).toLowerCase()
    expect(list).toContain('real_holder')
    expect(found(list)).toEqual([holder.identity])
  }
  const undo = ['decide', holder.identity, 'undecided', '--contest', '1'] as const
  expect(await say(...undo, ...by('ana'))).toMatch(/only somebody else can undo it$/)
  expect(await say(...undo, ...by('bea'))).toMatch(/^Recorded as decision 2/)
  expect(await say('run')).toMatch(/^Assessed: \d/m)
  expect(found(await shown()).length).toBeGreaterThan(strings.length / 2)
})
