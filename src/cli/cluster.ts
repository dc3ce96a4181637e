import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import {
  type CappedBlocks,
  type ClusterPiece,
  type LinkModel,
  modelText,
  type OpenTable,
  openTable,
  readModelOf,
  type TableClusters,
  type TrainingRecord,
  weightsText,
} from '../linkage/index.ts'
import { Problem } from '../problem.ts'
import { type Call, type Command, exits } from './command.ts'
import { openOutput, writeOutput } from './output-file.ts'
import { showCount, showNumber } from './terminal.ts'

export const runCluster: Command['run'] = async (call) => {
  const request = requestOf(call)
  const folder = mkdtempSync(join(tmpdir(), 'ringer-'))
  try {
    await clusterFile(call, request, folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return exits.done
}

interface Request {
  readonly table: string
  readonly model: string
  readonly out: string
  readonly id: string | undefined
  readonly train: boolean
  /** Where the trained model is kept. */
  readonly trained: string | undefined
}

function requestOf(call: Call): Request {
  const [table, ...more] = call.operands
  const [model, out, trained] = ['model', 'out', 'trained'].map(call.text)
  if (table === undefined || more.length > 0) throw usage('name one table, a CSV or Parquet file')
  if (!model) throw usage('name a model with --model FILE')
  if (!out) throw usage('name a file for the clusters with --out FILE; - is standard output')
  const train = call.given('train')
  if (trained !== undefined && !train) throw usage('--trained FILE needs --train')
  const written = [out, ...(trained === undefined ? [] : [trained])]
  const files = [table, model, ...written].map((path) => resolve(path))
  if (new Set(files).size < files.length) throw usage('a file that is read cannot be written over')
  return { table, model, out, id: call.text('id'), train, trained }
}

const usage = (what: string): Problem =>
  new Problem('usage', `${what}; see \`ringer cluster --help\``)

async function clusterFile(call: Call, request: Request, folder: string): Promise<void> {
  const modelOf = readModelOf(request.model)
  const output = await openOutput(request.out, call.out)
  try {
    step(call, `reading ${request.table}`, 0)
    const table = await openTable(request.table, { ...call.config, spill: folder })
    try {
      const clusters = await clustersOf(call, request, { table, given: modelOf(table.values) })
      await output.write('id,cluster\n')
      for await (const piece of table.pieces(clusters)) await output.write(linesOf(piece))
      await output.finish()
      tellClusters(call, request.out, clusters)
    } finally {
      table.close()
    }
  } finally {
    await output.close()
  }
}

interface Given {
  readonly table: OpenTable
  readonly given: LinkModel
}

async function clustersOf(
  call: Call,
  request: Request,
  { table, given }: Given,
): Promise<TableClusters> {
  await table.prepare(given, idColumn(table, request.id))
  if (!request.train) {
    step(call, 'linking', 1)
    return table.cluster(given)
  }
  step(call, 'training', 1)
  const { model, record } = await table.train(given)
  call.tell(trainingLine(record))
  if (request.trained !== undefined) {
    const weights = weightsText(record, basename(request.table))
    const output = await openOutput(request.trained, call.out)
    await writeOutput(output, modelText({ ...model, weights }))
  }
  step(call, 'linking', 2)
  return table.cluster(model)
}

function step(call: Call, what: string, done: number): void {
  if (call.effects.stopping()) throw new Problem('unavailable', 'stopped; no clusters were written')
  call.effects.progress({ what, done, of: 3, unit: 'steps' })
}

/** What tells the rows apart where nobody says: first that there is. */
const usualIds = ['id', 'unique_id']

function idColumn({ values }: OpenTable, given: string | undefined): string {
  const columns = [...values.keys()]
  const id = given ?? usualIds.find((column) => columns.includes(column))
  if (id !== undefined && columns.includes(id)) return id
  const missing = given === undefined ? usualIds.join(' or ') : given
  throw usage(
    `the table has no column ${missing}: name what tells its rows apart with --id, one of ${columns.join(', ')}`,
  )
}

/** RFC 4180. Ids stay as they are, whatever a spreadsheet would make of them: programs read this. */
const linesOf = ({ ids, clusters }: ClusterPiece): string =>
  ids.map((id, row) => `${cell(id)},${cell(clusters[row] ?? id)}\n`).join('')

const cell = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text

function trainingLine({ records, match_share: share, sessions }: TrainingRecord): string {
  const open = sessions.filter(({ converged }) => !converged).map(({ on }) => on.join(' + '))
  const pairs = sessions.reduce((sum, session) => sum + session.pairs, 0)
  return (
    `Trained on ${showCount(records, 'record')}: one pair in ${showNumber(Math.round(1 / share))} taken for a match; ` +
    `${showCount(sessions.length, 'session')} on ${showCount(pairs, 'pair')}, ` +
    (open.length === 0 ? 'all converged.' : `NOT converged: ${open.join('; ')}.`)
  )
}

function tellClusters(
  call: Call,
  out: string,
  { records, pairs, clusters, capped }: TableClusters,
): void {
  for (const each of capped) call.tell(cappedLine(each))
  const where = out === '-' ? '.' : `: ${out}`
  call.tell(
    `${showCount(records, 'record')}, ${showCount(pairs, 'pair')} compared, ${showCount(clusters, 'cluster')}${where}`,
  )
}

const cappedLine = ({ rule, blocks, records, pairs }: CappedBlocks): string =>
  `Left out as too large: ${showCount(blocks, 'block')} of the rule ${rule} (${showCount(records, 'record')}, ` +
  `${showCount(pairs, 'pair')}). Matches among them that no other rule finds are missed; ` +
  `hub_above in the model is the limit.`
