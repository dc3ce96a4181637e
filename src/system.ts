import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type Assessment,
  type DecisionStatement,
  openAssessment,
  openDecisions,
  requireReviewed,
  standingDecisionsSql,
} from './assessment/index.ts'
import type { Config } from './config.ts'
import { type Effects, realEffects } from './effects.ts'
import { type Evidence, normalFormVersion, openEnrichment, openEvidence } from './evidence/index.ts'
import { type Identities, type IdentitiesParts, openIdentities } from './identities/index.ts'
import { Problem, reasonOf } from './problem.ts'
import { makeReport, type ReportOptions } from './reporting/index.ts'
import { openSources } from './sources/index.ts'
import { engineVersion, migrate, openDuckDb, quoteText, type SqlEngine } from './sql/index.ts'

/** A file or folder that comes with the program: migrations, models, indicators. */
const shipped = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url))

export const programVersion = (
  JSON.parse(readFileSync(shipped('package.json'), 'utf8')) as { version: string }
).version

/** The store of a data folder. */
const storePath = (config: Config): string => join(config.data, 'ringer.duckdb')

/** The operator's own data sets: the folder that is set, or the one in the data folder, if it is there. */
export function dataSetsFolder({ data, dataSets }: Config): string | undefined {
  if (dataSets !== undefined) return resolve(dataSets)
  const folder = join(data, 'data-sets')
  return existsSync(folder) ? folder : undefined
}

export const hasStore = (config: Config): boolean => existsSync(storePath(config))

/**
 * Builds every stage once, in the order in which the data flow, and hands each what it needs.
 * `inMemory` is for a run that must leave nothing behind: its work files go to a folder of the
 * operating system's, and away when it closes. `mayWrite`: an older store is brought to today's normal forms first
 * (decision 0022); a command that only reads shows its results as they are.
 */
export async function openSystem(
  config: Config,
  effects: Effects = realEffects,
  { inMemory = false, mayWrite = true, normalForms = normalFormVersion } = {},
) {
  const folder = inMemory ? mkdtempSync(join(tmpdir(), 'ringer-')) : madeFolder(config.data)
  const sql = await openStore(config, inMemory ? ':memory:' : storePath(config), folder)
  const enrichment = openEnrichment(dataSetsFolder(config))
  const evidence = openEvidence({ sql, staging: join(folder, 'staging'), effects, enrichment })
  const sources = sourcesOf({ sql, evidence, effects }, folder, config)
  const made = await versionsOf(sql, normalForms)
  const identities = identitiesOf(sql, config, { effects, versions: made })
  await bringUpToDate({ sql, evidence, identities }, normalForms, mayWrite)
  const assessment = assessmentOf(sql, config)
  const linkVersions = { ...identities.versions, ...made }
  const assessVersions = { ...linkVersions, catalogue: assessment.catalogue.version }
  const decisions = decisionsOf({ sql, effects }, assessment, assessVersions)
  const stage = { sql, evidence, effects }
  return {
    sql,
    evidence,
    sources,
    identities,
    assessment,
    /** Links if there is anything new since the last time; `null` where nothing was due. */
    link: async () => {
      const said = { ...(await identities.lastWords()), organization: config.organization ?? '' }
      const versions = { ...linkVersions, ...said }
      return whenDue(stage, { name: 'link', versions }, identities.link)
    },
    /** Assesses likewise; what was linked or decided anew, or has expired, is always due. */
    assess: async () => {
      const said = { ...(await identities.lastWords()), ...(await decisions.lastWords()) }
      const learning = (await assessment.learning())?.learning ?? 0
      const { organization = '', priors } = config
      const versions = { ...assessVersions, ...said, learning, organization, priors }
      return whenDue(stage, { name: 'assess', versions }, async (record) => {
        const summary = await assessment.assess(effects)
        await record()
        return summary
      })
    },
    /** All that was ever decided, in order. */
    decisions: () => decisions.all(),
    /** Appends a decision. Refuses one on results that have not seen all there is. */
    decide: async (statement: DecisionStatement) => {
      await requireNothingUnseen(sql)
      // Whoever was drawn by chance is looked at without the machine's words first; a victim is helped at once,
      // and a word can always be taken back.
      if (!['real_holder', 'undecided'].includes(statement.status)) {
        await requireReviewed(sql, statement.identity, effects.now())
      }
      return decisions.decide(statement)
    },
    /** Forgets what was derived, so that the next `link` and `assess` make all of it again. */
    rebuild: async () => {
      await evidence.rebuild()
      await identities.forget()
      await sql.run(`insert into stage_run select stage, ${moment(effects)}, 0, '{}'
        from (select distinct stage from stage_run)`)
    },
    /**
     * How many observations the results have not seen. Fails where nothing is assessed yet, or where
     * the identities were formed anew since: old assessments would stand beside new identities. Fails too
     * where a source withdrew evidence since: what it took back is shown to nobody.
     */
    unseen: () => unseenObservations(sql),
    report: async (options: ReportOptions) => {
      await unseenObservations(sql)
      const versions = { version: programVersion, versions: assessVersions }
      return makeReport({ sql, enrichment, ...versions }, options)
    },
    close: () => {
      sql.close()
      if (inMemory) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** All that decides beside models and catalogue: with another one, everything is linked and assessed again. */
const versionsOf = async (sql: SqlEngine, normalForms: number) => ({
  program: programVersion,
  engine: await engineVersion(sql),
  normal_forms: normalForms,
})

const decisionsOf = (
  parts: Pick<Stage, 'sql' | 'effects'>,
  { explainIdentity }: Assessment,
  versions: Readonly<Record<string, string | number>>,
) => openDecisions({ ...parts, explainIdentity, versions })

const sourcesOf = (stage: Stage, folder: string, { threads }: Config) =>
  openSources({ ...stage, rejected: join(folder, 'rejected'), threads })

const identitiesOf = (
  sql: SqlEngine,
  { organization }: Config,
  parts: Pick<IdentitiesParts, 'effects' | 'versions'>,
) => openIdentities({ sql, models: shipped('models'), organization, ...parts })

export type System = Awaited<ReturnType<typeof openSystem>>

/** Brings an older store to today's normal forms, or leaves it to the next command that may write. */
async function bringUpToDate(
  { sql, evidence, identities }: Pick<Stage, 'sql' | 'evidence'> & { identities: Identities },
  normalForms: number,
  mayWrite: boolean,
): Promise<void> {
  try {
    if (mayWrite) await evidence.adoptNormalForms(normalForms, identities.adoptNormalForms)
    else await evidence.requireNormalForms(normalForms)
  } catch (error) {
    sql.close()
    throw error
  }
}

async function openStore(config: Config, path: string, folder: string): Promise<SqlEngine> {
  const { memory, threads } = config
  const sql = await openDuckDb(path, { memory, threads, spill: join(folder, 'spill') })
  await migrate(sql, shipped('migrations'))
  return sql
}

const assessmentOf = (sql: SqlEngine, { priors }: Config) =>
  openAssessment({
    sql,
    catalogueFolder: shipped('indicators'),
    priors,
    standingDecisions: standingDecisionsSql,
  })

function madeFolder(path: string): string {
  try {
    mkdirSync(path, { recursive: true })
  } catch (error) {
    throw new Problem('unavailable', `no data folder can be made: ${reasonOf(error)}`, error)
  }
  return path
}

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

/**
 * Runs a stage when evidence or versions have changed since it last ran. The work is handed what
 * records that it ran, to do so together with its last change.
 */
async function whenDue<Summary>(
  { sql, evidence, effects }: Stage,
  { name, versions }: StageName,
  work: (record: () => Promise<void>) => Promise<Summary>,
): Promise<Summary | null> {
  const state = await evidence.state()
  const { last_observation: last, last_declaration: declaration } = state
  const seen = JSON.stringify({ ...versions, declaration, withdrawal: state.last_withdrawal })
  const [before] = await sql.rows<{ last_observation: number; versions: string }>(
    `select last_observation, versions from stage_run
     where stage = ${quoteText(name)} order by rowid desc limit 1`,
  )
  if (before?.last_observation === last && before.versions === seen) return null
  return work(() =>
    sql.run(
      `insert into stage_run values (${quoteText(name)}, ${moment(effects)}, ${last}, ${quoteText(seen)})`,
    ),
  )
}

interface Seen {
  readonly seen: number | null
  readonly last: number
  readonly linked_since: boolean
  readonly withdrawn_since: boolean
}

/** Observations that the last assessment has not seen. */
async function unseenObservations(sql: SqlEngine): Promise<number> {
  const [state] = await sql.rows<Seen>(`select
    (select last_observation from stage_run where stage = 'assess' order by rowid desc limit 1) as seen,
    (select coalesce(max(observation_id), 0) from observation) as last,
    (select coalesce(max(rowid) filter (stage = 'link') > max(rowid) filter (stage = 'assess'), false)
     from stage_run) as linked_since,
    (select coalesce(max(withdrawal_id), 0) from withdrawal_touched) > (
      select coalesce((versions ->> 'withdrawal')::bigint, 0) from stage_run
      where stage = 'assess' order by rowid desc limit 1) as withdrawn_since`)
  if (state?.seen == null || state.seen === 0) {
    throw new Problem('not-found', 'nothing is assessed yet: run `ringer run FILE…` first')
  }
  if (state.linked_since) {
    throw new Problem(
      'conflict',
      'the identities were formed anew since the last assessment: run `ringer assess` first',
    )
  }
  if (state.withdrawn_since) {
    throw new Problem(
      'conflict',
      'sources withdrew evidence since the last run, and the results still hold it: run `ringer run` first',
    )
  }
  return state.last - state.seen
}

/** Who decides must have seen all there is. */
async function requireNothingUnseen(sql: SqlEngine): Promise<void> {
  const unseen = await unseenObservations(sql)
  if (unseen === 0) return
  throw new Problem(
    'conflict',
    `${unseen} observations came after the last run: run \`ringer run\` first, and look again`,
  )
}
