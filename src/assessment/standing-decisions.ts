import { quoteText } from '../sql/index.ts'
import { owns, reads } from './relations.ts'

/**
 * What follows from the ledger of decisions, as queries. Subjects that their source erased or merged are left out or
 * stand as others (`decision_now`): who is left speaks for who is gone. Nothing is ever edited: each is a function of the
 * ledger, of who stands in which identity now, and of the moment that is asked about.
 *
 * A decision is about the subjects that stood in the identity at the time; the oldest of them, its founder,
 * says where it stands now. It is ended, for a subject, by a later one on that subject
 *
 * - of another status, or of the same author: the last word of each counts;
 * - `undecided`, where that contests, is by the same author, or came when it did not count there any
 *   more (it had expired, or its founder was parted from the subject).
 *
 * The same status by somebody else ends nothing: it confirms. Of an identity the decisions that are not
 * ended for their founder and not expired count, if they agree. Where identities were merged whose
 * decisions differ, none counts. A real holder is one whoever else stands there: see `migrations/`.
 */
const wordSql = `word as (
    select *, lower(author) as person, unnest(subjects) as subject_id from ${reads.decision}),
  ended as (
    select d.decision_id, d.subject_id, min(e.decision_id) as ended_by
    from word as d join word as e on e.subject_id = d.subject_id and e.decision_id > d.decision_id
    where case when e.status <> 'undecided' then e.status <> d.status or e.person = d.person
      else e.contests is not null or e.person = d.person or d.expires_at <= e.decided_at
        or not list_contains(e.subjects, d.founder_subject) end
    group by all)`

const momentOf = (now: Date): string => `${quoteText(now.toISOString())}::timestamp`

/**
 * `kept`: the decisions that nothing has ended, where their founder stands now (identity_no is null where
 * it stands nowhere), `alive` where they have not expired. `agreed`: what stands of each identity.
 */
const agreedSql = (now: Date): string => `${wordSql},
  kept as (
    select d.*, m.identity_no, coalesce(d.expires_at > ${momentOf(now)}, true) as alive
    from (select *, lower(author) as person from ${reads.decision}) as d
    left join ${reads.member} as m on m.subject_id = d.founder_subject
    anti join ended as e on e.decision_id = d.decision_id and e.subject_id = d.founder_subject
    where d.status not in ('undecided', 'real_holder')),
  agreed as (
    select identity_no, min(status) as status, max(decision_id) as decision_id,
      max_by(attribution, decision_id) filter (attribution is not null) as claimed
    from kept where alive and identity_no is not null group by identity_no
    having count(distinct status) = 1)`

/**
 * A claim that rests on the ring counts while another of the ring has one to the same actor that does not:
 * no circle holds itself up.
 */
const attributedSql = `attributed as (
    select a.identity_no, a.claimed, a.claimed ->> 'basis' as basis,
      lower(a.claimed ->> 'actor') as actor, r.ring
    from agreed as a left join ${reads.ringMember} as r using (identity_no)
    where a.claimed is not null),
  attribution as (
    select a.identity_no, a.claimed from attributed as a
    where a.basis <> 'attributed_ring' or exists (
      from attributed as o where o.ring = a.ring and o.identity_no <> a.identity_no
        and o.actor = a.actor and o.basis <> 'attributed_ring'))`

/**
 * Four eyes: two people, of organizations that reported nothing of it, have assessed the same thing.
 * An organization is itself and whoever controls it.
 */
const publishableSql = `control as (
    select organization, min(parent) as parent
    from ${reads.event} where parent is not null
      and organization in (select organization from decision) group by organization),
  reporter as (
    select distinct identity_no, lower(unnest(origins)) as organization from ${owns.finding}
    where holds and supports and (told or category = 'employer_reported')),
  outside as (
    select k.* from kept as k left join control as c on c.organization = k.organization
    where k.alive and k.status = 'assessed' and k.organization is not null and not exists (
      from reporter as r where r.identity_no = k.identity_no
        and r.organization in (k.organization, c.parent))),
  publishable as (
    select distinct l.identity_no from outside as l join outside as r
      on r.identity_no = l.identity_no and r.person <> l.person
        and list_contains(r.subjects, l.founder_subject)
        and list_contains(l.subjects, r.founder_subject))`

/** One row per identity that is a real holder, with the last decision that says so. */
const realHolderSql = `select m.identity_no, max(d.decision_id) as decision_id
    from (select decision_id, unnest(subjects) as subject_id from ${reads.decision} where status = 'real_holder') as d
    semi join real_holder_subject as h on h.subject_id = d.subject_id
    join identity_member as m on m.subject_id = d.subject_id group by m.identity_no`

/**
 * A query of `identity_no, status, attribution (JSON or null), decision_id, publishable`: one row per
 * identity with a decision that stands at `now`, real holders among them.
 */
export const standingDecisionsSql = (now: Date): string => `with ${agreedSql(now)},
  ${attributedSql},
  ${publishableSql}
  select a.identity_no, a.status, t.claimed as attribution, a.decision_id,
    a.status = 'assessed' and p.identity_no is not null as publishable
  from agreed as a left join attribution as t using (identity_no)
  left join publishable as p using (identity_no)
  union all
  select identity_no, 'real_holder', null, decision_id, false from (${realHolderSql})`

/** A query of `decision_id, contested_by`: what ended a decision, where that was a contest. */
export const contestedSql = `with ${wordSql}
  select d.decision_id, c.decision_id as contested_by from ${reads.decision} as d
  join ended as e on e.decision_id = d.decision_id and e.subject_id = d.founder_subject
  join decision as c on c.decision_id = e.ended_by and c.contests is not null`

/** A query of `decision_id`: every decision that counts at `now`, confirmations too. */
export const countingSql = (now: Date): string => `with ${agreedSql(now)}
  select k.decision_id from kept as k semi join agreed as a using (identity_no) where k.alive
  union
  select d.decision_id
  from (select decision_id, unnest(subjects) as subject_id from ${reads.decision} where status = 'real_holder') as d
  semi join real_holder_subject as h using (subject_id)`

/**
 * A query of `decision_id, identity_no, author, status, attribution, alive`: the decisions that nothing
 * has ended, also those that expired or are at odds; of a real holder those that say so.
 */
export const keptSql = (now: Date): string => `with ${agreedSql(now)}
  select decision_id, identity_no, author, status, attribution, alive from kept
  where identity_no is not null
  union
  select d.decision_id, m.identity_no, d.author, d.status, null, true
  from (select *, unnest(subjects) as subject_id from ${reads.decision} where status = 'real_holder') as d
  semi join real_holder_subject as h using (subject_id)
  join identity_member as m using (subject_id)`

/**
 * A query of `identity_no, why, decision_id`: identities that wait for a person. One row each: what
 * they were decided as does not count any more (`expired`), differs since they were merged (`merged`),
 * went with another part (`split`), or was contested and left open (`contested`).
 */
export const needsReviewSql = (now: Date): string => `with ${agreedSql(now)},
  alive as (select distinct identity_no from kept where alive),
  parted as (
    select m.identity_no, max(w.decision_id) as decision_id
    from (from word where status not in ('undecided', 'real_holder')) as w
    join ${reads.member} as m on m.subject_id = w.subject_id
    semi join kept as k on k.decision_id = w.decision_id and k.alive
    anti join ended as e on e.decision_id = w.decision_id and e.subject_id = w.subject_id
    where m.identity_no is distinct from (
      select any_value(identity_no) from kept where kept.decision_id = w.decision_id)
    group by m.identity_no),
  left_open as (
    select m.identity_no, max(d.decision_id) as decision_id
    from ${reads.decision} as d join ${reads.member} as m on m.subject_id = d.founder_subject
    where d.status = 'undecided' and d.contests is not null and not exists (
      from word as e where e.subject_id = d.founder_subject and e.decision_id > d.decision_id)
    group by m.identity_no),
  waiting as (
    select identity_no, 'merged' as why, max(decision_id) as decision_id, 1 as place from kept
    where alive and identity_no is not null group by identity_no having count(distinct status) > 1
    union all
    select identity_no, 'expired', max(decision_id), 2 from kept
    anti join alive using (identity_no) where identity_no is not null group by identity_no
    union all select identity_no, 'split', decision_id, 3 from parted anti join alive using (identity_no)
    union all
    select identity_no, 'contested', decision_id, 4 from left_open anti join alive using (identity_no))
  select identity_no, min_by(why, place) as why, min_by(decision_id, place) as decision_id
  from waiting group by identity_no`
