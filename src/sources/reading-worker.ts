import { parentPort } from 'node:worker_threads'
import { openAttachments } from './attachments.ts'
import { readLines } from './reading-lines.ts'
import type { ReadingTask } from './reading-pool.ts'

const attachments = openAttachments()
/** Answers come in the order of the tasks, although reading an attachment takes its time. */
let last: Promise<void> = Promise.resolve()

/** Runs in a worker thread: reads what it is given. */
parentPort?.on('message', (task: ReadingTask) => {
  last = last.then(async () => {
    parentPort?.postMessage(await readLines(task, attachments))
  })
})
