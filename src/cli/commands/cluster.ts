import type { Command } from '../command.ts'

export const clusterCommand: Command = {
  name: 'cluster',
  summary: 'Link the rows of any table (CSV, Parquet) with a model file: which are the same thing.',
  operands: 'TABLE',
  options: {
    model: { type: 'string', value: 'FILE', help: 'a linkage model, or one that Splink has saved' },
    id: { type: 'string', value: 'COLUMN', help: 'what tells rows apart (id, else unique_id)' },
    train: { type: 'boolean', help: 'estimate the weights from the table first, without labels' },
    trained: { type: 'string', value: 'FILE', help: 'where to keep the model with these weights' },
    out: { type: 'string', value: 'FILE', help: 'CSV of id,cluster; - is standard output' },
  },
  run: async (call) => (await import('../cluster.ts')).runCluster(call),
}
