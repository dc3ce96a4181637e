import type { LinkModel } from '../linkage/index.ts'
import { quoteText, type SqlStep } from '../sql/index.ts'

/**
 * Subjects as records for linkage. They are numbered by (source, ref), not by arrival, so that the
 * partition does not depend on the order of import.
 */
export const subjectSteps: readonly SqlStep[] = [
  {
    name: 'subject_record',
    // The latest claim of each sort counts; where several are as late, the alphabetically last.
    sql: `select (row_number() over (order by s.source, s.ref) - 1)::integer as record_id,
        s.subject_id,
        max_by(n.value, (e.happened_at, n.value)) as name,
        max_by(e.birth_year, (e.happened_at, e.birth_year)) filter (e.birth_year is not null) as birth_year,
        max_by(e.claimed_city, (e.happened_at, e.claimed_city)) filter (e.claimed_city is not null) as city
      from subject as s
      join event as e on e.subject_id = s.subject_id
      left join (select observation_id, value from selector where kind = 'name') as n
        on n.observation_id = e.observation_id
      group by s.source, s.ref, s.subject_id`,
  },
  {
    name: 'subject_key',
    // Only what is controlled finds and joins subjects: a claimed name or photo may be stolen.
    sql: `select distinct r.record_id, s.kind, s.detail, s.value
      from selector as s join subject_record as r on r.subject_id = s.subject_id
      where s.controlled`,
  },
]

/**
 * Identities as records for linkage, in the order of their first subject, with the infrastructure
 * that their subjects showed. A referee's mailbox and the mailbox of an identity meet in the kind
 * `reference`: references that point at each other are a link.
 */
export const identitySteps = (sameHands: LinkModel): readonly SqlStep[] => [
  {
    name: 'identity_record',
    sql: `select (m.identity_no - 1)::integer as record_id, m.identity_no, mode(r.name order by r.name) as name
      from identity_member as m join subject_record as r on r.subject_id = m.subject_id
      group by m.identity_no`,
  },
  {
    name: 'identity_shown',
    sql: `with referee as (
        select distinct value from selector where kind in ('reference_email', 'reference_phone')
      ), shown as (
        select distinct (m.identity_no - 1)::integer as record_id, s.kind, s.detail, s.value
        from selector as s join identity_member as m on m.subject_id = s.subject_id
        where s.kind in ('device', 'account', 'address', 'phone', 'ip', 'photo', 'email',
                         'reference_email', 'reference_phone')
      )
      select record_id, kind, detail, value,
             kind = 'photo' or (kind = 'address' and detail = 'home') as claimed
      from shown where kind not in ('email', 'reference_email', 'reference_phone')
      union
      select record_id, 'reference', '', value, false
      from shown semi join referee using (value)
      where kind in ('email', 'phone', 'reference_email', 'reference_phone')`,
  },
  {
    name: 'identity_shared',
    sql: `with held as (
        select * from identity_shown semi join (${sharedBySql(sameHands, 'few')}) using (kind, value)
      )
      select l.record_id as left_id, r.record_id as right_id, l.kind, l.value,
             l.claimed or r.claimed as claimed
      from held as l join held as r
        on r.kind = l.kind and r.value = l.value and r.record_id <> l.record_id`,
  },
  {
    name: 'identity_key',
    // What is claimed may be stolen: it counts only where the same two share something else as well.
    // What many claim is kept, to be muted and listed as what it is.
    sql: `with supported as (
        select distinct c.left_id as record_id, c.kind, c.value
        from identity_shared as c
        semi join (select left_id, right_id from identity_shared where not claimed)
          using (left_id, right_id)
        where c.claimed
        union select record_id, kind, value
        from identity_shown semi join (${sharedBySql(sameHands, 'many')}) using (kind, value)
      )
      select record_id, kind, detail, value from identity_shown where not claimed
      union
      select record_id, kind, detail, value
      from identity_shown semi join supported using (record_id, kind, value)`,
  },
]

/** Values that two or more identities show: few enough to prove something, or so many that they are hubs. */
function sharedBySql({ keys }: LinkModel, howMany: 'few' | 'many'): string {
  const hubs = keys.map(({ kind, hub_above }) => `(${quoteText(kind)}, ${hub_above})`)
  return `select s.kind, s.value from identity_shown as s
    join (select kind, max(above) as above from (values ${hubs.join(', ')}) as h (kind, above)
          group by kind) as hub on hub.kind = s.kind
    group by s.kind, s.value, hub.above
    having count(distinct s.record_id) > 1
      and count(distinct s.record_id) ${howMany === 'few' ? '<=' : '>'} hub.above`
}
