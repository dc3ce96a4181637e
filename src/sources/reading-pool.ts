import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Enrichment, FieldProblem, StagedBatch } from '../evidence/index.ts'
import { openAttachments } from './attachments.ts'
import type { LineBatch } from './lines.ts'
import type { ReadingContext } from './reader.ts'
import type { ReaderName } from './readers.ts'
import { readLines } from './reading-lines.ts'

export interface ReadingTask {
  /** Number of the batch in the order of its file. */
  readonly batch: number
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly firstLine: number
  readonly lineNumbers?: readonly number[]
  /** Source of lines that name none. */
  readonly source?: string
  /** Who reads the lines, where they are not in the evidence format; with what is known of their file. */
  readonly reader?: ReaderName
  readonly context?: ReadingContext
  /** Path of the staging files, without their endings. */
  readonly stem: string
}

export interface ReadBatch {
  readonly batch: StagedBatch
  readonly rejections: readonly Omit<Rejection, 'file'>[]
  /** Notes of flags that were removed because they mention a protected attribute. */
  readonly removedNotes: readonly Omit<RemovedNote, 'file'>[]
  /** Names of fields that the format does not have, with how often they were left out. */
  readonly leftOut: readonly (readonly [string, number])[]
  /** What should be known of how the file is read. */
  readonly remarks?: readonly string[]
  /** What a record of somebody else's holds and the reader did not take, with how often. */
  readonly notTaken: readonly (readonly [string, number])[]
  /** Why values in the field of an identifier cannot be one, with how often. */
  readonly unusable: readonly (readonly [string, number])[]
}

/** One line that was not taken, with its place. */
export interface Rejection extends FieldProblem {
  readonly file: string
  readonly line: number
  /** Further problems of the same line. */
  readonly more?: readonly FieldProblem[]
  /** The beginning of the line. */
  readonly text: string
}

/** Place of a note that was removed; its words stand nowhere. */
export interface RemovedNote {
  readonly file: string
  readonly line: number
  readonly field: string
}

export interface ReadingPool {
  readonly read: (batch: LineBatch, how: HowToRead) => Promise<ReadBatch>
  readonly close: () => Promise<void>
}

export type HowToRead = Pick<ReadingTask, 'source' | 'reader' | 'context'>

export interface PoolParts {
  /** Folder of the staging files. */
  readonly staging: string
  readonly threads: number
  readonly enrichment: Enrichment | undefined
  /** What one worker may hold on its heap, in MB. */
  readonly heapMb?: number | undefined
}

/**
 * The worst line of 8 MiB (all of it empty objects, or one nest of brackets) is read in half of this. Too
 * little would be dangerous: where one allocation goes far beyond the limit, V8 ends the whole process.
 * Without a limit, the heap grows because it may: two workers then hold 320 MB more, and are not faster.
 */
const workerHeapMb = 512
const youngHeapMb = 48

/** A worker needed more memory than it may have. */
export class ReadingOutOfMemory extends Error {}

/**
 * Worker threads that read batches of lines; `read` gives a batch to the one that has least to do. With
 * no threads they are read in this one: for a small file, starting a worker takes longer than reading.
 */
export function openReadingPool(parts: PoolParts): ReadingPool {
  const { staging, threads, enrichment, heapMb = workerHeapMb } = parts
  const readers =
    threads === 0
      ? [openReader(enrichment)]
      : Array.from({ length: threads }, () => openWorker(enrichment, heapMb))
  let number = 0
  return {
    read: (batch, how) => {
      const reader = readers.reduce((least, next) =>
        next.waiting() < least.waiting() ? next : least,
      )
      number += 1
      return reader.read({
        batch: number,
        bytes: batch.bytes,
        firstLine: batch.firstLine,
        ...(batch.lineNumbers ? { lineNumbers: batch.lineNumbers } : {}),
        ...how,
        stem: join(staging, String(number)),
      })
    },
    close: async () => {
      await Promise.all(readers.map((reader) => reader.close()))
    },
  }
}

interface Reader {
  /** Batches that it was given and has not read yet. */
  readonly waiting: () => number
  readonly read: (task: ReadingTask) => Promise<ReadBatch>
  readonly close: () => Promise<unknown>
}

function openReader(enrichment: Enrichment | undefined): Reader {
  const attachments = openAttachments()
  return {
    waiting: () => 0,
    read: (task) => readLines(task, { attachments, enrichment }),
    close: () => attachments.close(),
  }
}

interface Waiting {
  readonly resolve: (batch: ReadBatch) => void
  readonly reject: (error: unknown) => void
}

/** What a worker opens for itself. */
export interface WorkerData {
  /** Whether absences are filled, and from which folder of data sets besides the shipped ones. */
  readonly enrichment: { readonly folder: string | undefined } | undefined
}

function openWorker(enrichment: Enrichment | undefined, heapMb: number): Reader {
  const workerData: WorkerData = { enrichment: enrichment && { folder: enrichment.folder } }
  const worker = new Worker(new URL('./reading-worker.ts', import.meta.url), {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: youngHeapMb },
  })
  const queue: Waiting[] = []
  let failure: unknown
  const fail = (error: unknown): void => {
    failure ??= error
    for (const waiting of queue.splice(0)) waiting.reject(failure)
  }
  worker.on('message', (batch: ReadBatch) => queue.shift()?.resolve(batch))
  worker.on('error', (error) =>
    fail(
      isOutOfMemory(error)
        ? new ReadingOutOfMemory(`needs more than ${heapMb} MB of memory to read`, { cause: error })
        : error,
    ),
  )
  worker.on('exit', (code) => fail(new Error(`a reading worker ended with ${code}`)))
  return {
    waiting: () => queue.length,
    read: (task: ReadingTask) =>
      new Promise<ReadBatch>((resolve, reject) => {
        // A worker that has ended answers nothing any more.
        if (failure !== undefined) return reject(failure)
        queue.push({ resolve, reject })
        worker.postMessage(task, [task.bytes.buffer])
      }),
    close: () => worker.terminate(),
  }
}

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
