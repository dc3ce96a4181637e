import type { Command } from '../command.ts'

export const reportCommand: Command = {
  name: 'report',
  summary: 'What can be said from the evidence, every figure with its counting rule.',
  operands: '',
  options: {
    from: { type: 'string', value: 'DATE', help: 'first UTC day, YYYY-MM-DD' },
    'as-of': { type: 'string', value: 'DATE', help: 'last UTC day; the latest observation' },
    organization: { type: 'string', value: 'DOMAIN', help: 'only what happened there' },
    format: { type: 'string', value: 'FORMAT', help: 'html, json, csv' },
    tlp: { type: 'string', value: 'LEVEL', help: 'TLP:CLEAR; a draft has no ceiling' },
    draft: { type: 'boolean', help: 'for the house: counts suspicions, is not for release' },
    out: { type: 'string', value: 'PATH', help: 'file; html goes to the data folder otherwise' },
  },
  run: async (call) => (await import('../report.ts')).runReport(call),
}
