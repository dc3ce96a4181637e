import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import { likelihoods } from '../assessment/index.ts'
import { realEffects } from '../effects.ts'
import { Problem } from '../problem.ts'
import { readStoreFile } from '../sql/store-fixture.ts'
import { refusal } from './judging-fixture.ts'
import { applicationLine, ringer, useFolder } from './process-testing.ts'
import { copyWorld } from './world-fixture.ts'

const place = useFolder()
const data = ['--data', place('data')] as const
const reason = ['--reason', 'the recruiter met the person twice'] as const
const by = (name: string) => ['--by', name, ...reason] as const
const say = (words: readonly string[], day = '2026-11-01'): Promise<unknown> =>
  refusal([...words, ...data], { ...realEffects, now: () => new Date(`${day}T12:00:00Z`) })

interface Listed {
  readonly identity: string
  readonly status: string
  readonly likelihood: string
}
interface Line {
  readonly identity: string
  readonly why: string
}
const linesOf = async <Row>(words: readonly string[], day?: string): Promise<Row[]> =>
  String(await say([...words, '--format', 'ndjson'], day))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)

/** The machine's words, which no reviewer may meet. */
const machineWords = new RegExp(
  `\\b(suspected|unassessed|cleared|confidence|bits|rng_|${likelihoods.map(({ word }) => word).join('|')})\\b`,
)
/** Facts come before judgements. */
const machineLikelihood = new RegExp(`\\b(${likelihoods.map(({ word }) => word).join('|')})\\b`)

/** What is told of an identity, but for the one innocent explanation that has such a word in it. */
const told = (text: string): string => text.replaceAll(/offence at being\s+suspected/g, '')

const isDrawn = (identity: string): boolean => {
  const share = Number.parseInt(
    createHash('md5').update(`blind${identity}`).digest('hex').slice(0, 8),
    16,
  )
  return share / 2 ** 32 < 0.01
}

let listed: readonly Listed[]
let suspected: readonly string[]
let drawn: readonly string[]

beforeAll(async () => {
  await copyWorld(place('.'))
  const people = Array.from({ length: 400 }, (_, at) => applicationLine(at))
  writeFileSync(place('people.ndjson'), `${people.join('\n')}\n`)
  await say(['run', place('people.ndjson')])
  listed = await linesOf<Listed>(['identities'])
  const of = (status: string) =>
    listed.filter((each) => each.status === status).map(({ identity }) => identity)
  suspected = of('suspected')
  drawn = of('unassessed').filter(isDrawn)
  expect(suspected.length).toBeGreaterThan(4)
  expect(drawn.length).toBeGreaterThan(2)
})

describe('the queue', () => {
  test('holds the suspected and the drawn under one word, and no word of the machine', async () => {
    const waiting = await linesOf<Line>(['queue'])
    expect(new Set(waiting.map(({ why }) => why))).toEqual(new Set(['review']))
    const names = waiting.map(({ identity }) => identity)
    expect(names.toSorted()).toEqual([...suspected, ...drawn].toSorted())
    // Neither all of one kind first, nor the order of the draw.
    const kinds = names.map((name) => drawn.includes(name))
    expect(kinds.slice(0, drawn.length)).not.toEqual(drawn.map(() => true))
    expect(kinds.slice(-drawn.length)).not.toEqual(drawn.map(() => true))
    const table = String(await say(['queue']))
    expect(table).not.toMatch(machineWords)
    expect(table.split('\n')).toHaveLength(names.length + 2)
    expect(JSON.stringify(waiting)).not.toMatch(machineWords)
    const csv = parse(String(await say(['queue', '--format', 'csv'])), { columns: true })
    expect((csv as Line[]).map(({ identity }) => identity)).toEqual(names)
  })

  test('the limit is told on standard error', async () => {
    const ran = await ringer('queue', '--limit', '2', ...data)
    expect(ran.out.split('\n')).toHaveLength(4)
    const all = suspected.length + drawn.length
    expect(ran.news).toMatch(
      new RegExp(`^${all} identities wait \\(review ${all}\\), 2 of them shown\\.\n`),
    )
  })
})

describe('the explanation of an identity', () => {
  test('fits a terminal, and shows so many findings and no more', async () => {
    for (const { identity } of listed
      .filter(({ identity: id }) => !drawn.includes(id))
      .filter((_, at) => at % 3 === 0)
      .slice(0, 5)) {
      const text = String(await say(['explain', identity]))
      // A reference to an observation may be longer than a line.
      const long = text.split('\n').filter((line) => line.length > 100 && line.trim().includes(' '))
      expect(long).toEqual([])
      const [facts = '', judgement = ''] = text.split('\nHow likely it belongs to the scheme: ')
      expect(facts).not.toMatch(machineLikelihood)
      expect(judgement).toMatch(/^[a-z ]+ \(\d+–\d+ %\)\.\nConfidence in the evidence is /)
      const [supporting = '', opposing = ''] = facts.split('\nWhat speaks against it')
      expect(supporting.match(/^ +\+\d/gm)?.length ?? 0).toBeLessThanOrEqual(8)
      expect(opposing.match(/^ +[−0]\d?/gm)?.length ?? 0).toBeLessThanOrEqual(6)
      expect(supporting.match(/may\s+be\s+innocent:/g)?.length ?? 0).toBe(
        supporting.match(/^ +\+\d/gm)?.length ?? 0,
      )
      expect(text).toMatch(/\nA person decides\. Nothing here is a verdict\.\n$/)
    }
  })
})

describe('a review', () => {
  test('shows facts by date, and neither status nor weight', async () => {
    for (const identity of [...suspected.slice(0, 3), ...drawn.slice(0, 2)]) {
      const text = String(await say(['review', identity]))
      const [facts = '', question = ''] = text.split('\nHow likely is it')
      expect(facts).toMatch(new RegExp(`^${identity}, for review: the facts, by date\n`))
      expect(told(facts)).not.toMatch(machineWords)
      // The words to choose from are all there, whoever it is.
      for (const { word } of likelihoods) expect(question.replace(/\s+/g, ' ')).toContain(word)
      const sheet = JSON.parse(String(await say(['review', identity, '--format', 'json'])))
      expect(told(JSON.stringify(sheet))).not.toMatch(machineWords)
      const days = sheet.facts.map(
        ({ observations: [first] }: { observations: { at: string }[] }) => first?.at ?? '',
      )
      expect(days).toEqual(days.toSorted())
    }
  })

  test('of one who was drawn comes before everything the machine says', async () => {
    const [identity = ''] = drawn
    const early = [
      ['explain', identity],
      ['explain', identity, '--format', 'json'],
    ]
    early.push(['explain', identity, '--view', 'employer', '--organization', 'acme.example'])
    for (const words of early) {
      expect(await say(words)).toMatchObject({
        kind: 'conflict',
        message: `${identity} is drawn for a blind review: \`ringer review ${identity}\` first`,
      })
    }
    const words = ['review', identity, '--likelihood', 'very unlikely', ...by('ana')]
    const said = String(await say(words))
    expect(said).toMatch(/^Recorded as review \d+: very unlikely, says ana\.\nThe machine says: /)
    expect(said).toMatch(/\nIt was drawn at random from those that nobody suspects\.\n/)
    expect(await say(['explain', identity])).toMatch(new RegExp(`^${identity} · `))
    expect((await linesOf<Line>(['queue'])).map((each) => each.identity)).not.toContain(identity)
    // A year later it is asked about again, and blind again.
    const later = (await linesOf<Line>(['queue'], '2027-11-02')).map((each) => each.identity)
    expect(later).toContain(identity)
    expect(await say(['explain', identity], '2027-11-02')).toBeInstanceOf(Problem)
  })

  test('of one who is suspected is advised, and then it waits for a decision', async () => {
    const [identity = ''] = suspected
    const early = await ringer('explain', identity, ...data)
    expect(early).toMatchObject({ status: 0 })
    expect(early.news).toBe(
      `Your own words come first: \`ringer review ${identity}\`, before the machine’s are read.\n`,
    )
    const { likelihood = '' } = listed.find((each) => each.identity === identity) ?? {}
    const said = await ringer('review', identity, '--likelihood', likelihood, ...by('ana'), ...data)
    expect(said.out).toContain('\nYou say the same.\n')
    expect(said.out).not.toContain('drawn')
    expect(await ringer('explain', identity, ...data)).toMatchObject({ status: 0, news: '' })
    const waits = (await linesOf<Line>(['queue'], '2026-12-01')).find(
      (each) => each.identity === identity,
    )
    expect(waits).toMatchObject({ why: 'decision' })
  })

  test('that differs by two words waits for whoever decides', async () => {
    const [, identity = ''] = suspected
    const words = ['review', identity, '--likelihood', 'very unlikely', ...by('bea')]
    expect(await say(words)).toMatch(/\nYou are \d words apart\.\n`ringer queue` lists that/)
    const why = async (): Promise<string | undefined> =>
      (await linesOf<Line>(['queue'])).find((each) => each.identity === identity)?.why
    expect(await why()).toBe('differs')
    expect(await say(['decide', identity, 'cleared', ...by('cleo')])).toMatch(/^Recorded/)
    expect(await why()).toBeUndefined()
  })

  test('a decision that counts no more waits under its own word', async () => {
    const [, identity = ''] = suspected
    const whyOn = async (day: string): Promise<Line | undefined> =>
      (await linesOf<Line>(['queue'], day)).find((each) => each.identity === identity)
    expect(await whyOn('2027-12-01')).toMatchObject({ why: 'expired', decision: 1 })
    expect(await say(['queue'], '2027-12-01')).toMatch(
      new RegExp(`^identity .*\\n${identity} +decision 1 expired `),
    )
    const contest = ['undecided', '--contest', '1', ...by('dora')]
    expect(await say(['decide', identity, ...contest])).toMatch(/^Recorded/)
    expect(await whyOn('2026-11-02')).toMatchObject({ why: 'contested', decision: 2 })
  })

  test('keeps what was said with the machine’s words at the time', async () => {
    const rows = await readStoreFile<{ drawn: boolean; machine: string }>(
      place('data/ringer.duckdb'),
      'select * from review order by review_id',
    )
    expect(rows.map((row) => row.drawn)).toEqual([true, false, false])
    expect(rows[0]).toMatchObject({
      author: 'ana',
      likelihood: 'very unlikely',
      reason: 'the recruiter met the person twice',
      identity_given: drawn[0],
    })
    expect(JSON.parse(rows[0]?.machine ?? '')).toEqual({
      status: 'unassessed',
      likelihood: expect.any(String),
      confidence: expect.any(String),
      log_odds: expect.any(Number),
      version: expect.stringMatching(/^[0-9a-f]{12}$/),
    })
  })

  test.for([
    [['review'], 'usage', /name one identity/],
    [['review', 'idn_0000000000000'], 'not-found', /no identity/],
    [['review', 'X', '--likelihood', 'maybe', ...by('ana')], 'usage', /use almost no chance, very/],
    [['review', 'X', '--likelihood', 'likely', '--by', 'ana'], 'usage', /at least 20 characters/],
    [['review', 'X', '--likelihood', 'likely', ...reason], 'usage', /--by/],
    [['review', 'X', ...by('ana')], 'usage', /--likelihood/],
    [['queue', '--limit', '-1'], 'usage', /whole number|missing/],
  ] as const)('refuses %j', async ([words, kind, message]) => {
    const given = words.map((word) => (word === 'X' ? (suspected[2] ?? '') : word))
    const refused = say(given).catch((error: unknown) => error)
    expect(await refused).toMatchObject({ kind, message: expect.stringMatching(message) })
  })
})
