import { join } from 'node:path'
import type { Effects } from '../effects.ts'
import { type KeyedTrainingRecord, type LinkModel, readModel } from '../linkage/index.ts'
import { openTurns, type SqlEngine, type Store } from '../sql/index.ts'
import { type LastWords, lastWords, linkDue, type RecordRun } from './due-linkage.ts'
import { type IdentityEvent, readEvents } from './events.ts'
import { explainIdentities, explainSubjects, type StandingPair } from './explaining.ts'
import { countLinked, forgetLinkage, type LinkSummary } from './forming.ts'
import { type HoldingTogether, identityTogether } from './holding-together.ts'
import {
  type Hub,
  type HubJudgement,
  type HubStatement,
  judgeHub,
  readHubJudgements,
} from './hubs.ts'
import { readHubs } from './listed-hubs.ts'
import { carryOverrides } from './overridden-values.ts'
import { requireLinked, requireLinkTables, requireNothingWithdrawn } from './places.ts'
import { explainRing, type RingExplanation } from './ring-explaining.ts'
import { type SaidOfSelector, type SelectorWord, sayOfSelector } from './selector-words.ts'
import { type Judged, type Judgement, judge, readJudgements, type Statement } from './statements.ts'
import { keepModels, modelInForce, trainModels, untrainedModels } from './trained-models.ts'

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

export type TrainedModel = KeyedTrainingRecord & { readonly model: string }

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
