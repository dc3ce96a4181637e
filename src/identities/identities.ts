import { join } from 'node:path'
import type { Effects } from '../effects.ts'
import { type KeyedTrainingRecord, readModel } from '../linkage/index.ts'
import { quoteText, type SqlEngine } from '../sql/index.ts'
import { type IdentityEvent, readEvents } from './events.ts'
import { explainIdentities, explainSubjects, type StandingPair } from './explaining.ts'
import {
  changedTable,
  countLinked,
  type FormingParts,
  forgetLinkage,
  formIdentities,
  isStanding,
  type LinkSummary,
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
import {
  type Judged,
  type Judgement,
  judge,
  momentSql,
  readJudgements,
  type Statement,
} from './statements.ts'
import { modelInForce, trainModels, untrainModels } from './trained-models.ts'
import { forgetWithdrawn, lastWithdrawal, touchedSql } from './withdrawn.ts'

export interface Identities {
  /**
   * Links what has changed since the last time, or all evidence where nothing was linked yet or a model is
   * another one; the partition is the same. `record` runs in the same transaction, for whoever keeps account.
   */
  readonly link: (record?: () => Promise<void>) => Promise<LinkSummary>
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
  readonly adoptNormalForms: (reread: () => Promise<void>) => Promise<void>
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

export type TrainedModel = KeyedTrainingRecord & { readonly model: string }

export interface LastWords {
  /** Number of the last training of a model. */
  readonly training: number
  readonly judgement: number
  readonly hub_judgement: number
}

export interface IdentitiesParts {
  readonly sql: SqlEngine
  /** Folder of the model files `same-person.json` and `same-hands.json`. */
  readonly models: string
  readonly effects: Effects
  /** Domain of the organization whose store this is: what comes back of its release joins nobody. */
  readonly organization?: string | undefined
  /** Versions of all that decides beside the models (program, engine, normal forms): with others the next link is full. */
  readonly versions?: Readonly<Record<string, string | number>>
}

export function openIdentities({
  sql,
  models,
  effects,
  organization,
  versions: others = {},
}: IdentitiesParts): Identities {
  const samePerson = { model: readModel(join(models, 'same-person.json')), prefix: 'person' }
  const sameHands = { model: readModel(join(models, 'same-hands.json')), prefix: 'hands' }
  const shipped = [samePerson, sameHands]
  const versions = Object.fromEntries(shipped.map(({ model }) => [model.name, model.version]))
  const inForce = () => Promise.all(shipped.map((each) => modelInForce(sql, each)))
  const person = () => modelInForce(sql, samePerson)
  const hands = () => modelInForce(sql, sameHands)
  const linkedBy = async (model: typeof person) => {
    await requireLinkTables(sql)
    return model()
  }
  return {
    link: async (record = async () => undefined) => {
      const both = { samePerson: await person(), sameHands: await hands() }
      const parts = { sql, ...both, effects, organization }
      await linkDue(parts, { ...versions, ...others }, record)
      return countLinked(sql)
    },
    train: async (how) => {
      await requireLinked(sql)
      if (how === 'evidence') return trainModels(sql, shipped, effects)
      await untrainModels(sql, shipped, effects)
      return []
    },
    forget: () => forgetLinkage(sql),
    adoptNormalForms: async (reread) => {
      await carryOverrides(sql, reread)
      await forgetLinkage(sql)
    },
    explainSubjects: async (left, right) =>
      explainSubjects(sql, await linkedBy(person), [left, right]),
    explainIdentities: async (left, right) =>
      explainIdentities(sql, await linkedBy(hands), [left, right]),
    identityTogether: async (identity) => identityTogether(sql, await linkedBy(person), identity),
    explainRing: async (ring) => explainRing(sql, await linkedBy(hands), ring),
    events: (since) => readEvents(sql, since),
    judge: (statement) => judge(sql, statement, effects),
    judgements: () => readJudgements(sql),
    hubs: async () => {
      await requireNothingWithdrawn(sql)
      return readHubs(sql, shipped)
    },
    hubJudgements: () => readHubJudgements(sql),
    sayOfSelector: async (word) => sayOfSelector({ sql, models: await inForce(), effects }, word),
    judgeHub: (statement) => judgeHub(sql, statement, effects),
    lastWords: () => lastWords(sql),
    versions,
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
  record: () => Promise<void>,
): Promise<void> {
  const { sql, effects, organization = null } = parts
  const { training } = await lastWords(sql)
  const versions = JSON.stringify({ ...made, training, organization })
  const [last] = await sql.rows<LastRun>(
    `select run_id, last_observation, last_judgement, last_withdrawal, versions from link_run
     order by run_id desc limit 1`,
  )
  const withdrawal = await lastWithdrawal(sql)
  if (withdrawal > (last?.last_withdrawal ?? 0)) await forgetWithdrawn(sql)
  const run = (last?.run_id ?? 0) + 1
  const increments = last?.versions === versions && (await isStanding(sql))
  const changed = increments ? await changedSubjects(parts, last) : null
  const work = { run, changed, last: last?.last_observation ?? 0 }
  await formIdentities(parts, work, async () => {
    const { judgement, hub_judgement: hubJudgement } = await lastWords(sql)
    await sql.run(`insert into link_run
      (run_id, ran_at, last_observation, last_judgement, last_hub_judgement, versions, scope, subjects, last_withdrawal)
      select ${run}, ${momentSql(effects)},
      (select coalesce(max(observation_id), 0) from observation), ${judgement}, ${hubJudgement},
      ${quoteText(versions)}, ${changed === null ? `'full', (select count(*) from identity_member)` : `'increment', ${changed}`},
      ${withdrawal}`)
    await record()
  })
}

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
