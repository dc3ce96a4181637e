#!/usr/bin/env node
// Plain JavaScript, and imports only after the cache is on: reading a TypeScript file without the cache
// takes Node 90 ms of processor time, and compiling what `--help` loads as much again.
import { enableCompileCache } from 'node:module'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

const folder = cacheFolder()
if (folder !== undefined) enableCompileCache(folder)

const [{ runProgram }, { openWorld }] = await Promise.all([
  import('./program.ts'),
  import('./world.ts'),
])
process.exitCode = await runProgram(process.argv.slice(2), openWorld())

/** The user's own: what another user could write to in a shared folder would run as this user. */
function cacheFolder() {
  try {
    const caches = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache')
    return isAbsolute(caches) ? join(caches, 'ringer') : undefined
  } catch {
    // A container may run a user who has no home.
    return undefined
  }
}
