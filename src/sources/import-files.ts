import { mkdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Effects } from '../effects.ts'
import { addCounts, type CommitCounts, type Evidence, noCounts, type StagedBatch } from '../evidence/index.ts'
import { Problem } from '../problem.ts'
import type { SqlEngine } from '../sql/index.ts'
import { type InputFile, openInputFile } from './input-file.ts'
import type { LineBatch } from './lines.ts'
import { openReadingPool, type ReadBatch, type ReadingPool, type Rejection } from './reading-pool.ts'
import { openRejectionFile, type RejectionFile } from './rejections.ts'
import { recogniseFormat, type SourceFormat, sourceKinds } from './source-kinds.ts'

export interface Sources {
  /** Imports the files in the order given and returns what became of each. */
  readonly importFiles: (paths: readonly string[], options?: ImportOptions) => Promise<ImportReport>
}

export interface ImportOptions {
  /** Format of all files; absent: each is recognised by its content. */
  readonly format?: SourceFormat
  /** Source of lines that name none. */
  readonly source?: string
  /** Says what would happen and keeps nothing. */
  readonly dryRun?: boolean
}

export interface ImportReport {
  readonly files: readonly FileReport[]
  readonly counts: CommitCounts
  readonly rejected: number
  /** The first rejections, enough to see what is wrong. */
  readonly firstRejections: readonly Rejection[]
  /** Where all of them are, or null where there are none (or the run was dry). */
  readonly rejectionFile: string | null
  /** Fields that the format does not have, with how often they were left out. */
  readonly leftOut: readonly (readonly [string, number])[]
  /** True when the user stopped it; what was committed stays. */
  readonly stopped: boolean
}

export interface FileReport {
  readonly path: string
  readonly format: SourceFormat
  readonly counts: CommitCounts
  readonly rejected: number
}

export interface SourcesParts {
  readonly sql: SqlEngine
  readonly evidence: Evidence
  /** Folder for files of rejected lines. */
  readonly rejected: string
  readonly threads: number
  readonly effects: Effects
}

const shownRejections = 10

export function openSources(parts: SourcesParts): Sources {
  return { importFiles: (paths, options = {}) => importFiles(parts, paths, options) }
}

/** What one run of `importFiles` carries along. */
interface Run {
  readonly parts: SourcesParts
  readonly options: ImportOptions
  readonly pool: ReadingPool
  readonly rejections: RejectionFile
  readonly first: Rejection[]
  readonly leftOut: Map<string, number>
}

async function importFiles(
  parts: SourcesParts,
  paths: readonly string[],
  options: ImportOptions,
): Promise<ImportReport> {
  // All are opened before the first is read: a misspelt name changes nothing.
  const inputs = paths.map(openInputFile)
  mkdirSync(parts.evidence.staging, { recursive: true })
  const pool = openReadingPool(parts.evidence.staging, parts.threads)
  const rejections = openRejectionFile(options.dryRun ? undefined : parts.rejected, parts.effects.now)
  const run: Run = { parts, options, pool, rejections, first: [], leftOut: new Map() }
  const files: FileReport[] = []
  try {
    const work = async (): Promise<void> => {
      for (const input of inputs) {
        if (parts.effects.stopping()) return
        files.push(await importFile(run, input))
      }
    }
    await (options.dryRun ? undone(parts.sql, work) : work())
  } finally {
    await pool.close()
    rejections.close()
  }
  return {
    files,
    counts: files.map((file) => file.counts).reduce(addCounts, noCounts),
    rejected: files.reduce((sum, file) => sum + file.rejected, 0),
    firstRejections: run.first,
    rejectionFile: rejections.path(),
    leftOut: [...run.leftOut],
    stopped: parts.effects.stopping(),
  }
}

class Undone extends Error {}

/** Runs the work in one transaction and takes it back. */
async function undone(sql: SqlEngine, work: () => Promise<void>): Promise<void> {
  try {
    await sql.transaction(async () => {
      await work()
      throw new Undone('a dry run keeps nothing')
    })
  } catch (error) {
    if (!(error instanceof Undone)) throw error
  }
}

async function importFile(run: Run, input: InputFile): Promise<FileReport> {
  const { evidence, effects } = run.parts
  const format = run.options.format ?? (await recogniseFormat(input))
  const importId = run.options.dryRun ? 0 : await evidence.begin(input.path)
  const file = openInputFile(input.path)
  let counts = noCounts
  let rejected = 0
  let batches = 0
  for await (const read of readInOrder(run, sourceKinds[format].batches(file, evidence.staging))) {
    if (read.unreadable && batches === 0) throw new Problem('unavailable', `${input.path}: ${read.unreadable}`)
    batches += 1
    counts = addCounts(counts, await take(run, read, importId))
    rejected += keepRejections(run, read, { path: input.path, importId })
    if (importId > 0 && read.rejections.length > 0) {
      await evidence.recordRejected(importId, read.rejections.length)
    }
    effects.progress({
      what: `reading ${basename(input.path)}`,
      done: file.bytesRead(),
      of: file.size,
      unit: 'bytes',
    })
    if (effects.stopping()) break
  }
  return { path: input.path, format, counts, rejected }
}

async function take(run: Run, read: ReadBatch, importId: number): Promise<CommitCounts> {
  if (Object.keys(read.batch).length === 0) return noCounts
  const { evidence } = run.parts
  const counts = run.options.dryRun
    ? await evidence.preview(read.batch)
    : await evidence.commit(read.batch, importId)
  removeStaged(read.batch)
  return counts
}

function removeStaged(batch: StagedBatch): void {
  for (const path of Object.values(batch)) rmSync(path, { force: true })
}

function keepRejections(
  run: Run,
  read: ReadBatch,
  { path, importId }: { readonly path: string; readonly importId: number },
): number {
  for (const [field, count] of read.leftOut) {
    run.leftOut.set(field, (run.leftOut.get(field) ?? 0) + count)
  }
  for (const line of read.rejections) {
    const rejection = { file: path, ...line }
    run.rejections.write(rejection, importId)
    if (run.first.length < shownRejections) run.first.push(rejection)
  }
  return read.rejections.length
}

/** A read batch; `unreadable` where it is only the news that the packed data are damaged. */
type OrderedBatch = ReadBatch & { readonly unreadable?: string }

/**
 * Reads batches in the workers while earlier ones are committed, and gives them back in the order of
 * the file, so that the newest version of an observation is the one that stands last in it. At most
 * `threads + 1` are under way: that bounds the memory.
 */
async function* readInOrder(run: Run, batches: AsyncIterable<LineBatch>): AsyncIterable<OrderedBatch> {
  const underWay: Promise<OrderedBatch>[] = []
  try {
    for await (const batch of batches) {
      underWay.push(readBatch(run, batch))
      if (underWay.length > run.parts.threads) yield await (underWay.shift() as Promise<OrderedBatch>)
    }
    for (const read of underWay.splice(0)) yield await read
  } finally {
    // After a failure or a stop the rest is read to no purpose, but its promises must not be left open.
    await Promise.allSettled(underWay)
  }
}

async function readBatch(run: Run, batch: LineBatch): Promise<OrderedBatch> {
  if (batch.damage) {
    const { line, reason } = batch.damage
    const rejections = [{ line, field: '', reason, text: '' }]
    return { batch: {}, rejections, leftOut: [], unreadable: reason }
  }
  return run.pool.read(batch, run.options.source)
}
