import { normalFormVersion } from '../evidence/index.ts'
import { Problem } from '../problem.ts'
import { quoteText, type SqlEngine } from '../sql/index.ts'
import { withheldSubjectSql } from './withheld.ts'

/** Where a subject stands. */
export interface SubjectPlace {
  readonly subject_id: number
  readonly identity_no: number
  readonly identity: string
  /** Subjects in its identity. */
  readonly size: number
}

/**
 * Finds a subject, written `source/ref` (split at the first slash), in its identity. That of a real holder is
 * as unknown as one that never was.
 */
export async function requireSubject(sql: SqlEngine, subject: string): Promise<SubjectPlace> {
  const slash = subject.indexOf('/')
  if (slash < 1 || slash === subject.length - 1) {
    throw new Problem(
      'usage',
      `"${subject}" is no subject: write source/ref, such as acme-ats/cand-881`,
    )
  }
  await requireLinked(sql)
  const [place] = await sql.rows<SubjectPlace>(`
    select m.subject_id, i.identity_no, i.identity,
           (select count(*) from identity_member as a where a.identity_no = i.identity_no) as size
    from subject as s
    join listed_member as m on m.subject_id = coalesce(s.moved_to, s.subject_id)
    join identity as i on i.identity_no = m.identity_no
    where s.source = ${quoteText(subject.slice(0, slash))} and s.ref = ${quoteText(subject.slice(slash + 1))}`)
  if (place !== undefined) return place
  throw new Problem('not-found', `no subject ${subject} in an identity; is it imported and linked?`)
}

export interface IdentityPlace {
  readonly identity_no: number
  readonly identity: string
  readonly founder_subject: number
  readonly ring: string | null
}

/**
 * Finds an identity by its name; of one that has ended it is told what became of it. A real holder is as
 * unknown as one that never was.
 */
export async function requireIdentity(sql: SqlEngine, identity: string): Promise<IdentityPlace> {
  await requireLinked(sql)
  const [place] = await sql.rows<IdentityPlace>(`
    select i.identity_no, i.identity, i.founder_subject, r.ring
    from listed_identity as i left join ring_member as r on r.identity_no = i.identity_no
    where i.identity = ${quoteText(identity)}`)
  if (place !== undefined) return place
  throw new Problem('not-found', await fateOf(sql, identity))
}

interface LastEvent {
  readonly event: string
  readonly run_id: number
  readonly ran_at: string
  /** Where the subjects that it had stand now. */
  readonly now: readonly string[]
  /** It stands, as a real holder. */
  readonly stands: boolean
  /** One of its subjects stands in a real holder. */
  readonly withheld: boolean
}

async function fateOf(sql: SqlEngine, identity: string): Promise<string> {
  const [last] = await sql.rows<LastEvent>(`
    select e.event, e.run_id, r.ran_at, coalesce((
        select list(distinct i.identity order by i.identity) from listed_member as m
        join identity as i using (identity_no) where list_contains(e.before, m.subject_id)), []) as now,
      e.identity in (select identity from identity) as stands,
      list_has_any(e.before, (select coalesce(list(subject_id), []) from ${withheldSubjectSql})) as withheld
    from identity_event as e join link_run as r using (run_id)
    where e.identity = ${quoteText(identity)} order by e.run_id desc limit 1`)
  if (last === undefined || last.stands || (last.withheld && last.now.length === 0)) {
    return `no identity ${identity}: \`ringer identities\` lists them`
  }
  const when = `in run ${last.run_id} (${last.ran_at.slice(0, 10)})`
  if (last.now.length === 0)
    return `${identity} was ${last.event} ${when}: it has no subject any more`
  return `${identity} was ${last.event} ${when}; its subjects now stand in ${last.now.join(', ')}`
}

export async function requireLinked(sql: SqlEngine): Promise<void> {
  const [row] = await sql.rows<{ runs: number }>('select count(*) as runs from link_run')
  if ((row?.runs ?? 0) > 0) return requireNothingWithdrawn(sql)
  throw new Problem('not-found', 'nothing is linked yet: run `ringer run` first')
}

/** What a source took back since the last linkage still stands in its tables, and is shown to nobody. */
export async function requireNothingWithdrawn(sql: SqlEngine): Promise<void> {
  const rows = await sql.rows(`select 1 from withdrawal_touched where withdrawal_id > (
    select coalesce(max_by(coalesce(last_withdrawal, 0), run_id), 0) from link_run) limit 1`)
  if (rows.length === 0) return
  throw new Problem(
    'conflict',
    'sources withdrew evidence since the last run, and the results still hold it: run `ringer run` first',
  )
}

/** What explains a link reads the tables of the linkage, which an earlier version may have left otherwise. */
export async function requireLinkTables(sql: SqlEngine): Promise<void> {
  await requireLinked(sql)
  const [row] = await sql.rows<{ tables: number; normal_forms: number }>(`select
    (select count(*) from information_schema.tables
     where table_name in ('linkage_source', 'linkage_standing')) as tables,
    (select version from normal_form_version) as normal_forms`)
  if (row?.tables === 2 && row.normal_forms >= normalFormVersion) return
  throw new Problem('conflict', 'an earlier version linked this store: run `ringer run` first')
}
