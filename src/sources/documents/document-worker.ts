import { parentPort, workerData } from 'node:worker_threads'
// pdf.js loads it with the first document otherwise, in the time that is the document's.
import 'pdfjs-dist/legacy/build/pdf.worker.mjs'
import type { DocumentLimits } from './document.ts'
import { readDocument } from './reading-document.ts'

// pdf.js leaves promises behind when a document ends in the middle of them; they belong to no reading.
process.on('unhandledRejection', () => undefined)

/** Runs in a worker thread: reads the documents that it is given, one after the other. */
parentPort?.on('message', async (bytes: Uint8Array<ArrayBuffer>) => {
  parentPort?.postMessage(await readDocument(bytes, workerData as DocumentLimits))
})

// Starting takes longer than most documents: their time begins here.
parentPort?.postMessage('ready')
