import type { Effects } from '../effects.ts'
import { type LinkModel, linkRecords, linkTables, relinkRecords } from '../linkage/index.ts'
import { quoteText, type SqlEngine } from '../sql/index.ts'
import { listHubs, overridesSql } from './hubs.ts'
import { readLinkedEvidence, readNewEvidence } from './linked-evidence.ts'
import { dropRegrouped, lastMemberSql, regroup, writeGroups } from './membership.ts'
import { nameOf } from './naming.ts'
import { identityKeySql, identityRecordSql, shownBySql } from './shown-infrastructure.ts'
import { standingSql } from './statements.ts'
import {
  controlledBySql,
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
  readonly sql: SqlEngine
  readonly samePerson: LinkModel
  readonly sameHands: LinkModel
  readonly effects: Effects
  /** Domain of the organization whose store this is. */
  readonly organization: string | undefined
}

/** The number of this run in the ledger of names, and what it looks at again. */
export interface FormingRun {
  readonly run: number
  /** Number of the last observation that the run before has seen. */
  readonly last: number
  /** How many stand in `changed_subject`; null: all are linked anew. */
  readonly changed: number | null
}

/** `subject_id` of those whose evidence is another one, or about whom somebody said something. */
export const changedTable = 'changed_subject'

/**
 * Forms identities and rings: all of them, or those that `changed` touches, to the same result. `record` runs in the
 * transaction that keeps it: that the stage has run is kept with what it made, or neither is.
 */
export async function formIdentities(
  parts: FormingParts,
  work: FormingRun,
  record: () => Promise<void>,
): Promise<void> {
  if (work.changed === null) await formAll(parts, work.run, record)
  else await parts.sql.transaction(() => formChanged(parts, work, record))
}

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

const personJudgements = `select left_subject as left_id, right_subject as right_id, same from (${standingSql('person')})`

const handsJudgements = (members: string): string => `
  select l.identity_no as left_id, r.identity_no as right_id, bool_and(same) as same
  from (${standingSql('hands')}) as j
  join ${members} as l on l.subject_id = j.left_subject
  join ${members} as r on r.subject_id = j.right_subject
  where l.identity_no <> r.identity_no group by all`

const person = (mutes: string) => ({
  mutes,
  judgements: personJudgements,
  texts: controlledTextSql,
  prefix: 'person',
})
const hands = (mutes: string, members: string) => ({
  mutes,
  judgements: handsJudgements(members),
  prefix: 'hands',
})

const progress =
  ({ effects }: FormingParts) =>
  (done: number): void =>
    effects.progress({ what: 'linking', done, of: 2, unit: 'models' })

/**
 * The tables of the linkage are made one by one, outside a transaction: in one, each would be read slowly until
 * its end (twice the time was measured). They count from the moment the marker stands, in the
 * transaction that writes all that others read.
 */
async function formAll(
  parts: FormingParts,
  run: number,
  record: () => Promise<void>,
): Promise<void> {
  const { sql, samePerson, sameHands } = parts
  const step = progress(parts)
  step(0)
  await forgetLinkage(sql)
  const mutes = await overridesSql(sql)
  await readLinkedEvidence(sql, parts.organization)
  await linkRecords(sql, samePerson, {
    ...person(mutes),
    records: subjectRecordSql(),
    keys: subjectKeySql(),
  })
  await sql.run(`create or replace temp table person_affected as
    select record_id from person_record union select subject_id from ${lastMemberSql}`)
  await regroupPersons(sql, lastMemberSql)
  step(1)
  const members = { members: 'regrouped_member' }
  await linkRecords(sql, sameHands, {
    ...hands(mutes, 'regrouped_member'),
    records: identityRecordSql(members),
    keys: identityKeySql(members),
  })
  step(2)
  await sql.transaction(async () => {
    // Whoever has no evidence in force any more is in no group; what stood before the ledger knew is gone too.
    await sql.run('delete from identity_member')
    await sql.run('delete from identity')
    await writeGroups(sql, run)
    await writeRings(parts, { all: true })
    await sql.run(`create table ${standingTable} as select ${run} as run_id`)
    await record()
  })
  await dropRegrouped(sql)
  for (const table of ['person_affected', 'person_considered', 'person_grouped']) {
    await sql.run(`drop table ${table}`)
  }
}

async function formChanged(
  parts: FormingParts,
  { run, last }: FormingRun,
  record: () => Promise<void>,
): Promise<void> {
  const { sql, samePerson, sameHands } = parts
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
    ...person(mutes),
    records: subjectRecordSql(among),
    keys: subjectKeySql(among),
    changed: 'changed_record',
  })
  await regroupPersons(sql, 'identity_member')
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
    ...hands(mutes, 'identity_member'),
    records: identityRecordSql(some),
    keys: identityKeySql(some),
    changed: 'changed_record',
  })
  step(2)
  await writeRings(parts, { all: false })
  await record()
}

/** Whom the linkage looked at, in the groups that it made of them. */
async function regroupPersons(sql: SqlEngine, was: string): Promise<void> {
  const t = linkTables('person')
  await sql.run(`create or replace temp table person_considered as
    select record_id as subject_id from ${t.affected}`)
  await sql.run(`create or replace temp table person_grouped as
    select c.subject_id, coalesce(g.group_id, c.subject_id) as group_id
    from person_considered as c semi join ${t.record} as r on r.record_id = c.subject_id
    left join ${t.group} as g on g.record_id = c.subject_id`)
  await regroup(sql, { considered: 'person_considered', grouped: 'person_grouped', was })
}

async function writeRings(
  { sql, samePerson, sameHands }: FormingParts,
  { all }: { readonly all: boolean },
): Promise<void> {
  await storeRingLinks(sql, sameHands, all)
  await nameRings(sql)
  await listHubs(sql, {
    model: samePerson,
    prefix: 'person',
    keys: controlledBySql,
    id: 'subject_id',
  })
  await listHubs(sql, { model: sameHands, prefix: 'hands', keys: shownBySql, id: 'identity_no' })
}

async function storeRingLinks(sql: SqlEngine, model: LinkModel, all: boolean): Promise<void> {
  const { pair, touched } = linkTables('hands')
  const of = (left: string, right: string): string =>
    all ? '' : `where ${left} in (from ${touched}) or ${right} in (from ${touched})`
  const reasons = model.keys.map(
    ({ name }, at) =>
      `case when key_${at} is not null then {comparison: ${quoteText(name)}, bits: key_${at}} end`,
  )
  await sql.run(`delete from ring_link ${of('left_identity', 'right_identity')}`)
  await sql.run(`insert into ring_link
    select left_id, right_id, ${model.prior_bits} + key_bits + column_bits,
      to_json(list_filter([${reasons.join(', ')}], lambda reason: reason is not null))::varchar
    from ${pair} ${of('left_id', 'right_id')}`)
}

/** A ring is named for the oldest identity in it. */
async function nameRings(sql: SqlEngine): Promise<void> {
  const members = await sql.rows<{ ring_no: number; identity_no: number; founder: string }>(`
    select dense_rank() over (order by g.group_id)::integer as ring_no, i.identity_no,
           first_value(i.identity) over (partition by g.group_id order by i.identity_no) as founder
    from ${linkTables('hands').group} as g join identity as i on i.identity_no = g.record_id
    qualify count(*) over (partition by g.group_id) > 1
    order by ring_no, i.identity_no`)
  const names = new Map<string, string>()
  const named = (founder: string): string => {
    const name = names.get(founder) ?? nameOf('rng', founder)
    names.set(founder, name)
    return name
  }
  await sql.run('delete from ring_member')
  await sql.append('ring_member', [
    { type: 'integer', values: members.map((member) => member.ring_no) },
    { type: 'varchar', values: members.map((member) => named(member.founder)) },
    { type: 'integer', values: members.map((member) => member.identity_no) },
  ])
}

export async function countLinked(sql: SqlEngine): Promise<LinkSummary> {
  const [summary] = await sql.rows<LinkSummary>(`select
    (select count(*) from identity_member) as subjects,
    (select count(*) from identity) as identities,
    (select count(distinct ring) from ring_member) as rings,
    (select count(*) from hub) as hubs`)
  return summary ?? { subjects: 0, identities: 0, rings: 0, hubs: 0 }
}
