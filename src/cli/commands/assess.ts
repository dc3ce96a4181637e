import type { Command } from '../command.ts'

export const assessCommand: Command = {
  name: 'assess',
  summary: 'Weigh the evidence for and against each identity, if anything changed.',
  operands: '',
  options: {
    indicator: {
      type: 'string',
      value: 'FILE',
      help: 'with --dry-run: what this indicator, new or changed, would find and change',
    },
    'dry-run': { type: 'boolean', help: 'keep nothing' },
    format: { type: 'string', value: 'FORMAT', help: 'of the dry run: text, json' },
    learn: { type: 'boolean', help: 'update the rates with established outcomes, and assess' },
    unlearned: { type: 'boolean', help: 'assess with the rates as they ship again' },
  },
  run: async (call) => (await import('../assess.ts')).runAssess(call),
}
