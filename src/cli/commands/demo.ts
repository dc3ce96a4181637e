import type { Command } from '../command.ts'
import { worldOptions } from './simulate.ts'

export const demoCommand: Command = {
  name: 'demo',
  summary: 'Fill an empty data folder with a made-up world, run everything, show the draft report.',
  operands: '',
  options: {
    listen: { type: 'string', value: 'HOST:PORT', help: 'where to show it (127.0.0.1:8080)' },
    ...worldOptions,
    'no-serve': { type: 'boolean', help: 'write the report and stop' },
  },
  run: async (call) => (await import('../demo.ts')).runDemo(call),
}
