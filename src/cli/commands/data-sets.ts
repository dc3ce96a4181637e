import type { Command } from '../command.ts'

export const dataSetsCommand: Command = {
  name: 'data-sets',
  summary: 'List the data sets that fill in facts which sources did not give.',
  operands: '',
  options: { format: { type: 'string', value: 'FORMAT', help: 'table, ndjson' } },
  run: async (call) => (await import('../data-sets.ts')).runDataSets(call),
}
