import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder of this run of the tests: what is in it never outlives a change of the code. */
    runFolder: string
  }
}

let folder: string

export function setup({ provide }: TestProject): void {
  folder = mkdtempSync(join(tmpdir(), 'ringer-run-'))
  provide('runFolder', folder)
}

export const teardown = (): void => rmSync(folder, { recursive: true, force: true })
