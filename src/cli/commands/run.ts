import type { Command } from '../command.ts'
import { importOptions } from './import.ts'

export const runCommand: Command = {
  name: 'run',
  summary: 'Import the files, then do all that is due: link, assess.',
  operands: '[FILE…]',
  options: {
    ...importOptions,
    rebuild: { type: 'boolean', help: 'throw away what is derived and make all of it again' },
  },
  run: async (call) => (await import('../run.ts')).runAll(call),
}
