import type { Effects } from '../effects.ts'
import {
  heldSql,
  type LinkModel,
  lastingTables,
  linkReadRecords,
  linkTables,
  readRecords,
  relinkRecords,
} from '../linkage/index.ts'
import type { SqlEngine, SqlSession } from '../sql/index.ts'
import { overridesSql } from './hubs.ts'
import {
  keepLinkedEvidence,
  nextEvidence,
  readLinkedEvidence,
  readNewEvidence,
} from './linked-evidence.ts'
import { lastMemberSql, regroup, writeGroups } from './membership.ts'
import { type ModelPrefixes, writeRings } from './ring-writing.ts'
import { identityKeySql, identityRecordSql } from './shown-infrastructure.ts'
import { standingSql } from './statements.ts'
import {
  allSubjects,
  controlledTextSql,
  selectorsOfSql,
  subjectKeySql,
  subjectRecordSql,
} from './subjects.ts'

export interface LinkSummary {
  readonly subjects: number
  readonly identities: number
  /** Groups of two or more identities that share infrastructure; most are no ring in the end. */
  readonly rings: number
  readonly hubs: number
}

export interface FormingParts {
  readonly sql: SqlSession
  readonly samePerson: LinkModel
  readonly sameHands: LinkModel
  readonly effects: Effects
  /** Domain of the organization whose store this is. */
  readonly organization: string | undefined
}

/** `subject_id` of those whose evidence is another one, or about whom somebody said something. */
export const changedTable = 'changed_subject'

const standingTable = 'linkage_standing'

/** Whether the tables of the last linkage are whole: they are derived, and may be thrown away. */
export async function isStanding(sql: SqlEngine): Promise<boolean> {
  const tables = await sql.rows(
    `select 1 from information_schema.tables where table_name = '${standingTable}'`,
  )
  return tables.length > 0
}

export const forgetLinkage = (sql: SqlEngine): Promise<void> =>
  sql.run(`drop table if exists ${standingTable}`)

/** The last of each thing that a run has seen: what came later is for the next run. */
export interface LinkInputState {
  readonly last_observation: number
  readonly last_judgement: number
  readonly last_hub_judgement: number
  readonly last_withdrawal: number
}

const personJudgements = (words: string): string =>
  `select left_subject as left_id, right_subject as right_id, same from (${standingSql('person', words)})`

const handsJudgements = (members: string, words: string): string => `
  select l.identity_no as left_id, r.identity_no as right_id, bool_and(same) as same
  from (${standingSql('hands', words)}) as j
  join ${members} as l on l.subject_id = j.left_subject
  join ${members} as r on r.subject_id = j.right_subject
  where l.identity_no <> r.identity_no group by all`

/** Where a run keeps the tables of the two models: an increment brings the lasting ones up to date. */
const lasting = { person: 'person', hands: 'hands' } as const
/** A full run builds them beside the lasting ones, which are read meanwhile. */
const next = { person: 'person_next', hands: 'hands_next' } as const

const progress =
  ({ effects }: FormingParts) =>
  (done: number): void =>
    effects.progress({ what: 'linking', done, of: 2, unit: 'models' })

/** Temporary: what people said of pairs, and what subjects showed, when a full run began. */
const saidTable = 'linked_judgement'
const shownTable = 'linked_shown'

/**
 * Forms all identities and rings anew. What it needs of the evidence and of people's words is read in one transaction, so
 * from one snapshot. Then the tables of the linkage are built one by one outside a transaction: in one, each would be
 * read slowly until its end. A last transaction writes what others read and puts the new tables in the place of the
 * old ones; until then readers see the earlier run. `record` runs in that transaction.
 */
export async function linkFully(
  parts: FormingParts,
  readState: () => Promise<LinkInputState>,
  record: (run: number, state: LinkInputState) => Promise<void>,
): Promise<void> {
  const { sql, samePerson, sameHands } = parts
  const step = progress(parts)
  step(0)
  await dropTables(sql, allLasting(parts, next))
  const { state, mutes } = await sql.transaction(async () => {
    const state = await readState()
    const mutes = await overridesSql(sql)
    await readSnapshot(parts, mutes)
    return { state, mutes }
  })
  await linkReadRecords(sql, samePerson, {
    ...noInput,
    prefix: next.person,
    judgements: personJudgements(saidTable),
    texts: controlledTextSql,
  })
  await sql.run(`create or replace temp table person_affected as
    select record_id from ${linkTables(next.person).record} union select subject_id from ${lastMemberSql}`)
  await regroupPersons(sql, { prefixes: next, affected: 'person_affected', was: lastMemberSql })
  step(1)
  const members = 'regrouped_member'
  const hands = {
    ...noInput,
    prefix: next.hands,
    records: identityRecordSql({ members }, linkTables(next.person).record),
    held: `select m.identity_no as record_id, h.key, h.value_id, bool_or(h.named) as named,
        bool_or(h.counts) as counts
      from ${shownTable} as h join ${members} as m on m.subject_id = h.record_id
      group by m.identity_no, h.key, h.value_id`,
    mutes,
    judgements: handsJudgements(members, saidTable),
  }
  await readRecords(sql, sameHands, hands)
  await linkReadRecords(sql, sameHands, hands)
  step(2)
  await sql.transaction(async () => {
    const run = await nextRun(sql)
    await keepLinkedEvidence(sql)
    // Whoever has no evidence in force any more is in no group; what stood before the ledger knew is gone too.
    await sql.run('delete from identity_member')
    await sql.run('delete from identity')
    await writeGroups(sql, run)
    await writeRings(sql, { samePerson, sameHands, prefixes: next, all: true })
    await replaceTables(parts)
    await sql.run(`create or replace table ${standingTable} as select ${run} as run_id`)
    await record(run, state)
  })
}

const noInput = { records: '', keys: '' }

/** Fills the tables of a full run that are read from evidence and people's words. */
async function readSnapshot(
  { sql, samePerson, sameHands, organization }: FormingParts,
  mutes: string,
): Promise<void> {
  await readLinkedEvidence(sql, organization)
  await sql.run(`create or replace temp table ${saidTable} as from judgement_now`)
  await readRecords(sql, samePerson, {
    records: subjectRecordSql(allSubjects(nextEvidence)),
    keys: subjectKeySql(allSubjects(nextEvidence)),
    mutes,
    prefix: next.person,
  })
  // Subjects stand for themselves here; which identity they are in is not known yet.
  const members = '(select subject_id as identity_no, subject_id from subject)'
  await sql.run(`create or replace temp table ${shownTable} as
    ${heldSql(sameHands, identityKeySql({ members, evidence: nextEvidence }))}`)
}

const allLasting = (
  { samePerson, sameHands }: FormingParts,
  prefixes: ModelPrefixes,
): readonly string[] => [
  ...lastingTables(samePerson, prefixes.person),
  ...lastingTables(sameHands, prefixes.hands),
]

async function dropTables(sql: SqlEngine, tables: readonly string[]): Promise<void> {
  for (const table of tables) await sql.run(`drop table if exists ${table}`)
}

/** Puts the tables of a full run in the place of those of the run before. */
async function replaceTables(parts: FormingParts): Promise<void> {
  const { sql } = parts
  const [built, replaced] = [allLasting(parts, next), allLasting(parts, lasting)]
  await dropTables(sql, replaced)
  for (const [at, table] of built.entries()) {
    await sql.run(`alter table ${table} rename to ${replaced[at]}`)
  }
}

/** The run before and what it has not seen. */
export interface ChangesSince {
  /** The last observation that the run before has seen. */
  readonly last: number
}

/**
 * Brings identities and rings up to date with what `changed_subject` touches, to the same result as a full run. Call
 * it in a transaction.
 */
export async function linkIncrementally(
  parts: FormingParts,
  { last }: ChangesSince,
  record: (run: number) => Promise<void>,
): Promise<void> {
  const { sql, samePerson, sameHands } = parts
  const run = await nextRun(sql)
  const step = progress(parts)
  step(0)
  await readNewEvidence(sql, parts.organization, last)
  const mutes = await overridesSql(sql)
  await sql.run(`create or replace temp table changed_record as
    select subject_id as record_id from ${changedTable}`)
  const among = { selectors: 'changed_selector', among: changedTable }
  await sql.run(`create or replace temp table changed_selector as
    from ${selectorsOfSql(changedTable)}`)
  await relinkRecords(sql, samePerson, {
    prefix: lasting.person,
    mutes,
    judgements: personJudgements('judgement_now'),
    texts: controlledTextSql,
    records: subjectRecordSql(among),
    keys: subjectKeySql(among),
    changed: 'changed_record',
  })
  const affected = linkTables(lasting.person).affected
  await regroupPersons(sql, { prefixes: lasting, affected, was: 'identity_member' })
  await writeGroups(sql, run)
  step(1)
  await sql.run(`create or replace temp table changed_identity as
    select identity_no from identity_member semi join ${changedTable} using (subject_id)
    union select was from regrouped_moved where was is not null
    union select now from regrouped_moved where now is not null
    union select m.identity_no from judgement_now as j
      join identity_member as m on m.subject_id in (j.left_subject, j.right_subject)
      where j.about = 'hands'`)
  await sql.run(
    'create or replace temp table changed_record as select identity_no as record_id from changed_identity',
  )
  const some = { members: 'identity_member', among: 'changed_identity' }
  await relinkRecords(sql, sameHands, {
    prefix: lasting.hands,
    mutes,
    judgements: handsJudgements('identity_member', 'judgement_now'),
    records: identityRecordSql(some, linkTables(lasting.person).record),
    keys: identityKeySql(some),
    changed: 'changed_record',
  })
  step(2)
  await writeRings(sql, { samePerson, sameHands, prefixes: lasting, all: false })
  await record(run)
}

/** Runs are written by linkage alone, one at a time. */
async function nextRun(sql: SqlEngine): Promise<number> {
  const [row] = await sql.rows<{ next: number }>(
    'select coalesce(max(run_id), 0) + 1 as next from link_run',
  )
  return row?.next ?? 1
}

interface RegroupedPersons {
  readonly prefixes: ModelPrefixes
  /** A table of `record_id`: whom the linkage looked at. */
  readonly affected: string
  /** Where they stood before. */
  readonly was: string
}

/** Whom the linkage looked at, in the groups that it made of them. */
async function regroupPersons(
  sql: SqlEngine,
  { prefixes, affected, was }: RegroupedPersons,
): Promise<void> {
  const t = linkTables(prefixes.person)
  await sql.run(`create or replace temp table person_considered as
    select record_id as subject_id from ${affected}`)
  await sql.run(`create or replace temp table person_grouped as
    select c.subject_id, coalesce(g.group_id, c.subject_id) as group_id
    from person_considered as c semi join ${t.record} as r on r.record_id = c.subject_id
    left join ${t.group} as g on g.record_id = c.subject_id`)
  await regroup(sql, { considered: 'person_considered', grouped: 'person_grouped', was })
}

export async function countLinked(sql: SqlEngine): Promise<LinkSummary> {
  const [summary] = await sql.rows<LinkSummary>(`select
    (select count(*) from identity_member) as subjects,
    (select count(*) from identity) as identities,
    (select count(distinct ring) from ring_member) as rings,
    (select count(*) from hub) as hubs`)
  return summary ?? { subjects: 0, identities: 0, rings: 0, hubs: 0 }
}
