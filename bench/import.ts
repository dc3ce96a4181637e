import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { realEffects } from '../src/effects.ts'
import { simulationDefaults, writeWorld } from '../src/simulation/index.ts'
import { machine, measure, median } from './measuring.ts'

/**
 * Imports a file of observations into an empty store, several times, and beside it lets DuckDB merely
 * parse the same file. `node bench/import.ts [--genuine N] [--runs N] [--file PATH]`
 */
const { values } = parseArgs({
  options: {
    // Some 5.8 observations a person: one million in all.
    genuine: { type: 'string', default: '165000' },
    runs: { type: 'string', default: '3' },
    file: { type: 'string' },
  },
})

const folder = new URL('./out/', import.meta.url).pathname
const file = values.file ?? (await simulated(Number(values.genuine)))
const runs = Number(values.runs)
const main = new URL('../src/cli/ringer.js', import.meta.url).pathname
const parseOnly = new URL('./parse-only.ts', import.meta.url).pathname

async function simulated(genuine: number): Promise<string> {
  const world = join(folder, `world-${genuine}`)
  const path = join(world, 'evidence.ndjson.gz')
  if (!existsSync(path)) {
    mkdirSync(world, { recursive: true })
    await writeWorld(world, { ...simulationDefaults, genuine }, realEffects)
  }
  return path
}

async function importOnce() {
  const data = mkdtempSync(join(tmpdir(), 'ringer-bench-'))
  try {
    const run = await measure(process.execPath, [main, 'import', '--data', data, file])
    return { ...run, storeMiB: statSync(join(data, 'ringer.duckdb')).size / 1024 ** 2 }
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

const imports: Awaited<ReturnType<typeof importOnce>>[] = []
const parses: Awaited<ReturnType<typeof measure>>[] = []
for (let run = 0; run < runs; run++) {
  imports.push(await importOnce())
  parses.push(await measure(process.execPath, [parseOnly, file]))
}
const seconds = median(imports.map((run) => run.seconds))
const parsing = median(parses.map((run) => run.seconds))
const lines = Number(parses[0]?.output)
console.log(machine())
console.log(
  `${lines} observations, ${Math.round(statSync(file).size / 1024 ** 2)} MiB on disk, ${runs} runs`,
)
console.log(
  `import      ${seconds.toFixed(1)} s  (${imports.map((run) => run.seconds.toFixed(1)).join(', ')})`,
)
console.log(`            ${Math.round(lines / seconds)} observations/s`)
console.log(`            peak ${Math.round(median(imports.map((run) => run.peakMiB)))} MiB`)
console.log(`            store ${Math.round(median(imports.map((run) => run.storeMiB)))} MiB`)
console.log(
  `DuckDB parses the same file in ${parsing.toFixed(1)} s; ratio ${(seconds / parsing).toFixed(1)}`,
)
