import type { Command } from '../command.ts'

export const decideCommand: Command = {
  name: 'decide',
  summary: 'Decide on an identity, confirm or contest a decision, or list all that was decided.',
  operands: 'ID assessed|linked|cleared|real_holder|undecided',
  options: {
    by: { type: 'string', value: 'NAME', help: 'who decides' },
    reason: { type: 'string', value: 'TEXT', help: 'why, for whoever reads it next' },
    organization: { type: 'string', value: 'DOMAIN', help: 'for which organization they speak' },
    contest: { type: 'string', value: 'NUMBER', help: "somebody else's decision it contradicts" },
    until: { type: 'string', value: 'DATE', help: 'last UTC day on which it holds' },
    attribution: { type: 'string', value: 'ACTOR', help: 'who is behind it: a claim of its own' },
    basis: {
      type: 'string',
      value: 'BASIS',
      help: 'listed_wallet, law_enforcement, fund_flow, attributed_ring',
    },
    'attribution-confidence': {
      type: 'string',
      value: 'WORD',
      help: 'low, moderate, high',
    },
    knowledge: {
      type: 'string',
      value: 'WORD',
      help: 'of a facilitator: unknown, disputed, adjudicated',
    },
    list: { type: 'boolean', help: 'all that was ever decided, and which of it stands' },
    format: { type: 'string', value: 'FORMAT', help: 'of the list: table, ndjson, csv' },
  },
  run: async (call) => (await import('../decide.ts')).runDecide(call),
}
