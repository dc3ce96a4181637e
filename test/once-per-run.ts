import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { inject } from 'vitest'
import { reasonOf } from '../src/problem.ts'

/**
 * A folder that several test files read and none changes, made by the first that asks for its name. The others
 * wait for it, in whatever process they run. A test that changes what is in it copies it first.
 */
export async function makeOncePerRun(
  name: string,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const made = join(inject('runFolder'), name)
  const working = `${made}.part`
  while (!existsSync(made)) {
    if (!(await makeAlone(working, make))) await wait(50)
    else renameSync(working, made)
  }
  return made
}

/** False where another process is making it. One that fails leaves the folder to the next. */
async function makeAlone(
  folder: string,
  make: (folder: string) => Promise<void>,
): Promise<boolean> {
  try {
    mkdirSync(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw new Error(`no folder can be made: ${reasonOf(error)}`, { cause: error })
  }
  try {
    await make(folder)
    return true
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}
