/**
 * Subjects as records for linkage: who they say they are (the latest claim of each sort; where several are
 * as late, the alphabetically last) and what they control. Only what is controlled finds and joins
 * subjects: a claimed name or photo may be stolen. `among` is a table of `subject_id`; absent: all.
 */
export function subjectRecordSql(among?: string): string {
  const within = among === undefined ? '' : `semi join ${among} using (subject_id)`
  return `select s.subject_id as record_id, s.source || '/' || s.ref as order_key, e.name, e.birth_year, e.city
    from subject as s join (
      select e.subject_id,
        max_by(n.value, (e.happened_at, n.value)) as name,
        max_by(e.birth_year, (e.happened_at, e.birth_year)) filter (e.birth_year is not null) as birth_year,
        max_by(e.claimed_city, (e.happened_at, e.claimed_city)) filter (e.claimed_city is not null) as city
      from (select * from event ${within}) as e
      left join (select observation_id, value from selector ${within} where kind = 'name') as n
        on n.observation_id = e.observation_id
      group by e.subject_id) as e on e.subject_id = s.subject_id`
}

/** `record_id, kind, detail, value` of what subjects control. */
export const subjectKeySql = (among?: string): string =>
  `select subject_id as record_id, kind, detail, value
   from (select * from selector ${among === undefined ? '' : `semi join ${among} using (subject_id)`})
   where controlled`
