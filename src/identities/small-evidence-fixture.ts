import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, onTestFinished } from 'vitest'
import { realEffects } from '../effects.ts'
import {
  type Evidence,
  normalFormVersion,
  type Observation,
  openEvidence,
  type PresentedPerson,
  readRecord,
  type SourceDeclaration,
  stageObservation,
  stageSource,
  stageWithdrawal,
  type Withdrawal,
} from '../evidence/index.ts'
import type { SqlEngine, Store } from '../sql/index.ts'
import { openTestStore } from '../sql/store-fixture.ts'
import { type Identities, openIdentities } from './index.ts'

export type Presented = Omit<PresentedPerson, 'ref'>

/** A person as one source saw them: `acme-ats/1`, what they presented, and what else there is to it. */
export function seen(
  subject: string,
  presented: Presented,
  more: Partial<Pick<Observation, 'at' | 'kind' | 'id' | 'origin'>> = {},
): object {
  const [source = '', ref = ''] = subject.split('/')
  return {
    source,
    id: more.id ?? `${ref}-${more.at ?? ''}`,
    kind: more.kind ?? 'application',
    at: more.at ?? '2024-03-18T09:41:07Z',
    subject: { ref, ...presented },
    ...(more.origin && { origin: more.origin }),
  }
}

export interface SmallWorld {
  readonly store: Store
  readonly sql: SqlEngine
  readonly evidence: Evidence
  readonly identities: Identities
  /** Commits observations as one batch, in the order given. */
  readonly take: (observations: readonly object[]) => Promise<void>
  /** What sources say of themselves; those that say nothing have grade F. */
  readonly declare: (sources: readonly SourceDeclaration[]) => Promise<void>
  /** What sources take back. */
  readonly withdraw: (withdrawals: readonly Withdrawal[]) => Promise<void>
  /** Takes, links, and gives the subjects of each identity. */
  readonly partition: (observations?: readonly object[]) => Promise<readonly string[]>
  /** The subjects of each ring, likewise; one identity is no ring. */
  readonly rings: (observations?: readonly object[]) => Promise<readonly string[]>
  /** The same without linking: as they were linked last. */
  readonly listIdentities: () => Promise<readonly string[]>
  readonly listRings: () => Promise<readonly string[]>
  /** The identity of each subject. */
  readonly names: () => Promise<Readonly<Record<string, string>>>
}

/** A store in memory, gone after the test. */
export async function openSmallWorld(
  models = 'models',
  organization: string | undefined = undefined,
): Promise<SmallWorld> {
  const { close, ...world } = await openWorld(models, organization)
  onTestFinished(close)
  return world
}

/**
 * One store for all tests of a file or block, filled and linked once by `prepare`: to link costs the same for one
 * small group of subjects as for fifty. The tests only read, or take no notice of what others write; each group of
 * subjects has values of its own, so that it is linked as it would be alone.
 */
export function useSharedWorld(
  prepare: (world: SmallWorld) => Promise<void>,
  organization: string | undefined = undefined,
): () => SmallWorld {
  let shared: SmallWorld | undefined
  beforeAll(async () => {
    const { close, ...world } = await openWorld('models', organization)
    shared = world
    await prepare(world)
    return close
  })
  return () => {
    if (shared === undefined) throw new Error('the shared world is not open yet')
    return shared
  }
}

/** The groups in which a subject stands whose name contains `word`. */
export const groupsWith = (groups: readonly string[], word: string): readonly string[] =>
  groups.filter((members) => members.includes(word))

const stagedLines = (withdrawals: readonly Withdrawal[]): string =>
  withdrawals.map((each, line) => stageWithdrawal(each, line)).join('\n')

async function openWorld(
  models: string,
  organization: string | undefined,
): Promise<SmallWorld & { readonly close: () => Promise<void> }> {
  const staging = mkdtempSync(join(tmpdir(), 'ringer-test-'))
  const { store, sql, close } = await openTestStore()
  const evidence = openEvidence({ store, staging, effects: realEffects })
  const identities = openIdentities({ store, models, effects: realEffects, organization })
  await evidence.adoptNormalForms(normalFormVersion, identities.adoptNormalForms)
  let pieces = 0
  const take = async (observations: readonly object[]): Promise<void> => {
    if (observations.length === 0) return
    pieces += 1
    const path = join(staging, `${pieces}.ndjson`)
    const lines = observations.map((given, at) => stageObservation(observationOf(given), at + 1))
    writeFileSync(path, `${lines.join('\n')}\n`)
    const importId = await evidence.begin(`piece ${pieces}`)
    await evidence.commit({ observations: [path], sources: [], exposures: [] }, importId)
  }
  const declare = async (declared: readonly SourceDeclaration[]): Promise<void> => {
    pieces += 1
    const path = join(staging, `${pieces}.ndjson`)
    const lines = declared.map((source, at) => JSON.stringify(stageSource(source, at + 1)))
    writeFileSync(path, `${lines.join('\n')}\n`)
    const importId = await evidence.begin(`piece ${pieces}`)
    await evidence.commit({ observations: [], sources: [path], exposures: [] }, importId)
  }
  const withdraw = async (withdrawn: readonly Withdrawal[]): Promise<void> => {
    pieces += 1
    const path = join(staging, `${pieces}.ndjson`)
    writeFileSync(path, `${stagedLines(withdrawn)}\n`)
    const importId = await evidence.begin(`piece ${pieces}`)
    const withdrawals = [path]
    await evidence.commit({ observations: [], sources: [], exposures: [], withdrawals }, importId)
  }
  const list = (groups: string) => listGroups(sql, groups)
  const linked = async (observations: readonly object[], groups: string) => {
    await take(observations)
    await identities.link()
    return list(groups)
  }
  return {
    store,
    sql,
    evidence,
    identities,
    take,
    declare,
    withdraw,
    partition: (observations = []) => linked(observations, membersSql),
    rings: (observations = []) => linked(observations, ringsSql),
    listIdentities: () => list(membersSql),
    listRings: () => list(ringsSql),
    names: () => readNames(sql),
    close: async () => {
      await close()
      rmSync(staging, { recursive: true, force: true })
    },
  }
}

async function listGroups(sql: SqlEngine, groups: string): Promise<readonly string[]> {
  const rows = await sql.rows<{ members: string }>(groups)
  return rows.map(({ members }) => members)
}

async function readNames(sql: SqlEngine): Promise<Readonly<Record<string, string>>> {
  const rows = await sql.rows<{ subject: string; identity: string }>(`
    select source || '/' || ref as subject, identity from subject
    join identity_member using (subject_id) join identity using (identity_no)`)
  return Object.fromEntries(rows.map(({ subject, identity }) => [subject, identity]))
}

const subject = `s.source || '/' || s.ref`

const membersSql = `select string_agg(${subject}, ' ' order by s.source, s.ref) as members
  from identity_member as m join subject as s using (subject_id) group by m.identity_no order by 1`

const ringsSql = `select string_agg(${subject}, ' ' order by s.source, s.ref) as members
  from ring_member as r join identity_member as m using (identity_no)
  join subject as s using (subject_id) group by r.ring order by 1`

function observationOf(given: object): Observation {
  const reading = readRecord(given, undefined)
  if (reading.record !== 'observation')
    throw new Error(`no observation: ${JSON.stringify(reading)}`)
  return reading.value
}
