import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../src/config.ts'
import { realEffects } from '../src/effects.ts'
import type { Observation } from '../src/evidence/index.ts'
import { quoteText } from '../src/sql/index.ts'
import { type Renaming, renamed, renamedEmail, renamedText } from './renaming.ts'
import { withFile } from './simulated-evidence.ts'
import { openTestSystem, type TestSystem } from './test-system.ts'

/**
 * Two stores of one world, the second with every name, city, school, language and country renamed, and
 * what assessment finds in each. Identities are those of the first in both: names support links, so
 * linkage may and does see a renaming; assessment may not.
 */
export interface World {
  /** Declarations of sources, a JSON line each, which stay as they are. */
  readonly declarations: readonly string[]
  readonly observations: readonly Observation[]
}

/** The first of the two, to be held against any number of others. */
export interface AssessedWorld extends World {
  readonly system: TestSystem
  readonly result: Result
}

export interface Comparison {
  readonly identities: number
  readonly findings: number
  /** Findings and assessments of one world that the other has not, as text. */
  readonly differences: readonly string[]
}

/** Links and assesses a world as it is. Whoever opens it closes its system. */
export async function openFirst(world: World): Promise<AssessedWorld> {
  const system = await openWorld(world)
  await system.link()
  await system.assessment.assess(realEffects)
  return { ...world, system, result: await resultOf(system) }
}

/** Changes an observation that was renamed: what the comparison must then see. */
export type Change = (observation: Observation) => Observation

/** Assesses the renamed world over the partition of the first; every finding and assessment is compared. */
export async function compareRenamed(
  first: AssessedWorld,
  renaming: Renaming,
  also: Change = (same) => same,
): Promise<Comparison> {
  const { declarations } = first
  const observations = first.observations.map((each) => also(renamed(each, renaming)))
  const second = await openWorld({ declarations, observations })
  try {
    await copyPartition({ first: first.system, second, renaming })
    await second.assessment.assess(realEffects)
    return compare(first.result, await resultOf(second))
  } finally {
    await second.close()
  }
}

/** A store in memory with the evidence in it, neither linked nor assessed. */
export const openWorld = ({ declarations, observations }: World): Promise<TestSystem> =>
  withFile([...declarations, ...observations.map((each) => JSON.stringify(each))], async (file) => {
    const system = await openTestSystem(readConfig({ RINGER_THREADS: '1' }), realEffects, {
      inMemory: true,
    })
    const { rejected } = await system.sources.importFiles([file])
    if (rejected > 0) throw new Error(`${rejected} lines were rejected`)
    return system
  })

interface Copy {
  readonly first: TestSystem
  readonly second: TestSystem
  readonly renaming: Renaming
}

/** A subject of the one store in the other: its source and its reference, which nobody renames. */
const named = 'join subject as s on s.subject_id ='
const known = 'join subject as s on s.source = f.source and s.ref = f.ref'

/** Derived tables of identities: what is read out of the first store and how it goes into the second. */
const partition: Readonly<Record<string, { readonly read: string; readonly write: string }>> = {
  identity: {
    read: `select i.identity_no, i.identity, s.source, s.ref from identity as i ${named} i.founder_subject`,
    write: `select identity_no, identity, s.subject_id as founder_subject from file as f ${known}`,
  },
  identity_member: {
    read: `select m.identity_no, s.source, s.ref from identity_member as m ${named} m.subject_id`,
    write: `select identity_no, s.subject_id from file as f ${known}`,
  },
  ring_member: { read: 'from ring_member', write: 'from file' },
  ring_link: { read: 'from ring_link', write: 'from file' },
  hub: { read: 'from hub', write: 'from file' },
}

async function copyPartition({ first, second, renaming }: Copy): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ringer-partition-'))
  try {
    for (const [table, { read, write }] of Object.entries(partition)) {
      const file = quoteText(join(folder, `${table}.parquet`))
      await first.sql.run(`copy (${read}) to ${file} (format parquet)`)
      await second.sql.run(`insert into ${table} by name
        with file as (from read_parquet(${file})) ${write}`)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  await renameHubs(second, renaming)
}

/** What is muted in the first is muted in the second, by the value that it has there. */
async function renameHubs({ sql }: TestSystem, renaming: Renaming): Promise<void> {
  const hubs = await sql.rows<Hub>('select distinct kind, value from hub')
  for (const { kind, value } of hubs) {
    const other = renamedHub(kind, value, renaming)
    if (other === value) continue
    // Marked first, so that no value is renamed twice.
    await sql.run(`update hub set value = ${quoteText(`=${other}`)}
      where kind = ${quoteText(kind)} and value = ${quoteText(value)}`)
  }
  await sql.run(`update hub set value = value[2:] where value[1] = '='`)
}

interface Hub {
  readonly kind: string
  readonly value: string
}

const renamedHub = (kind: string, value: string, renaming: Renaming): string => {
  if (value.includes('@')) return renamedEmail(value, renaming)
  return ['handle', 'address', 'unit', 'home', 'home_unit', 'name'].includes(kind)
    ? renamedText(value, renaming)
    : value
}

interface Result {
  readonly findings: readonly string[]
  readonly assessments: readonly string[]
}

/** Everything that assessment wrote, with identities and observations by their names outside the store. */
async function resultOf({ sql }: TestSystem): Promise<Result> {
  const findings = await sql.rows<{ line: string }>(`
    with shown as (
      select f.rowid as row, list_sort(list(o.source || '/' || o.id)) as shown_by
      from (select rowid, unnest(observations) as observation_id from finding) as f
      join observation as o using (observation_id) group by all)
    select to_json(struct_pack(identity := i.identity, shown_by := s.shown_by, finding := f))::varchar
      as line
    from (select rowid as row, * exclude (observations) from finding) as f
    join identity as i using (identity_no) left join shown as s using (row)`)
  const assessments = await sql.rows<{ line: string }>(`
    select to_json(struct_pack(identity := i.identity, assessment := a))::varchar as line
    from assessment as a join identity as i using (identity_no)`)
  const lines = (rows: readonly { readonly line: string }[]): readonly string[] =>
    rows.map(({ line }) => line.replace(/"row":\d+,?/, ''))
  return { findings: lines(findings), assessments: lines(assessments) }
}

function compare(before: Result, after: Result): Comparison {
  return {
    identities: before.assessments.length,
    findings: before.findings.length,
    differences: [
      ...notIn(before.findings, after.findings, 'finding only before'),
      ...notIn(after.findings, before.findings, 'finding only after'),
      ...notIn(before.assessments, after.assessments, 'assessment before'),
      ...notIn(after.assessments, before.assessments, 'assessment after'),
    ],
  }
}

function notIn(lines: readonly string[], others: readonly string[], title: string): string[] {
  const there = new Set(others)
  return lines.filter((line) => !there.has(line)).map((line) => `${title}: ${line}`)
}
