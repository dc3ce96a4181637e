import type { Command } from '../command.ts'

export const hubsCommand: Command = {
  name: 'hubs',
  summary: 'List selectors that many share and that prove nothing; mute or un-mute one.',
  operands: '',
  options: {
    mute: { type: 'string', value: 'SELECTOR', help: 'it proves nothing (phone:+12025550100)' },
    unmute: { type: 'string', value: 'SELECTOR', help: 'it counts, however many share it' },
    reset: { type: 'string', value: 'SELECTOR', help: 'take back what was said of it' },
    by: { type: 'string', value: 'NAME', help: 'who says it' },
    reason: { type: 'string', value: 'TEXT', help: 'why, for whoever reads it next' },
    model: { type: 'string', value: 'MODEL', help: 'list only those of same-person, same-hands' },
    history: { type: 'boolean', help: 'all that was ever said of selectors' },
    format: { type: 'string', value: 'FORMAT', help: 'of the list: table, ndjson, csv' },
  },
  run: async (call) => (await import('../hubs.ts')).runHubs(call),
}
