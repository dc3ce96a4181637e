import { parentPort, workerData } from 'node:worker_threads'
import { cluster } from './clustering.ts'
import type { ClusterTask } from './clustering-thread.ts'

/** Runs in a worker thread: clusters what it is given, once. */
const { records, pairs, rule } = workerData as ClusterTask
parentPort?.postMessage(cluster(records, pairs, rule))
