import type { Effects } from '../effects.ts'
import { type LinkModel, linkRecords } from '../linkage/index.ts'
import { quoteText, runSteps, type SqlEngine } from '../sql/index.ts'
import { nameOf } from './naming.ts'
import { identitySteps, subjectSteps } from './subjects.ts'

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
}

/**
 * Forms identities and rings anew from the evidence, in one transaction. `record` runs in it last:
 * that the stage has run is kept with what it made, or neither is.
 */
export async function formIdentities(
  parts: FormingParts,
  record: () => Promise<void>,
): Promise<LinkSummary> {
  const { sql, effects } = parts
  const step = (done: number): void =>
    effects.progress({ what: 'linking', done, of: 2, unit: 'models' })
  return sql.transaction(async () => {
    await sql.run('delete from hub')
    step(0)
    await formPersons(parts)
    step(1)
    await formRings(parts)
    step(2)
    await record()
    const [summary] = await sql.rows<LinkSummary>(`select
      (select count(*) from identity_member) as subjects,
      (select count(*) from identity) as identities,
      (select count(distinct ring) from ring_member) as rings,
      (select count(*) from hub) as hubs`)
    return summary ?? { subjects: 0, identities: 0, rings: 0, hubs: 0 }
  })
}

/** Subjects → identities. */
async function formPersons({ sql, samePerson }: FormingParts): Promise<void> {
  await runSteps(sql, subjectSteps)
  const input = { records: 'subject_record', keys: 'subject_key', prefix: 'person' }
  const count = await countOf(sql, 'subject_record')
  const { groups } = await linkRecords(sql, samePerson, { ...input, count })
  await storeGroups(sql, 'person_group', groups)
  await sql.run('delete from identity_member')
  await sql.run(`insert into identity_member
    select dense_rank() over (order by g.group_id), r.subject_id
    from person_group as g join subject_record as r on r.record_id = g.record_id`)
  await nameIdentities(sql)
  await sql.run('delete from identity_link')
  await sql.run(`insert into identity_link
    select l.subject_id, r.subject_id, p.bits, to_json(p.reasons)::varchar
    from person_pair as p
    join subject_record as l on l.record_id = p.left_id
    join subject_record as r on r.record_id = p.right_id`)
  await listHubs(sql, samePerson, 'person')
}

/** An identity is named for the subject that the store has known longest: it survives a merge. */
async function nameIdentities(sql: SqlEngine): Promise<void> {
  const [numbers = [], founders = [], sources = [], refs = []] = await sql.columns(`
    select m.identity_no, min(s.subject_id) as founder,
           min_by(s.source, s.subject_id), min_by(s.ref, s.subject_id)
    from identity_member as m join subject as s on s.subject_id = m.subject_id
    group by m.identity_no order by m.identity_no`)
  const names = sources.map((source, at) => nameOf('idn', `${source}/${refs[at]}`))
  await sql.run('delete from identity')
  await sql.append('identity', [
    { type: 'integer', values: numbers as readonly number[] },
    { type: 'varchar', values: names },
    { type: 'integer', values: founders as readonly number[] },
  ])
}

/** Identities → rings: groups of two or more. */
async function formRings({ sql, sameHands }: FormingParts): Promise<void> {
  await runSteps(sql, identitySteps(sameHands))
  const input = { records: 'identity_record', keys: 'identity_key', prefix: 'hands' }
  const count = await countOf(sql, 'identity_record')
  const { groups } = await linkRecords(sql, sameHands, { ...input, count })
  await storeGroups(sql, 'hands_group', groups)
  await sql.run('delete from ring_link')
  await sql.run(`insert into ring_link
    select left_id + 1, right_id + 1, bits, to_json(reasons)::varchar from hands_pair`)
  await nameRings(sql)
  await listHubs(sql, sameHands, 'hands')
}

async function nameRings(sql: SqlEngine): Promise<void> {
  const members = await sql.rows<{ ring_no: number; identity_no: number; founder: string }>(`
    select dense_rank() over (order by g.group_id) as ring_no, i.identity_no,
           first_value(i.identity) over (partition by g.group_id order by i.founder_subject) as founder
    from hands_group as g join identity as i on i.identity_no = g.record_id + 1
    qualify count(*) over (partition by g.group_id) > 1
    order by ring_no, i.identity_no`)
  await sql.run('delete from ring_member')
  await sql.append('ring_member', [
    { type: 'integer', values: members.map((member) => member.ring_no) },
    { type: 'varchar', values: members.map((member) => nameOf('rng', member.founder)) },
    { type: 'integer', values: members.map((member) => member.identity_no) },
  ])
}

async function countOf(sql: SqlEngine, table: string): Promise<number> {
  const [row] = await sql.rows<{ count: number }>(`select count(*) as count from ${table}`)
  return row?.count ?? 0
}

async function storeGroups(sql: SqlEngine, table: string, groups: Int32Array): Promise<void> {
  await sql.run(`create or replace table ${table} (record_id integer, group_id integer)`)
  await sql.append(table, [
    { type: 'integer', values: Int32Array.from(groups.keys()) },
    { type: 'integer', values: groups },
  ])
}

/** The muted values, under the selector kinds of the evidence. */
async function listHubs(sql: SqlEngine, model: LinkModel, prefix: string): Promise<void> {
  const kinds = model.keys.map((key) => `when ${quoteText(key.name)} then ${quoteText(key.kind)}`)
  await sql.run(`insert into hub
    select ${quoteText(model.name)}, case name ${kinds.join(' ')} end, detail, value, members,
           'shared by ' || members || ', more than proves anything'
    from ${prefix}_key where hub`)
}
