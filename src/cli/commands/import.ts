import type { Command } from '../command.ts'

export const importOptions: Command['options'] = {
  as: {
    type: 'string',
    value: 'FORMAT',
    help: 'format of the files (docs/guide/sources.md); told by content',
  },
  source: { type: 'string', value: 'ID', help: 'source of what names none; else the format' },
  organization: { type: 'string', value: 'DOMAIN', help: 'employer of events that name none' },
  grade: { type: 'string', value: 'A–F', help: 'grade of a source nobody has declared yet' },
  map: { type: 'string', value: 'FILE', help: 'what the columns of a table mean (YAML)' },
  attachments: { type: 'string', value: 'DIR', help: 'folder of the files that records name' },
  documents: { type: 'string', value: 'text|hash', help: 'what is kept of CVs; default text' },
  sources: { type: 'string', value: 'FILE', help: 'declarations of sources, imported first' },
}

export const importCommand: Command = {
  name: 'import',
  summary: 'Take observations into the store. What it has already is left as it is.',
  operands: 'FILE…',
  options: {
    ...importOptions,
    'suggest-map': { type: 'string', value: 'FILE', help: 'print a first map of a table' },
    'dry-run': { type: 'boolean', help: 'say what would happen and keep nothing' },
  },
  run: async (call) => (await import('../import.ts')).runImport(call),
}
