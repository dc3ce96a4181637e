import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { readStoreFile } from '../sql/store-fixture.ts'
import { identitiesBySubject, refusal } from './judging-fixture.ts'
import { ringer, useFolder } from './process-testing.ts'
import { copySmallEvidence, copyWorld } from './world-fixture.ts'

const place = useFolder()
const data = ['--data', place('data')] as const
let names: Readonly<Record<string, string>>
const named = (subject: string): string => names[subject] ?? ''

beforeAll(async () => {
  await copySmallEvidence(place('data'))
  names = await identitiesBySubject(data)
})

/** The running sums of a waterfall, and the sum that is told below it. */
function sumsOf(text: string): { steps: number[]; sums: number[]; told: number } {
  const number = (figure = ''): number => Number(figure.replace('−', '-'))
  const rows = [...text.matchAll(/ ([+−]?\d+\.\d) +([+−]?\d+\.\d) {2}[│█▒░ ]*$/gm)]
  return {
    steps: rows.map(([, bits]) => number(bits)),
    sums: rows.map(([, , sum]) => number(sum)),
    told: number(/^In all (\S+) bits/m.exec(text)?.[1]),
  }
}

describe('two subjects', () => {
  const pair = ['acme-ats/cand-881', "globex-ats/p 17's"] as const

  test('that are one: a waterfall that adds up, and what would part them', async () => {
    const { out } = await ringer('explain', ...pair, ...data)
    expect(
      out.startsWith(`${pair.join(' and ')} are one identity, ${named(pair[0])} (2 subjects).\n`),
    ).toBe(true)
    const { steps, sums, told } = sumsOf(out)
    expect(steps.length).toBe(5)
    expect(steps[0]).toBe(sums[0])
    let sum = 0
    for (const [at, step] of steps.entries()) {
      sum += step
      // Each figure is rounded by itself.
      expect(Math.abs(sum - (sums[at] ?? 0))).toBeLessThan(0.1 * (at + 1))
    }
    expect(sums.at(-1)).toBe(told)
    expect(out).toMatch(
      /Says nothing \(no evidence\): handle, phone, national number, device, account\.\n/,
    )
    expect(out).toMatch(
      /without the mailbox: they would be two, \d+\.\d bits short, with nothing that brings them together\n$/,
    )
  })

  test('that are two: what they lack, and what the model would say', async () => {
    const { out } = await ringer('explain', pair[0], 'acme-ats/cand-902', ...data)
    expect(out).toMatch(
      /^acme-ats\/cand-881 \(idn_\w+, 2 subjects\) and acme-ats\/cand-902 \(idn_\w+, 1 subject\) are two\.\n/,
    )
    expect(out).toMatch(/^phone +shared .*▒?█+/m)
    expect(out).toMatch(
      /They lack \d+\.\d bits\.\n {2}with a shared mailbox that nobody else has: they would be joined/,
    )
    expect(out).not.toMatch(/suspect/)
  })
})

describe('two identities', () => {
  const pair = () => [named('acme-ats/cand-950'), named('globex-ats/p-33')] as const

  test('whose hands are the same: with the words that stand in both CVs', async () => {
    const { out } = await ringer('explain', ...pair(), ...data)
    expect(out).toMatch(
      /^idn_\w+ \(1 subject\) and idn_\w+ \(1 subject\) are linked as run by the same hands\.\n/,
    )
    expect(out).toMatch(/^account +shared +w-example-1 +w-example-1 +2 /m)
    expect(out).toMatch(
      /\n {2}"Wrote a scheduler that keeps twelve ferries apart in fog\."\n {6}in acme-ats\/app-3 and globex-ats\/app-4; 2 identities show it\n/,
    )
    expect(out).not.toMatch(/rng_/)
  })

  test('as a chart in a file, and as data', async () => {
    const path = place('charts/pair.svg')
    const ran = await ringer('explain', ...pair(), '--format', 'svg', '--out', path, ...data)
    expect(ran).toEqual({ status: 0, out: `${path}\n`, news: '' })
    const svg = readFileSync(path, 'utf8')
    expect(svg).toMatch(/^<svg [^>]*role="img"[\s\S]*<\/svg>\n$/)
    expect(svg).toContain('Wrote a scheduler')
    const json = JSON.parse((await ringer('explain', ...pair(), '--format', 'json', ...data)).out)
    expect(json).toMatchObject({ question: 'hands', together: true, identities: pair() })
    expect(svg).toContain(`in all +${json.bits.toFixed(1)}`)
  })
})

describe('what cannot be explained', () => {
  test.for([
    [
      ['acme-ats/cand-881', 'idn_0000000000000'],
      'usage',
      /name two subjects \(source\/ref\) or two identities/,
    ],
    [['x', 'y'], 'usage', /name two subjects/],
    [['idn_0000000000000', '--format', 'svg'], 'usage', /svg draws two/],
    [['rng_0000000000000'], 'not-found', /no ring rng_0000000000000/],
    [['idn_0000000000000'], 'not-found', /no identity idn_0000000000000/],
  ] as const)('%j', async ([words, kind, message]) => {
    expect(await refusal(['explain', ...words, ...data])).toMatchObject({
      kind,
      message: expect.stringMatching(message),
    })
  })

  test('a group that shares things, none of whose identities is suspected, is not named', async () => {
    const [row] = await readStoreFile<{ ring: string }>(
      place('data/ringer.duckdb'),
      'select ring from ring_member limit 1',
    )
    expect(row?.ring).toMatch(/^rng_/)
    const ran = await ringer('explain', row?.ring ?? '', ...data)
    expect(ran).toMatchObject({ status: 1, out: '' })
    expect(ran.news).toMatch(
      /is not named: none of its identities is suspected, linked or assessed/,
    )
  })
})

describe('why it holds together', () => {
  test('an identity of two records, and one of one', async () => {
    const two = await ringer('explain', named('acme-ats/cand-881'), ...data)
    expect(two.out).toMatch(
      /\nWhy it holds together\n {2}2 subjects, 1 pair of them compared\.\n {2}The weakest bridge is acme-ats\/cand-881 with globex-ats\/p 17's: \+\d/,
    )
    expect(two.out).toContain('  Without it: two identities, of 1 and 1 subjects.\n')
    const one = await ringer('explain', named('acme-ats/cand-902'), ...data)
    expect(one.out).toContain('It stands on one record: acme-ats/cand-902.\n')
  })

  test('a name that has ended says what became of it', async () => {
    const [kept, gone] = ['acme-ats/cand-881', 'acme-ats/cand-902'] as const
    const signed = ['--by', 'ana', '--reason', 'the recruiter met both on one day']
    await ringer('judge', kept, gone, 'same', ...signed, ...data)
    await ringer('run', ...data)
    const ran = await ringer('explain', named(gone), ...data)
    expect(ran).toMatchObject({ status: 1, out: '' })
    expect(ran.news).toMatch(
      new RegExp(
        `^ringer: ${named(gone)} was merged in run 2 .*; its subjects now stand in ${named(kept)}\n$`,
      ),
    )
    const feed = await ringer('identities', '--events', ...data)
    expect(JSON.parse(feed.out)).toMatchObject({
      run: 2,
      event: 'merged',
      identity: named(gone),
      before: [gone],
      after: [{ identity: named(kept), subjects: [gone, kept, "globex-ats/p 17's"].toSorted() }],
    })
    const since = await ringer('identities', '--events', '--since', '2', ...data)
    expect(since).toEqual({ status: 0, out: '', news: '' })
    const wrong = await ringer('identities', '--since', '2', ...data)
    expect(wrong).toMatchObject({
      status: 64,
      news: expect.stringMatching(/--since goes with --events/),
    })
  })

  test('a ring: who stands in it as far as they are named, what joins them, and where it would part', async () => {
    const world = ['--data', place('simulated/data')] as const
    await copyWorld(place('simulated'))
    const list = await ringer('identities', '--format', 'ndjson', ...world)
    const rows = list.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    const [{ ring }] = rows.filter((row) => row.ring !== null)
    const json = JSON.parse((await ringer('explain', ring, '--format', 'json', ...world)).out)
    const members = rows.filter((row) => row.ring === ring).map((row) => row.identity)
    expect(json.members.map((each: { identity: string }) => each.identity).toSorted()).toEqual(
      members.toSorted(),
    )
    // Whoever is not suspected stands nowhere in it, not even as the end of a bridge.
    const told = new Set(JSON.stringify(json).match(/idn_\w+/g))
    expect([...told].toSorted()).toEqual(members.toSorted())
    const hidden = json.together.bridge.between.some((name: string) => !name.startsWith('idn_'))
    for (const { left, right } of json.together.bridge.shared) {
      expect([left === null, right === null]).toEqual([hidden, hidden])
    }
    expect(json.together.members).toHaveLength(members.length + json.unnamed)
    const { out } = await ringer('explain', ring, ...world)
    expect(out).toMatch(/\nWhat joins them\nwhat +value +of these +in all +bits\n/)
    expect(out).toMatch(
      /\nWhy it holds together\n {2}\d+ identities, \d+ pairs? of them compared\.\n/,
    )
    const sizes = json.together.bridge.without.reduce((sum: number, size: number) => sum + size, 0)
    expect(sizes).toBe(json.together.members.length)
  })
})
