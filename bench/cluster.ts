import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openEngine, quoteText, type SqlEngine } from '../src/sql/index.ts'
import { checkByHand, scorePairs } from './cluster/pairwise.ts'
import { type Dataset, prepare } from './cluster/prepare.ts'
import { machine, measure, median } from './measuring.ts'

/**
 * Links public data with known answers by `ringer cluster` and, where a Python with Splink is given, by
 * Splink with its own published settings, in turn on the same machine, and prints pairwise precision,
 * recall and F1 of the clusters. DATA may also come from RINGER_BENCH_DATA; cluster/README.md says what it holds.
 * `node bench/cluster.ts [DATA] [--peer PYTHON] [--only NAME,…] [--runs N] [--opaque-ids] [--out DIR]`
 */
const { values, positionals } = parseArgs({
  options: {
    peer: { type: 'string' },
    only: { type: 'string' },
    runs: { type: 'string', default: '3' },
    // Published ids tell the labels (`Q42-1`, `Q42-2`): with digests in their place nothing can lean on them.
    'opaque-ids': { type: 'boolean', default: false },
    // Where the prepared tables and the clusters of both stay; without it they go when the bench ends.
    out: { type: 'string' },
  },
  allowPositionals: true,
})
const data = positionals[0] ?? process.env['RINGER_BENCH_DATA']
if (data === undefined) throw new Error('name the folder with the data, or set RINGER_BENCH_DATA')

const runs = Number(values.runs)
const ringerMain = fileAt('../src/cli/ringer.js')
const out = values.out ?? mkdtempSync(join(tmpdir(), 'ringer-bench-'))
const splinkModel = join(data, 'splink-h50k-model', 'model_h50k.json')

/** A way to run Splink on a data set: a recipe of bench/cluster/splink_recipes.py, and how the table calls it. */
const splinkRecipes: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'historical-50k': [
    ['historical-published-model', 'its published trained model'],
    ['historical-tutorial', 'its tutorial, training included'],
  ],
  'fake-1000': [
    ['fake-1000-quickstart', 'its quick start, training included'],
    ['fake-1000-tutorial', 'its tutorial, training included'],
  ],
  febrl4: [['febrl4-detailed', 'its tutorial (detailed model), training included']],
  senzing: [['senzing-ours', 'a model of ours (it publishes none), training included']],
}

interface Row {
  readonly dataset: string
  readonly settings: string
  readonly seconds: number
  readonly peakMiB: number
  readonly clusters: string
}

/** What splink_run.py prints. */
interface SplinkRun {
  readonly version: string
  readonly seconds_after_import: number
  readonly seconds_to_scores: number
  readonly peak_mib: number
  readonly pairs: number
  readonly clusters: readonly {
    readonly threshold: number
    readonly file: string
    readonly seconds: number
  }[]
}

function fileAt(relative: string): string {
  return new URL(relative, import.meta.url).pathname
}

/** Whether the command is there: an unknown one is refused as wrong usage (64). Any other failure is told. */
async function knowsCluster(): Promise<boolean> {
  try {
    await measure(process.execPath, [ringerMain, 'cluster', '--help'])
    return true
  } catch (error) {
    if (error instanceof Error && error.message.includes(' ended with 64\n')) return false
    throw error
  }
}

async function ringerRows(dataset: Dataset, model: string): Promise<readonly Row[]> {
  const settled = await ringerRuns(dataset, model, [])
  const row = { ...settled, settings: `ringer, models/${dataset.name}.json (median of ${runs})` }
  // A model whose weights are an opinion, for too few records to learn from, does not say how to train it.
  if (!('training' in (JSON.parse(readFileSync(model, 'utf8')) as object))) return [row]
  const trained = await ringerRuns(dataset, model, ['--train'])
  return [row, { ...trained, settings: 'ringer, the same with --train (once)' }]
}

async function ringerRuns(
  { name, table }: Dataset,
  model: string,
  extra: readonly string[],
): Promise<Omit<Row, 'settings'>> {
  const clusters = join(out, ['ringer', name, ...extra].join('-').concat('.csv'))
  const words = ['cluster', table, '--model', model, '--id', 'id', '--out', clusters, ...extra]
  const measured: Awaited<ReturnType<typeof measure>>[] = []
  while (measured.length < (extra.length === 0 ? runs : 1)) {
    rmSync(clusters, { force: true })
    measured.push(await measure(process.execPath, [ringerMain, ...words]))
  }
  return {
    dataset: name,
    seconds: median(measured.map((run) => run.seconds)),
    peakMiB: median(measured.map((run) => run.peakMiB)),
    clusters,
  }
}

/** One process scores once and clusters at three thresholds: each row leaves out the time of the two others. */
async function splinkRows(dataset: Dataset, python: string): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const [recipe, title] of splinkRecipes[dataset.name] ?? []) {
    const words = [recipe, dataset.table, out, '--model', splinkModel]
    // -B: no compiled copies of our two files are left beside them.
    const whole = await measure(python, ['-B', fileAt('./cluster/splink_run.py'), ...words])
    const run = JSON.parse(whole.output) as SplinkRun
    console.log(splinkNote(recipe, run, whole.seconds))
    const clustering = run.clusters.reduce((sum, { seconds }) => sum + seconds, 0)
    for (const { threshold, file, seconds } of run.clusters) {
      rows.push({
        dataset: dataset.name,
        settings: `Splink ${run.version}, ${title}, p ≥ ${threshold}`,
        seconds: whole.seconds - clustering + seconds,
        peakMiB: Math.max(whole.peakMiB, run.peak_mib),
        clusters: file,
      })
    }
  }
  return rows
}

const splinkNote = (recipe: string, run: SplinkRun, whole: number): string =>
  `${recipe}: ${run.pairs} pairs; ${whole.toFixed(1)} s in all, ${run.seconds_after_import.toFixed(1)} s after` +
  ` the imports, of which ${run.seconds_to_scores.toFixed(1)} s until all pairs have scores`

const readCsv = (file: string): string => `read_csv(${quoteText(file)}, all_varchar = true)`

async function tableLine(engine: SqlEngine, row: Row, truth: string): Promise<string> {
  const { precision, recall, f1 } = await scorePairs(engine, readCsv(row.clusters), readCsv(truth))
  const scores = [precision, recall, f1].map((score) => score?.toFixed(3) ?? '–')
  const cells = [
    row.dataset,
    row.settings,
    row.seconds.toFixed(1),
    Math.round(row.peakMiB),
    ...scores,
  ]
  return `| ${cells.join(' | ')} |`
}

async function rowsOf(dataset: Dataset, isReady: boolean): Promise<readonly Row[]> {
  const model = fileAt(`../models/${dataset.name}.json`)
  const ours = isReady && existsSync(model)
  if (!ours) {
    const missing = isReady ? `models/${dataset.name}.json` : 'the command `ringer cluster`'
    console.log(`${dataset.name}: our rows are skipped, ${missing} is not there yet`)
  }
  return [
    ...(ours ? await ringerRows(dataset, model) : []),
    ...(values.peer === undefined ? [] : await splinkRows(dataset, values.peer)),
  ]
}

async function main(datasets: readonly Dataset[], engine: SqlEngine): Promise<void> {
  await checkByHand(engine)
  const isReady = await knowsCluster()
  const lines: string[] = []
  for (const dataset of datasets) {
    for (const row of await rowsOf(dataset, isReady)) {
      lines.push(await tableLine(engine, row, dataset.truth))
    }
  }
  console.log(`${machine()}\n`)
  console.log('| data set | program and settings | seconds | peak MiB | P | R | F1 |')
  console.log('|---|---|---|---|---|---|---|')
  console.log(lines.join('\n'))
}

mkdirSync(out, { recursive: true })
const engine = await openEngine(':memory:', { memory: '1GB', threads: 2 })
try {
  const wanted = values.only?.split(',')
  const datasets = await prepare(data, out, values['opaque-ids'] ? 'opaque' : 'published')
  await main(
    datasets.filter(({ name }) => wanted?.includes(name) ?? true),
    engine,
  )
} finally {
  engine.close()
  if (values.out === undefined) rmSync(out, { recursive: true, force: true })
}
