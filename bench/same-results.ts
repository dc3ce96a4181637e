import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { openEngine, quoteText, type SqlEngine } from '../src/sql/index.ts'
import { measure } from './measuring.ts'

/**
 * Imports the same files with two checkouts of the program, links and assesses in each, and compares what came of it:
 * the partition, the names, every finding, every assessment and the hubs. Nothing is compared by number, so the two
 * may number subjects and identities in any way. Prints the differences and ends with 1 if there are any.
 * `node bench/same-results.ts --before DIR --after DIR [--keep] FILE…`
 */
const { values, positionals: files } = parseArgs({
  options: {
    before: { type: 'string' },
    after: { type: 'string', default: '.' },
    /** Keeps both stores and prints where they are. */
    keep: { type: 'boolean', default: false },
  },
  allowPositionals: true,
})

/** Differences that are printed of each result. */
const mostPrinted = 20

/** One result as a query of a store that is attached as `db`; each row is one fact, and no row holds a number of the store. */
interface Result {
  readonly name: string
  readonly sql: (db: string) => string
}

const subjectName = `coalesce(s.source || '/' || s.ref, 'erased ' || s.source)`

/** `identity_no, identity, subjects`. */
const identitySql = (db: string): string => `
  select i.identity_no, any_value(i.identity) as identity, list(${subjectName} order by ${subjectName}) as subjects
  from ${db}.identity_member as m join ${db}.identity as i using (identity_no)
  join ${db}.subject as s using (subject_id) group by i.identity_no`

/** Names of the observations in a list of their numbers, sorted. */
const observationsSql = (db: string): string => `
  select f.number, list(o.source || '/' || o.id order by o.source, o.id) as observations
  from (select number, unnest(observations) as observation_id from found) as f
  join ${db}.observation as o using (observation_id) group by f.number`

const results: readonly Result[] = [
  { name: 'partition', sql: (db) => `select subjects from (${identitySql(db)})` },
  {
    name: 'names of identities',
    sql: (db) => `select identity, subjects from (${identitySql(db)})`,
  },
  {
    name: 'rings',
    sql: (db) => `select r.ring, list(i.identity order by i.identity) as identities
      from ${db}.ring_member as r join ${db}.identity as i using (identity_no) group by r.ring`,
  },
  {
    name: 'links between identities',
    sql: (
      db,
    ) => `select least(l.identity, r.identity) as one, greatest(l.identity, r.identity) as other, k.bits, k.reasons
      from ${db}.ring_link as k join ${db}.identity as l on l.identity_no = k.left_identity
      join ${db}.identity as r on r.identity_no = k.right_identity`,
  },
  {
    name: 'findings',
    sql: (db) => `with found as materialized (
        select row_number() over () as number, * from ${db}.finding),
      named as (${observationsSql(db)})
      select i.identity, f.* exclude (number, identity_no, observations, origins), n.observations,
        list_sort(f.origins) as origins
      from found as f join ${db}.identity as i using (identity_no) left join named as n using (number)`,
  },
  {
    name: 'assessments',
    sql: (db) => `select i.identity, a.* exclude (identity_no)
      from ${db}.assessment as a join ${db}.identity as i using (identity_no)`,
  },
  {
    name: 'hubs',
    sql: (db) => `select model, kind, detail, value, members, reason, muted_by from ${db}.hub`,
  },
]

/** Runs the whole flow with one checkout; gives the path of its store. */
async function runWith(checkout: string, data: string): Promise<string> {
  // Before the command line ran in process, its file had another name.
  const main = ['src/cli/ringer.js', 'src/cli/main.ts']
    .map((path) => join(resolve(checkout), path))
    .find((path) => existsSync(path))
  if (main === undefined) throw new Error(`${checkout} is no checkout of the program`)
  const { seconds } = await measure(process.execPath, [main, 'run', '--data', data, ...files])
  console.log(`${checkout}: ${seconds.toFixed(1)} s`)
  return join(data, 'ringer.duckdb')
}

async function compare(sql: SqlEngine, { name, sql: rows }: Result): Promise<boolean> {
  // `except all` keeps the count of equal rows: two findings where there was one are a difference.
  const only = (one: string, other: string): string => `(${rows(one)}) except all (${rows(other)})`
  const missing = await sql.rows<object>(`from (${only('before', 'after')}) order by all`)
  const added = await sql.rows<object>(`from (${only('after', 'before')}) order by all`)
  const [count] = await sql.rows<{ rows: number }>(
    `select count(*) as rows from (${rows('before')})`,
  )
  const isEqual = missing.length + added.length === 0
  const verdict = isEqual ? 'equal' : `${missing.length} only before, ${added.length} only after`
  console.log(`${name.padEnd(26)} ${String(count?.rows).padStart(9)}  ${verdict}`)
  for (const row of missing.slice(0, mostPrinted)) console.log(`  - ${JSON.stringify(row)}`)
  for (const row of added.slice(0, mostPrinted)) console.log(`  + ${JSON.stringify(row)}`)
  return isEqual
}

const { before, after, keep } = values
if (before === undefined || files.length === 0) {
  throw new Error('usage: node bench/same-results.ts --before DIR --after DIR [--keep] FILE…')
}
const scratch = mkdtempSync(join(tmpdir(), 'ringer-same-'))
try {
  const stores = {
    before: await runWith(before, join(scratch, 'before')),
    after: await runWith(after, join(scratch, 'after')),
  }
  const sql = await openEngine(':memory:', { memory: '4GB', threads: 2 })
  for (const [name, path] of Object.entries(stores)) {
    await sql.run(`attach ${quoteText(path)} as ${name} (read_only)`)
  }
  let differences = 0
  for (const result of results) if (!(await compare(sql, result))) differences++
  sql.close()
  if (keep) console.log(`kept in ${scratch}`)
  process.exitCode = differences === 0 ? 0 : 1
} finally {
  if (!keep) rmSync(scratch, { recursive: true, force: true })
}
