import type { Command } from '../command.ts'

export const queueCommand: Command = {
  name: 'queue',
  summary: 'List the identities that wait for a person, and why.',
  operands: '',
  options: {
    format: { type: 'string', value: 'FORMAT', help: 'table, ndjson, csv' },
    limit: { type: 'string', value: 'N', help: 'at most so many (a table: 50)' },
  },
  run: async (call) => (await import('../queue.ts')).runQueue(call),
}
