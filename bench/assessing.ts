import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openAssessment } from '../src/assessment/index.ts'
import { realEffects } from '../src/effects.ts'
import { migrate, openStore } from '../src/sql/index.ts'
import { holdSession } from '../src/sql/store-fixture.ts'
import { machine, median } from './measuring.ts'

/**
 * How long assessing takes on a linked store, and how that grows with the number of indicators: a quarter of the
 * catalogue, half of it, all of it, and all of it twice and four times under other ids (nobody flags those, and
 * `count` and `sharing` are done again for each). The time is that of `assess` in the process. With `--steps` the
 * statements that took longest, of the whole catalogue.
 *
 * `node bench/assessing.ts DATA [--runs 3] [--memory 2GB] [--growth] [--steps]`
 */
const { values, positionals } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    memory: { type: 'string', default: '2GB' },
    growth: { type: 'boolean', default: false },
    steps: { type: 'boolean', default: false },
  },
  allowPositionals: true,
})
const [data = '.'] = positionals
const scratch = mkdtempSync(join(data, '..', 'assessing-'))
const shipped = new URL('../indicators', import.meta.url).pathname
const files = readdirSync(shipped).filter((name) => name.endsWith('.yaml'))

/** A folder with every n-th indicator, or with all of them several times. */
function catalogueOf(share: number): string {
  const folder = join(scratch, `indicators-${share}`)
  mkdirSync(folder)
  const again = ['', '_again', '_once_more', '_and_again']
  for (const [at, file] of files.entries()) {
    if (share < 1 && at % Math.round(1 / share) !== 0) continue
    const text = readFileSync(join(shipped, file), 'utf8')
    for (const ending of again.slice(0, Math.max(1, share))) {
      const id = file.replace('.yaml', '') + ending
      writeFileSync(join(folder, `${id}.yaml`), text.replace(/^id: .*$/m, `id: ${id}`))
    }
  }
  return folder
}

interface Span {
  readonly ms: number
  readonly sql: string
}

const seconds = (ms: number): string => (ms / 1000).toFixed(2)

try {
  cpSync(join(data, 'ringer.duckdb'), join(scratch, 'ringer.duckdb'))
  const spans: Span[] = []
  const store = await openStore(join(scratch, 'ringer.duckdb'), {
    memory: values.memory,
    threads: 2,
    spill: join(scratch, 'spill'),
    trace: (sql, ms) => spans.push({ ms, sql }),
  })
  const { sql, end } = await holdSession(store)
  await migrate(sql, new URL('../migrations', import.meta.url).pathname)
  const [size] = await sql.rows<Record<string, number>>(`select
    (select count(*) from subject) as subjects, (select count(*) from event) as observations,
    (select count(*) from identity) as identities, (select count(*) from fact) as facts,
    (select count(*) from selector) as selectors`)
  console.log(machine())
  console.log(
    Object.entries(size ?? {})
      .map(([what, count]) => `${count} ${what}`)
      .join(', '),
  )
  for (const share of values.growth ? [0.25, 0.5, 1, 2, 4] : [1]) {
    const catalogueFolder = catalogueOf(share)
    const assessment = openAssessment({ store, catalogueFolder })
    const times: number[] = []
    for (let run = 0; run < Number(values.runs); run++) {
      spans.splice(0)
      const start = performance.now()
      await assessment.assess(realEffects)
      times.push(performance.now() - start)
    }
    console.log(
      `${String(assessment.catalogue.indicators.length).padStart(4)} indicators: median ${seconds(median(times))} s ` +
        `(${times.map(seconds).join(', ')}); resident at most ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB, setting ${values.memory}`,
    )
    if (!values.steps || share !== 1) continue
    for (const { ms, sql: text } of spans.sort((one, other) => other.ms - one.ms).slice(0, 14)) {
      console.log(`${seconds(ms).padStart(8)} s  ${text.replace(/\s+/g, ' ').slice(0, 90)}`)
    }
  }
  await end()
  await store.close()
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
