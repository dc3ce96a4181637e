import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type DecisionStatement,
  openAssessment,
  openCasework,
  openDecisions,
  requireReviewed,
  standingDecisionsSql,
} from './assessment/index.ts'
import type { Config } from './config.ts'
import { type Effects, realEffects } from './effects.ts'
import { evaluate, evaluateOutcomes } from './evaluation/index.ts'
import { type Evidence, normalFormVersion, openEnrichment, openEvidence } from './evidence/index.ts'
import { openIdentities } from './identities/index.ts'
import { Problem, reasonOf } from './problem.ts'
import { makeReport, type ReportOptions } from './reporting/index.ts'
import { openSources } from './sources/index.ts'
import {
  engineVersion,
  migrate,
  openStore,
  openTurns,
  type SqlEngine,
  type Store,
} from './sql/index.ts'

/** A file or folder that comes with the program: migrations, models, indicators. */
const shipped = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url))

export const programVersion = (
  JSON.parse(readFileSync(shipped('package.json'), 'utf8')) as { version: string }
).version

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
  const path = inMemory ? ':memory:' : storePath(config)
  const store = await openMigratedStore(path, config, folder)
  const system = await buildSystem({ store, folder, config, effects, mayWrite, normalForms })
  return {
    ...system,
    close: async () => {
      await system.close()
      if (inMemory) rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type System = Awaited<ReturnType<typeof openSystem>>

/** The stages on a store that is open, which they close where they cannot use it. */
export async function buildSystem(parts: SystemParts) {
  try {
    return await buildStages(parts)
  } catch (error) {
    await parts.store.close()
    throw error
  }
}

async function buildStages(systemParts: SystemParts) {
  const { store, folder, config, effects } = systemParts
  const { normalForms = normalFormVersion, mayWrite = true } = systemParts
  const enrichment = openEnrichment(dataSetsFolder(config))
  const evidence = openEvidence({ store, staging: join(folder, 'staging'), effects, enrichment })
  const { organization } = config
  const { readingThreads: threads = config.threads } = systemParts
  const sources = openSources({ evidence, rejected: join(folder, 'rejected'), threads, effects })
  const made = await versionsOf(store, normalForms)
  const models = shipped('models')
  const identities = openIdentities({ store, models, effects, organization, versions: made })
  if (mayWrite) await evidence.adoptNormalForms(normalForms, identities.adoptNormalForms)
  else await evidence.requireNormalForms(normalForms)
  const assessment = openAssessment({
    ...{ store, catalogueFolder: shipped('indicators'), priors: config.priors },
    standingDecisions: standingDecisionsSql,
  })
  const { catalogue, explainIdentity } = assessment
  const versions = { ...identities.versions, ...made, catalogue: catalogue.version }
  const decisions = openDecisions({ store, effects, explainIdentity, versions })
  const parts = { store, config, effects, evidence, identities, assessment, decisions, versions }
  return {
    evidence,
    sources,
    identities,
    assessment,
    casework: openCasework({ store, catalogue, effects }),
    ...openStages(parts),
    /** All that was ever decided, in order. */
    decisions: decisions.all,
    /** Appends a decision. Refuses one on results that have not seen all there is. */
    decide: (statement: DecisionStatement) =>
      decisions.decide(statement, (sql) => requireMayDecide(sql, statement, effects.now())),
    /**
     * How many observations the results have not seen. Fails where nothing is assessed yet, or where
     * the identities were formed anew since: old assessments would stand beside new identities. Fails too
     * where a source withdrew evidence since: what it took back is shown to nobody.
     */
    unseen: () => store.read(unseenObservations),
    report: (options: ReportOptions) =>
      store.read(async (sql) => {
        await unseenObservations(sql)
        return makeReport({ sql, enrichment, version: programVersion, versions }, options)
      }),
    /** Holds results against a truth file; without one, against established outcomes. */
    evaluate: (truth: string) => store.read((sql) => evaluate(sql, truth, catalogue.indicators)),
    evaluateOutcomes: () => store.read(evaluateOutcomes),
    close: store.close,
  }
}

interface SystemParts {
  readonly store: Store
  /** For the work files of the stages. */
  readonly folder: string
  readonly config: Config
  readonly effects: Effects
  readonly mayWrite?: boolean | undefined
  readonly normalForms?: number | undefined
  /** Threads that read files; as many as the engine has where it is absent, none to read them in this one. */
  readonly readingThreads?: number | undefined
}

/** All that decides beside models and catalogue: with another one, everything is linked and assessed again. */
const versionsOf = async (store: Store, normalForms: number) => ({
  program: programVersion,
  engine: await store.read(engineVersion),
  normal_forms: normalForms,
})

interface StageParts extends Pick<SystemParts, 'store' | 'config' | 'effects'> {
  readonly evidence: Evidence
  readonly identities: ReturnType<typeof openIdentities>
  readonly assessment: ReturnType<typeof openAssessment>
  readonly decisions: ReturnType<typeof openDecisions>
  readonly versions: Readonly<Record<string, string | number>>
}

/**
 * The stages that make results. They run one after the other: an assessment of the identities before would stand
 * beside those that a link makes meanwhile.
 */
function openStages(parts: StageParts) {
  const { store, config, effects, evidence, identities, assessment, decisions, versions } = parts
  const { organization = '', priors } = config
  const inTurn = openTurns()
  return {
    /** Links if there is anything new since the last time; `null` where nothing was due. */
    link: () =>
      inTurn(async () => {
        const { catalogue: _, ...linkVersions } = versions
        const said = await identities.lastWords()
        const seen = { ...linkVersions, ...said, organization }
        return whenDue(parts, { name: 'link', versions: seen }, identities.link)
      }),
    /** Assesses likewise; what was linked or decided anew, or has expired, is always due. */
    assess: () =>
      inTurn(async () => {
        const said = { ...(await identities.lastWords()), ...(await decisions.lastWords()) }
        const learning = (await assessment.learning())?.learning ?? 0
        const seen = { ...versions, ...said, learning, organization, priors }
        return whenDue(parts, { name: 'assess', versions: seen }, (record) =>
          assessment.assess(effects, record),
        )
      }),
    /** Forgets what was derived, so that the next `link` and `assess` make all of it again. */
    rebuild: () =>
      inTurn(async () => {
        await evidence.rebuild()
        await identities.forget()
        await store.write((sql) =>
          sql.run(
            `insert into stage_run (stage, finished_at, last_observation, versions)
             select stage, $1::timestamp, 0, '{}' from (select distinct stage from stage_run)`,
            [effects.now().toISOString()],
          ),
        )
      }),
  }
}

/** Opens the store at a path, or `:memory:`, in its newest form; `folder` is where it spills. */
export async function openMigratedStore(
  path: string,
  { memory, threads }: Pick<Config, 'memory' | 'threads'>,
  folder: string,
): Promise<Store> {
  const store = await openStore(path, { memory, threads, spill: join(folder, 'spill') })
  try {
    await store.session((sql) => migrate(sql, shipped('migrations')))
  } catch (error) {
    await store.close()
    throw error
  }
  return store
}

function madeFolder(path: string): string {
  try {
    mkdirSync(path, { recursive: true })
  } catch (error) {
    throw new Problem('unavailable', `no data folder can be made: ${reasonOf(error)}`, error)
  }
  return path
}

interface StageName {
  readonly name: 'link' | 'assess'
  readonly versions: Readonly<Record<string, string | number | undefined>>
}

/**
 * Runs a stage when evidence or versions have changed since it last ran. The work is handed what
 * records that it ran, for the transaction of its last change.
 */
async function whenDue<Summary>(
  { store, evidence, effects }: Pick<StageParts, 'store' | 'evidence' | 'effects'>,
  { name, versions }: StageName,
  work: (record: (sql: SqlEngine) => Promise<void>) => Promise<Summary>,
): Promise<Summary | null> {
  const state = await evidence.lastNumbers()
  const { last_observation: last, last_declaration: declaration } = state
  const seen = JSON.stringify({ ...versions, declaration, withdrawal: state.last_withdrawal })
  const [before] = await store.read((sql) =>
    sql.rows<{ last_observation: number; versions: string }>(
      `select last_observation, versions from stage_run
       where stage = $1 order by rowid desc limit 1`,
      [name],
    ),
  )
  if (before?.last_observation === last && before.versions === seen) return null
  // What comes between this look and the snapshot of the work is seen by it and due again: never the other way round.
  return work((sql) =>
    sql.insert('stage_run', [
      {
        stage: name,
        finished_at: effects.now().toISOString(),
        last_observation: last,
        versions: seen,
      },
    ]),
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
    const why = 'the identities were formed anew since the last assessment'
    throw new Problem('conflict', `${why}: run \`ringer assess\` first`)
  }
  if (state.withdrawn_since) {
    throw new Problem(
      'conflict',
      'sources withdrew evidence since the last run, and the results still hold it: run `ringer run` first',
    )
  }
  return state.last - state.seen
}

/** Refuses a decision by somebody who has not seen all there is, or who should not see the machine's words yet. */
async function requireMayDecide(
  sql: SqlEngine,
  { identity, status }: DecisionStatement,
  now: Date,
): Promise<void> {
  const unseen = await unseenObservations(sql)
  if (unseen > 0) {
    throw new Problem(
      'conflict',
      `${unseen} observations came after the last run: run \`ringer run\` first, and look again`,
    )
  }
  // An identity that was sampled for a blind review is reviewed first; a victim is helped at once, and a decision can
  // always be taken back.
  if (status === 'real_holder' || status === 'undecided') return
  await requireReviewed(sql, identity, now)
}
