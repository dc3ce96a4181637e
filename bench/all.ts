import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { createGunzip } from 'node:zlib'
import { realEffects } from '../src/effects.ts'
import { simulationDefaults, writeWorld } from '../src/simulation/index.ts'
import { type Measured, machine, measure, median } from './measuring.ts'

/**
 * The headline figures, as whole commands on a simulated world of some 300,000 subjects: start-up, import, full link,
 * full assessment, an increment of 1,000 observations, list, report. Prints each beside the table in `figures.json`, and
 * what is 20% worse than it, so that a later change cannot hide a slowdown. The machine's speed differs from day to day,
 * so every figure is also held against the same day's time for a fixed piece of work (DuckDB merely parsing the evidence).
 *
 * `node bench/all.ts [--full] [--save] [--runs 3]`: `--full` takes the world of 1,000,000 subjects; `--save` makes these
 * figures the table.
 */
const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
    runs: { type: 'string', default: '3' },
  },
})
const genuine = values.full ? 290_000 : 88_000
const size = values.full ? '1M' : '300k'
const quickRuns = Number(values.runs)

const program = new URL('../src/cli/ringer.js', import.meta.url).pathname
const parseOnly = new URL('./parse-only.ts', import.meta.url).pathname
const tablePath = new URL('./figures.json', import.meta.url).pathname
const world = join(new URL('./out/', import.meta.url).pathname, `world-${genuine}-7`)
const file = (name: string): string => join(world, name)
const data = mkdtempSync(join(tmpdir(), 'ringer-all-'))

/** Seconds of processor time, and of wall time; MiB. */
interface Figure {
  readonly cpu: number
  readonly seconds: number
  readonly peakMiB: number
}

type Figures = Record<string, Figure>

const ringer = (...words: readonly string[]): Promise<Measured> =>
  measure(process.execPath, [program, ...words])

/** The median of several runs of a command. */
async function repeat(runs: number, run: () => Promise<Measured>): Promise<Figure> {
  const measured: Measured[] = []
  for (let no = 0; no < runs; no++) measured.push(await run())
  const medianOf = (value: (each: Measured) => number): number => median(measured.map(value))
  return {
    cpu: medianOf((each) => each.cpuSeconds),
    seconds: medianOf((each) => each.seconds),
    peakMiB: medianOf((each) => each.peakMiB),
  }
}

async function makeWorld(): Promise<void> {
  if (existsSync(file('truth.csv'))) return
  mkdirSync(world, { recursive: true })
  await writeWorld(world, { ...simulationDefaults, seed: 7, genuine }, realEffects)
}

/** Every n-th observation again, half of them of subjects that the store knows and half of new ones. */
async function writeIncrements(count: number): Promise<readonly string[]> {
  const wanted = 1000 * count
  const lines: string[] = []
  const input = createReadStream(file('evidence.ndjson.gz')).pipe(createGunzip())
  let seen = 0
  for await (const line of createInterface({ input })) {
    if (seen++ % 97 !== 0) continue
    const observation = JSON.parse(line)
    const no = lines.length
    observation.id = `again-${no}`
    if (no % 2 === 1) observation.subject.ref = `new-${no}`
    lines.push(JSON.stringify(observation))
    if (lines.length === wanted) break
  }
  input.destroy()
  return Array.from({ length: count }, (_, no) => {
    const path = join(data, `increment-${no}.ndjson`)
    writeFileSync(path, `${lines.slice(no * 1000, (no + 1) * 1000).join('\n')}\n`)
    return path
  })
}

async function measureAll(): Promise<Figures> {
  const figures: Figures = {}
  const note = (name: string, figure: Figure): void => {
    figures[name] = figure
    console.log(
      `${name.padEnd(32)} ${figure.cpu.toFixed(2).padStart(8)} s processor ${figure.seconds.toFixed(2).padStart(8)} s  ${Math.round(figure.peakMiB).toString().padStart(6)} MiB`,
    )
  }
  const at = ['--data', data]
  await ringer('--help')
  note('--help', await repeat(9, () => ringer('--help')))
  note(
    'parse only (fixed work)',
    await repeat(quickRuns, () =>
      measure(process.execPath, [parseOnly, file('evidence.ndjson.gz')]),
    ),
  )
  const inputs = ['sources.ndjson', 'evidence.ndjson.gz', 'exposure.ndjson'].map(file)
  note('import', await repeat(1, () => ringer('import', ...inputs, ...at)))
  note('link, full', await repeat(1, () => ringer('link', ...at)))
  note('assess, full', await repeat(1, () => ringer('assess', ...at)))
  const increments = await writeIncrements(quickRuns)
  const next = increments.values()
  const importing: Measured[] = []
  note(
    'link, increment of 1,000',
    await repeat(quickRuns, async () => {
      importing.push(await ringer('import', next.next().value ?? '', ...at))
      return ringer('link', ...at)
    }),
  )
  const imports = importing.values()
  note('import of 1,000', await repeat(quickRuns, async () => imports.next().value as Measured))
  await ringer('assess', ...at)
  note('identities', await repeat(quickRuns, () => ringer('identities', ...at)))
  const suspected = ['identities', '--status', 'suspected']
  note('identities --status suspected', await repeat(quickRuns, () => ringer(...suspected, ...at)))
  const report = ['report', '--draft', '--format', 'json']
  note('report --draft', await repeat(quickRuns, () => ringer(...report, ...at)))
  return figures
}

const fixedWork = 'parse only (fixed work)'

/** How much worse than the table, allowing for the day's speed; processor time, which a busy machine changes least. */
function compareWithTable(now: Figures, table: Figures): readonly string[] {
  const speed = (now[fixedWork]?.cpu ?? 1) / (table[fixedWork]?.cpu ?? 1)
  return Object.entries(now).flatMap(([name, figure]) => {
    const before = table[name]
    if (before === undefined || name === fixedWork) return []
    const time = figure.cpu / speed / before.cpu
    const memory = figure.peakMiB / before.peakMiB
    const percent = (ratio: number): string => `${Math.round((ratio - 1) * 100)}%`
    return [
      ...(time > 1.2 ? [`${name}: ${percent(time)} more processor time than the table`] : []),
      ...(memory > 1.2 ? [`${name}: ${percent(memory)} more memory than the table`] : []),
    ]
  })
}

try {
  await makeWorld()
  console.log(machine())
  const startedAt = performance.now()
  const figures = await measureAll()
  console.log(`in all ${Math.round((performance.now() - startedAt) / 1000)} s`)
  const tables = existsSync(tablePath) ? JSON.parse(readFileSync(tablePath, 'utf8')) : {}
  const table = tables[size] as Figures | undefined
  if (table === undefined)
    console.log(`The table has no figures for ${size}; --save makes these the table.`)
  else {
    const worse = compareWithTable(figures, table)
    for (const line of worse) console.log(`WORSE  ${line}`)
    if (worse.length === 0) console.log('Nothing is 20% worse than the table.')
  }
  if (values.save) {
    writeFileSync(tablePath, `${JSON.stringify({ ...tables, [size]: figures }, null, 2)}\n`)
  }
} finally {
  rmSync(data, { recursive: true, force: true })
}
