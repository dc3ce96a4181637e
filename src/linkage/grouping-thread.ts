import { Worker } from 'node:worker_threads'
import { type Groups, type GroupTask, groupRecords } from './grouping.ts'

/** A thread takes some 60 ms to start: in that time this one groups about so many pairs. */
const leastPairs = 20_000

/**
 * `groupRecords`, in a thread of its own where there are many pairs: two seconds of it at 300,000 records would keep
 * every reader and writer of the process waiting. The columns of the pairs go to the thread and are empty afterwards.
 */
export function groupApart(task: GroupTask, least = leastPairs): Promise<Groups> {
  const { pairs } = task
  if (pairs.left.length < least) return Promise.resolve(groupRecords(task))
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./grouping-worker.ts', import.meta.url), {
      workerData: task,
      transferList: Object.values(pairs).map(({ buffer }) => buffer),
      // Options of the process such as `--input-type` keep a thread from starting.
      execArgv: [],
    })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('the thread that groups ended without a result')))
  })
}
