import { type Command, commonOptions } from './command.ts'

/** What `ringer --help` prints. */
export function programHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
  return [
    'ringer finds fraudulent remote-worker identities, weighs the evidence, and lets people decide.',
    '',
    'usage: ringer COMMAND [OPTIONS]',
    '',
    ...lines,
    '',
    'Each command explains itself with --help; --version says which Ringer this is. Results go to',
    'standard output, news to standard error.',
    'Exit status: 0 done, 1 failed, 2 done but some input was rejected, 64 wrong usage.',
    '',
  ].join('\n')
}

/** What `ringer COMMAND --help` prints. */
export function commandHelp(command: Command): string {
  const options = Object.entries({ ...command.options, ...commonOptions }).map(
    ([name, { value, help }]) =>
      [`--${name}${value === undefined ? '' : ` ${value}`}`, help] as const,
  )
  const width = Math.max(...options.map(([option]) => option.length))
  return [
    `usage: ringer ${[command.name, command.operands, '[OPTIONS]'].filter((word) => word !== '').join(' ')}`,
    '',
    command.summary,
    '',
    ...options.map(([option, help]) => `  ${option.padEnd(width)}  ${help}`),
    '',
  ].join('\n')
}
