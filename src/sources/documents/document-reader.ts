/**
 * Reads a CV or a picture out of bytes, in a thread of its own.
 * In    the bytes of a PDF, a DOCX, a plain text or a picture (PNG, JPEG, WebP, GIF), from anybody
 * Out   text, when it was made, hashes of its pictures, the contacts in it, and what was left out; or
 *       why it is refused. The bytes are not kept, of a picture nothing but its hash: no face is looked
 *       for, and nothing about a person is ever derived from a picture
 *
 * Whoever sends a document may mean harm: archives that unpack to terabytes, streams without end, loops
 * in the parsers. So the parsers run in a worker thread that is ended at a limit of time or memory and
 * started again for the next document.
 */

import { setTimeout as wait } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { reasonOf } from '../../problem.ts'
import { type DocumentLimits, type DocumentReading, documentLimits } from './document.ts'

export {
  type Contacts,
  type DocumentLimits,
  type DocumentReading,
  documentLimits,
  type ReadDocument,
} from './document.ts'
export { documentFormOf } from './document-form.ts'

export interface DocumentReader {
  /**
   * Never throws. Documents are read one after the other; each is answered within `timeMs` of its turn, or
   * of the start of the thread where that was due first.
   */
  readonly read: (bytes: Uint8Array<ArrayBuffer>) => Promise<DocumentReading>
  readonly close: () => Promise<void>
}

/** How often memory is looked at. A PDF stream of 2 GB was ended 1 MB above a limit of 512 (measured). */
const watchEveryMs = 20

/** How long a busy thread may take to say how much memory is its own. */
const answerWithinMs = 200

/** How long a thread may take to load the parsers: one second, or ten on a machine that has much to do. */
const startsWithinMs = 30_000

/** How long the next document waits for the memory of a thread that was ended. */
const endsWithinMs = 1_000

/** What Node gives as the id of a thread that has ended. */
const endedThread = -1

const bytesPerMb = 1024 * 1024

const inMebibytes = (bytes: number): string => (bytes / bytesPerMb).toFixed(1).replace(/\.0$/, '')

/** Why a file of so many bytes is refused before anything of it is read; undefined where it is not. */
export function refusalOfSize(
  bytes: number,
  { bytes: most }: Pick<DocumentLimits, 'bytes'> = documentLimits,
): string | undefined {
  if (bytes === 0) return 'is empty'
  return bytes > most ? `has ${inMebibytes(bytes)} MiB, more than ${inMebibytes(most)}` : undefined
}

/** A reader whose thread starts with the first document. It does not keep the process running. */
export function openDocumentReader(given: Partial<DocumentLimits> = {}): DocumentReader {
  const limits: DocumentLimits = { ...documentLimits, ...given }
  let thread: Thread | undefined
  let turn: Promise<unknown> = Promise.resolve()
  let ending: Promise<unknown> = Promise.resolve()
  let isClosed = false

  const end = (): Promise<unknown> => {
    // A native decoder in the middle of a picture delays the end of its thread; it has its own limit.
    ending = thread ? Promise.race([thread.worker.terminate(), pause(endsWithinMs)]) : ending
    thread = undefined
    return ending
  }

  const readNow = async (bytes: Uint8Array<ArrayBuffer>): Promise<DocumentReading> => {
    await ending
    if (isClosed) return { refused: 'comes after its reader was closed' }
    if (thread?.worker.threadId === endedThread) thread = undefined
    thread ??= startThread(limits)
    const { worker, started } = thread
    await started
    if (worker.threadId === endedThread) return { refused: 'cannot be read: its reader ended' }
    const reading = await readIn(worker, bytes, limits)
    if ('document' in reading || !reading.isOver) return reading
    void end()
    return { refused: reading.refused }
  }

  return {
    read: (bytes) => {
      const refused = refusalOfSize(bytes.length, limits)
      if (refused !== undefined) return Promise.resolve({ refused })
      // No thread may be to be had: that is a refusal too, and no end of the line.
      const reading = turn
        .then(() => readNow(bytes))
        .catch((error: unknown) => ({ refused: `cannot be read: ${reasonOf(error)}` }))
      turn = reading
      return reading
    },
    close: async () => {
      isClosed = true
      await end()
    },
  }
}

/** A reading, or a refusal after which the thread is of no more use. */
type ThreadReading =
  | Extract<DocumentReading, { document: unknown }>
  | { readonly refused: string; readonly isOver?: boolean }

interface Thread {
  readonly worker: Worker
  /** When it has loaded the parsers, has ended, or takes too long for that. */
  readonly started: Promise<unknown>
}

function startThread(limits: DocumentLimits): Thread {
  const worker = new Worker(new URL('./document-worker.ts', import.meta.url), {
    workerData: limits,
    resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb },
    // Options of the process such as `--input-type` keep a thread from starting.
    execArgv: [],
    // What a parser prints about a document is text of a stranger: nobody's terminal gets it. Nor is it read,
    // which would keep the process running.
    stdout: true,
    stderr: true,
  })
  // A thread may also end between two documents; the next one finds it ended.
  worker.on('error', () => undefined)
  const started = new Promise((resolve) => {
    worker.once('message', resolve).once('exit', resolve)
    setTimeout(resolve, startsWithinMs).unref()
  })
  return { worker, started: started.then(() => worker.unref()) }
}

/** Gives the bytes (a copy: they stay with the caller) to the thread and waits for one end of three. */
function readIn(
  worker: Worker,
  bytes: Uint8Array<ArrayBuffer>,
  limits: DocumentLimits,
): Promise<ThreadReading> {
  return new Promise((resolve) => {
    const done = (reading: ThreadReading): void => {
      clearTimeout(clock)
      clearInterval(watch)
      worker.off('message', done).off('error', fail).off('exit', fail)
      resolve(reading)
    }
    const tooMuch = `needs more than ${limits.memoryMb} MB of memory to read`
    const fail = (error: unknown): void => {
      const refused = isOutOfMemory(error) ? tooMuch : 'cannot be read: its reader broke off'
      done({ refused, isOver: true })
    }
    const late = `takes longer than ${limits.timeMs / 1000} s to read`
    const clock = setTimeout(() => done({ refused: late, isOver: true }), limits.timeMs)
    const looks = memoryWatch(worker, limits.memoryMb * bytesPerMb)
    const watch = setInterval(async () => {
      if (await looks()) done({ refused: tooMuch, isOver: true })
    }, watchEveryMs)
    worker.on('message', done).on('error', fail).on('exit', fail)
    // Not slice(): that of a Buffer copies nothing.
    const copy = new Uint8Array(bytes)
    worker.postMessage(copy, [copy.buffer])
  })
}

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'

/**
 * Each look says whether the thread has taken too much. `resourceLimits` bound the heap of JavaScript only:
 * unpacked streams and pixels are in buffers outside of it, which show in what the process holds. As
 * other work of the process grows too (the engine takes gigabytes), a thread that can say how much is its
 * own is believed, and the growth of the others is forgotten; one that is too busy to say is not.
 */
function memoryWatch(worker: Worker, mostBytes: number): () => Promise<boolean> {
  let start = process.memoryUsage.rss()
  let isAsking = false
  return async () => {
    const now = process.memoryUsage.rss()
    if (isAsking || now - start <= mostBytes) return false
    isAsking = true
    const own = await Promise.race([ownMemory(worker), pause(answerWithinMs)])
    isAsking = false
    if (own === undefined || own > mostBytes / 2) return true
    start = now - own
    return false
  }
}

/** Bytes of the thread's heap and buffers; undefined where it has ended. */
async function ownMemory(worker: Worker): Promise<number | undefined> {
  try {
    const { total_heap_size, external_memory } = await worker.getHeapStatistics()
    return total_heap_size + external_memory
  } catch {
    return undefined
  }
}

const pause = (ms: number): Promise<undefined> => wait(ms, undefined, { ref: false })
