import { readFileSync } from 'node:fs'
import { Problem, reasonOf } from '../problem.ts'
import { type Exit, exits, readCall, type World } from './command.ts'
import { commands, findCommand } from './commands.ts'
import { commandHelp, programHelp } from './help.ts'

/**
 * The program `ringer`: words in, exit status out. It touches nothing but its world, so tests run it without
 * starting a process. Throws only what is a defect of the program.
 */
export async function runProgram(words: readonly string[], world: World): Promise<Exit> {
  try {
    return await runWords(words, world)
  } catch (error) {
    if (!(error instanceof Problem || isRefusal(error))) throw error
    world.tell(`ringer: ${reasonOf(error)}`)
    return error instanceof Problem && error.kind === 'usage' ? exits.usage : exits.failed
  }
}

async function runWords([name, ...rest]: readonly string[], world: World): Promise<Exit> {
  if (name === undefined || name === '--help' || name === 'help') {
    await world.out(programHelp(commands))
    return name === undefined ? exits.usage : exits.done
  }
  if (name === '--version') {
    await world.out(`ringer ${readVersion()}\n`)
    return exits.done
  }
  const command = findCommand(name)
  if (command === undefined)
    throw new Problem('usage', `no command "${name}"; see \`ringer --help\``)
  if (rest.includes('--help')) {
    await world.out(commandHelp(command))
    return exits.done
  }
  const call = await readCall(command, rest, world)
  if (command.operands === '' && call.operands.length > 0) {
    throw new Problem('usage', `${command.name} takes no operand "${call.operands[0]}"`)
  }
  return command.run(call)
}

/** The system knows its version too, but loading the system takes ten times as long as the rest of this. */
const readVersion = (): string =>
  (
    JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      readonly version: string
    }
  ).version

/** The operating system has refused something: a full disk, a folder one may not write to. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error && 'syscall' in error && 'code' in error
