import {
  closeSync,
  createReadStream,
  createWriteStream,
  openSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { Problem, reasonOf } from '../problem.ts'
import { type OwnEngine, openEngine, quoteText, type SqlEngine } from '../sql/index.ts'
import type { LinkModel } from './model.ts'
import { clusterTable, numberedTable, prepareTable, type TableClusters } from './table.ts'
import { type TrainedModel, trainModel } from './training.ts'

/** What the engine of one table may use. */
export interface TableLimits {
  /** As DuckDB writes it: `2GB`. */
  readonly memory: string
  readonly threads: number
  /** A folder of its own, which exists, for what does not fit in memory; whoever made it takes it away. */
  readonly spill: string
}

/** A table in an engine of its own, which is shut off from files and network. */
export interface OpenTable {
  /** How many records have a value, by column, in the order of the columns. */
  readonly values: ReadonlyMap<string, number>
  /** Makes the table ready for a model. `id` is the column that tells the rows apart. */
  readonly prepare: (model: LinkModel, id: string) => Promise<void>
  /** Estimates the weights of the model from the table. Needs `prepare`. */
  readonly train: (model: LinkModel) => Promise<TrainedModel>
  /** Clusters the table. Needs `prepare`. */
  readonly cluster: (model: LinkModel) => Promise<TableClusters>
  /** The clusters in the order of the ids, as columns of equal length, a piece at a time. Needs `cluster`. */
  readonly pieces: (clusters: TableClusters) => AsyncIterable<ClusterPiece>
  readonly close: () => void
}

export interface ClusterPiece {
  readonly ids: readonly string[]
  readonly clusters: readonly string[]
}

const given = 'table_given'

/**
 * Reads a table: CSV with a header line (comma, RFC 4180, UTF-8; plain or packed by gzip) or Parquet, told by
 * content and never by name. Cells of CSV stay text: `007` is not 7. Throws `not-found` or
 * `unavailable` for a file that cannot be read, `invalid` for one that is no table.
 *
 * After that the engine is shut off: a model may hold SQL that another program wrote, and it must reach
 * neither files nor network.
 */
export async function openTable(path: string, limits: TableLimits): Promise<OpenTable> {
  const kind = kindOf(path)
  const sql = await openEngine(':memory:', limits)
  try {
    if (kind === 'parquet') await loadParquet(sql, path)
    else await loadText(sql, path, kind === 'gzip' ? join(limits.spill, 'unpacked.csv') : undefined)
    await shutOff(sql)
    return await tableOf(sql)
  } catch (error) {
    sql.close()
    throw error
  }
}

/** A folder called `year=2024` in the path makes no column. */
async function loadParquet(sql: SqlEngine, path: string): Promise<void> {
  const file = quoteText(withoutPatterns(path))
  await reading(path, () =>
    sql.run(`create table ${given} as from read_parquet(${file}, hive_partitioning = false)`),
  )
}

/** Packed data are unpacked first: the engine takes gzip data that end early for whole ones. */
async function loadText(sql: SqlEngine, path: string, unpacked: string | undefined): Promise<void> {
  await reading(path, async () => {
    try {
      if (unpacked !== undefined) await unpack(path, unpacked)
      const rows = await csvSql(sql, unpacked ?? path)
      await sql.run(`create table ${given} as from ${rows}`)
    } finally {
      if (unpacked !== undefined) rmSync(unpacked, { force: true })
    }
  })
}

const unpack = (path: string, to: string): Promise<void> =>
  pipeline(createReadStream(path), createGunzip(), createWriteStream(to))

/** Neither can be undone while the engine lives. */
async function shutOff(sql: SqlEngine): Promise<void> {
  await sql.run('set enable_external_access = false')
  await sql.run('set lock_configuration = true')
}

async function tableOf(sql: OwnEngine): Promise<OpenTable> {
  const [counts = {}] = await sql.rows<Readonly<Record<string, number>>>(
    `select count(columns(*)) from ${given}`,
  )
  return {
    values: new Map(Object.entries(counts)),
    prepare: (model, id) =>
      applying(model, () => prepareTable(sql, model, { rows: `from ${given}`, id })),
    train: (model) => applying(model, () => trainModel(sql, model, numberedTable)),
    cluster: (model) => applying(model, () => clusterTable(sql, model)),
    pieces: (clusters) => piecesOf(sql, clusters),
    close: sql.close,
  }
}

/** What a model asks for may not fit the table (days of a text that is no date, SQL that another program wrote). */
async function applying<Result>(model: LinkModel, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Problem) throw error
    const [reason] = reasonOf(error).split('\n')
    throw new Problem(
      'invalid',
      `the model ${model.name} cannot be applied to the table: ${reason}`,
      error,
    )
  }
}

/** Rows that are fetched at once. */
const pieceRows = 100_000

async function* piecesOf(
  sql: SqlEngine,
  { result, records }: TableClusters,
): AsyncIterable<ClusterPiece> {
  await sql.run(`create or replace table table_result as
    select row_number() over (order by id) - 1 as place, id, cluster from (${result}) order by place`)
  for (let from = 0; from < records; from += pieceRows) {
    const [ids = [], clusters = []] = await sql.columns(`select id, cluster from table_result
      where place between ${from} and ${from + pieceRows - 1} order by place`)
    yield { ids: ids as string[], clusters: clusters as string[] }
  }
}

type FileKind = 'parquet' | 'gzip' | 'text'

/** By its first bytes; what is neither Parquet nor gzip is read as text. */
function kindOf(path: string): FileKind {
  const start = firstBytes(path)
  if (start.toString('latin1') === 'PAR1') return 'parquet'
  return start[0] === 0x1f && start[1] === 0x8b ? 'gzip' : 'text'
}

function firstBytes(path: string): Buffer {
  try {
    if (!statSync(path).isFile()) throw new Problem('unavailable', `${path} is no file`)
    const file = openSync(path, 'r')
    try {
      const bytes = Buffer.alloc(4)
      return bytes.subarray(0, readSync(file, bytes, 0, 4, 0))
    } finally {
      closeSync(file)
    }
  } catch (error) {
    if (error instanceof Problem) throw error
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    if (missing) throw new Problem('not-found', `no such file: ${path}`)
    throw new Problem('unavailable', `cannot read ${path}: ${reasonOf(error)}`, error)
  }
}

/** Nothing is guessed from the content but the ends of lines: a file is read alike whatever its first rows are. */
async function csvSql(sql: SqlEngine, path: string): Promise<string> {
  const file = quoteText(withoutPatterns(path))
  const dialect = `auto_detect = false, skip = 0, comment = '', compression = 'none'`
  // A delimiter that no header holds: the whole line as one cell.
  const [first] = await sql.rows<{
    line: string | null
  }>(`select line from read_csv(${file}, ${dialect},
    header = false, columns = {'line': 'varchar'}, delim = '\u001f', quote = '', escape = '',
    parallel = false) limit 1`)
  const columns = headerNames(first?.line ?? '').map((name) => `${quoteText(name)}: 'varchar'`)
  return `read_csv(${file}, ${dialect}, header = true, columns = {${columns.join(', ')}},
    delim = ',', quote = '"', escape = '"')`
}

/** The engine takes `*`, `?` and `[` in a path for a pattern of several files. */
const withoutPatterns = (path: string): string => path.replace(/[*?[]/g, '[$&]')

function headerNames(line: string): readonly string[] {
  const names = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, bare = '']) => (quoted?.replaceAll('""', '"') ?? bare).trim(),
  )
  if (names.every((name) => name === '')) throw badHeader('it has no header line')
  if (line.split('"').length % 2 === 0) throw badHeader('a name in the header goes over two lines')
  const unnamed = names.indexOf('')
  if (unnamed >= 0) throw badHeader(`column ${unnamed + 1} of the header has no name`)
  const lower = names.map((name) => name.toLowerCase())
  const twice = names.find((_, at) => lower.indexOf(lower[at] ?? '') !== at)
  if (twice !== undefined) throw badHeader(`the column ${twice} stands twice in the header`)
  return names
}

const badHeader = (reason: string): Problem => new Problem('invalid', reason)

async function reading<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw new Problem('invalid', `${path} cannot be read as a table: ${whyNot(error)}`, error)
  }
}

/** What the engine says of a line, without the ways out and the settings that it lists after it. */
function whyNot(error: unknown): string {
  const [first = '', ...rest] = reasonOf(error).split('\n')
  const line = /CSV Error on Line: (\d+)/.exec(first)?.[1]
  if (line === undefined) return first
  const end = rest.findIndex((text) => /^(Possible|\s+file =)/.test(text))
  const reason = rest.slice(0, end < 0 ? 2 : end).findLast((text) => text.trim() !== '')
  return `line ${line}: ${reason ?? first}`
}
