import type { SqlEngine } from '../sql/index.ts'
import { standsFor } from './merges.ts'
import {
  type CommitCounts,
  noCounts,
  onlyRow,
  readingTables,
  readStagedSql,
} from './staged-batch.ts'

/**
 * What a source takes back (decision 0018). Three sorts: `subject` (one of its records and whatever it merged into
 * that), `observations` (an id and what begins with it and a slash) and `merge` (one record is another one from
 * now on). Erased is what is taken back in any way, in whatever order word of it came.
 */
export const withdrawalColumns = {
  line: 'bigint',
  source: 'varchar',
  withdraws: 'varchar',
  /** A ref, or the id of `observations`. */
  named: 'varchar',
  into_ref: 'varchar',
  reason: 'varchar',
  at_ms: 'bigint',
  /** Whether the source stated it; false: it follows from how its records are read, and is told only where it has an effect. */
  stated: 'boolean',
} as const

/** Refs and ids have digests of their own, so that one is never taken for the other. */
const digestSql = (sort: 'subject' | 'observations', source: string, named: string): string =>
  `sha256((select salt from withdrawal_salt) || chr(10) || '${sort}' || chr(10) || ${source} || chr(10) || ${named})`

/** The id itself and each of its beginnings that a slash follows. */
const beginningsSql = (id: string): string => `list_transform(
  range(1, len(string_split(${id}, '/')) + 1), lambda n: array_to_string(string_split(${id}, '/')[1:n], '/'))`

const bodyRef = `json_extract_string(o.body, '$.subject.ref')`

/** Takes out of `staged` the observations of what was erased before, and gives their number. */
export async function dropWithdrawn(sql: SqlEngine): Promise<number> {
  const { any } = await onlyRow<{ any: number }>(sql, 'select count(*) as any from withdrawal')
  if (any === 0) return 0
  const within = (sort: string): string =>
    `source in (select source from withdrawal where withdraws = '${sort}')`
  await sql.run(`create or replace temp table withdrawn_line as
    with person as (
      select distinct source, ref from staged where ${within('subject')}),
    gone as (
      select p.source, p.ref from (
        select source, ref, ${digestSql('subject', 'source', 'ref')} as digest from person) as p
      semi join withdrawal as w on w.withdraws = 'subject' and w.source = p.source and w.digest = p.digest),
    beginning as (
      select line, source, unnest(${beginningsSql('id')}) as id
      from staged where ${within('observations')}),
    hashed as (select line, source, ${digestSql('observations', 'source', 'id')} as digest from beginning)
    select line from staged semi join gone using (source, ref)
    union
    select h.line from hashed as h semi join withdrawal as w
      on w.withdraws = 'observations' and w.source = h.source and w.digest = h.digest`)
  const { lines } = await onlyRow<{ lines: number }>(
    sql,
    'select count(*) as lines from withdrawn_line',
  )
  if (lines > 0) await sql.run('delete from staged where line in (from withdrawn_line)')
  await sql.run('drop table withdrawn_line')
  return lines
}

/**
 * Takes withdrawals into the ledger and does what they say. Run it in the transaction of their batch, behind its
 * observations. One that the ledger has changes nothing.
 */
export async function commitWithdrawals(
  sql: SqlEngine,
  paths: readonly string[],
  importId: number,
): Promise<CommitCounts> {
  await sql.run(`create or replace temp table staged_withdrawal as
    select *, ${digestSql(`observations`, 'source', 'named')} as id_digest,
      ${digestSql('subject', 'source', 'named')} as ref_digest,
      ${digestSql('subject', 'source', 'into_ref')} as into_digest
    from ${readStagedSql(paths, withdrawalColumns)}`)
  await sql.run(newWithdrawals)
  const counts = await onlyRow<NewWithdrawals>(
    sql,
    `select (select count(*) from staged_withdrawal where stated) as staged, count(*) as fresh,
       count(*) filter (withdraws = 'merge') as merges, count(*) filter (stated) as stated,
       count(*) filter (stated and withdraws = 'merge') as merged from new_withdrawal`,
  )
  if (counts.fresh > 0) {
    await recordWithdrawals(sql, importId)
    await erase(sql)
    if (counts.merges > 0) await moveMerged(sql)
  }
  const unstated = counts.fresh > counts.stated ? await effectiveUnstated(sql) : 0
  for (const table of ['staged_withdrawal', 'new_withdrawal', 'erased_subject']) {
    await sql.run(`drop table if exists ${table}`)
  }
  const { staged, stated, merged } = counts
  return { ...noCounts, known: staged - stated, retracted: stated - merged + unstated, merged }
}

interface NewWithdrawals {
  readonly staged: number
  readonly fresh: number
  readonly merges: number
  readonly stated: number
  readonly merged: number
}

/** Retractions that no source stated and that took observations out of the ledger. */
async function effectiveUnstated(sql: SqlEngine): Promise<number> {
  const { count } = await onlyRow<{ count: number }>(
    sql,
    `select count(*) as count from new_withdrawal as n join withdrawal as w using (withdrawal_id)
     where not n.stated and n.withdraws <> 'merge' and w.observations > 0`,
  )
  return count
}

/**
 * Who deletes the same thing twice, for whatever reason, says one thing; a merge is another one at another
 * moment, as it may have been taken back between.
 */
const newWithdrawals = `create or replace temp table new_withdrawal as
  with given as (
    select * exclude (id_digest, ref_digest, at_ms), epoch_ms(at_ms) as withdrawn_at,
      case withdraws when 'observations' then id_digest else ref_digest end as digest
    from staged_withdrawal),
  fresh as (
    select * from given as g anti join withdrawal as w
      on w.source = g.source and w.withdraws = g.withdraws and w.digest = g.digest
        and w.into_digest is not distinct from g.into_digest
        and (w.withdraws <> 'merge' or w.withdrawn_at = g.withdrawn_at)
    qualify row_number() over (partition by source, withdraws, digest, into_digest,
      case withdraws when 'merge' then withdrawn_at end order by line) = 1)
  select *, (select coalesce(max(withdrawal_id), 0) from withdrawal)
    + row_number() over (order by line) as withdrawal_id from fresh`

/** The ledger's lines of `new_withdrawal`, and of what they erase beyond what they name. */
async function recordWithdrawals(sql: SqlEngine, importId: number): Promise<void> {
  // Both ends of a merge are subjects from now on, whether or not anything was observed of them yet; but not the erased.
  await sql.run(`insert into subject (subject_id, source, ref)
    select (select coalesce(max(subject_id), 0) from subject) + row_number() over (order by source, ref), source, ref
    from (
      select source, named as ref, digest from new_withdrawal where withdraws = 'merge'
      union select source, into_ref, into_digest from new_withdrawal where withdraws = 'merge') as e
    anti join (
      select source, digest from withdrawal where withdraws = 'subject'
      union select source, digest from new_withdrawal where withdraws = 'subject') as w
      on w.source = e.source and w.digest = e.digest
    anti join subject as s on s.source = e.source and s.ref = e.ref`)
  await sql.run(`insert into withdrawal by name
    select n.withdrawal_id, ${importId} as import_id, n.source, n.withdraws, n.digest, n.into_digest,
      f.subject_id, t.subject_id as into_subject, n.reason, n.withdrawn_at, 0 as observations
    from new_withdrawal as n
    left join subject as f on n.withdraws = 'merge' and f.source = n.source and f.ref = n.named
    left join subject as t on n.withdraws = 'merge' and t.source = n.source and t.ref = n.into_ref
    order by n.withdrawal_id`)
  await sql.run(`insert into withdrawal by name
    with recursive known as materialized (select source, digest from withdrawal where withdraws = 'subject'),
    merged as materialized (
      select source, digest, into_digest from withdrawal
      where withdraws = 'merge' and (source, digest) not in (from known)),
    led as (
      select m.source, m.digest, w.withdrawal_id as cause
      from merged as m join withdrawal as w
        on w.withdraws = 'subject' and w.source = m.source and w.digest = m.into_digest
      union
      select m.source, m.digest, l.cause from merged as m join led as l
        on l.source = m.source and l.digest = m.into_digest),
    implied as (select source, digest, min(cause) as follows from led group by all)
    select (select max(withdrawal_id) from withdrawal) + row_number() over (order by i.follows, i.digest)
        as withdrawal_id, ${importId} as import_id, i.source, 'subject' as withdraws, i.digest, c.reason,
      c.withdrawn_at, 0 as observations, i.follows
    from implied as i join withdrawal as c on c.withdrawal_id = i.follows`)
}

/** Whom the withdrawals of this batch erase: those they name, and those who were merged into one of them. */
const erasedSubjects = `create or replace temp table erased_subject as
  select subject_id, source, ref, stood_as, min(withdrawal_id) as withdrawal_id from (
    select s.subject_id, s.source, s.ref, coalesce(s.moved_to, s.subject_id) as stood_as, n.withdrawal_id
    from new_withdrawal as n join subject as s
      on n.withdraws = 'subject' and s.source = n.source and s.ref = n.named
    union all
    select s.subject_id, s.source, s.ref, coalesce(s.moved_to, s.subject_id), w.withdrawal_id
    from withdrawal as w join withdrawal as m
      on m.withdraws = 'merge' and m.source = w.source and m.digest = w.digest
    join subject as s on s.subject_id = m.subject_id and s.ref is not null
    where w.follows is not null and w.withdrawal_id > (select min(withdrawal_id) from new_withdrawal))
  group by all`

/** All versions: what was superseded is in the ledger as well, and is no reading. */
const erasedObservations = `create or replace temp table erased_observation as
  with named as (
    select v.observation_id from event as v semi join erased_subject as e on e.stood_as = v.subject_id
    union
    select observation_id from superseded
    where exists (from erased_subject)),
  beginning as (
    select observation_id, source, unnest(${beginningsSql('id')}) as id
    from observation
    where source in (select source from new_withdrawal where withdraws = 'observations'))
  select observation_id, min(withdrawal_id) as withdrawal_id from (
    select o.observation_id, e.withdrawal_id from named join observation as o using (observation_id)
    join erased_subject as e on e.source = o.source and e.ref = ${bodyRef}
    union all
    select b.observation_id, n.withdrawal_id from beginning as b join new_withdrawal as n
      on n.withdraws = 'observations' and n.source = b.source and n.named = b.id)
  group by observation_id`

/** Removes values and leaves tombstones: numbers, sources and imports, so that nothing is numbered anew. */
async function erase(sql: SqlEngine): Promise<void> {
  await sql.run(erasedSubjects)
  await sql.run(erasedObservations)
  await touch(
    sql,
    'select distinct subject_id from event semi join erased_observation using (observation_id)',
  )
  await sql.run(`update withdrawal as w set observations = c.count
    from (select withdrawal_id, count(*) as count from erased_observation group by all) as c
    where c.withdrawal_id = w.withdrawal_id`)
  for (const table of readingTables) {
    await sql.run(
      `delete from ${table} where observation_id in (select observation_id from erased_observation)`,
    )
  }
  await sql.run(`update observation set id = null, content_hash = null, body = null
    where observation_id in (select observation_id from erased_observation)`)
  await sql.run(`update subject set ref = null, moved_to = null
    where subject_id in (select subject_id from erased_subject)`)
  await sql.run('drop table erased_observation')
}

/** Notes for the linkage whose evidence has changed. */
const touch = (sql: SqlEngine, subjects: string): Promise<void> =>
  sql.run(
    `insert into withdrawal_touched select (select max(withdrawal_id) from withdrawal), subject_id from (${subjects})`,
  )

/** Brings `moved_to` and the readings of who is moved by it up to date with all merges of the ledger. */
async function moveMerged(sql: SqlEngine): Promise<void> {
  const merges = await sql.rows<{ subject: number; into: number; at: string; ref: string }>(`
    select w.subject_id as subject, w.into_subject as "into", w.withdrawn_at as "at", t.ref
    from withdrawal as w
    join subject as f on f.subject_id = w.subject_id and f.ref is not null
    join subject as t on t.subject_id = w.into_subject and t.ref is not null
    where w.withdraws = 'merge'`)
  const stands = [...standsFor(merges)]
  await sql.run(
    'create or replace temp table merged_subject (subject_id integer, stands_as integer)',
  )
  await sql.append('merged_subject', [
    { type: 'integer', values: stands.map(([subject]) => subject) },
    { type: 'integer', values: stands.map(([, as]) => as) },
  ])
  await sql.run(`create or replace temp table moved_subject as
    select subject_id, source, ref, was, now from (
      select s.subject_id, s.source, s.ref, coalesce(s.moved_to, s.subject_id) as was,
        coalesce(m.stands_as, s.subject_id) as now
      from subject as s left join merged_subject as m using (subject_id))
    where was <> now`)
  await sql.run(`create or replace temp table moved_observation as
    select o.observation_id, m.was, m.now from moved_subject as m
    join event as v on v.subject_id = m.was
    join observation as o on o.observation_id = v.observation_id and o.source = m.source
    where m.ref = ${bodyRef}`)
  await sql.run(`update subject as s set moved_to = nullif(m.now, m.subject_id)
    from moved_subject as m where m.subject_id = s.subject_id`)
  for (const table of readingTables) {
    await sql.run(`update ${table} as t set subject_id = m.now
      from moved_observation as m where m.observation_id = t.observation_id`)
  }
  await touch(
    sql,
    'select was as subject_id from moved_observation union select now from moved_observation',
  )
  for (const table of ['merged_subject', 'moved_subject', 'moved_observation']) {
    await sql.run(`drop table ${table}`)
  }
}
