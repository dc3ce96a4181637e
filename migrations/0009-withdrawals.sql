-- What sources take back, and what is left of it. Append-only, as the ledger is, but that an erasure removes values.

-- What a source took back. Of whom and of what stands here as a digest only: enough to know it again.
create table withdrawal (
  withdrawal_id integer not null,  -- dense from 1, in commit order
  import_id integer not null,
  source varchar not null,
  withdraws varchar not null,      -- subject, observations, merge
  digest varchar not null,         -- SHA-256 of salt, sort, source and the ref (or the id), hexadecimal
  into_digest varchar,             -- of a merge: of the ref that stands from then on
  subject_id integer,              -- of a merge: the subject that was merged …
  into_subject integer,            -- … and into which; null where one of them was erased before
  reason varchar not null,         -- deleted, anonymized, merged
  withdrawn_at timestamp not null, -- when the source did it, UTC
  observations bigint not null,    -- how many it took out of the ledger when it came
  follows integer                  -- erased because it was merged into one that was: by this withdrawal
);

-- Made once for each store, so that the digests of two stores cannot be compared. It is no key: whoever has the store has it.
create table withdrawal_salt as select uuid()::varchar || uuid()::varchar as salt;

-- Subjects whose evidence a withdrawal changed (by the last withdrawal of its batch): linkage looks at them again.
create table withdrawal_touched (
  withdrawal_id integer not null,
  subject_id integer not null
);

-- Tombstones. An erased observation keeps its number, its source and its import; id, content_hash and body are null.
alter table observation alter column id drop not null;
alter table observation alter column content_hash drop not null;
alter table observation alter column body drop not null;

-- An erased subject keeps its number and its source, so that numbers are given once; its ref is null.
alter table subject alter column ref drop not null;
alter table subject add column moved_to integer; -- merged by its source: the subject as which it stands; null: itself

alter table import_run add column withdrawn bigint default 0; -- lines of what was taken back before: not taken
alter table link_run add column last_withdrawal integer default 0;

-- Subjects that do not stand for themselves any more: as whom they stand, null where they were erased.
create view subject_gone as
select subject_id, case when ref is not null then moved_to end as stands_as
from subject where ref is null or moved_to is not null;

-- What people said, by the subjects that stand now. Who is left speaks for who was erased; where nobody is left the
-- word stands on nothing.
create view judgement_now as
select j.* replace (
  case when l.subject_id is null then j.left_subject else l.stands_as end as left_subject,
  case when r.subject_id is null then j.right_subject else r.stands_as end as right_subject)
from judgement as j
left join subject_gone as l on l.subject_id = j.left_subject
left join subject_gone as r on r.subject_id = j.right_subject;

create view decision_now as
with standing as (
  select d.decision_id, list_sort(list_distinct(list(
    case when g.subject_id is null then d.subject_id else g.stands_as end))) as subjects
  from (select decision_id, unnest(subjects) as subject_id from decision) as d
  left join subject_gone as g using (subject_id) group by d.decision_id)
select d.* replace (
  coalesce(case when g.subject_id is null then d.founder_subject else g.stands_as end, s.subjects[1])
    as founder_subject,
  coalesce(s.subjects, []) as subjects)
from decision as d left join standing as s using (decision_id)
left join subject_gone as g on g.subject_id = d.founder_subject;

create view review_now as
select r.* replace (case when g.subject_id is null then r.founder_subject else g.stands_as end as founder_subject)
from review as r left join subject_gone as g on g.subject_id = r.founder_subject;

create or replace view real_holder_subject as
select subject_id from (select unnest(subjects) as subject_id, decision_id, status from decision_now)
group by subject_id having max_by(status, decision_id) = 'real_holder';
