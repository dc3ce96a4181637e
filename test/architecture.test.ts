import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative, sep } from 'node:path'
import { expect, test } from 'vitest'

/** Who may import whom. A change here is a change of the architecture: docs/decisions/. */
const ground = ['problem.ts', 'effects.ts']
const mayImport: Readonly<Record<string, readonly string[]>> = {
  'problem.ts': [],
  'effects.ts': [],
  'config.ts': [],
  sql: [],
  taxonomy: [],
  evidence: ['sql', 'taxonomy'],
  sources: ['evidence', 'sql', 'taxonomy'],
  simulation: ['evidence', 'taxonomy'],
  linkage: ['sql'],
  identities: ['evidence', 'linkage', 'sql'],
  assessment: ['evidence', 'identities', 'sql', 'taxonomy'],
  page: [],
  reporting: ['evidence', 'identities', 'assessment', 'page', 'sql', 'taxonomy'],
  evaluation: ['evidence', 'identities', 'assessment', 'page', 'sql'],
  'system.ts': [
    'config.ts',
    'evidence',
    'sources',
    'identities',
    'assessment',
    'reporting',
    'evaluation',
    'sql',
  ],
  http: ['evidence', 'sources', 'identities', 'assessment', 'reporting', 'system.ts'],
  cli: [
    'evidence',
    'sources',
    'linkage',
    'identities',
    'assessment',
    'reporting',
    'evaluation',
    'page',
    'simulation',
    'http',
    'system.ts',
    'config.ts',
  ],
}

const files = globSync('src/**/*.ts').filter((file) => !/\.test\.ts$|-fixture\.ts$/.test(file))
const importPath = /(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(importPath)].map(([, path = '']) =>
    relative('src', normalize(join(dirname(file), path))),
  )
}

function mayReach(home: string, target: string): boolean {
  // Data that comes with the program is read only by the folder of the same name.
  if (target.startsWith('..')) return target.split(sep)[1] === home && target.endsWith('.json')
  const [folder = '', ...rest] = target.split(sep)
  if (folder === home || ground.includes(folder)) return true
  if (!mayImport[home]?.includes(folder)) return false
  return rest.length === 0 || rest.join('/') === 'index.ts'
}

test('every folder imports only what it may, through the front door', () => {
  const trespasses = files.flatMap((file) => {
    const [home = ''] = relative('src', file).split(sep)
    return importsOf(file)
      .filter((target) => !mayReach(home, target))
      .map((target) => `${file} -> ${target}`)
  })
  expect(trespasses).toEqual([])
})

test('the table names every folder of src/, and none that is gone', () => {
  const homes = new Set(files.map((file) => relative('src', file).split(sep)[0]))
  expect([...homes].sort()).toEqual(Object.keys(mayImport).sort())
})

test('every folder has a front door that says what comes in, what goes out and who is next', () => {
  const doors = Object.keys(mayImport)
    .filter((home) => !home.endsWith('.ts') && home !== 'cli')
    .map((home) => `src/${home}/index.ts`)
  const silent = doors.filter(
    (door) =>
      !/^\/\*\*[\s\S]*?Reads[\s\S]*?Writes[\s\S]*?Next[\s\S]*?\*\//.test(
        readFileSync(door, 'utf8'),
      ),
  )
  expect(silent).toEqual([])
})

test('the description of a command loads neither its implementation nor an engine', () => {
  const heavy = files
    .filter((file) => file.startsWith('src/cli/commands/'))
    .flatMap((file) => {
      const statements = readFileSync(file, 'utf8').matchAll(/^import (?!type )[^(]*?'([^']+)'/gm)
      return [...statements].map(([, target = '']) => `${file} -> ${target}`)
    })
  expect(heavy.filter((line) => !/ -> \.\/[a-z-]+\.ts$/.test(line))).toEqual([])
})

test('clock, randomness, environment and console are touched only at the edge', () => {
  const edge = /^src\/(cli\/|config\.ts|effects\.ts)/
  const outside =
    /\bprocess\.(env|argv|exit|stdout|stderr)\b|\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bconsole\./
  const offenders = files
    .filter((file) => !edge.test(file))
    .filter((file) => outside.test(withoutComments(readFileSync(file, 'utf8'))))
  expect(offenders).toEqual([])
})

const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')

/** Who writes which table of migrations/. The tables are the contract; only the owner writes. */
const owners: Readonly<Record<string, string>> = {
  import_run: 'evidence',
  source_declaration: 'evidence',
  observation: 'evidence',
  superseded: 'evidence',
  subject: 'evidence',
  exposure: 'evidence',
  event: 'evidence',
  selector: 'evidence',
  normal_form_version: 'evidence',
  fact: 'evidence',
  flag: 'evidence',
  passage: 'evidence',
  withdrawal: 'evidence',
  withdrawal_salt: 'evidence',
  withdrawal_touched: 'evidence',
  identity: 'identities',
  identity_member: 'identities',
  judgement: 'identities',
  hub_judgement: 'identities',
  hub_judgement_value: 'identities',
  link_run: 'identities',
  trained_model: 'identities',
  identity_name: 'identities',
  identity_membership: 'identities',
  identity_event: 'identities',
  linkage_echo: 'identities',
  ring_member: 'identities',
  ring_link: 'identities',
  hub: 'identities',
  finding: 'assessment',
  assessment: 'assessment',
  decision: 'assessment',
  review: 'assessment',
  delivery: 'assessment',
  learning: 'assessment',
  stage_run: 'system.ts',
}

test('every table of the migrations has one owner, and only the owner writes it', () => {
  const migrations = globSync('migrations/*.sql')
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')
  const named = (statement: RegExp): string[] =>
    [...migrations.matchAll(statement)].map(([, table = '']) => table)
  const gone = named(/^drop table (\w+)/gm)
  const tables = named(/create table (\w+)/g).filter((table) => !gone.includes(table))
  expect(tables.sort()).toEqual(Object.keys(owners).sort())
  const writes = /(?:insert into|delete from|update|append\(')\s*(\w+)/g
  const strangers = files.flatMap((file) => {
    const [home = ''] = relative('src', file).split(sep)
    return [...readFileSync(file, 'utf8').matchAll(writes)]
      .map(([, table = '']) => table)
      .filter((table) => owners[table] !== undefined && owners[table] !== home)
      .map((table) => `${file} writes ${table}`)
  })
  expect(strangers).toEqual([])
})

/**
 * What of the engine's may be another function in its next version. A number of a block lives within one run, and any
 * function that gives equal records equal numbers forms the same blocks.
 */
const unstable = /\b(?:hash|setseed)\(|\b(?:using sample|tablesample)\b/i
const mayHash: readonly string[] = ['src/linkage/blocking.ts']

test('no result depends on a function of the engine that changes between its versions', () => {
  // The hash of Node's crypto names its algorithm.
  const text = (file: string): string =>
    withoutComments(readFileSync(file, 'utf8')).replace(/\bhash\('sha256'/g, '')
  expect(files.filter((file) => unstable.test(text(file)))).toEqual(mayHash)
})

test('every property is checked through test/property.ts, with its seed and its number of runs', () => {
  const around = globSync('{src,test,bench}/**/*.ts')
    .filter((file) => file !== join('test', 'property.ts'))
    .filter((file) => /\bfc\s*\.\s*(assert|check|sample)\(/.test(readFileSync(file, 'utf8')))
  expect(around).toEqual([])
})

test('no folder or file has a name that says nothing', () => {
  const empty =
    /(^|\/)(utils?|helpers?|common|core|lib|shared|misc|services?|managers?|handlers?|repository|dto|types)(\/|\.|$)/
  expect(files.filter((file) => empty.test(relative('src', file)))).toEqual([])
})

/** Tables of data are the exception to the limit of lines. */
const longestFile = 320

test('no file is too long to read in one sitting', () => {
  const long = files.filter((file) => readFileSync(file, 'utf8').split('\n').length > longestFile)
  expect(long).toEqual([])
})
