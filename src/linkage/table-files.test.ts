import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { openEngine, quoteText } from '../sql/index.ts'
import { smallModel } from './small-model-fixture.ts'
import { splinkModel } from './splink-fixture.ts'
import { readSplinkModel } from './splink-model.ts'
import { type ClusterPiece, type OpenTable, openTable } from './table-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'ringer-test-'))
const spill = join(folder, 'spill')
mkdirSync(spill)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function fileOf(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

async function using<Result>(
  path: string,
  work: (table: OpenTable) => Promise<Result>,
): Promise<Result> {
  const table = await openTable(path, { memory: '512MB', threads: 2, spill })
  try {
    return await work(table)
  } finally {
    table.close()
  }
}

const model = smallModel({ columns: { name: [{ when: 'exact' }] } })

async function cluster(table: OpenTable): Promise<ClusterPiece> {
  await table.prepare(model, 'id')
  const pieces: ClusterPiece[] = []
  for await (const piece of table.pieces(await table.cluster(model))) pieces.push(piece)
  return {
    ids: pieces.flatMap(({ ids }) => ids),
    clusters: pieces.flatMap(({ clusters }) => clusters),
  }
}

describe('a table is read by its content, and its cells stay text', () => {
  const rows = 'id,name\r\n007,"Lee, ""A"" Ann"\r\n7,"lee,  ""a"" ánn"\r\n#x,NULL\r\n'
  const expected = { ids: ['#x', '007', '7'], clusters: ['#x', '007', '007'] }
  const files: readonly (readonly [string, string | Uint8Array])[] = [
    ['plain.csv', rows],
    ['marked.csv', `\ufeff${rows}`],
    ['no-name-for-gzip', gzipSync(rows)],
    ['a[1]*.csv', rows],
    ['line-feeds.csv', rows.replaceAll('\r\n', '\n').trimEnd()],
    ['spaces.csv', rows.replace('id,name', '"id" , name')],
  ]
  test.for(files)('%s', async ([name, content]) => {
    expect(await using(fileOf(name, content), cluster)).toEqual(expected)
  })

  test('Parquet, whatever it is called', async () => {
    mkdirSync(join(folder, 'year=2024'))
    const path = join(folder, 'year=2024', 'table.dat')
    const engine = await openEngine(':memory:', { memory: '512MB', threads: 1 })
    await engine.run(`copy (select * from (values (2, 'x'), (10, 'X'), (3, null)) as v (id, name))
      to ${quoteText(path)} (format parquet)`)
    engine.close()
    expect(await using(path, async (table) => [...table.values.keys()])).toEqual(['id', 'name'])
    expect(await using(path, cluster)).toEqual({
      ids: ['10', '2', '3'],
      clusters: ['10', '10', '3'],
    })
  })

  test('a header alone is a table without rows', async () => {
    expect(await using(fileOf('header.csv', 'id,name'), cluster)).toEqual({ ids: [], clusters: [] })
  })

  test('how many records have a value is known by column', async () => {
    const path = fileOf('values.csv', 'id,name,town\n1,,x\n2,"",\n3,z,\n')
    const values = await using(path, async (table) => [...table.values])
    expect(values).toEqual([
      ['id', 3],
      ['name', 1],
      ['town', 1],
    ])
  })
})

describe('what is no table says where', () => {
  const packed = gzipSync(
    `id,name\n${Array.from({ length: 9999 }, (_, n) => `${n},n${n * n}\n`).join('')}`,
  )
  const bad: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
    ['empty.csv', '', /it has no header line$/],
    ['unnamed.csv', 'id,,x\n1,2,3\n', /column 2 of the header has no name$/],
    ['twice.csv', 'id,Name,name\n1,2,3\n', /the column name stands twice in the header$/],
    ['broken-header.csv', 'id,"na\nme"\n1,2\n', /a name in the header goes over two lines$/],
    ['ragged.csv', 'id,name\n1,2\n3\n', /line 3: Expected Number of Columns: 2 Found: 1$/],
    ['open.csv', 'id,name\n1,"2\n3,4\n', /line 2: Value with unterminated quote found\.$/],
    ['latin.csv', Buffer.from('id,name\n1,\xe9\n', 'latin1'), /line 2: .* not utf-8 encoded\.$/],
    ['wide.csv', Buffer.from('\ufeffid,name\n1,2\n', 'utf16le'), /line 1: .* not utf-8 encoded\.$/],
    [
      'cut.csv.gz',
      packed.subarray(0, packed.length >> 1),
      /cut\.csv\.gz cannot be read as a table: unexpected end of file$/,
    ],
    ['cut.parquet', 'PAR1 and no more', /cut\.parquet cannot be read as a table: .*[Pp]arquet/],
  ]
  test.for(bad)('%s', async ([name, content, reason]) => {
    const opening = openTable(fileOf(name, content), { memory: '512MB', threads: 2, spill })
    await expect(opening).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringMatching(reason),
    })
    expect(readdirSync(spill)).toEqual([])
  })

  test('a file that is not there, and what is no file', async () => {
    const limits = { memory: '512MB', threads: 1, spill }
    await expect(openTable(join(folder, 'none'), limits)).rejects.toMatchObject({
      kind: 'not-found',
    })
    await expect(openTable(folder, limits)).rejects.toMatchObject({ kind: 'unavailable' })
  })
})

describe('SQL in a model reaches neither files nor the settings that keep it from them', () => {
  const secret = fileOf('secret.csv', 'a\nb\n')
  const made = join(folder, 'made.csv')
  const path = fileOf('people.csv', 'id,surname,City\n1,lee,oslo\n2,lee,oslo\n3,roe,oslo\n')
  const apply = (given: Parameters<typeof splinkModel>[0]) =>
    using(path, async (table) => {
      const model = readSplinkModel(splinkModel(given), 'm.json', table.values)
      await table.prepare(model, 'id')
      return table.cluster(model)
    })

  test('a harmless one works', async () => {
    expect(await apply({})).toMatchObject({ records: 3, clusters: 2 })
  })

  const conditions: readonly (readonly [string, RegExp])[] = [
    [`exists (from read_csv('${secret}'))`, /disabled by configuration/],
    [`exists (from read_text('${secret}'))`, /disabled by configuration/],
    [`exists (from '${secret}')`, /disabled by configuration/],
    [`exists (from glob('${folder}/*'))`, /disabled by configuration/],
  ]
  test.for(conditions)('%s', async ([condition, reason]) => {
    await expect(apply({ condition })).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringMatching(reason),
    })
  })

  /** A rule that ends the statement it stands in, does something else, and begins another that takes the rest. */
  const ending = (statement: string): string =>
    `l.surname = r.surname)); ${statement}; select * from (select 1 from table_record as l
     join table_record as r on (true`
  const statements: readonly (readonly [string, RegExp])[] = [
    [`copy (select 1) to '${made}'`, /disabled by configuration/],
    [`attach '${made}'`, /disabled by configuration/],
    ['set enable_external_access = true', /the configuration has been locked/],
    ["set memory_limit = '900GB'", /the configuration has been locked/],
  ]
  test.for(statements)('%s', async ([statement, reason]) => {
    await expect(apply({ rule: ending(statement) })).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringMatching(reason),
    })
    expect(readdirSync(folder)).not.toContain('made.csv')
  })

  test('(such a rule does get as far as that)', async () => {
    expect(await apply({ rule: ending('select 1') })).toMatchObject({ records: 3 })
  })
})
