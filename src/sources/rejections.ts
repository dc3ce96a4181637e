import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Rejection } from './reading-pool.ts'

export interface RejectionFile {
  readonly write: (rejection: Rejection, importId: number) => void
  /** Path of the file, or null while nothing was rejected. */
  readonly path: () => string | null
  readonly close: () => void
}

/**
 * Rejected lines with their reasons, beside the data: one NDJSON file per run, made with the first
 * rejection. Without a folder (a dry run) nothing is written.
 */
export function openRejectionFile(folder: string | undefined, now: () => Date): RejectionFile {
  let path: string | null = null
  let file: number | undefined
  const open = (importId: number): number => {
    mkdirSync(folder ?? '.', { recursive: true })
    const day = now().toISOString().slice(0, 10)
    path = join(folder ?? '.', `${day}-import-${String(importId).padStart(4, '0')}.ndjson`)
    return openSync(path, 'a')
  }
  return {
    write: (rejection, importId) => {
      if (folder === undefined) return
      file ??= open(importId)
      writeSync(file, `${JSON.stringify(rejection)}\n`)
    },
    path: () => path,
    close: () => {
      if (file !== undefined) closeSync(file)
    },
  }
}
