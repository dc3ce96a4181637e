import { writeFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import type { IdentityExplanation } from '../assessment/index.ts'
import { realEffects } from '../effects.ts'
import { readStoreFile } from '../sql/store-fixture.ts'
import { refusal } from './judging-fixture.ts'
import { applicationLine, ringerIn, useFolder } from './process-testing.ts'
import { copyWorld } from './world-fixture.ts'

const place = useFolder()
const data = ['--data', place('data')] as const
const why = ['--reason', 'the employer told us how it went on'] as const
const by = (name: string) => ['--by', name, ...why] as const

const today = '2026-11-01'
const on = (day: string) => ({
  effects: { ...realEffects, now: () => new Date(`${day}T12:00:00Z`) },
})
/** On a day: what is printed, or the problem. */
const say = (words: readonly string[], day = today): Promise<unknown> =>
  refusal([...words, ...data], on(day).effects)
const decide = (id: string, word: string, ...more: readonly string[]) =>
  say(['decide', id, word, ...more])

let ready: readonly string[]
let unready: string
const statusOf = async (id: string): Promise<unknown> => {
  const lines = String(await say(['identities', '--format', 'ndjson']))
    .trimEnd()
    .split('\n')
  return lines.map((line) => JSON.parse(line)).find(({ identity }) => identity === id)
}

beforeAll(async () => {
  await copyWorld(place('.'))
  const lines = String(await say(['identities', '--format', 'ndjson']))
    .trimEnd()
    .split('\n')
  const ids = lines.map((line) => JSON.parse(line).identity as string)
  const lacking = new Map<string, number>()
  const lack = (some: (count: number) => boolean) => ids.filter((id) => some(lacking.get(id) ?? 0))
  for (const id of ids) {
    if (lack((count) => count === 1).length > 3 && lack((count) => count > 1).length > 0) break
    const text = String(await say(['explain', id, '--format', 'json']))
    const { missing, missingForAssessed: more } = JSON.parse(text) as IdentityExplanation
    lacking.set(id, missing.length + more.length)
  }
  ready = lack((count) => count === 1)
  unready = lack((count) => count > 1)[0] ?? ''
  expect(ready.length).toBeGreaterThan(3)
})

describe('decide', () => {
  test('nothing yet, as a table and as data', async () => {
    expect(await say(['decide', '--list'])).toBe('Nobody has decided anything yet.\n')
    expect(await say(['decide', '--list', '--format', 'ndjson'])).toBe('')
  })

  test('says what was recorded, how long it holds and how to take it back', async () => {
    const [id = ''] = ready
    const said = await ringerIn(on(today), ['decide', id, 'assessed', ...by('ana'), ...data])
    expect(said).toMatchObject({ status: 0, news: '' })
    expect(said.out).toMatch(
      new RegExp(
        `^Recorded as decision 1: ${id} is assessed as part of the scheme, says ana.\n` +
          'It holds from the next `ringer assess` or `ringer run` on.\n' +
          'It holds until \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC and waits for review from then on.\n' +
          `To take it back: ringer decide ${id} undecided --by NAME --reason TEXT\n$`,
      ),
    )
    expect(await statusOf(id)).toMatchObject({ status: 'suspected', attribution: null })
  })

  test('a confirmation with an attribution, and one that expires, say so', async () => {
    const [, id = '', other = ''] = ready
    await decide(id, 'assessed', ...by('ana'), '--organization', 'one.example')
    const claim = [
      '--attribution',
      'Example  Actor',
      '--basis',
      'fund_flow',
      '--attribution-confidence',
      'low',
    ]
    const second = await decide(
      id,
      'assessed',
      ...by('bea'),
      '--organization',
      'two.example',
      ...claim,
    )
    expect(second).toMatch(/^It confirms decision 2: "assessed", said by ana on 2026-11-01\.$/m)
    expect(await decide(other, 'cleared', ...by('ana'), '--until', '2026-12-01')).toMatch(
      /^It holds until 2026-12-02 00:00 UTC and waits/m,
    )
  })

  test('all of them follow with the next assessment, and a second one has nothing new', async () => {
    const [one = '', two = '', three = ''] = ready
    const due = await ringerIn(on(today), ['assess', ...data])
    expect(due.out).toMatch(/^Assessed: \d/)
    expect(await statusOf(one)).toMatchObject({ status: 'assessed' })
    const attribution = { actor: 'Example Actor', basis: 'fund_flow', confidence: 'low' }
    expect(await statusOf(two)).toMatchObject({ status: 'assessed', attribution })
    expect(await statusOf(three)).toMatchObject({ status: 'cleared' })
    const again = await ringerIn(on(today), ['assess', ...data])
    expect(again.out).toBe('Assessed: nothing new.\n')
  })

  test('a contest by number takes the place of both', async () => {
    const [, id = ''] = ready
    const contest = await decide(id, 'cleared', ...by('cleo'), '--contest', '3')
    expect(contest).toMatch(
      /^It takes the place of decision 2: .*\nIt takes the place of decision 3: /m,
    )
    expect(contest).toMatch(/^Nobody is on record as having received that\.$/m)
    await say(['assess'])
    expect(await statusOf(id)).toMatchObject({ status: 'cleared', attribution: null, ring: null })
    const rows = parse(String(await say(['decide', '--list', '--format', 'csv'])), {
      columns: true,
    })
    expect(
      (rows as Record<string, string>[]).map((row) => [
        row['decision'],
        row['status'],
        row['stands'],
        row['contested_by'],
      ]),
    ).toEqual([
      ['1', 'assessed', 'true', ''],
      ['2', 'assessed', 'false', '5'],
      ['3', 'assessed', 'false', '5'],
      ['4', 'cleared', 'true', ''],
      ['5', 'cleared', 'true', ''],
    ])
    expect(await say(['decide', '--list'])).toMatch(/^ 3 .* no, contested by 5 /m)
  })

  test('one that expires is assessed away, without any other news', async () => {
    const [, , id = ''] = ready
    expect(await say(['assess'], '2026-12-01')).toBe('Assessed: nothing new.\n')
    expect(await statusOf(id)).toMatchObject({ status: 'cleared' })
    expect(await say(['assess'], '2026-12-02')).toMatch(/^Assessed: \d/)
    expect(await statusOf(id)).toMatchObject({ status: 'suspected' })
    expect(await say(['decide', '--list'], '2026-12-02')).toMatch(/^ 4 .* no, expired /m)
  })

  test.for([
    [[], 'usage', /name an identity/],
    [['ID'], 'usage', /"" is no decision: use assessed, linked, cleared, real_holder, undecided/],
    [['ID', 'guilty'], 'usage', /"guilty" is no decision/],
    [['ID', 'cleared', 'now'], 'usage', /name an identity/],
    [['ID', 'cleared', ...why], 'usage', /say who you are with --by/],
    [['ID', 'cleared', '--by', 'ana', '--reason', 'so'], 'usage', /a reason of at least 20/],
    [['idn_none', 'cleared', ...by('ana')], 'not-found', /^no identity idn_none: /],
    [['acme/1', 'cleared', ...by('ana')], 'not-found', /^no identity acme\/1: /],
    [
      ['UNREADY', 'assessed', ...by('ana')],
      'conflict',
      /the gate does not let .*; missing: [^;]*\w/,
    ],
    [['ID', 'linked', ...by('ana')], 'conflict', /takes two different exclusive things/],
    [['ID', 'cleared', ...by('ana'), '--contest', '9'], 'conflict', /decision 9 does not stand on/],
    [['ID', 'cleared', ...by('ana'), '--contest', 'x'], 'usage', /write the number of a decision/],
    [['ID', 'undecided', ...by('ana')], 'conflict', /there is nothing to take back/],
    [
      ['ID', 'cleared', ...by('ana'), '--until', '2030-01-01'],
      'usage',
      /holds for 365 days at most/,
    ],
    [['ID', 'cleared', ...by('ana'), '--organization', 'Acme'], 'usage', /write its domain/],
    [['ID', 'cleared', ...by('ana'), '--knowledge', 'sure'], 'usage', /use unknown, disputed/],
    [['ID', 'cleared', ...by('ana'), '--basis', 'fund_flow'], 'usage', /takes all three/],
    [['ID', 'cleared', ...by('ana'), '--format', 'csv'], 'usage', /--format goes with --list/],
    [['--list', 'ID'], 'usage', /--list takes no operand/],
  ] as const)('%j is refused', async ([words, kind, message]) => {
    const named = words.map((each) =>
      each.replace('UNREADY', unready).replace(/^ID$/, ready[3] ?? ''),
    )
    expect(await say(['decide', ...named])).toMatchObject({
      kind,
      message: expect.stringMatching(message),
    })
  })

  test('on results that have not seen all there is, nothing is decided', async () => {
    const [, , , id = ''] = ready
    writeFileSync(place('late.ndjson'), `${applicationLine(1)}\n`)
    await say(['import', place('late.ndjson')])
    expect(await decide(id, 'cleared', ...by('ana'))).toMatchObject({
      kind: 'conflict',
      message: expect.stringMatching(/run `ringer run` first/),
    })
    await say(['link'])
    expect(await decide(id, 'cleared', ...by('ana'))).toMatchObject({ kind: 'conflict' })
    await say(['assess'])
    // The number says that nothing of what was refused is kept.
    expect(await decide(id, 'cleared', ...by('ana'))).toMatch(/^Recorded as decision 6/)
  })

  test('the decision keeps the explanation and the versions that were on the screen', async () => {
    const [row] = await readStoreFile<{ screen: string }>(
      place('data/ringer.duckdb'),
      'select screen from decision',
    )
    expect(JSON.parse(row?.screen ?? '')).toMatchObject({
      explanation: { identity: ready[0], status: 'suspected' },
      versions: { program: expect.any(String), catalogue: expect.any(String) },
    })
  })
})
