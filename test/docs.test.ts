import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { commonOptions } from '../src/cli/command.ts'
import { commands } from '../src/cli/commands.ts'
import { commandHelp } from '../src/cli/help.ts'
import { settings } from '../src/config.ts'
import { reportApp } from '../src/http/index.ts'
import { type ImportReport, sourceFormats } from '../src/sources/index.ts'

const pages = [
  ...globSync('*.md'),
  ...globSync('docs/**/*.md'),
  ...globSync('{bench,taxonomy}/*.md'),
]
const textOf = (path: string): string => readFileSync(path, 'utf8')
const reference = 'docs/guide/commands.md'
const guide = globSync('docs/guide/*.md')
  .filter((page) => page !== reference)
  .map(textOf)
  .join('\n')

test('every relative link in the docs leads somewhere', () => {
  const dead = pages.flatMap((page) =>
    [...textOf(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !existsSync(join(dirname(page), target)))
      .map((target) => `${page} -> ${target}`),
  )
  expect(dead).toEqual([])
})

test('every command is in the guide', () => {
  const unknown = commands
    .map(({ name }) => name)
    .filter((name) => !guide.includes(`ringer ${name}`))
  expect(unknown).toEqual([])
})

test('the reference has the help of every command, with every option (written anew by vitest -u)', async () => {
  const helps = commands.map(
    (command) => `## ringer ${command.name}\n\n\`\`\`text\n${commandHelp(command)}\`\`\`\n`,
  )
  const head = '# Commands\n\nWhat `ringer COMMAND --help` prints, for every command.\n'
  await expect([head, ...helps].join('\n')).toMatchFileSnapshot(join('..', reference))
})

test('every command in the guide and the README exists, with its options', () => {
  const lines = [guide, textOf('README.md')]
    .flatMap((text) => [...text.matchAll(/(?:^|`)ringer ([a-z][a-z-]*)([^`\n#]*)/gm)])
    .map(([, name = '', rest = '']) => ({ name, rest }))
  expect(lines.length).toBeGreaterThan(15)
  const wrong = lines.flatMap(({ name, rest }) => {
    const command = commands.find((candidate) => candidate.name === name)
    if (command === undefined) return [`ringer ${name}`]
    return [...rest.matchAll(/--([a-z-]+)/g)]
      .map(([, option = '']) => option)
      .filter((option) => !(option in { ...command.options, ...commonOptions }))
      .map((option) => `ringer ${name} --${option}`)
  })
  expect(wrong).toEqual([])
})

test('every setting is in the guide for operators', () => {
  const operators = textOf('docs/guide/operators.md')
  expect(Object.values(settings).filter((variable) => !operators.includes(variable))).toEqual([])
})

test('every endpoint is in the guide for operators', () => {
  const operators = textOf('docs/guide/operators.md')
  const paths = reportApp({ html: '', json: '' })
    .routes.filter(({ method }) => method === 'GET')
    .map(({ path }) => path)
  expect(paths.length).toBeGreaterThan(1)
  expect(paths.filter((path) => !operators.includes(`\`${path}\``))).toEqual([])
})

test('decisions are numbered without gaps and say what they cost', () => {
  const decisions = globSync('docs/decisions/*.md').sort()
  const numbers = decisions.map((path) => Number(/(\d{4})-/.exec(path)?.[1]))
  expect(numbers).toEqual(decisions.map((_, at) => at + 1))
  expect(decisions.filter((path) => !textOf(path).includes('**What it costs.**'))).toEqual([])
})

test('every format that is read is in the guide to sources, and has a story', () => {
  const sources = textOf('docs/guide/sources.md')
  expect(sourceFormats.filter((format) => !sources.includes(`\`${format}\``))).toEqual([])
  const read = globSync('test/cases/{import,read}-*/expected/report.json')
    .flatMap((report) => (JSON.parse(textOf(report)) as ImportReport).files)
    .map(({ format }) => format)
  // Parquet is no text to keep as a case: formats.test.ts writes it.
  expect(sourceFormats.filter((format) => !read.includes(format))).toEqual(['parquet'])
})
