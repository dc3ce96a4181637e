import { appendFileSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import type { Rejection } from './reading-pool.ts'

export interface RejectionFile {
  readonly write: (rejections: readonly Rejection[], importId: number) => void
  /** Path of the file, or null while nothing was rejected. */
  readonly path: () => string | null
  readonly close: () => void
}

/** Beyond it, rejected lines are only counted: a file of junk must not fill the disk with its reasons. */
const mostKept = 1_000_000

/**
 * Rejected lines with their reasons, beside the data: one NDJSON file per run, made with the first
 * rejection. Without a folder (a dry run) nothing is written.
 */
export function openRejectionFile(folder: string | undefined, now: () => Date): RejectionFile {
  let path: string | null = null
  let file: number | undefined
  let kept = 0
  const open = (importId: number): number => {
    mkdirSync(folder ?? '.', { recursive: true })
    const day = now().toISOString().slice(0, 10)
    path = join(folder ?? '.', `${day}-import-${String(importId).padStart(4, '0')}.ndjson`)
    return openSync(path, 'a')
  }
  return {
    write: (rejections, importId) => {
      if (folder === undefined || rejections.length === 0 || kept >= mostKept) return
      file ??= open(importId)
      kept += rejections.length
      appendFileSync(file, rejections.map((rejection) => `${JSON.stringify(rejection)}\n`).join(''))
    },
    path: () => path,
    close: () => {
      if (file !== undefined) closeSync(file)
    },
  }
}
