#!/usr/bin/env node
// Plain JavaScript, and imports only after the cache is on: reading a TypeScript file without the cache
// takes Node 90 ms of processor time, and compiling what `--help` loads as much again.
import { enableCompileCache } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

// In the user's own folder: what another user could write to in a shared one would run as this user.
enableCompileCache(join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'ringer'))

const [{ runProgram }, { openWorld }] = await Promise.all([
  import('./program.ts'),
  import('./world.ts'),
])
process.exitCode = await runProgram(process.argv.slice(2), openWorld())
