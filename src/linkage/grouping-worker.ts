import { parentPort, workerData } from 'node:worker_threads'
import { type GroupTask, groupRecords } from './grouping.ts'

/** Runs in a worker thread: groups what it is given, once. */
const groups = groupRecords(workerData as GroupTask)
parentPort?.postMessage(groups, [
  groups.records.buffer as ArrayBuffer,
  groups.groups.buffer as ArrayBuffer,
  groups.components.buffer as ArrayBuffer,
])
