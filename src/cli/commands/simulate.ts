import type { Command } from '../command.ts'

/** How large a made-up world is to be. */
export const worldOptions: Command['options'] = {
  seed: {
    type: 'string',
    value: 'N',
    help: 'another number, another world (1)',
  },
  identities: {
    type: 'string',
    value: 'N',
    help: 'identities of the scheme (134)',
  },
  genuine: {
    type: 'string',
    value: 'N',
    help: 'genuine applicants (6000)',
  },
}

export const simulateCommand: Command = {
  name: 'simulate',
  summary: 'Write a made-up world with its truth. The same seed gives the same bytes.',
  operands: '',
  options: {
    out: { type: 'string', value: 'DIR', help: 'folder for the files' },
    ...worldOptions,
  },
  run: async (call) => (await import('../simulate.ts')).runSimulate(call),
}
