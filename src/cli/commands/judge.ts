import type { Command } from '../command.ts'

export const judgeCommand: Command = {
  name: 'judge',
  summary: 'Say that two subjects or identities are the same, or not; or list all that was said.',
  operands: 'A B same|different|unsure',
  options: {
    by: { type: 'string', value: 'NAME', help: 'who says it' },
    reason: { type: 'string', value: 'TEXT', help: 'why, for whoever reads it next' },
    about: { type: 'string', value: 'QUESTION', help: 'person (the same one?), hands (run by?)' },
    list: { type: 'boolean', help: 'all that was ever said, and which of it stands' },
    format: { type: 'string', value: 'FORMAT', help: 'of the list: table, ndjson, csv' },
  },
  run: async (call) => (await import('../judge.ts')).runJudge(call),
}
