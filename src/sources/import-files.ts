import { mkdirSync, rmSync } from 'node:fs'
import { basename } from 'node:path'
import type { Effects } from '../effects.ts'
import {
  addCounts,
  type CommitCounts,
  type Evidence,
  noCounts,
  type StagedBatch,
} from '../evidence/index.ts'
import type { SqlEngine } from '../sql/index.ts'
import { areSmall, type BegunFile, beginFiles, readable } from './begun-files.ts'
import { openInputFile } from './input-file.ts'
import type { LineBatch } from './lines.ts'
import {
  openReadingPool,
  type ReadBatch,
  type ReadingPool,
  type Rejection,
} from './reading-pool.ts'
import { openRejectionFile, type RejectionFile } from './rejections.ts'
import { type SourceFormat, sourceKinds } from './source-kinds.ts'

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
/** Names of unknown fields that are told apart; a file of junk may have a new one in every line. */
const shownLeftOut = 1_000

export function openSources(parts: SourcesParts): Sources {
  let last: Promise<unknown> = Promise.resolve()
  return {
    importFiles: (paths, options = {}) => {
      // One after the other: they share the staging folder, and a store takes one transaction at a time.
      const next = last.then(() => importFiles(parts, paths, options))
      last = next.catch(() => undefined)
      return next
    },
  }
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
  // All are opened and begun before the first is imported: a misspelt name changes nothing.
  const inputs = await beginFiles(paths, options.format)
  mkdirSync(parts.evidence.staging, { recursive: true })
  const pool = openReadingPool(parts.evidence.staging, areSmall(inputs) ? 0 : parts.threads)
  const rejections = openRejectionFile(
    options.dryRun ? undefined : parts.rejected,
    parts.effects.now,
  )
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

async function importFile(run: Run, { path, format }: BegunFile): Promise<FileReport> {
  const { evidence, effects } = run.parts
  const file = openInputFile(path)
  // The record of the import begins with the first batch: a file that cannot be read leaves none.
  let begun: Promise<number> | undefined
  const importId = (): Promise<number> => {
    begun ??= run.options.dryRun ? Promise.resolve(0) : evidence.begin(path)
    return begun
  }
  let counts = noCounts
  let rejected = 0
  await readable(path, async () => {
    const batches = sourceKinds[format].batches(file, evidence.staging)
    for await (const read of inGroups(readInOrder(run, batches))) {
      counts = addCounts(counts, await take(run, read, await importId()))
      rejected += await keepRejections(run, read, { path, importId: await importId() })
      const what = `reading ${basename(path)}`
      effects.progress({ what, done: file.bytesRead(), of: file.size, unit: 'bytes' })
      if (effects.stopping()) break
    }
    await importId()
  })
  return { path, format, counts, rejected }
}

async function take(run: Run, read: ReadBatch, importId: number): Promise<CommitCounts> {
  if (pathsOf(read.batch).length === 0) return noCounts
  const { evidence } = run.parts
  const counts = run.options.dryRun
    ? await evidence.preview(read.batch)
    : await evidence.commit(read.batch, importId)
  removeStaged(read.batch)
  return counts
}

const pathsOf = ({ observations, sources, exposures }: StagedBatch): readonly string[] => [
  ...observations,
  ...sources,
  ...exposures,
]

function removeStaged(batch: StagedBatch): void {
  for (const path of pathsOf(batch)) rmSync(path, { force: true })
}

async function keepRejections(
  run: Run,
  read: ReadBatch,
  { path, importId }: { readonly path: string; readonly importId: number },
): Promise<number> {
  for (const [field, count] of read.leftOut) {
    const known = run.leftOut.get(field)
    if (known !== undefined || run.leftOut.size < shownLeftOut) {
      run.leftOut.set(field, (known ?? 0) + count)
    }
  }
  const rejections = read.rejections.map((line) => ({ file: path, ...line }))
  run.rejections.write(rejections, importId)
  run.first.push(...rejections.slice(0, shownRejections - run.first.length))
  if (importId > 0 && rejections.length > 0) {
    await run.parts.evidence.recordRejected(importId, rejections.length)
  }
  return rejections.length
}

/** Read batches that go into one transaction: its fixed costs weigh less, and a kill loses little. */
const groupSize = 16

/** Rejections that are held until their group is committed: each has a text of its own. */
const groupRejections = 20_000

async function* inGroups(batches: AsyncIterable<ReadBatch>): AsyncIterable<ReadBatch> {
  const held: ReadBatch[] = []
  let rejections = 0
  try {
    for await (const batch of batches) {
      held.push(batch)
      rejections += batch.rejections.length
      if (held.length < groupSize && rejections < groupRejections) continue
      yield merged(held.splice(0))
      rejections = 0
    }
    if (held.length > 0) yield merged(held.splice(0))
  } finally {
    removeStaged(merged(held).batch)
  }
}

const merged = (batches: readonly ReadBatch[]): ReadBatch => ({
  batch: {
    observations: batches.flatMap(({ batch }) => batch.observations),
    sources: batches.flatMap(({ batch }) => batch.sources),
    exposures: batches.flatMap(({ batch }) => batch.exposures),
  },
  rejections: batches.flatMap(({ rejections }) => rejections),
  leftOut: batches.flatMap(({ leftOut }) => leftOut),
})

/**
 * Reads batches in the workers while earlier ones are committed, and gives them back in the order of
 * the file, so that the newest version of an observation is the one that stands last in it. A group and
 * one batch per worker are under way at most: the workers go on while a group is committed, and the
 * memory is bounded.
 */
async function* readInOrder(run: Run, batches: AsyncIterable<LineBatch>): AsyncIterable<ReadBatch> {
  const underWay: Promise<ReadBatch>[] = []
  const next = (): Promise<ReadBatch> => underWay.shift() as Promise<ReadBatch>
  try {
    for await (const batch of batches) {
      const read = readBatch(run, batch)
      // It is awaited in its turn, which may come after it has failed.
      read.catch(() => undefined)
      underWay.push(read)
      if (underWay.length >= groupSize + run.parts.threads) yield await next()
    }
    while (underWay.length > 0) yield await next()
  } finally {
    // After a failure or a stop the rest is read to no purpose, and must not be left lying about.
    for (const rest of await Promise.allSettled(underWay)) {
      if (rest.status === 'fulfilled') removeStaged(rest.value.batch)
    }
  }
}

const nothing: StagedBatch = { observations: [], sources: [], exposures: [] }

async function readBatch(run: Run, batch: LineBatch): Promise<ReadBatch> {
  const { refused = [] } = batch
  if (batch.bytes.length === 0) return { batch: nothing, rejections: refused, leftOut: [] }
  const read = await run.pool.read(batch, run.options.source)
  if (refused.length === 0) return read
  const rejections = [...read.rejections, ...refused].sort((one, other) => one.line - other.line)
  return { ...read, rejections }
}
