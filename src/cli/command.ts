import { type ParseArgsConfig, parseArgs } from 'node:util'
import type { Config } from '../config.ts'
import type { Effects } from '../effects.ts'
import { Problem, reasonOf } from '../problem.ts'

/** Exit statuses of design section 7. */
export const exits = { done: 0, failed: 1, rejected: 2, usage: 64 } as const
export type Exit = (typeof exits)[keyof typeof exits]

export interface OptionSpec {
  readonly type: 'string' | 'boolean'
  /** What stands for the value in the help: `DIR`, `LEVEL`. */
  readonly value?: string
  readonly help: string
}

/** One command of the program. */
export interface Command {
  readonly name: string
  readonly summary: string
  /** Operands as the help shows them: `FILE…`. */
  readonly operands: string
  readonly options: Readonly<Record<string, OptionSpec>>
  readonly run: (call: Call) => Promise<Exit>
}

/** One call of a command: what was asked for, and the world it may touch. */
export interface Call {
  readonly operands: readonly string[]
  readonly text: (option: string) => string | undefined
  readonly given: (option: string) => boolean
  readonly config: Config
  readonly effects: Effects
  /** Results: standard output. */
  readonly out: (text: string) => Promise<void>
  /** News for the person: standard error. */
  readonly tell: (text: string) => void
}

export const commonOptions: Readonly<Record<string, OptionSpec>> = {
  data: { type: 'string', value: 'DIR', help: 'data folder (RINGER_DATA; ./ringer-data)' },
  help: { type: 'boolean', help: 'what this command does' },
}

/** What a run of the program may touch. A process has one (`world.ts`); a test makes one for each run. */
export interface World extends Pick<Call, 'effects' | 'out' | 'tell'> {
  /** Settings: RINGER_DATA, RINGER_MEMORY, … */
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Reads the words after a command's name; a wrong one is a `usage` problem that names the help. */
export async function readCall(
  command: Command,
  words: readonly string[],
  { environment, ...world }: World,
): Promise<Call> {
  const options = { ...command.options, ...commonOptions }
  const { values, positionals } = parseWords(command, words, options)
  const text = (option: string): string | undefined => {
    const value = values[option]
    return typeof value === 'string' ? value : undefined
  }
  const data = text('data')
  const listen = text('listen')
  // Loaded after the words are read: a refused option costs no schema library.
  const { readConfig } = await import('../config.ts')
  const given = {
    ...(data === undefined ? {} : { data }),
    ...(listen === undefined ? {} : { listen }),
  }
  return {
    operands: positionals,
    text,
    given: (option) => values[option] === true,
    config: readConfig(environment, given),
    ...world,
  }
}

function parseWords(
  command: Command,
  words: readonly string[],
  options: Readonly<Record<string, OptionSpec>>,
) {
  const spec: ParseArgsConfig['options'] = Object.fromEntries(
    Object.entries(options).map(([name, { type }]) => [name, { type }]),
  )
  try {
    return parseArgs({ args: [...words], options: spec, allowPositionals: true, strict: true })
  } catch (error) {
    const [sentence = ''] = reasonOf(error).split(/\.\s/)
    // A value that looks like an option is taken for one: then the value is what is missing.
    const reason = sentence.replace('is ambiguous', 'missing')
    throw new Problem('usage', `${reason}; see \`ringer ${command.name} --help\``, error)
  }
}

/** The value of an option that is one of a closed list, or its default. */
export function choice<Word extends string>(
  call: Call,
  option: string,
  words: readonly [Word, ...Word[]],
): Word {
  const given = call.text(option)
  if (given === undefined) return words[0]
  const found = words.find((word) => word === given)
  if (found === undefined) {
    throw new Problem('usage', `--${option} ${given}: use ${words.join(', ')}`)
  }
  return found
}

/** A whole number given as an option, or its default. */
export function wholeNumber(call: Call, option: string, otherwise: number): number {
  const given = call.text(option)
  if (given === undefined) return otherwise
  if (!/^\d{1,9}$/.test(given)) {
    throw new Problem('usage', `--${option} ${given}: write a whole number, 0 or more`)
  }
  return Number(given)
}
