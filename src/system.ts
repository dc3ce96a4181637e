import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openAssessment } from './assessment/index.ts'
import type { Config } from './config.ts'
import { type Effects, realEffects } from './effects.ts'
import { type Evidence, openEvidence } from './evidence/index.ts'
import { openIdentities } from './identities/index.ts'
import { Problem } from './problem.ts'
import { makeReport, type ReportOptions } from './reporting/index.ts'
import { openSources } from './sources/index.ts'
import { migrate, openDuckDb, quoteText, type SqlEngine } from './sql/index.ts'

/** A file or folder that comes with the program: migrations, models, indicators. */
const shipped = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url))

export const programVersion = (
  JSON.parse(readFileSync(shipped('package.json'), 'utf8')) as { version: string }
).version

/** The store of a data folder. */
const storePath = (config: Config): string => join(config.data, 'ringer.duckdb')

export const hasStore = (config: Config): boolean => existsSync(storePath(config))

/**
 * Builds every stage once, in the order in which the data flow, and hands each what it needs.
 * `inMemory` is for a run that must leave nothing behind.
 */
export async function openSystem(
  config: Config,
  effects: Effects = realEffects,
  { inMemory = false } = {},
) {
  mkdirSync(config.data, { recursive: true })
  const sql = await openDuckDb(inMemory ? ':memory:' : storePath(config), {
    memory: config.memory,
    threads: config.threads,
    spill: join(config.data, 'spill'),
  })
  await migrate(sql, shipped('migrations'))
  const evidence = openEvidence({ sql, staging: join(config.data, 'staging'), effects })
  const sources = openSources({
    sql,
    evidence,
    rejected: join(config.data, 'rejected'),
    threads: config.threads,
    effects,
  })
  const identities = openIdentities({ sql, models: shipped('models'), effects })
  const assessment = openAssessment({ sql, catalogueFolder: shipped('indicators') })
  const linkVersions = { ...identities.versions, program: programVersion }
  const assessVersions = { ...linkVersions, catalogue: assessment.catalogue.version }
  const stage = { sql, evidence, effects }
  return {
    sql,
    evidence,
    sources,
    identities,
    assessment,
    /** Links if there is anything new since the last time; `null` where nothing was due. */
    link: () => whenDue(stage, { name: 'link', versions: linkVersions }, identities.link),
    /** Assesses likewise; what was linked anew is always due. */
    assess: () =>
      whenDue(stage, { name: 'assess', versions: assessVersions }, () =>
        assessment.assess(effects),
      ),
    /** Forgets what was derived, so that the next `link` and `assess` make all of it again. */
    rebuild: async () => {
      await evidence.rebuild()
      await sql.run(`insert into stage_run select stage, ${moment(effects)}, 0, '{}'
        from (select distinct stage from stage_run)`)
    },
    /** Fails where nothing is assessed yet, or says how many observations the results have not seen. */
    unseen: () => unseenObservations(sql),
    report: async (options: ReportOptions) => {
      await unseenObservations(sql)
      return makeReport({ sql, version: programVersion, versions: assessVersions }, options)
    },
    close: () => sql.close(),
  }
}

export type System = Awaited<ReturnType<typeof openSystem>>

interface Stage {
  readonly sql: SqlEngine
  readonly evidence: Evidence
  readonly effects: Effects
}

interface StageName {
  readonly name: 'link' | 'assess'
  readonly versions: Readonly<Record<string, string | number>>
}

const moment = (effects: Effects): string => `${quoteText(effects.now().toISOString())}::timestamp`

/** Runs a stage when evidence or versions have changed since it last ran, and records that it did. */
async function whenDue<Summary>(
  { sql, evidence, effects }: Stage,
  { name, versions }: StageName,
  work: () => Promise<Summary>,
): Promise<Summary | null> {
  const { last_observation: last, last_declaration: declaration } = await evidence.state()
  const seen = JSON.stringify({ ...versions, declaration })
  const [before] = await sql.rows<{ last_observation: number; versions: string }>(
    `select last_observation, versions from stage_run
     where stage = ${quoteText(name)} order by rowid desc limit 1`,
  )
  if (before?.last_observation === last && before.versions === seen) return null
  const summary = await work()
  await sql.run(
    `insert into stage_run values (${quoteText(name)}, ${moment(effects)}, ${last}, ${quoteText(seen)})`,
  )
  return summary
}

/** Observations that the last assessment has not seen. */
async function unseenObservations(sql: SqlEngine): Promise<number> {
  const [state] = await sql.rows<{ seen: number | null; last: number }>(`select
    (select last_observation from stage_run where stage = 'assess' order by rowid desc limit 1) as seen,
    (select coalesce(max(observation_id), 0) from observation) as last`)
  if (state?.seen == null || state.seen === 0) {
    throw new Problem('not-found', 'nothing is assessed yet: run `ringer run FILE…` first')
  }
  return state.last - state.seen
}
