import { existsSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  attributionBases,
  attributionConfidences,
  decisionStatuses,
  knowledgeWords,
} from '../assessment/index.ts'
import { verdicts } from '../identities/index.ts'
import { simulationDefaults } from '../simulation/index.ts'
import { commonOptions, readCall } from './command.ts'
import { commands, findCommand } from './commands.ts'
import { commandHelp, programHelp } from './help.ts'
import { applicationLine, openTestWorld, ringer, useFolder } from './process-testing.ts'

const place = useFolder()
const nowhere = place('no-store')

/** What the program would do with these words, without a process of its own. */
async function callOf([name = '', ...rest]: readonly string[]): Promise<unknown> {
  const command = findCommand(name) ?? fail(name)
  return command.run(await readCall(command, rest, openTestWorld().world))
}

describe('wrong usage says what is wrong and touches nothing', () => {
  const file = place('one.ndjson')
  writeFileSync(file, `${applicationLine(1)}\n`)
  const wrong: readonly (readonly [words: readonly string[], news: RegExp])[] = [
    [['import'], /name at least one file/],
    [['import', file, '--as', 'xml'], /--as xml: use ndjson/],
    [['import', file, '--as', 'toString'], /--as toString: use ndjson/],
    [['identities', '--status', 'guilty'], /--status guilty: use unassessed, suspected/],
    [['identities', '--format', 'xml'], /--format xml: use table, ndjson, csv/],
    [['explain'], /name one identity \(idn_…\) or two subjects/],
    [['explain', 'a/1', 'a/2', 'a/3'], /name one identity \(idn_…\) or two subjects/],
    [['explain', 'acme-ats/cand-1'], /name a second subject/],
    [['report', '--format', 'pdf'], /--format pdf: use html, json, csv/],
    [['evaluate', '--truth', 'x.csv', '--format', 'xml'], /--format xml: use table, json, html/],
    [['simulate'], /--out DIR/],
    [['simulate', '--out', place('w'), '--seed', 'x'], /--seed x: write a whole number/],
    [['demo', '--listen', 'here'], /--listen "here": write HOST:PORT/],
    [['demo', '--listen', '127.0.0.1:65536'], /--listen "127\.0\.0\.1:65536": a port is at most/],
    [['identities', '--data', ''], /--data "": /],
  ]
  test.for(wrong)('%j', async ([words, news]) => {
    const where = words.includes('--data') ? [] : ['--data', nowhere]
    const call = async (): Promise<unknown> => callOf([...words, ...where])
    await expect(call).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringMatching(news),
    })
    expect([nowhere, place('w')].filter((path) => existsSync(path))).toEqual([])
  })

  const refused: readonly (readonly [words: readonly string[], news: RegExp])[] = [
    [['fly'], /^ringer: no command "fly"; see `ringer --help`\n$/],
    [['import', file, '--fast'], /^ringer: .*--fast.*see `ringer import --help`\n$/],
    [['link', 'now'], /^ringer: link takes no operand "now"\n$/],
    [['identities', '--format', '--status'], /^ringer: .*--format.*argument missing; see .*\n$/],
  ]
  test.for(refused)('status 64: %j', async ([words, news]) => {
    const ran = await ringer(...words)
    expect(ran).toMatchObject({ status: 64, out: '', news: expect.stringMatching(news) })
  })
})

test('without a command the program says what there is, as wrong usage', async () => {
  expect(await ringer()).toEqual({ status: 64, out: programHelp(commands), news: '' })
})

test('the help of the program names every command', async () => {
  const { status, out, news } = await ringer('--help')
  expect({ status, news }).toEqual({ status: 0, news: '' })
  const lines = out.split('\n')
  for (const { name, summary } of commands) {
    expect(lines.some((line) => line.startsWith(`  ${name} `) && line.endsWith(summary))).toBe(true)
  }
  expect(out).toMatch(/0 done, 1 failed, 2 .*rejected, 64 wrong usage/)
})

test('the help of a command names its operands and options, and does nothing else', async () => {
  const { status, out } = await ringer('import', 'missing.ndjson', '--help', '--data', nowhere)
  expect(status).toBe(0)
  expect(out).toMatch(/^usage: ringer import FILE… \[OPTIONS\]\n/)
  expect(existsSync(nowhere)).toBe(false)
  for (const command of commands) {
    const help = commandHelp(command)
    const missing = Object.keys({ ...command.options, ...commonOptions }).filter(
      (option) => !help.includes(`  --${option} `),
    )
    expect(missing, command.name).toEqual([])
    expect(help.split('\n').filter((line) => line.length > 110)).toEqual([])
  }
})

test('the help has the words that the commands take, though it loads none of them', () => {
  const helpOf = (name: string): string => commandHelp(findCommand(name) ?? fail(name))
  const { seed, identities, genuine } = simulationDefaults
  for (const name of ['simulate', 'demo']) {
    expect(helpOf(name)).toContain(`another number, another world (${seed})`)
    expect(helpOf(name)).toContain(`identities of the scheme (${identities})`)
    expect(helpOf(name)).toContain(`genuine applicants (${genuine})`)
  }
  const decide = helpOf('decide')
  expect(decide).toContain(`ID ${decisionStatuses.join('|')} `)
  for (const words of [attributionBases, attributionConfidences, knowledgeWords]) {
    expect(decide).toContain(words.join(', '))
  }
  expect(helpOf('judge')).toContain(`A B ${verdicts.join('|')} `)
})

const fail = (name: string): never => {
  throw new Error(`no command ${name}`)
}

describe('a failure is status 1 and says what to do', () => {
  const readers = [
    ['identities'],
    ['report', '--draft'],
    ['evaluate'],
    ['evaluate', '--truth', 'truth.csv'],
    ['explain', 'idn_0000000000000'],
    ['explain', 'a/1', 'a/2'],
    ['link'],
    ['assess'],
    ['run'],
  ]
  test.for(readers)('no store, and none is made: %j', async (words) => {
    const call = async (): Promise<unknown> => callOf([...words, '--data', nowhere])
    await expect(call).rejects.toMatchObject({
      kind: 'not-found',
      message: expect.stringMatching(/no store in .*no-store: name its folder with --data, or run/),
    })
    expect(existsSync(nowhere)).toBe(false)
  })

  test('the status of it', async () => {
    const ran = await ringer('identities', '--data', nowhere)
    expect(ran).toMatchObject({
      status: 1,
      out: '',
      news: expect.stringMatching(/^ringer: no store/),
    })
  })

  test('a data folder that cannot be made', async () => {
    writeFileSync(place('a-file'), '')
    const ran = await ringer('import', place('one.ndjson'), '--data', place('a-file/data'))
    expect(ran.news).toMatch(/^ringer: no data folder can be made: ENOTDIR/)
    expect(ran.status).toBe(1)
  })

  test('a folder for a world that cannot be made', async () => {
    writeFileSync(place('b-file'), '')
    const ran = await ringer('simulate', '--out', place('b-file/world'), '--genuine', '1')
    expect(ran.news).toMatch(/^ringer: ENOTDIR/)
    expect(ran.status).toBe(1)
  })
})
