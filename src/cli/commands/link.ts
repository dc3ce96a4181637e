import type { Command } from '../command.ts'

export const linkCommand: Command = {
  name: 'link',
  summary: 'Form identities and rings from the evidence, if any of it is new.',
  operands: '',
  options: {
    train: {
      type: 'boolean',
      help: 'estimate the weights of both models from this evidence, without labels, and link with them',
    },
    untrained: { type: 'boolean', help: 'link with the weights as they ship again' },
  },
  run: async (call) => (await import('../run.ts')).runLink(call),
}
