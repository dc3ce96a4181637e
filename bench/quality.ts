import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { judge, judgedHead, ringer, withScratch } from './judging.ts'
import { machine } from './measuring.ts'

/**
 * Holds what the pipeline finds against the truth: on the worlds of the simulation with some seeds, and on
 * worlds made by others, each a folder with sources.ndjson, evidence.ndjson.gz and truth.csv.
 * With `--trained` the weights are trained on each world first, without its truth.
 * `node bench/quality.ts [--seeds 1,2,3] [--trained] [FOLDER…]`
 */
const { values, positionals } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1,2,3' },
    trained: { type: 'boolean', default: false },
  },
  allowPositionals: true,
})

console.log(`${machine()}\n${judgedHead}`)
await withScratch(async (scratch) => {
  const { trained } = values
  for (const folder of positionals) {
    console.log(await judge({ title: folder, folder, scratch, trained }))
  }
  for (const seed of values.seeds.split(',').filter((text) => text !== '')) {
    const folder = join(scratch, `world-${seed}`)
    await ringer('simulate', '--out', folder, '--seed', seed)
    console.log(await judge({ title: `simulation, seed ${seed}`, folder, scratch, trained }))
  }
})
