import { closeSync, cpSync, fsyncSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { realEffects } from '../src/effects.ts'
import { openIdentities } from '../src/identities/index.ts'
import { migrate, openStore, type Store } from '../src/sql/index.ts'
import { machine } from './measuring.ts'

/**
 * How long short writes and reads take beside a full link, and beside nothing: an override is appended and a subject is
 * looked up every 20 ms, each on its own. Prints the median, the 99th percentile and the longest of each.
 *
 * `node bench/writing.ts DATA [--seconds 20] [--memory 2GB] [--threads 2]`, DATA a data folder of today's version, imported
 */
const { values, positionals } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    memory: { type: 'string', default: '2GB' },
    threads: { type: 'string', default: '2' },
  },
  allowPositionals: true,
})
const [data = '.'] = positionals
const scratch = mkdtempSync(join(data, '..', 'writing-'))
const everyMs = 20

interface Waits {
  readonly writes: readonly number[]
  readonly reads: readonly number[]
}

/** Writes and reads until `until` is settled. */
async function serve(store: Store, until: Promise<unknown>): Promise<Waits> {
  let serving = true
  const end = (): void => {
    serving = false
  }
  until.then(end, end)
  const [writes, reads]: [number[], number[]] = [[], []]
  const timed = async (into: number[], work: () => Promise<unknown>): Promise<void> => {
    const startedAt = performance.now()
    await work()
    into.push(performance.now() - startedAt)
  }
  const pending: Promise<void>[] = []
  for (let no = 0; serving; no++) {
    pending.push(
      timed(writes, () =>
        store.write((sql) =>
          sql.insert('scratch_word', [{ no, said_at: new Date().toISOString(), text: 'a reason' }]),
        ),
      ),
      timed(reads, () =>
        store.read((sql) =>
          sql.rows('select source, ref from subject where subject_id = $1', [no + 1]),
        ),
      ),
    )
    await wait(everyMs)
  }
  await Promise.all(pending)
  return { writes, reads }
}

function describe(name: string, waits: readonly number[]): string {
  const sorted = waits.toSorted((a, b) => a - b)
  const at = (share: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1)
  return `${name.padEnd(30)} ${String(sorted.length).padStart(6)}  p50 ${at(0.5)} ms  p99 ${at(0.99)} ms  longest ${at(1)} ms`
}

/** On the disk before anything is measured: the first commit beside it would wait until it is (700 MB take a second). */
function copyToDisk(from: string, to: string): void {
  cpSync(from, to)
  const file = openSync(to, 'r+')
  fsyncSync(file)
  closeSync(file)
}

try {
  copyToDisk(join(data, 'ringer.duckdb'), join(scratch, 'ringer.duckdb'))
  const store = await openStore(join(scratch, 'ringer.duckdb'), {
    memory: values.memory,
    threads: Number(values.threads),
    spill: join(scratch, 'spill'),
  })
  await store.session((sql) => migrate(sql, new URL('../migrations', import.meta.url).pathname))
  await store.write((sql) =>
    sql.run('create table scratch_word (no integer, said_at timestamp, text varchar)'),
  )
  const models = new URL('../models', import.meta.url).pathname
  const identities = openIdentities({ store, models, effects: realEffects })
  console.log(machine())
  const alone = await serve(store, wait(Number(values.seconds) * 1000))
  console.log(describe('writes alone', alone.writes))
  console.log(describe('reads alone', alone.reads))
  await identities.forget()
  const startedAt = performance.now()
  const linking = identities.link()
  const beside = await serve(store, linking)
  const { subjects } = await linking
  console.log(
    `a full link of ${subjects} subjects: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`,
  )
  console.log(describe('writes beside a full link', beside.writes))
  console.log(describe('reads beside a full link', beside.reads))
  await store.close()
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
