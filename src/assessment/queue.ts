import { quoteList, quoteText, type SqlEngine } from '../sql/index.ts'
import { type Seen, seenSql } from './explained-findings.ts'
import { owns, reads } from './relations.ts'
import { likelihoods } from './scales.ts'
import { needsReviewSql, standingDecisionsSql } from './standing-decisions.ts'

/**
 * What waits for a person.
 *
 * - `review`: the reviewer's own words come first. The suspected on whom nothing is decided, and among them
 *   a few drawn blindly from those that nobody suspects; the list does not tell which is which.
 * - `decision`: suspected and reviewed, and nobody has decided since.
 * - `differs`: reviewer and machine were two words or more apart, and nobody has decided since.
 * - `expired`, `merged`, `split`, `contested`: a decision that counts no more; see `needsReviewSql`.
 */
export const queueReasons = [
  'contested',
  'merged',
  'split',
  'expired',
  'differs',
  'decision',
  'review',
] as const
export type QueueReason = (typeof queueReasons)[number]

export interface Waiting extends Omit<Seen, 'sources'> {
  readonly identity: string
  readonly why: QueueReason
  /** The decision that counts no more. */
  readonly decision: number | null
}

/**
 * The share of the unsuspected that is reviewed blind. One in a hundred, as the design says: enough of a
 * few thousand to see whether the machine overlooks one in ten, and work that a team still does. Drawn by
 * hash of the name, so that no evidence, no order and no second look changes who it is.
 */
export const blindShare = 0.01

/** Whoever was reviewed is not asked about again for so many days: as long as a decision holds. */
export const reviewHoldsDays = 365

/** So many words of ICD 203 apart, reviewer and machine do not say the same any more. */
export const wordsApart = 2

/** Hashes are compared as text: the first 8 hexadecimal digits below this are a share below `blindShare`. */
const drawnBelow = Math.ceil(blindShare * 2 ** 32)
  .toString(16)
  .padStart(8, '0')

/** SQL truth: the random draw takes the identity of this name (`idn_…`). */
export const drawnSql = (identity: string): string =>
  `(substr(md5('blind' || ${identity}), 1, 8) < '${drawnBelow}')`

const momentOf = (now: Date): string => `${quoteText(now.toISOString())}::timestamp`

/** `last_review`: of each identity the last review that is not too old. `decided_since`: after it somebody decided. */
const lastReviewSql = (now: Date): string => `last_review as (
    select m.identity_no, max_by(r.likelihood, r.review_id) as said,
      max_by(r.machine ->> '$.likelihood', r.review_id) as machine, max(r.reviewed_at) as reviewed_at
    from ${reads.review} as r join ${reads.member} as m on m.subject_id = r.founder_subject
    where r.reviewed_at > ${momentOf(now)} - interval ${reviewHoldsDays} days
    group by m.identity_no),
  decided_since as (
    select distinct l.identity_no from last_review as l
    join ${reads.member} as m using (identity_no)
    join ${reads.decision} as d on d.founder_subject = m.subject_id and d.decided_at >= l.reviewed_at)`

/**
 * A query of `identity_no, drawn`: whose review comes before anything else. `drawn` are those that nobody
 * suspects; no output tells who they are before the review is recorded.
 */
const reviewFirstSql = (now: Date): string => `with ${lastReviewSql(now)}
  select f.identity_no, f.drawn from (${reviewedFirstSql}) as f
  anti join (${standingDecisionsSql(now)}) as s on s.identity_no = f.identity_no
  anti join (${needsReviewSql(now)}) as n on n.identity_no = f.identity_no
  anti join last_review as l on l.identity_no = f.identity_no`

/** The same where nobody has said anything yet. */
const reviewedFirstSql = `select a.identity_no, a.status = 'unassessed' as drawn
  from ${owns.assessment} as a join ${reads.identity} as i using (identity_no)
  where a.status = 'suspected' or (a.status = 'unassessed' and ${drawnSql('i.identity')})`

/** Whether a review of one identity comes before anything else, and whether it was drawn blindly. */
export async function waitsForReview(
  sql: SqlEngine,
  identityNo: number,
  now: Date,
): Promise<{ readonly drawn: boolean } | undefined> {
  // What people said is a long query, and most of those who are asked about are not even candidates.
  const [candidate] = await sql.rows<{ drawn: boolean; said: boolean }>(`
    select drawn, exists (from ${reads.decision}) or exists (from ${reads.review}) as said
    from (${reviewedFirstSql}) where identity_no = ${identityNo}`)
  if (!candidate?.said) return candidate
  const [row] = await sql.rows<{ drawn: boolean }>(`
    select drawn from (${reviewFirstSql(now)}) where identity_no = ${identityNo}`)
  return row
}

const placeOf = (word: string): string =>
  `list_position([${likelihoods.map((each) => quoteText(each.word)).join(', ')}], ${word})`

/** A query of `identity_no, why, decision`, one row each. */
const waitingSql = (now: Date): string => `
  with ${lastReviewSql(now)},
  reviewed as (
    select l.*, abs(${placeOf('said')} - ${placeOf('machine')}) >= ${wordsApart} as apart
    from last_review as l anti join decided_since using (identity_no)
    anti join (${standingDecisionsSql(now)}) as s on s.identity_no = l.identity_no),
  waiting as (
    select identity_no, why, decision_id as decision from (${needsReviewSql(now)})
    union all select identity_no, 'differs', null from reviewed where apart
    union all
    select identity_no, 'decision', null from reviewed join ${owns.assessment} as a using (identity_no)
    where a.status = 'suspected' and not apart
    union all select identity_no, 'review', null from (${reviewFirstSql(now)}))
  select identity_no, min_by(why, place) as why, min_by(decision, place) as decision, min(place) as place
  from (select *, list_position([${queueReasons.map(quoteText).join(', ')}], why) as place from waiting)
  group by identity_no`

export interface QueueCount {
  readonly why: QueueReason
  readonly count: number
}

export interface Queue {
  readonly waiting: readonly Waiting[]
  /** How many wait for which reason. */
  readonly counts: readonly QueueCount[]
}

/**
 * Those who wait, at most `limit` of them: first what was decided or said already, then the reviews. The
 * order within is by a hash of the name (another than the draw's), which tells nothing of anybody.
 */
export async function readQueue(
  sql: SqlEngine,
  now: Date,
  limit: number | undefined,
): Promise<Queue> {
  const [row] = await sql.rows<{
    waiting: readonly (Waiting & { readonly place: number })[] | null
    counts: Queue['counts'] | null
  }>(`with waiting as materialized (${waitingSql(now)}),
    shown as materialized (
      select w.*, i.identity from waiting as w join ${reads.identity} as i using (identity_no)
      order by place, md5('order' || i.identity)
      ${limit === undefined ? '' : `limit ${limit}`}),
    described as (
      select w.identity, w.why, w.decision, s.* exclude (identity_no, sources), w.place
      from shown as w join (${seenSql('select identity_no from shown')}) as s using (identity_no)),
    counted as (
      select why, count(*) as count, min(place) as place from waiting
      where why in ${quoteList(queueReasons)} group by why)
    select (select list(d order by d.place, md5('order' || d.identity)) from described as d) as waiting,
      (select list({'why': why, 'count': count} order by place) from counted) as counts`)
  const waiting = (row?.waiting ?? []).map(({ place: _, ...waits }) => waits)
  return { waiting, counts: row?.counts ?? [] }
}
