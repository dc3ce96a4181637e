import type { Store } from '../sql/index.ts'
import { withheldSubjectSql } from './withheld.ts'

/** What became of an identity, for whoever follows them. */
export interface IdentityEvent {
  /** Number of the run of linkage, and when it ran (RFC 3339, UTC). */
  readonly run: number
  readonly ran_at: string
  readonly event: 'merged' | 'split' | 'retired'
  /** To which it happened. A split leaves its name with the largest part. */
  readonly identity: string
  /** Its subjects before (`source/ref`). */
  readonly before: readonly string[]
  /** The identities in which they stand afterwards, with all subjects of each. */
  readonly after: readonly { readonly identity: string; readonly subjects: readonly string[] }[]
}

interface Row extends Omit<IdentityEvent, 'after'> {
  readonly after: string
}

/** Events of the runs after `since` (0: all), the oldest first; a piece at a time, however many there are. */
export async function* readEvents(
  store: Store,
  since: number,
): AsyncIterable<readonly IdentityEvent[]> {
  for await (const rows of store.stream<Row>(eventSql(since))) {
    yield rows.map((row) => ({ ...row, after: JSON.parse(row.after) as IdentityEvent['after'] }))
  }
}

/**
 * A subject that was erased since is left out, and so are real holders: an event that tells of nobody else
 * is none.
 */
const eventSql = (since: number): string => `
  with withheld as materialized ${withheldSubjectSql},
  withheld_name as (select identity from identity semi join real_holder using (identity_no)),
  event as (
    select e.*, row_number() over (order by run_id, rowid) as no from identity_event as e
    where run_id > ${since} and identity not in (from withheld_name)),
  name as (
    select subject_id, source || '/' || ref as subject from subject
    anti join withheld using (subject_id) where ref is not null),
  told as (
    select no from (select no, unnest(before) as subject_id from event)
    group by no having count(*) > count(*) filter (subject_id in (from withheld))),
  before as (
    select no, list(subject order by subject) as subjects
    from (select no, unnest(before) as subject_id from event) join name using (subject_id) group by no),
  after as (
    select no, place, identity, coalesce(list(subject order by subject) filter (subject is not null), []) as subjects
    from (
      select no, place, identity, unnest(subject_ids) as subject_id from (
        select no, unnest(range(1, len(items) + 1)) as place, items[place].identity as identity,
          items[place].subjects as subject_ids
        from (select no, from_json(after, '[{"identity":"VARCHAR","subjects":["INTEGER"]}]') as items from event))
      where identity not in (from withheld_name))
    left join name using (subject_id) group by no, place, identity)
  select e.run_id as run, r.ran_at, e.event, e.identity, coalesce(b.subjects, []) as before,
    coalesce(a.identities, '[]') as after
  from event as e semi join told using (no) join link_run as r using (run_id)
  left join before as b using (no)
  left join (
    select no, to_json(list({identity: identity, subjects: subjects} order by place))::varchar as identities
    from after group by no) as a using (no)
  order by no`
