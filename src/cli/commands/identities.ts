import type { Command } from '../command.ts'

export const identitiesCommand: Command = {
  name: 'identities',
  summary: 'List identities with what the evidence says of each.',
  operands: '',
  options: {
    status: {
      type: 'string',
      value: 'STATUS',
      help: 'unassessed, suspected, linked, assessed, cleared',
    },
    format: { type: 'string', value: 'FORMAT', help: 'table, ndjson, csv' },
    events: { type: 'boolean', help: 'NDJSON of what was merged, split or retired' },
    since: { type: 'string', value: 'RUN', help: 'only events of the runs after this one' },
  },
  run: async (call) => (await import('../identities.ts')).runIdentities(call),
}
