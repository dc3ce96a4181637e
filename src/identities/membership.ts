import { runSteps, type SqlEngine, type SqlStep } from '../sql/index.ts'
import { nameOf } from './naming.ts'

/**
 * Which identity each group of subjects is now. Names last: a merge keeps the oldest identity, a split leaves
 * the name with the largest part (Tilores' rules), and what became of the others is told as events.
 *
 * `considered`: `subject_id` of all whose group may be another one. `grouped`: `subject_id, group_id` of those
 * that stand in a group now. No group and no identity reaches beyond them.
 */
export interface Regrouped {
  readonly considered: string
  readonly grouped: string
  /** Where they stood: `identity_member`, or after everything was thrown away the ledger (`lastMemberSql`). */
  readonly was: string
}

const steps = ({ considered, grouped, was }: Regrouped): readonly SqlStep[] => [
  {
    name: 'regrouped_was',
    temporary: true,
    sql: `select m.subject_id, m.identity_no from ${was} as m semi join ${considered} using (subject_id)`,
  },
  {
    name: 'regrouped_overlap',
    temporary: true,
    sql: `select w.identity_no, g.group_id, count(*) as subjects, min(g.subject_id) as oldest
      from regrouped_was as w join ${grouped} as g using (subject_id) group by all`,
  },
  {
    name: 'regrouped_kept',
    temporary: true,
    sql: `select identity_no, group_id, identity_no = min(identity_no) over (partition by group_id) as keeps
      from (from regrouped_overlap
        qualify row_number() over (partition by identity_no order by subjects desc, oldest) = 1)`,
  },
  {
    name: 'regrouped_identity',
    temporary: true,
    sql: `select g.group_id, g.founder_subject,
        coalesce(k.identity_no, (select coalesce(max(identity_no), 0) from identity_name)
          + row_number() over (partition by k.identity_no is null order by g.founder_subject))::integer
          as identity_no,
        k.identity_no is null as is_new
      from (select group_id, min(subject_id) as founder_subject from ${grouped} group by group_id) as g
      left join (from regrouped_kept where keeps) as k on k.group_id = g.group_id`,
  },
  {
    name: 'regrouped_member',
    temporary: true,
    sql: `select i.identity_no, g.subject_id
      from ${grouped} as g join regrouped_identity as i on i.group_id = g.group_id`,
  },
  {
    name: 'regrouped_moved',
    temporary: true,
    sql: `select subject_id, w.identity_no as was, n.identity_no as now
      from regrouped_was as w full join regrouped_member as n using (subject_id)
      where w.identity_no is distinct from n.identity_no`,
  },
]

/**
 * Finds out which identity each group is, in temporary tables: `regrouped_member` (`identity_no, subject_id`) is
 * where the considered stand now, `regrouped_moved` (`subject_id, was, now`) who stands elsewhere than before.
 */
export async function regroup(sql: SqlEngine, regrouped: Regrouped): Promise<void> {
  await runSteps(sql, steps(regrouped))
  await nameNew(sql)
}

/** Writes `identity`, `identity_member` and the ledger of names, members and events, as `regroup` found. */
export async function writeGroups(sql: SqlEngine, run: number): Promise<void> {
  await sql.run(`insert into identity_name (identity_no, identity, run_id)
    select identity_no, identity, ${run} from regrouped_name order by identity_no`)
  await sql.run(
    `insert into identity_event (run_id, event, identity, before, after) ${eventSql(run)}`,
  )
  await sql.run(`insert into identity_membership (run_id, subject_id, identity_no)
    select ${run}, subject_id, now from regrouped_moved order by subject_id`)
  await sql.run(`delete from identity_member where subject_id in (
    select subject_id from regrouped_was union select subject_id from regrouped_member)`)
  await sql.run('insert into identity_member by name from regrouped_member')
  await sql.run(`delete from identity where identity_no in (
    select identity_no from regrouped_was union select identity_no from regrouped_identity)`)
  await sql.run(`insert into identity (identity_no, identity, founder_subject)
    select i.identity_no, n.identity, i.founder_subject
    from regrouped_identity as i join identity_name as n using (identity_no)`)
}

/** Where subjects stood after the last run, from the ledger: names last, though all that is derived was thrown away. */
export const lastMemberSql = `(select subject_id, identity_no from (
    select subject_id, max_by(struct_pack(no := identity_no), run_id).no as identity_no
    from identity_membership group by subject_id)
  where identity_no is not null)`

/** A new identity is named for its oldest subject; where that has given its name before, for its number too. */
async function nameNew(sql: SqlEngine): Promise<void> {
  const [numbers = [], founders = []] = await sql.columns(`
    select i.identity_no, s.source || '/' || s.ref
    from regrouped_identity as i join subject as s on s.subject_id = i.founder_subject
    where i.is_new order by i.identity_no`)
  const names = founders.map((founder) => nameOf('idn', String(founder)))
  await sql.run(
    'create or replace temp table regrouped_name (identity_no integer, identity varchar)',
  )
  await sql.append('regrouped_name', [
    { type: 'integer', values: numbers as readonly number[] },
    { type: 'varchar', values: names },
  ])
  const taken = await sql.rows<{ identity_no: number; founder: string }>(`
    select i.identity_no, s.source || '/' || s.ref as founder
    from (from regrouped_name semi join identity_name using (identity)) as t
    join regrouped_identity as i using (identity_no) join subject as s on s.subject_id = i.founder_subject`)
  for (const { identity_no: no, founder } of taken) {
    await sql.run('update regrouped_name set identity = $1 where identity_no = $2', [
      nameOf('idn', `${founder}\\n${no}`),
      no,
    ])
  }
}

/** One row for each identity that ended in another one, was parted, or has no subject left. */
function eventSql(run: number): string {
  return `with fate as (
      select w.identity_no, case when o.parts is null then 'retired' when not k.keeps then 'merged'
        when o.parts > 1 then 'split' end as event
      from (select distinct identity_no from regrouped_was) as w
      left join (select identity_no, count(*) as parts from regrouped_overlap group by identity_no) as o
        using (identity_no)
      left join regrouped_kept as k using (identity_no)),
    before as (
      select identity_no, list(subject_id order by subject_id) as subjects
      from regrouped_was semi join (from fate where event is not null) using (identity_no) group by identity_no),
    after as (
      select o.identity_no, to_json(list({identity: n.identity, subjects: m.subjects}
        order by i.identity_no))::varchar as identities
      from regrouped_overlap as o semi join (from fate where event is not null) using (identity_no)
      join regrouped_identity as i on i.group_id = o.group_id
      join identity_name as n on n.identity_no = i.identity_no
      join (select identity_no, list(subject_id order by subject_id) as subjects
            from regrouped_member group by identity_no) as m on m.identity_no = i.identity_no
      group by o.identity_no)
    select ${run}, f.event, n.identity, b.subjects, coalesce(a.identities, '[]')
    from fate as f join identity_name as n using (identity_no) join before as b using (identity_no)
    left join after as a using (identity_no)
    where f.event is not null order by f.identity_no`
}
