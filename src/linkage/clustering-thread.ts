import { Worker } from 'node:worker_threads'
import { type Clusters, cluster, type MergeRule, type WeighedPairs } from './clustering.ts'

/** The arguments of `cluster`. */
export interface ClusterTask {
  readonly records: number
  readonly pairs: WeighedPairs
  readonly rule: MergeRule
}

/** A thread takes some 60 ms to start: in that time this one clusters about so many pairs. */
const leastPairs = 20_000

/**
 * `cluster`, in a thread of its own where there are many pairs: two seconds of it at 300,000 records would keep every
 * reader and writer of the process waiting.
 */
export function clusterApart(task: ClusterTask, least = leastPairs): Promise<Clusters> {
  const { records, pairs, rule } = task
  if (pairs.left.length < least) return Promise.resolve(cluster(records, pairs, rule))
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./clustering-worker.ts', import.meta.url), {
      workerData: task,
      // Options of the process such as `--input-type` keep a thread from starting.
      execArgv: [],
    })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('the thread that clusters ended without a result')))
  })
}
