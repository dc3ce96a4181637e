#!/usr/bin/env node
// Plain JavaScript, and imports only after the cache is on: reading a TypeScript file without the cache
// takes Node 90 ms of processor time, and compiling what `--help` loads as much again.
import * as nodeModule from 'node:module'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

if (process.features.typescript) {
  const folder = cacheFolder()
  if (folder !== undefined) nodeModule.enableCompileCache(folder)
  const [{ runProgram }, { openWorld }] = await Promise.all([
    import('./program.ts'),
    import('./world.ts'),
  ])
  process.exitCode = await runProgram(process.argv.slice(2), openWorld())
} else {
  // A machine's own Node may be too old; npm puts the one that comes along in its place.
  process.stderr.write(
    `ringer: Node ${process.version} cannot read TypeScript; start it with npm (npm run -s ringer -- --help), which takes the Node 24 that was installed along, or install Node 24\n`,
  )
  process.exitCode = 1
}

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
