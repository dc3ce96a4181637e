/**
 * Real holders stand in no list, search or output. The views `listed_identity` and `listed_member` leave
 * them out; what is told of subjects and values elsewhere leaves out what is here.
 */

/** A query of `subject_id`: real holders, and who stands in one identity with them now. */
export const withheldSubjectSql = `(from real_holder_subject union
  select subject_id from identity_member semi join real_holder using (identity_no))`

/** A query of `value`: selectors and passages (by hash) that nobody but a real holder shows. */
export const withheldValueSql = `(
  with own as (
    select s.value, s.subject_id from selector as s semi join ${withheldSubjectSql} using (subject_id)
    union
    select p.hash::varchar, p.subject_id from passage as p
    semi join ${withheldSubjectSql} using (subject_id))
  select value from own where value not in (
    select s.value from selector as s semi join own using (value)
    anti join own as o on o.subject_id = s.subject_id
    union
    select p.hash::varchar from passage as p semi join own on own.value = p.hash::varchar
    anti join own as o on o.subject_id = p.subject_id))`
