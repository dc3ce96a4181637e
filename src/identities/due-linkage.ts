import type { SqlEngine } from '../sql/index.ts'
import {
  changedTable,
  type FormingParts,
  isStanding,
  type LinkInputState,
  linkFully,
  linkIncrementally,
} from './forming.ts'
import { changedSources } from './linked-evidence.ts'
import { forgetWithdrawn, lastWithdrawal, touchedSql } from './withdrawn.ts'

/** Keeps account of a run, on the connection whose transaction keeps its results. */
export type RecordRun = (sql: SqlEngine) => Promise<void>

export interface LastWords {
  /** Number of the last training of a model. */
  readonly training: number
  readonly judgement: number
  readonly hub_judgement: number
}

/** Numbers of the last words: where they rise, linking is due. */
export async function lastWords(sql: SqlEngine): Promise<LastWords> {
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

/**
 * Links what is due: what changed since the last run, or everything where the versions, the tables or the number of
 * changes ask for it.
 */
export async function linkDue(
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
