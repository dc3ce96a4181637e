import { mkdirSync } from 'node:fs'
import { basename } from 'node:path'
import type { Effects } from '../effects.ts'
import {
  addCounts,
  type CommitCounts,
  type Evidence,
  type LedgerWriter,
  noCounts,
} from '../evidence/index.ts'
import { Problem } from '../problem.ts'
import { areSmall, type BegunFile, beginFiles, readable } from './begun-files.ts'
import { type Declared, isOthers, stageDeclaration } from './declaring.ts'
import { type DocumentReader, openDocumentReader } from './documents/document-reader.ts'
import { planReading } from './how-to-read.ts'
import type { FileReport, ImportReport, Remark } from './import-report.ts'
import { openInputFile } from './input-file.ts'
import type { Mapping } from './maps/mapping.ts'
import type { SourceType } from './reader.ts'
import { emptyRead, inGroups, pathsOf, readInOrder, removeStaged } from './reading-order.ts'
import {
  openReadingPool,
  type ReadBatch,
  type ReadingPool,
  type Rejection,
  type RemovedNote,
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
  /** Declarations of sources in the evidence format, imported first. */
  readonly declarations?: string
  /** Source of lines that name none. */
  readonly source?: string
  /** Domain of the employer at which the events of the files happened, where their records do not say. */
  readonly organization?: string
  /**
   * The operator's own organization, from the settings: the employer of events where `organization` is not given. A
   * feed or a partner is never declared as its source.
   */
  readonly ownOrganization?: string
  /** Grade (A to F) that a source is declared with whose file is in another format, where nobody has declared it. */
  readonly grade?: string
  /** Folder of the files that records name as their attachments; links are never fetched. */
  readonly attachments?: string
  /** What the columns of a table mean. */
  readonly mapping?: Mapping
  /** Whether texts of documents are kept, or only their hashes; text where absent. */
  readonly documents?: 'text' | 'hash'
  /** Says what would happen and keeps nothing. */
  readonly dryRun?: boolean
}

export interface SourcesParts {
  readonly evidence: Evidence
  /** Folder for files of rejected lines. */
  readonly rejected: string
  readonly threads: number
  /** What one reading worker may hold on its heap, in MB; absent: enough for every line. */
  readonly heapMb?: number | undefined
  readonly effects: Effects
}

const shownRejections = 10
/** Names of unknown fields that are told apart; a file of junk may have a new one in every line. */
const shownLeftOut = 1_000

export function openSources(parts: SourcesParts): Sources {
  let last: Promise<unknown> = Promise.resolve()
  return {
    importFiles: (paths, options = {}) => {
      // One after the other: they share the staging folder.
      const next = last.then(() => importFiles(parts, paths, options))
      last = next.catch(() => undefined)
      return next
    },
  }
}

/** What one run of `importFiles` carries along. */
interface Run {
  readonly parts: SourcesParts
  /** The ledger of the store, or in a dry run a rehearsal of it. */
  readonly ledger: LedgerWriter
  readonly options: ImportOptions
  readonly pool: ReadingPool
  readonly rejections: RejectionFile
  readonly first: Rejection[]
  readonly leftOut: Map<string, number>
  readonly notTaken: Map<string, number>
  readonly unusable: Map<string, number>
  readonly declared: Declared[]
  readonly removedNotes: { count: number; readonly first: RemovedNote[] }
  readonly remarks: Remark[]
  readonly documents: DocumentReader
}

const newRun = (
  parts: SourcesParts,
  options: ImportOptions,
  opened: Pick<Run, 'pool' | 'rejections'>,
): Omit<Run, 'ledger'> => ({
  parts,
  options,
  ...opened,
  first: [],
  leftOut: new Map(),
  notTaken: new Map(),
  unusable: new Map(),
  declared: [],
  removedNotes: { count: 0, first: [] },
  remarks: [],
  documents: openDocumentReader(),
})

async function importFiles(
  parts: SourcesParts,
  paths: readonly string[],
  options: ImportOptions,
): Promise<ImportReport> {
  // All are opened and begun before the first is imported: a misspelt name changes nothing.
  const { declarations } = options
  // Whoever says what the columns mean says that it is a table.
  const format = options.format ?? (options.mapping === undefined ? undefined : 'table')
  requireSource(options, format)
  const inputs = [
    ...(declarations === undefined ? [] : await beginFiles([declarations])),
    ...(await beginFiles(paths, format)),
  ]
  mkdirSync(parts.evidence.staging, { recursive: true })
  const { staging, enrichment } = parts.evidence
  // Here, where what is wrong with a data set can be told: a worker could only fail.
  enrichment?.check()
  const threads = areSmall(inputs) ? 0 : parts.threads
  const pool = openReadingPool({ staging, threads, enrichment, heapMb: parts.heapMb })
  const rejections = openRejectionFile(
    options.dryRun ? undefined : parts.rejected,
    parts.effects.now,
  )
  const run = newRun(parts, options, { pool, rejections })
  const files: FileReport[] = []
  try {
    const work = async (ledger: LedgerWriter): Promise<void> => {
      for (const input of inputs) {
        if (parts.effects.stopping()) return
        files.push(await importFile({ ...run, ledger }, input))
      }
    }
    await (options.dryRun ? parts.evidence.rehearse(work) : work(parts.evidence))
  } finally {
    await Promise.all([pool.close(), run.documents.close()])
    rejections.close()
  }
  return {
    files,
    counts: files.map((file) => file.counts).reduce(addCounts, noCounts),
    rejected: files.reduce((sum, file) => sum + file.rejected, 0),
    firstRejections: run.first,
    rejectionFile: rejections.path(),
    leftOut: [...run.leftOut],
    notTaken: [...run.notTaken],
    unusable: [...run.unusable],
    declared: run.declared,
    removedNotes: run.removedNotes,
    remarks: run.remarks,
    stopped: parts.effects.stopping(),
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
  let isEmpty = true
  await readable(path, async () => {
    const { how, remarks } = await planReading(
      { ledger: run.ledger, options: run.options },
      format,
      file,
    )
    const { context } = how
    for (const text of remarks) await remark(run, { file: path, text }, await importId())
    const { type: typeOfKind } = sourceKinds[format]
    const type = typeOfKind && (run.options.mapping?.type ?? typeOfKind)
    if (type !== undefined && context.tlp === undefined) {
      await declare(run, { type, source: context.source, importId: await importId() })
    }
    const batches = sourceKinds[format].batches(file, {
      staging: evidence.staging,
      context,
      documents: run.documents,
    })
    for await (const read of inGroups(
      readInOrder(batches, { pool: run.pool, threads: run.parts.threads, how }),
    )) {
      counts = addCounts(counts, await take(run, read, await importId()))
      rejected += await keepNotes(run, read, { path, importId: await importId() })
      isEmpty &&= holdsNothing(read)
      const what = `reading ${basename(path)}`
      effects.progress({ what, done: file.bytesRead(), of: file.size, unit: 'bytes' })
      if (effects.stopping()) break
    }
    await importId()
  })
  return { path, format, counts, rejected, ...(isEmpty ? { isEmpty } : {}) }
}

const holdsNothing = ({ batch, rejections, leftOut, notTaken }: ReadBatch): boolean =>
  pathsOf(batch).length + rejections.length + leftOut.length + notTaken.length === 0

/** Said at the end of the import, and kept in its record. */
async function remark(run: Run, note: Remark, importId: number): Promise<void> {
  run.remarks.push(note)
  if (importId > 0) await run.parts.evidence.recordRemark(importId, note.text)
}

/** Ids are unique within a source only: two tables of one name would overwrite each other. */
function requireSource({ source, mapping }: ImportOptions, format?: SourceFormat): void {
  if (format !== 'table' || (source ?? mapping?.source) !== undefined) return
  throw new Problem(
    'usage',
    mapping === undefined
      ? 'what the columns of a table mean is not known: give a map with --map'
      : 'say whose table it is: --source ID, or `source: ID` in the map',
  )
}

interface Declaring {
  readonly type: SourceType
  readonly source: string
  readonly importId: number
}

async function declare(run: Run, { type, source, importId }: Declaring): Promise<void> {
  const { grade, ownOrganization } = run.options
  const organization = run.options.organization ?? (isOthers(type) ? undefined : ownOrganization)
  const { staging } = run.parts.evidence
  const path = stageDeclaration(staging, { source, type, organization, grade })
  await take(run, { ...emptyRead, batch: { ...emptyRead.batch, sources: [path] } }, importId)
  run.declared.push({ source, type, grade: grade ?? null })
}

async function take(run: Run, read: ReadBatch, importId: number): Promise<CommitCounts> {
  if (pathsOf(read.batch).length === 0) return noCounts
  const counts = await run.ledger.commit(read.batch, importId)
  removeStaged(read.batch)
  return counts
}

interface ImportOfFile {
  readonly path: string
  readonly importId: number
}

/** Everything of a batch that is said at the end; gives how many of its lines were rejected. */
async function keepNotes(run: Run, read: ReadBatch, file: ImportOfFile): Promise<number> {
  noteRemoved(run, read, file.path)
  for (const text of read.remarks ?? []) await remark(run, { file: file.path, text }, file.importId)
  return keepRejections(run, read, file)
}

async function keepRejections(
  run: Run,
  read: ReadBatch,
  { path, importId }: ImportOfFile,
): Promise<number> {
  addNamed(run.leftOut, read.leftOut)
  addNamed(run.notTaken, read.notTaken)
  addNamed(run.unusable, read.unusable)
  const rejections = read.rejections.map((line) => ({ file: path, ...line }))
  run.rejections.write(rejections, importId)
  run.first.push(...rejections.slice(0, shownRejections - run.first.length))
  if (importId > 0 && rejections.length > 0) {
    await run.parts.evidence.recordRejected(importId, rejections.length)
  }
  return rejections.length
}

function noteRemoved({ removedNotes }: Run, read: ReadBatch, file: string): void {
  const { first } = removedNotes
  removedNotes.count += read.removedNotes.length
  first.push(
    ...read.removedNotes
      .slice(0, shownRejections - first.length)
      .map((place) => ({ file, ...place })),
  )
}

function addNamed(
  all: Map<string, number>,
  more: readonly (readonly [name: string, count: number])[],
): void {
  for (const [name, count] of more) {
    const known = all.get(name)
    if (known !== undefined || all.size < shownLeftOut) all.set(name, (known ?? 0) + count)
  }
}
