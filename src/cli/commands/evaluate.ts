import type { Command } from '../command.ts'

export const evaluateCommand: Command = {
  name: 'evaluate',
  summary: 'Hold the results against a truth, or against established outcomes.',
  operands: '',
  options: {
    truth: {
      type: 'string',
      value: 'FILE',
      help: 'CSV: source,ref,identity,ring,label; without it: the outcomes in the evidence',
    },
    format: { type: 'string', value: 'FORMAT', help: 'table, json, html' },
    out: { type: 'string', value: 'PATH', help: 'file; html goes to the data folder otherwise' },
  },
  run: async (call) => (await import('../evaluate.ts')).runEvaluate(call),
}
