import { lstatSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Problem, reasonOf } from '../problem.ts'

/** A result that grows piece by piece. */
export interface Output {
  readonly write: (text: string) => Promise<void>
  /** The whole of it is there: only now does a file stand under its name. */
  readonly finish: () => Promise<void>
  /** Takes away what was not finished. */
  readonly close: () => Promise<void>
}

/**
 * Opens a file for a result, or standard output for `-`. The file is written under another name beside it, so that half a
 * result is never taken for a whole one, and an older one stays until then. Throws `unavailable`.
 */
export async function openOutput(
  path: string,
  out: (text: string) => Promise<void>,
): Promise<Output> {
  if (path === '-')
    return { write: out, finish: async () => undefined, close: async () => undefined }
  const { file, working } = await opened(path)
  return {
    write: async (text) => {
      await file.appendFile(text)
    },
    finish: async () => {
      await file.close()
      if (working !== path) renameSync(working, path)
    },
    close: async () => {
      await file.close()
      if (working !== path) rmSync(working, { force: true })
    },
  }
}

interface Opened {
  readonly file: FileHandle
  readonly working: string
}

async function opened(path: string): Promise<Opened> {
  try {
    mkdirSync(dirname(path), { recursive: true })
    // A device is written to as it is: a file renamed to its name would take its place.
    const working = isFileOrNothing(path) ? `${path}.part` : path
    return { file: await open(working, 'w'), working }
  } catch (error) {
    throw new Problem('unavailable', `cannot write ${path}: ${reasonOf(error)}`, error)
  }
}

function isFileOrNothing(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false })
  return found === undefined || found.isFile()
}

/** The whole of a result at once. */
export async function writeOutput(output: Output, text: string): Promise<void> {
  try {
    await output.write(text)
    await output.finish()
  } finally {
    await output.close()
  }
}
