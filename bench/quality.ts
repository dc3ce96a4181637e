import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Evaluation, Score } from '../src/evaluation/index.ts'
import { machine, measure } from './measuring.ts'

/**
 * Holds what the pipeline finds against the truth: on the worlds of the simulation with some seeds, and on
 * worlds made by others, each a folder with sources.ndjson, evidence.ndjson.gz and truth.csv.
 * `node bench/quality.ts [--seeds 1,2,3] [FOLDER…]`
 */
const { values, positionals } = parseArgs({
  options: { seeds: { type: 'string', default: '1,2,3' } },
  allowPositionals: true,
})
const main = new URL('../src/cli/main.ts', import.meta.url).pathname
const scratch = mkdtempSync(join(tmpdir(), 'ringer-bench-'))

const ringer = async (...words: readonly string[]): Promise<string> =>
  (await measure(process.execPath, [main, ...words])).output

async function judge(title: string, world: string): Promise<void> {
  const data = mkdtempSync(join(scratch, 'data-'))
  const files = ['sources.ndjson', 'evidence.ndjson.gz'].map((name) => join(world, name))
  await ringer('run', '--data', data, ...files)
  const truth = join(world, 'truth.csv')
  const text = await ringer('evaluate', '--data', data, '--truth', truth, '--format', 'json')
  const found = JSON.parse(text) as Evaluation
  const scores: readonly Score[] = [
    found.identities.pairwise,
    found.identities.b_cubed,
    found.rings.shown,
    found.suspicion,
  ]
  const shown = scores.map(({ precision, recall, f1 }) =>
    [precision, recall, f1].map((value) => value?.toFixed(3) ?? '–').join(' / '),
  )
  const reached = `${found.suspicion.reached} of ${found.suspicion.true_identities}`
  const innocents = found.suspicion.innocents_per_100_000?.toFixed(1) ?? '–'
  console.log(`| ${[title, ...shown, reached, innocents].join(' | ')} |`)
}

console.log(machine())
console.log('precision / recall / F1\n')
console.log(
  '| world | identities, pairs | identities, B-cubed | rings as named, pairs | suspicion, of found identities | true identities suspected | innocents suspected per 100,000 |',
)
console.log('|---|---|---|---|---|---|---|')
try {
  for (const folder of positionals) await judge(folder, folder)
  for (const seed of values.seeds.split(',').filter((text) => text !== '')) {
    const world = join(scratch, `world-${seed}`)
    await ringer('simulate', '--out', world, '--seed', seed)
    await judge(`simulation, seed ${seed}`, world)
  }
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
