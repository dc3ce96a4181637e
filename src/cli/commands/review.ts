import type { Command } from '../command.ts'

export const reviewCommand: Command = {
  name: 'review',
  summary: 'See the facts on an identity without the machine’s words, and record your own.',
  operands: 'ID',
  options: {
    likelihood: { type: 'string', value: 'WORDS', help: 'your own words of ICD 203: likely, …' },
    by: { type: 'string', value: 'NAME', help: 'who says it' },
    reason: { type: 'string', value: 'TEXT', help: 'why, for whoever reads it next' },
    format: { type: 'string', value: 'FORMAT', help: 'text, json' },
  },
  run: async (call) => (await import('../review.ts')).runReview(call),
}
