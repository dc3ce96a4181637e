import { join } from 'node:path'
import type { Effects } from '../effects.ts'
import { type KeyedTrainingRecord, type LinkModel, readModel } from '../linkage/index.ts'
import { openTurns, type SqlEngine, type Store } from '../sql/index.ts'
import { type IdentityEvent, readEvents } from './events.ts'
import { explainIdentities, explainSubjects, type StandingPair } from './explaining.ts'
import {
  changedTable,
  countLinked,
  type FormingParts,
  forgetLinkage,
  isStanding,
  type LinkInputState,
  type LinkSummary,
  linkFully,
  linkIncrementally,
} from './forming.ts'
import { type HoldingTogether, identityTogether } from './holding-together.ts'
import {
  type Hub,
  type HubJudgement,
  type HubStatement,
  judgeHub,
  readHubJudgements,
} from './hubs.ts'
import { changedSources } from './linked-evidence.ts'
import { readHubs } from './listed-hubs.ts'
import { carryOverrides } from './overridden-values.ts'
import { requireLinked, requireLinkTables, requireNothingWithdrawn } from './places.ts'
import { explainRing, type RingExplanation } from './ring-explaining.ts'
import { type SaidOfSelector, type SelectorWord, sayOfSelector } from './selector-words.ts'
import { type Judged, type Judgement, judge, readJudgements, type Statement } from './statements.ts'
import { keepModels, modelInForce, trainModels, untrainedModels } from './trained-models.ts'
import { forgetWithdrawn, lastWithdrawal, touchedSql } from './withdrawn.ts'

export interface Identities {
  /**
   * Links what has changed since the last time, or all evidence where nothing was linked yet or a model is
   * another one; the partition is the same. `record` runs in the transaction that keeps the results. One run at a time.
   */
  readonly link: (record?: RecordRun) => Promise<LinkSummary>
  /**
   * Estimates the weights of both models from what was linked last, without labels; in force from the next
   * `link` on. `shipped` puts the weights as they ship in force again.
   */
  readonly train: (how: 'evidence' | 'shipped') => Promise<readonly TrainedModel[]>
  /** Makes the next `link` a full one. What people said, names and events stay. */
  readonly forget: () => Promise<void>
  /**
   * Runs `reread`, which makes the readings again in other normal forms: overrides hold on for what their values are
   * now, and the next `link` is a full one. Call it in a transaction.
   */
  readonly adoptNormalForms: (sql: SqlEngine, reread: () => Promise<void>) => Promise<void>
  /** Why two subjects (`source/ref`) are, or are not, the same presented person. */
  readonly explainSubjects: (left: string, right: string) => Promise<StandingPair>
  /** Why two identities (`idn_…`) are, or are not, run by the same hands. */
  readonly explainIdentities: (left: string, right: string) => Promise<StandingPair>
  /** Why the subjects of an identity (`idn_…`) are one, and where it would come apart first. */
  readonly identityTogether: (identity: string) => Promise<HoldingTogether>
  /** Who stands in a ring (`rng_…`) and what joins them; it is named only where their status allows. */
  readonly explainRing: (ring: string) => Promise<RingExplanation>
  /** What became of identities in the runs after `since`, the oldest first. */
  readonly events: (since: number) => AsyncIterable<readonly IdentityEvent[]>
  /** Appends a person's word on two subjects or identities; it holds from the next `link` on. */
  readonly judge: (statement: Statement) => Promise<Judged>
  /** All that was ever said of pairs, in order. */
  readonly judgements: () => Promise<readonly Judgement[]>
  readonly hubs: () => Promise<readonly Hub[]>
  /** All that was ever said of selectors, in order. */
  readonly hubJudgements: () => Promise<readonly HubJudgement[]>
  /** Appends a person's word on a selector that many share. */
  readonly judgeHub: (statement: HubStatement) => Promise<{ readonly members: number }>
  /**
   * The same of a selector as somebody typed it (`kind:value`, `kind/detail:value`). Refuses one that nothing
   * shows, and to take back what nobody said.
   */
  readonly sayOfSelector: (word: SelectorWord) => Promise<SaidOfSelector>
  /** Numbers of the last words: where they rise, linking is due. */
  readonly lastWords: () => Promise<LastWords>
  readonly versions: Readonly<Record<string, number>>
}

/** Keeps account of a run, on the connection whose transaction keeps its results. */
export type RecordRun = (sql: SqlEngine) => Promise<void>

export type TrainedModel = KeyedTrainingRecord & { readonly model: string }

export interface LastWords {
  /** Number of the last training of a model. */
  readonly training: number
  readonly judgement: number
  readonly hub_judgement: number
}

export interface IdentitiesParts {
  readonly store: Store
  /** Folder of the model files `same-person.json` and `same-hands.json`. */
  readonly models: string
  readonly effects: Effects
  /** Domain of the organization whose store this is: what comes back of its release joins nobody. */
  readonly organization?: string | undefined
  /** Versions of all that decides beside the models (program, engine, normal forms): with others the next link is full. */
  readonly versions?: Readonly<Record<string, string | number>>
}

export function openIdentities({
  store,
  models,
  effects,
  organization,
  versions: others = {},
}: IdentitiesParts): Identities {
  const samePerson = { model: readModel(join(models, 'same-person.json')), prefix: 'person' }
  const sameHands = { model: readModel(join(models, 'same-hands.json')), prefix: 'hands' }
  const shipped = [samePerson, sameHands]
  const versions = Object.fromEntries(shipped.map(({ model }) => [model.name, model.version]))
  const person = (sql: SqlEngine) => modelInForce(sql, samePerson)
  const hands = (sql: SqlEngine) => modelInForce(sql, sameHands)
  const inTurn = openTurns()
  return {
    ...openExplanations(store, { person, hands }),
    ...openStatements(store, { effects, inForce: (sql) => Promise.all([person(sql), hands(sql)]) }),
    link: (record = async () => undefined) =>
      inTurn(() =>
        store.session(async (sql) => {
          const both = { samePerson: await person(sql), sameHands: await hands(sql) }
          const parts = { sql, ...both, effects, organization }
          await linkDue(parts, { ...versions, ...others }, record)
          return countLinked(sql)
        }, effects.onStop),
      ),
    train: (how) =>
      store.session(async (sql) => {
        await requireLinked(sql)
        const trained =
          how === 'evidence' ? await sql.rehearse(() => trainModels(sql, shipped)) : []
        const kept = how === 'evidence' ? trained : untrainedModels(shipped)
        await store.write((writer) => keepModels(writer, kept, effects))
        return trained.map(({ model, record }) => ({ ...record, model: model.name }))
      }, effects.onStop),
    forget: () => store.write(forgetLinkage),
    adoptNormalForms: async (sql, reread) => {
      await carryOverrides(sql, reread)
      await forgetLinkage(sql)
    },
    events: (since) => readEvents(store, since),
    hubs: () =>
      store.read(async (sql) => {
        await requireNothingWithdrawn(sql)
        return readHubs(sql, shipped)
      }),
    lastWords: () => store.read(lastWords),
    versions,
  }
}

type ReadModel = (sql: SqlEngine) => Promise<LinkModel>

/** Why things are linked as they are, each answer on one snapshot, by the models that linked them. */
function openExplanations(
  store: Store,
  { person, hands }: { readonly person: ReadModel; readonly hands: ReadModel },
) {
  const explain = <Result>(
    model: ReadModel,
    work: (sql: SqlEngine, model: LinkModel) => Promise<Result>,
  ): Promise<Result> =>
    store.read(async (sql) => {
      await requireLinkTables(sql)
      return work(sql, await model(sql))
    })
  return {
    explainSubjects: (left: string, right: string) =>
      explain(person, (sql, model) => explainSubjects(sql, model, [left, right])),
    explainIdentities: (left: string, right: string) =>
      explain(hands, (sql, model) => explainIdentities(sql, model, [left, right])),
    identityTogether: (identity: string) =>
      explain(person, (sql, model) => identityTogether(sql, model, identity)),
    explainRing: (ring: string) => explain(hands, (sql, model) => explainRing(sql, model, ring)),
  }
}

interface StatementParts {
  readonly effects: Effects
  readonly inForce: (sql: SqlEngine) => Promise<readonly LinkModel[]>
}

/** What people say of pairs and of selectors, each statement in a transaction of its own. */
function openStatements(store: Store, { effects, inForce }: StatementParts) {
  return {
    judge: (statement: Statement) => store.write((sql) => judge(sql, statement, effects)),
    judgements: () => store.read(readJudgements),
    hubJudgements: () => store.read(readHubJudgements),
    sayOfSelector: (word: SelectorWord) =>
      store.write(async (sql) => sayOfSelector({ sql, models: await inForce(sql), effects }, word)),
    judgeHub: (statement: HubStatement) => store.write((sql) => judgeHub(sql, statement, effects)),
  }
}

async function lastWords(sql: SqlEngine): Promise<LastWords> {
  const [row] = await sql.rows<LastWords>(`select
    (select coalesce(max(training_id), 0) from trained_model) as training,
    (select coalesce(max(judgement_id), 0) from judgement) as judgement,
    (select coalesce(max(hub_judgement_id), 0) from hub_judgement) as hub_judgement`)
  return row ?? { training: 0, judgement: 0, hub_judgement: 0 }
}

interface LastRun {
  readonly run_id: number
  readonly last_observation: number
  readonly last_judgement: number
  readonly last_withdrawal: number
  readonly versions: string
}

/** Of more changes than this share of the subjects (and than so many), a full run is the quicker one. */
const incrementShare = 0.2
const incrementLeast = 1000

async function linkDue(
  parts: FormingParts,
  made: Readonly<Record<string, string | number>>,
  record: RecordRun,
): Promise<void> {
  const { sql, organization = null } = parts
  const { training } = await lastWords(sql)
  const versions = JSON.stringify({ ...made, training, organization })
  const recordRun = async (run: LinkRun): Promise<void> => {
    await insertRun(parts, { ...run, versions })
    await record(sql)
  }
  const isDone = await sql.transaction(() => tryIncrement(parts, versions, recordRun))
  if (isDone) return
  await linkFully(
    parts,
    async () => {
      const state = await inputState(sql)
      await forgetErased(sql, state, await lastRun(sql))
      return state
    },
    async (run, state) => {
      const [row] = await sql.rows<{ subjects: number }>(
        'select count(*) as subjects from identity_member',
      )
      await recordRun({ run, state, scope: 'full', subjects: row?.subjects ?? 0 })
    },
  )
}

/** Links what has changed since the last run; false where all has to be linked anew. */
async function tryIncrement(
  parts: FormingParts,
  versions: string,
  record: (run: LinkRun) => Promise<void>,
): Promise<boolean> {
  const { sql } = parts
  const last = await lastRun(sql)
  if (last?.versions !== versions || !(await isStanding(sql))) return false
  const state = await inputState(sql)
  await forgetErased(sql, state, last)
  const changed = await changedSubjects(parts, last)
  if (changed === null) return false
  await linkIncrementally(parts, { last: last.last_observation }, (run) =>
    record({ run, state, scope: 'increment', subjects: changed }),
  )
  return true
}

async function lastRun(sql: SqlEngine): Promise<LastRun | undefined> {
  const [last] = await sql.rows<LastRun>(
    `select run_id, last_observation, last_judgement, last_withdrawal, versions from link_run
     order by run_id desc limit 1`,
  )
  return last
}

/** Takes the words on what was erased since the last run back; run it before the evidence is read. */
async function forgetErased(
  sql: SqlEngine,
  state: LinkInputState,
  last: LastRun | undefined,
): Promise<void> {
  if (state.last_withdrawal > (last?.last_withdrawal ?? 0)) await forgetWithdrawn(sql)
}

async function inputState(sql: SqlEngine): Promise<LinkInputState> {
  const [row] = await sql.rows<{ last: number }>(
    'select coalesce(max(observation_id), 0) as last from observation',
  )
  const { judgement, hub_judgement: hubJudgement } = await lastWords(sql)
  return {
    last_observation: row?.last ?? 0,
    last_judgement: judgement,
    last_hub_judgement: hubJudgement,
    last_withdrawal: await lastWithdrawal(sql),
  }
}

interface LinkRun {
  readonly run: number
  readonly state: LinkInputState
  readonly scope: 'full' | 'increment'
  /** Looked at again. */
  readonly subjects: number
}

const insertRun = (
  { sql, effects }: FormingParts,
  { run, state, scope, subjects, versions }: LinkRun & { readonly versions: string },
): Promise<void> =>
  sql.insert('link_run', [
    { run_id: run, ran_at: effects.now().toISOString(), ...state, versions, scope, subjects },
  ])

/**
 * Makes the table `changed_subject`: of whom there is new or other evidence or less, about whom somebody said
 * something, or whose source is graded otherwise now. Gives their number, or null where a full run is the quicker one.
 */
async function changedSubjects(
  { sql, organization }: FormingParts,
  last: LastRun,
): Promise<number | null> {
  const regraded = await changedSources(sql, organization)
  await sql.run(`create or replace temp table ${changedTable} as
    select subject_id from event where observation_id > ${last.last_observation}
    union
    select coalesce(s.moved_to, s.subject_id) from superseded as o
    join observation as b on b.observation_id = o.observation_id
    join subject as s on s.source = b.source and s.ref = json_extract_string(b.body, '$.subject.ref')
    where o.superseded_by > ${last.last_observation}
    union ${touchedSql(last.last_withdrawal)}
    union select unnest([left_subject, right_subject]) from judgement_now
    where about = 'person' and left_subject is not null and right_subject is not null
      and (judgement_id > ${last.last_judgement}
        or left_subject in (${touchedSql(last.last_withdrawal)})
        or right_subject in (${touchedSql(last.last_withdrawal)}))
    union ${regraded}`)
  const [row] = await sql.rows<{ changed: number; subjects: number }>(`select
    (select count(*) from ${changedTable}) as changed, (select count(*) from subject) as subjects`)
  const { changed = 0, subjects = 0 } = row ?? {}
  return changed > Math.max(incrementLeast, subjects * incrementShare) ? null : changed
}
