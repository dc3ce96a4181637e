import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ListedIdentity } from '../assessment/index.ts'
import {
  applicationLine,
  processSettings,
  programFile,
  ringer,
  useFolder,
} from './process-testing.ts'
import { copyWorld } from './world-fixture.ts'

const place = useFolder()
const data = ['--data', place('data')] as const
/** Names that a table, a spreadsheet and a shell might stumble over. */
const odd = {
  source: '=HYPERLINK("x")',
  subject: { ref: 'a,"b"|c' },
  flags: [{ indicator: 'odd_walk' }],
}

let listed: readonly ListedIdentity[]
const list = async (): Promise<readonly ListedIdentity[]> => {
  const { out, status } = await ringer('identities', '--format', 'ndjson', ...data)
  expect(status).toBe(0)
  return out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

beforeAll(async () => {
  await copyWorld(place('.'))
  writeFileSync(place('odd.ndjson'), `${applicationLine(1, odd)}\n`)
  const ran = await ringer('run', place('world/sources.ndjson'), place('odd.ndjson'), ...data)
  expect(ran.status, ran.news).toBe(0)
  expect(ran.out).toMatch(
    /^in all .*\nLinked: .*\nAssessed: .*Nobody has decided on them yet\.\n$/m,
  )
  expect(ran.news).toMatch(/In no indicator of the catalogue, so kept .*: .*odd_walk \(/)
  listed = await list()
})

describe('identities', () => {
  test('as NDJSON have exactly the fields of the format', () => {
    const fields =
      'identity part status likelihood confidence hypotheses attribution groups ring subjects ' +
      'initial_interviews organizations first_seen last_seen'
    expect(new Set(listed.map((row) => Object.keys(row).join(' ')))).toEqual(new Set([fields]))
    for (const row of listed) {
      expect(row.identity).toMatch(/^idn_\w{13}$/)
      expect(Object.keys(row.hypotheses)).toEqual(['scheme', 'other_fraud', 'genuine'])
      const { scheme, other_fraud, genuine } = row.hypotheses
      expect(scheme + other_fraud + genuine).toBeCloseTo(1, 9)
      expect(row.groups).toEqual([...row.groups].sort())
      expect(`${row.first_seen} ${row.last_seen}`).toMatch(/^\d{4}-\S+Z \d{4}-\S+Z$/)
      expect(row.first_seen <= row.last_seen).toBe(true)
      expect(row.organizations).toBeLessThanOrEqual(row.initial_interviews)
      expect(row.subjects.map((subject) => Object.keys(subject))[0]).toEqual(['source', 'ref'])
    }
  })

  test('hold every subject of the truth, each once', () => {
    const truth = parse(readFileSync(place('world/truth.csv')), { columns: true }) as {
      source: string
      ref: string
    }[]
    const placed = listed.flatMap(({ subjects }) =>
      subjects.map(({ source, ref }) => `${source}/${ref}`),
    )
    const expected = [
      ...truth.map(({ source, ref }) => `${source}/${ref}`),
      '=HYPERLINK("x")/a,"b"|c',
    ]
    expect(placed.toSorted()).toEqual(expected.toSorted())
  })

  test('name a ring only where they are suspected, linked or assessed', () => {
    const named = listed.filter(({ ring }) => ring !== null)
    expect(named.length).toBeGreaterThan(1)
    expect(new Set(named.map(({ status }) => status))).toEqual(new Set(['suspected']))
  })

  test('as CSV say the same, and are no formula to a spreadsheet', async () => {
    const { out, status, news } = await ringer('identities', '--format', 'csv', ...data)
    expect({ status, news }).toEqual({ status: 0, news: '' })
    const rows = parse(out, { columns: true }) as Record<string, string>[]
    expect(
      rows.map((row) => [row['identity'], row['ring'], row['groups'], row['last_seen']]),
    ).toEqual(
      listed.map((row) => [row.identity, row.ring ?? '', row.groups.join('|'), row.last_seen]),
    )
    expect(rows.map((row) => Number(row['scheme']))).toEqual(
      listed.map((row) => row.hypotheses.scheme),
    )
    expect(rows.map((row) => row['subjects'])).toContain(`'=HYPERLINK("x")/a,"b"\\|c`)
    expect(out.match(/(^|,)"?[=+@]/m)).toBeNull()
  })

  test('as a table stand under their titles, and say the same', async () => {
    const { out } = await ringer('identities', ...data)
    const [head = '', ...lines] = out.trimEnd().split('\n')
    const titles = head.split(/ {2,}/)
    expect(titles.at(-1)).toBe('groups')
    const starts = titles.map((title) => head.indexOf(title))
    const cells = lines.map((line) =>
      starts.map((start, at) => {
        expect(line.slice(Math.max(0, start - 2), start).trim()).toBe('')
        return line.slice(start, starts[at + 1]).trim()
      }),
    )
    expect(cells).toEqual(
      listed.map((row) => [
        ...[row.identity, row.part, row.status, row.likelihood, row.confidence],
        row.ring ?? '–',
        ...[row.subjects.length, row.initial_interviews, row.organizations].map(String),
        ...[row.last_seen.slice(0, 10), row.groups.join(' ')],
      ]),
    )
  })

  test('of one status, or of none', async () => {
    const suspected = await ringer(
      'identities',
      '--status',
      'suspected',
      '--format',
      'ndjson',
      ...data,
    )
    expect(
      suspected.out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).identity),
    ).toEqual(listed.filter(({ status }) => status === 'suspected').map(({ identity }) => identity))
    const none = await ringer('identities', '--status', 'cleared', '--format', 'csv', ...data)
    expect(none.out).toMatch(/^identity,part,status,[^\n]*\r\n$/)
    const words = await ringer('identities', '--status', 'cleared', ...data)
    expect(words).toEqual({ status: 0, out: 'No identity has this status.\n', news: '' })
  })

  test('into a pipe whose reader has gone, the program ends quietly', async () => {
    const words = [programFile, 'identities', '--format', 'ndjson', ...data]
    const program = `"${process.execPath}" ${words.join(' ')}`
    const shell = spawn(
      'bash',
      ['-c', `set -o pipefail; ${program} | head -1; ${program} 2>&1 >&- | cat`],
      { env: { ...process.env, ...processSettings } },
    )
    const [out, news]: [string[], string[]] = [[], []]
    shell.stdout.on('data', (text) => out.push(String(text)))
    shell.stderr.on('data', (text) => news.push(String(text)))
    const status = await new Promise((resolve) => shell.once('close', resolve))
    expect(JSON.parse(out.join('').split('\n')[0] ?? '')).toMatchObject(listed[0] ?? {})
    expect({ status, news: news.join('') }).toEqual({ status: 0, news: '' })
  })
})

describe('explain', () => {
  const worst = (): string => listed[0]?.identity ?? ''

  test('an identity, in words and as data', async () => {
    const text = await ringer('explain', worst(), ...data)
    expect(text).toMatchObject({
      status: 0,
      news: expect.stringMatching(/^Your own words come first: /),
    })
    expect(text.out.startsWith(`${worst()} · ${listed[0]?.part} · suspected\n`)).toBe(true)
    for (const said of [
      'What speaks for the scheme',
      'may be innocent: ',
      'What would change the words',
      'What the gate misses',
      'A person decides. Nothing here is a verdict.',
    ]) {
      expect(text.out).toContain(said)
    }
    const json = await ringer('explain', worst(), '--format', 'json', ...data)
    expect(JSON.parse(json.out)).toMatchObject({ identity: worst(), status: 'suspected' })
  })

  test('two subjects, in words that add up and as data', async () => {
    const [one, other] = (listed[0]?.subjects ?? []).map(({ source, ref }) => `${source}/${ref}`)
    const words = ['explain', one ?? '', other ?? ''] as const
    const text = await ringer(...words, ...data)
    expect(text.out).toMatch(new RegExp(`^${one} and ${other} are one identity, ${worst()}`))
    const json = JSON.parse((await ringer(...words, '--format', 'json', ...data)).out)
    const [, sum = ''] = /^In all ([+−][\d.]+) bits/m.exec(text.out) ?? []
    expect(Number(sum.replace('−', '-'))).toBeCloseTo(json.bits, 0)
  })

  test('what is not there', async () => {
    const ran = await ringer('explain', 'idn_0000000000000', ...data)
    expect(ran).toMatchObject({ status: 1, out: '' })
    expect(ran.news).toMatch(
      /^ringer: no identity idn_0000000000000: `ringer identities` lists them/,
    )
  })
})

describe('report', () => {
  test('without --draft is refused, with the reason', async () => {
    const ran = await ringer('report', '--format', 'json', ...data)
    expect(ran).toMatchObject({ status: 1, out: '' })
    expect(ran.news).toMatch(/release gate, which is not built yet: make a draft with --draft\n$/)
  })

  test('as JSON goes to standard output, as CSV to a file', async () => {
    const json = await ringer('report', '--draft', '--format', 'json', ...data)
    expect(json).toMatchObject({ status: 0, news: '' })
    const report = JSON.parse(json.out)
    const suspected = listed.filter(({ status }) => status === 'suspected')
    expect(report).toMatchObject({ draft: true, totals: { identities: suspected.length } })
    const out = place('out/report.csv')
    const csv = await ringer('report', '--draft', '--format', 'csv', '--out', out, ...data)
    expect(csv).toEqual({ status: 0, out: `${out}\n`, news: '' })
    expect(parse(readFileSync(out), { relax_column_count: true }).length).toBeGreaterThan(20)
  })

  test('as HTML goes to the data folder', async () => {
    const { out } = await ringer('report', '--draft', ...data)
    expect(out.trim()).toMatch(/data\/reports\/draft-\d{4}-\d\d-\d\d\.html$/)
    expect(readFileSync(out.trim(), 'utf8')).toMatch(/^<!doctype html>/i)
  })

  test('into a folder that is a file is refused', async () => {
    const inFile = ['--format', 'json', '--out', place('odd.ndjson/x')]
    const refused = await ringer('report', '--draft', ...inFile, ...data)
    expect(refused).toMatchObject({ status: 1, out: '' })
    expect(refused.news).toMatch(/^ringer: E\w+: .*odd\.ndjson/)
  })
})

describe('evaluate', () => {
  test('as a table and as data', async () => {
    const words = ['evaluate', '--truth', place('world/truth.csv'), ...data]
    const [table, json] = [await ringer(...words), await ringer(...words, '--format', 'json')]
    expect([table.status, table.news, json.status]).toEqual([0, '', 0])
    const evaluation = JSON.parse(json.out)
    expect(evaluation).toMatchObject({ missing: 0, rings: { shown: {}, formed: {} } })
    const { precision, recall, f1 } = evaluation.identities.pairwise
    const [, ...scores] =
      /^identities, pairs of subjects +(\S+) +(\S+) +(\S+)$/m.exec(table.out) ?? []
    expect(scores).toEqual([precision, recall, f1].map((score) => score.toFixed(3)))
  })

  test('a truth file that is not there', async () => {
    const ran = await ringer('evaluate', '--truth', place('none.csv'), ...data)
    expect(ran).toMatchObject({ status: 1, out: '' })
    expect(ran.news).toMatch(/^ringer: the truth file .*none\.csv cannot be read/)
  })
})

describe('run', () => {
  test('again has nothing new, and makes all of it again when asked, to the same', async () => {
    const again = await ringer('run', ...data)
    expect(again).toMatchObject({
      status: 0,
      out: 'Linked: nothing new.\nAssessed: nothing new.\n',
    })
    const rebuilt = await ringer('run', '--rebuild', ...data)
    expect(rebuilt.status).toBe(0)
    expect(rebuilt.out).toMatch(/^Linked: \d.*\nAssessed: \d/)
    expect(await list()).toEqual(listed)
  })
})

test('no work files are left', () => {
  const left = ['staging', 'spill'].filter((name) => existsSync(place(`data/${name}`)))
  expect(left.flatMap((name) => readdirSync(place(`data/${name}`)))).toEqual([])
})
