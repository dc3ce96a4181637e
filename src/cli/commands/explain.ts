import type { Command } from '../command.ts'

export const explainCommand: Command = {
  name: 'explain',
  summary: 'Why an identity or a ring stands as it does, or why two are or are not one.',
  operands: 'IDENTITY | RING | SUBJECT SUBJECT | IDENTITY IDENTITY',
  options: {
    format: {
      type: 'string',
      value: 'FORMAT',
      help: 'text, json; of two also svg, a chart; for an employer also html',
    },
    view: { type: 'string', value: 'employer', help: 'an identity as its employer may see it' },
    organization: { type: 'string', value: 'DOMAIN', help: 'the employer that it is for' },
    to: { type: 'string', value: 'WHO', help: 'who is handed it: kept, to be told of a contest' },
    out: { type: 'string', value: 'FILE', help: 'where to write it (standard output)' },
  },
  run: async (call) => (await import('../explain.ts')).runExplain(call),
}
