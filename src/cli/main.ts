#!/usr/bin/env node
import type { Effects } from '../effects.ts'
import { Problem, reasonOf } from '../problem.ts'
import { type Call, type CallWorld, type Exit, exits, readCall } from './command.ts'
import { loadCommand, loadCommands } from './commands.ts'
import { commandHelp, programHelp } from './help.ts'
import { isInteractive, progressLine } from './terminal.ts'

/** The program `ringer`: words in, exit status out. */
async function main(words: readonly string[], world: CallWorld): Promise<Exit> {
  const [name, ...rest] = words
  if (name === undefined || name === '--help' || name === 'help') {
    await world.out(programHelp(await loadCommands()))
    return name === undefined ? exits.usage : exits.done
  }
  if (name === '--version') {
    const { programVersion } = await import('../system.ts')
    await world.out(`ringer ${programVersion}\n`)
    return exits.done
  }
  const command = await loadCommand(name)
  if (command === undefined)
    throw new Problem('usage', `no command "${name}"; see \`ringer --help\``)
  if (rest.includes('--help')) {
    await world.out(commandHelp(command))
    return exits.done
  }
  const call: Call = readCall(command, rest, world)
  if (command.operands === '' && call.operands.length > 0) {
    throw new Problem('usage', `${command.name} takes no operand "${call.operands[0]}"`)
  }
  return command.run(call)
}

/** Waits for the reader of a pipe; one that has gone away ends the program quietly, as `head` does. */
function writeOut(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()))
  })
}

function world(): CallWorld {
  let stopping = false
  const interactive = isInteractive(process.stderr)
  const line = progressLine(process.stderr, () => performance.now())
  process.on('SIGINT', () => {
    // The second time the user means it: what was not committed is not kept.
    if (stopping) process.exit(130)
    stopping = true
  })
  process.on('SIGTERM', () => {
    stopping = true
  })
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(exits.done)
      throw error
    })
  }
  const effects: Effects = {
    now: () => new Date(),
    progress: interactive ? line.show : () => undefined,
    stopping: () => stopping,
  }
  return {
    effects,
    out: async (text) => {
      line.clear()
      await writeOut(text)
    },
    tell: (text) => {
      line.clear()
      process.stderr.write(`${text}\n`)
    },
  }
}

/** The operating system has refused something: a full disk, a folder one may not write to. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error && 'syscall' in error && 'code' in error

const here = world()
try {
  process.exitCode = await main(process.argv.slice(2), here)
} catch (error) {
  if (!(error instanceof Problem || isRefusal(error))) throw error
  here.tell(`ringer: ${reasonOf(error)}`)
  process.exitCode = error instanceof Problem && error.kind === 'usage' ? exits.usage : exits.failed
}
