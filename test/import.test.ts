import type { ChildProcess } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ringer, startRinger } from '../src/cli/process-testing.ts'
import { readConfig } from '../src/config.ts'
import { realEffects } from '../src/effects.ts'
import { type ImportOptions, readMapping } from '../src/sources/index.ts'
import { openEngine, type SqlEngine, type SqlSession } from '../src/sql/index.ts'
import { openTestSystem, type TestSystem } from './test-system.ts'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringer-stories-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const asJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
const asLines = (values: readonly unknown[]): string =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('')

const storyTables = {
  events: `select o.source, o.id, s.ref, e.kind, e.stage, e.happened_at, e.organization, e.tags, e.role_title
    from event as e join observation as o using (observation_id) join subject as s using (subject_id)
    order by e.observation_id`,
  selectors: `select o.id, l.kind, l.detail, l.value, l.controlled
    from selector as l join observation as o using (observation_id)
    order by l.observation_id, l.kind, l.value`,
  facts: `select o.id, f.name, coalesce(f.text, f.number::varchar, f.truth::varchar) as value, f.data_set
    from fact as f join observation as o using (observation_id) order by f.observation_id, f.name`,
  flags: `select o.id, g.indicator, g.note from flag as g join observation as o using (observation_id)
    order by g.observation_id, g.indicator`,
  versions: `select o.source, o.id, o.observation_id, s.superseded_by
    from observation as o left join superseded as s using (observation_id) order by o.observation_id`,
  sources: 'select * from source_in_force order by source',
  exposure: 'select period, sector, country, unit, value from exposure order by all',
}

/** Absent from the text of a story where there is none. */
const ifAny = <Item>(items: readonly Item[]): readonly Item[] | undefined =>
  items.length > 0 ? items : undefined

const written = new Date('2024-05-06T07:08:09Z')

/** Settings of a story's import, its map, and the folder of its attachments where it has one. */
function optionsOf(name: string): ImportOptions {
  const path = join('test/cases', name, 'options.json')
  const given = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as ImportOptions) : {}
  const attachments = join('test/cases', name, 'attachments')
  const map = join('test/cases', name, 'map.yaml')
  return {
    ...given,
    ...(existsSync(attachments) ? { attachments } : {}),
    ...(existsSync(map) ? { mapping: readMapping(map) } : {}),
  }
}

/** Each story: the files of `input/` are imported one after the other, by their names. */
describe('a story', () => {
  let system: TestSystem
  let rejectedFiles: string
  /** Tables that a store without evidence has no rows in. */
  let emptyTables: readonly string[]

  beforeAll(async () => {
    const now = (): Date => new Date('2024-06-01T00:00:00Z')
    const config = readConfig({}, { memory: '1GB', threads: '1' })
    system = await openTestSystem(config, { ...realEffects, now }, { inMemory: true })
    emptyTables = await findEmptyTables(system.sql)
    rejectedFiles = join(system.evidence.staging, '..', 'rejected')
  })
  afterAll(() => system.close())
  /** To open a store for each story takes longer than most of them. */
  beforeEach(async () => {
    for (const table of emptyTables) await system.sql.run(`delete from ${table}`)
    await system.sql.run('create or replace sequence import_run_number')
    rmSync(rejectedFiles, { recursive: true, force: true })
    expect(await findEmptyTables(system.sql)).toEqual(emptyTables)
  })

  const names = readdirSync('test/cases').filter((name) => /^(import|read)-/.test(name))
  test.each(names)('%s is told as expected', async (name) => {
    const input = join('test/cases', name, 'input')
    const paths = readdirSync(input)
      .sort()
      .map((file) => join(input, file))
    // A checkout gives every file the time at which it was made; of a CV it is what is known of when it came.
    for (const path of paths) utimesSync(path, written, written)
    const report = await system.sources.importFiles(paths, optionsOf(name))
    const rejected = report.rejectionFile === null ? '' : readFileSync(report.rejectionFile, 'utf8')
    const lines = rejected.split('\n').filter((line) => line !== '')
    const rejections = lines.map((line) => JSON.parse(line) as { readonly file: string })
    const told = {
      files: report.files.map((file) => ({ ...file, path: basename(file.path) })),
      leftOut: [...report.leftOut].sort(),
      notTaken: ifAny([...report.notTaken].sort()),
      unusable: ifAny([...report.unusable].sort()),
      declared: ifAny(report.declared),
      remarks: ifAny(report.remarks.map((each) => ({ ...each, file: basename(each.file) }))),
    }
    const named = rejections.map((each) => ({ ...each, file: basename(each.file) }))
    const expected = join('cases', name, 'expected')
    await expect(asJson(told)).toMatchFileSnapshot(join(expected, 'report.json'))
    await expect(asLines(named)).toMatchFileSnapshot(join(expected, 'rejected.ndjson'))
    for (const [table, query] of Object.entries(storyTables)) {
      const rows = await system.sql.rows(query)
      await expect(asLines(rows)).toMatchFileSnapshot(join(expected, `${table}.ndjson`))
    }
  })
})

async function findEmptyTables(sql: SqlSession): Promise<readonly string[]> {
  const tables = await sql.rows<{ name: string }>(`select table_name as name
    from information_schema.tables where table_type = 'BASE TABLE' and table_schema = 'main'
    order by name`)
  const counts = await sql.rows<{ name: string; n: number }>(
    tables
      .map(({ name }) => `select '${name}' as name, count(*) as n from ${name}`)
      .join(' union all '),
  )
  return counts.filter(({ n }) => n === 0).map(({ name }) => name)
}

async function withStore<Result>(
  data: string,
  work: (sql: SqlEngine) => Promise<Result>,
): Promise<Result> {
  const sql = await openEngine(join(data, 'ringer.duckdb'), { memory: '1GB', threads: 1 })
  try {
    return await work(sql)
  } finally {
    sql.close()
  }
}

const tables = [
  ...['observation', 'superseded', 'subject', 'event', 'selector', 'passage', 'fact', 'flag'],
  ...['source_declaration', 'exposure'],
]

/** Number of rows and a hash over all of them, of every table: equal stores have equal seals. */
const sealOf = (data: string): Promise<unknown> =>
  withStore(data, async (sql) => {
    const seals = tables.map((table) => {
      const columns = ['observation', 'source_declaration', 'exposure'].includes(table)
        ? '* exclude (import_id)'
        : '*'
      return `select '${table}' as name, count(*) as n, bit_xor(hash(t))::varchar as seal
        from (select ${columns} from ${table}) as t`
    })
    return sql.rows(seals.join(' union all '))
  })

describe('a program that is killed while it imports', () => {
  const files = 4
  /** Each file is a transaction of its own, however few lines it has. */
  const linesEach = 60
  let paths: readonly string[]

  beforeAll(() => {
    const input = join(folder, 'killed-input')
    mkdirSync(input)
    paths = Array.from({ length: files }, (_, file) => {
      const path = join(input, `${file}.ndjson`)
      const lines = Array.from({ length: linesEach }, (_, i) => line(file * linesEach + i))
      writeFileSync(path, lines.join(''))
      return path
    })
  })

  /** Every tenth line is a newer version of the one before it, so that replacing is under way too. */
  const line = (n: number): string => {
    const id = n % 10 === 9 ? n - 1 : n
    return `${JSON.stringify({
      source: `source-${n % 3}`,
      id: `${id}`,
      kind: 'application',
      at: '2024-03-18T09:41:07Z',
      subject: { ref: `r-${id >> 1}`, emails: [`a${n}@mail.example`] },
      facts: { 'ip.asn': n },
      flags: [{ indicator: 'seen', note: 'x'.repeat(400) }],
    })}\n`.replace(/"source-\d"/, `"source-${id % 3}"`)
  }

  test('has half-applied nothing, and importing again gives what a clean import gives', async () => {
    const clean = join(folder, 'clean')
    expect((await ringer('import', ...paths, '--data', clean)).status).toBe(0)
    const expected = await sealOf(clean)

    const killed = join(folder, 'killed')
    const kept: number[] = [0]
    for (const waitMs of [0, 20]) {
      const { child, ended } = startRinger(['import', ...paths, '--data', killed])
      await grown(killed, child)
      setTimeout(() => child.kill('SIGKILL'), waitMs)
      await ended
      const state = await withStore(killed, (sql) => wholeness(sql))
      expect(state).toMatchObject({ twice: 0, unread: 0, counted: state.observations })
      kept.push(state.observations)
    }
    // What was there once is there for good.
    expect(kept).toEqual([...kept].sort((one, other) => one - other))

    const { status, out } = await ringer('import', ...paths, '--data', killed)
    expect(status).toBe(0)
    expect(out).toContain('already known')
    expect(await sealOf(killed)).toEqual(expected)
    const all = files * linesEach
    const total = await withStore(killed, (sql) => wholeness(sql))
    expect(total).toEqual({ observations: all, twice: 0, unread: 0, counted: all })
  })

  /** What the store takes on the disk; it grows when a batch is committed. */
  const bytesOf = (data: string): number =>
    existsSync(data)
      ? readdirSync(data)
          .filter((name) => name.startsWith('ringer.duckdb'))
          .map((name) => statSync(join(data, name), { throwIfNoEntry: false })?.size ?? 0)
          .reduce((sum, size) => sum + size, 0)
      : 0

  /** Waits until the store has grown by a batch, or the program has ended. */
  async function grown(data: string, child: ChildProcess): Promise<void> {
    const enough = bytesOf(data) + 50_000
    while (bytesOf(data) < enough && child.exitCode === null) {
      await wait(3)
    }
  }
})

interface Wholeness {
  readonly observations: number
  /** Versions that stand twice. */
  readonly twice: number
  /** Observations in force without their readings. */
  readonly unread: number
  /** What the record of imports says was accepted. */
  readonly counted: number
}

async function wholeness(sql: SqlEngine): Promise<Wholeness> {
  const [state] = await sql.rows<Wholeness>(`select
    (select count(*) from observation) as observations,
    (select count(*) - count(distinct (source, id, content_hash)) from observation) as twice,
    (select count(*) from observation as o
      where not exists (select 1 from superseded as s where s.observation_id = o.observation_id)
        and not exists (select 1 from event join selector using (observation_id)
          join fact using (observation_id) join flag using (observation_id)
          where observation_id = o.observation_id)) as unread,
    (select coalesce(sum(accepted), 0) from import_run) as counted`)
  if (state === undefined) throw new Error('a query of aggregates gives one row')
  return state
}
