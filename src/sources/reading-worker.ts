import { parentPort, workerData } from 'node:worker_threads'
import { openEnrichment } from '../evidence/index.ts'
import { openAttachments } from './attachments.ts'
import { readLines } from './reading-lines.ts'
import type { ReadingTask, WorkerData } from './reading-pool.ts'

const given = (workerData as WorkerData).enrichment
const tools = {
  attachments: openAttachments(),
  enrichment: given && openEnrichment(given.folder),
}
/** Answers come in the order of the tasks, although reading an attachment takes its time. */
let last: Promise<void> = Promise.resolve()

/** Runs in a worker thread: reads what it is given. */
parentPort?.on('message', (task: ReadingTask) => {
  last = last.then(async () => {
    parentPort?.postMessage(await readLines(task, tools))
  })
})
