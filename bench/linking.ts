import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { realEffects } from '../src/effects.ts'
import { normalFormVersion, openEvidence } from '../src/evidence/index.ts'
import { openIdentities } from '../src/identities/index.ts'
import { openSources } from '../src/sources/index.ts'
import { migrate, openStore, type SqlEngine } from '../src/sql/index.ts'
import { holdSession } from '../src/sql/store-fixture.ts'
import { machine, median } from './measuring.ts'

/**
 * How long linking takes on an imported, not yet linked store, and how that grows: `--share 0.1` takes a tenth of
 * its subjects, `--copies 5` sets five worlds of it side by side (every selector renamed, names and pictures as they
 * are). Then, with `--increment FILE`, the file's observations are imported and linked, several times under
 * other ids. The time is that of `link` in the process: opening the store is not in it. With `--steps` the
 * statements that took longest.
 *
 * `node bench/linking.ts DATA [--share S] [--copies N] [--memory 2GB] [--increment FILE…] [--steps]`
 */
const { values, positionals } = parseArgs({
  options: {
    share: { type: 'string', default: '1' },
    copies: { type: 'string', default: '1' },
    memory: { type: 'string', default: '2GB' },
    increment: { type: 'string', multiple: true, default: [] },
    steps: { type: 'boolean', default: false },
  },
  allowPositionals: true,
})
const [data = '.'] = positionals
const scratch = mkdtempSync(join(data, '..', 'linking-'))
const threads = 2

const spans: { readonly ms: number; readonly sql: string }[] = []

/** A part of the store's subjects, or several of it side by side. */
async function resize(sql: SqlEngine, share: number, copies: number): Promise<void> {
  if (share < 1) {
    const kept = `hash(subject_id) % 1000000 < ${Math.round(share * 1_000_000)}`
    for (const table of ['event', 'selector', 'passage', 'subject']) {
      await sql.run(`delete from ${table} where not (${kept})`)
    }
  }
  const [row] = await sql.rows<{ subjects: number; observations: number }>(`select
    max(subject_id) as subjects, (select max(observation_id) from event) as observations from subject`)
  for (let copy = 1; copy < copies; copy++) {
    const subject = `subject_id + ${copy * (row?.subjects ?? 0)} as subject_id`
    const observation = `observation_id + ${copy * (row?.observations ?? 0)} as observation_id`
    const original = `subject_id <= ${row?.subjects ?? 0}`
    await sql.run(`insert into subject (subject_id, source, ref) select ${subject.replace(' as subject_id', '')}, source, ref || '~${copy}'
      from subject where ${original}`)
    await sql.run(
      `insert into event select * replace (${subject}, ${observation}) from event where ${original}`,
    )
    await sql.run(`insert into selector select * replace (${subject}, ${observation},
        case when kind in ('name', 'photo') then value else value || '~${copy}' end as value,
        case when kind in ('name', 'photo') then value_id else xor(value_id, ${copy * 7919}) end as value_id)
      from selector where ${original}`)
    await sql.run(`insert into passage select * replace (${subject}, ${observation},
        xor(hash, ${copy * 7919}) as hash) from passage where ${original}`)
  }
}

const seconds = (ms: number): string => (ms / 1000).toFixed(2)

try {
  cpSync(join(data, 'ringer.duckdb'), join(scratch, 'ringer.duckdb'))
  const store = await openStore(join(scratch, 'ringer.duckdb'), {
    memory: values.memory,
    threads,
    spill: join(scratch, 'spill'),
    trace: (sql, ms) => spans.push({ ms, sql }),
  })
  const { sql, end } = await holdSession(store)
  await migrate(sql, new URL('../migrations', import.meta.url).pathname)
  const staging = join(scratch, 'staging')
  const evidence = openEvidence({ store, staging, effects: realEffects })
  await evidence.adoptNormalForms(normalFormVersion, (_, reread) => reread())
  await resize(sql, Number(values.share), Number(values.copies))
  await sql.run('checkpoint')
  const models = new URL('../models', import.meta.url).pathname
  const identities = openIdentities({ store, models, effects: realEffects })
  spans.splice(0)
  let start = performance.now()
  const linked = await identities.link()
  const full = performance.now() - start
  const sorted = spans.splice(0).sort((a, b) => b.ms - a.ms)
  const inSql = sorted.reduce((sum, { ms }) => sum + ms, 0)
  console.log(machine())
  console.log(
    `${linked.subjects} subjects, ${linked.identities} identities, ${linked.hubs} hubs: ${seconds(full)} s, ` +
      `of which ${seconds(inSql)} s in the engine; resident ${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB ` +
      `(at most ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB), setting ${values.memory}`,
  )
  if (values.steps) {
    for (const { ms, sql: text } of sorted.slice(0, 14)) {
      console.log(`${seconds(ms).padStart(8)} s  ${text.replace(/\s+/g, ' ').slice(0, 70)}`)
    }
  }
  const times: number[] = []
  for (const file of values.increment) {
    const parts = {
      evidence,
      rejected: join(scratch, 'rejected'),
      threads,
      effects: realEffects,
    }
    const { counts } = await openSources(parts).importFiles([file])
    start = performance.now()
    await identities.link()
    times.push(performance.now() - start)
    console.log(`increment of ${counts.accepted} observations: ${seconds(times.at(-1) ?? 0)} s`)
  }
  if (times.length > 0) console.log(`median ${seconds(median(times))} s`)
  await end()
  await store.close()
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
