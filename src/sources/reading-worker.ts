import { parentPort } from 'node:worker_threads'
import { readLines } from './reading-lines.ts'
import type { ReadingTask } from './reading-pool.ts'

/** Runs in a worker thread: reads what it is given. */
parentPort?.on('message', (task: ReadingTask) => {
  parentPort?.postMessage(readLines(task))
})
