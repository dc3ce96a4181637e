import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { realEffects } from '../src/effects.ts'
import { writeWorld } from '../src/simulation/index.ts'
import { type OwnEngine, openEngine } from '../src/sql/index.ts'
import { machine } from './measuring.ts'

/**
 * Kills `ringer import`, `ringer link` and `ringer assess` with SIGKILL in the middle, and looks at the store each time:
 * what was committed is there, nothing is half-applied, and the work can go on from it.
 *
 * `node bench/kill.ts [--kills 100] [--genuine 1500] [--seed 1]`
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    genuine: { type: 'string', default: '1500' },
    seed: { type: 'string', default: '1' },
  },
})
const kills = Number(values.kills)
const main = new URL('../src/cli/ringer.js', import.meta.url).pathname
const scratch = mkdtempSync(join(tmpdir(), 'ringer-kill-'))
const world = join(scratch, 'world')

const start = (data: string, words: readonly string[]): ChildProcess =>
  spawn(process.execPath, [main, ...words, '--data', data], { stdio: 'ignore' })

/** Runs a command; kills it after some milliseconds where it still runs. True: it was killed. */
function runFor(data: string, words: readonly string[], afterMs = Infinity): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = start(data, words)
    const timer = Number.isFinite(afterMs)
      ? setTimeout(() => child.kill('SIGKILL'), afterMs)
      : undefined
    child.on('error', reject)
    child.on('close', (status, signal) => {
      clearTimeout(timer)
      if (status === 0 || signal === 'SIGKILL') resolve(signal === 'SIGKILL')
      else reject(new Error(`ringer ${words.join(' ')} ended with ${status}`))
    })
  })
}

interface Count {
  readonly name: string
  readonly found: number
}

/** Rows that must not exist in a store, whatever happened to the process. */
const halves: Readonly<Record<string, string>> = {
  'observations of a batch without their counts in the record of imports': `
    select abs((select count(*) from observation) + (select count(*) from source_declaration)
      + (select count(*) from exposure) - (select coalesce(sum(accepted), 0) from import_run)) as n`,
  'observations in force without an event': `select count(*) as n from observation as o
    anti join superseded using (observation_id) anti join event using (observation_id)
    where o.body is not null`,
  'events without an observation': `select count(*) as n from event
    anti join observation using (observation_id)`,
  'selectors without an event': `select count(*) as n from selector anti join event using (observation_id)`,
  'events of no subject': `select count(*) as n from event anti join subject using (subject_id)`,
  'observations twice': `select count(*) - count(distinct observation_id) as n from observation`,
  'subjects twice': `select count(*) - count(distinct (source, ref)) as n from subject`,
  'members of no identity': `select count(*) as n from identity_member anti join identity using (identity_no)`,
  'identities without a member': `select count(*) as n from identity anti join identity_member using (identity_no)`,
  'subjects in two identities': `select count(*) - count(distinct subject_id) as n from identity_member`,
  'identities without a name in the ledger': `select count(*) as n from identity anti join identity_name using (identity)`,
  'members that the ledger does not know': `select count(*) as n from identity_member as m anti join (
    select subject_id, max_by(identity_no, run_id) as identity_no from identity_membership group by all) as l
    on l.subject_id = m.subject_id and l.identity_no = m.identity_no`,
  'rings of no identity': `select count(*) as n from ring_member anti join identity using (identity_no)`,
  'assessments of no finished run': `select case when (select count(*) from stage_run where stage = 'assess') = 0
    then (select count(*) from assessment) + (select count(*) from finding) else 0 end as n`,
  'findings of no assessment': `select count(*) as n from finding anti join assessment using (identity_no)`,
  'runs of linkage that the record of stages does not know': `select abs(
    (select count(*) from link_run) - (select count(*) from stage_run where stage = 'link')) as n`,
}

/** Before the last migration there is nothing to look at. */
async function isMade(data: string): Promise<boolean> {
  const path = join(data, 'ringer.duckdb')
  if (!existsSync(path)) return false
  const engine = await openEngine(path, { memory: '1GB', threads: 2 })
  try {
    const rows = await engine.rows(
      "select 1 from duckdb_sequences() where sequence_name = 'learning_number'",
    )
    return rows.length > 0
  } finally {
    engine.close()
  }
}

async function inspect(data: string): Promise<readonly Count[]> {
  const engine: OwnEngine = await openEngine(join(data, 'ringer.duckdb'), {
    memory: '1GB',
    threads: 2,
  })
  try {
    const counts: Count[] = []
    for (const [name, sql] of Object.entries(halves)) {
      const [row] = await engine.rows<{ n: number }>(sql)
      counts.push({ name, found: row?.n ?? -1 })
    }
    return counts
  } finally {
    engine.close()
  }
}

/** What is committed: it may only grow from kill to kill. */
async function committed(data: string): Promise<number> {
  const engine = await openEngine(join(data, 'ringer.duckdb'), { memory: '1GB', threads: 2 })
  try {
    const [row] = await engine.rows<{ n: number }>(
      'select (select count(*) from observation) + (select count(*) from link_run) + (select count(*) from stage_run) as n',
    )
    return row?.n ?? 0
  } finally {
    engine.close()
  }
}

async function partitionOf(data: string): Promise<string> {
  const engine = await openEngine(join(data, 'ringer.duckdb'), { memory: '1GB', threads: 2 })
  try {
    const [row] = await engine.rows<{ digest: string }>(`
      select md5(string_agg(members, chr(10) order by members)) as digest from (
        select string_agg(s.source || '/' || s.ref, ' ' order by s.source, s.ref) as members
        from identity_member join subject as s using (subject_id) group by identity_no)`)
    return row?.digest ?? ''
  } finally {
    engine.close()
  }
}

/** A number from 0 to 1 that the seed decides, so that a run can be repeated. */
function* draws(seed: number): Generator<number, never> {
  let state = seed
  for (;;) {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    yield state / 2 ** 32
  }
}

interface Outcome {
  readonly command: string
  kills: number
  finished: number
  lost: number
  halfApplied: string[]
}

try {
  await writeWorld(world, { seed: 5, identities: 30, genuine: Number(values.genuine) }, realEffects)
  const files = ['sources.ndjson', 'evidence.ndjson.gz', 'exposure.ndjson'].map((name) =>
    join(world, name),
  )
  const whole = join(scratch, 'whole')
  const timings: Record<string, number> = {}
  for (const words of [['import', ...files], ['link'], ['assess']]) {
    const startedAt = performance.now()
    await runFor(whole, words)
    timings[words[0] ?? ''] = performance.now() - startedAt
    cpSync(whole, join(scratch, `after-${words[0]}`), { recursive: true })
  }
  const expected = await partitionOf(whole)
  const random = draws(Number(values.seed))
  const outcomes: Outcome[] = []
  const commands = [
    { name: 'import', words: ['import', ...files], from: undefined, share: 0.5 },
    { name: 'link', words: ['link'], from: 'after-import', share: 0.3 },
    { name: 'assess', words: ['assess'], from: 'after-link', share: 0.2 },
  ]
  for (const { name, words, from, share } of commands) {
    const outcome: Outcome = { command: name, kills: 0, finished: 0, lost: 0, halfApplied: [] }
    outcomes.push(outcome)
    const data = join(scratch, `killed-${name}`)
    const begin = (): void => {
      rmSync(data, { recursive: true, force: true })
      if (from !== undefined) cpSync(join(scratch, from), data, { recursive: true })
    }
    begin()
    let before = from === undefined ? 0 : await committed(data)
    while (outcome.kills < kills * share) {
      // Start-up is half a second; before it there is nothing to break.
      const afterMs = 300 + random.next().value * (timings[name] ?? 0)
      const killed = await runFor(data, words, afterMs)
      const found = (await isMade(data)) ? await inspect(data) : []
      for (const { name: what, found: rows } of found) {
        if (rows !== 0) outcome.halfApplied.push(`${what}: ${rows}`)
      }
      const now = (await isMade(data)) ? await committed(data) : 0
      if (now < before) outcome.lost++
      before = now
      if (killed) outcome.kills++
      else {
        outcome.finished++
        begin()
        before = from === undefined ? 0 : await committed(data)
      }
    }
    for (const rest of [['import', ...files], ['link'], ['assess']]) await runFor(data, rest)
    const partition = await partitionOf(data)
    console.log(
      `${name}: ${outcome.kills} kills, ${outcome.finished} runs ended before theirs; stores that lost something: ` +
        `${outcome.lost}; half-applied: ${outcome.halfApplied.length === 0 ? 'none' : outcome.halfApplied.join(', ')}; ` +
        `partition afterwards ${partition === expected ? 'the same' : `another: ${partition}, not ${expected}`}`,
    )
  }
  console.log(machine())
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
