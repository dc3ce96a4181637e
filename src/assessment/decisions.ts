import type { Effects } from '../effects.ts'
import { requireIdentity, requireSigned } from '../identities/index.ts'
import { Problem } from '../problem.ts'
import { nextNumber, quoteText, type SqlEngine, type Store } from '../sql/index.ts'
import {
  expiryOf,
  type Kept,
  requireAttributable,
  requireAttributedRing,
  requireGate,
  requireKnowledge,
  requireLinks,
  requireMayChange,
} from './deciding.ts'
import {
  authorOf,
  type Decided,
  type Decision,
  type DecisionStatement,
  type Recipient,
  type Screen,
} from './decision.ts'
import type { IdentityExplanation } from './explanation.ts'
import { reads } from './relations.ts'
import { contestedSql, countingSql, keptSql, needsReviewSql } from './standing-decisions.ts'

export interface DecisionsParts {
  readonly store: Store
  readonly effects: Effects
  /** What is shown of an identity to whoever decides. */
  readonly explainIdentity: (identity: string) => Promise<IdentityExplanation>
  /** Of program, models and catalogue: they are kept with what was shown. */
  readonly versions: Readonly<Record<string, string | number>>
}

/** A decision with who holds something in which it stood. */
export type DecisionOn = Decision & { readonly recipients: readonly Recipient[] }

export interface Decisions {
  /**
   * Appends a decision; it holds from the next assessment on. What may not be said is refused, and nothing is kept.
   * `require` runs first in the same transaction, and refuses by throwing.
   */
  readonly decide: (
    statement: DecisionStatement,
    require?: (sql: SqlEngine) => Promise<void>,
  ) => Promise<Decided>
  /** All that was ever decided, in order. */
  readonly all: () => Promise<readonly Decision[]>
  /** Number of the last decision, and how many have expired: where either rises, assessing is due. */
  readonly lastWords: () => Promise<{ readonly decision: number; readonly expired: number }>
}

export function openDecisions(parts: DecisionsParts): Decisions {
  const { store, effects } = parts
  return {
    decide: (statement, require) =>
      store.write(async (sql) => {
        await require?.(sql)
        return decide({ ...parts, sql }, { ...statement, author: authorOf(statement.author) })
      }),
    all: () =>
      store.read(async (sql) => {
        const rows = await sql.rows<DecisionRow>(decisionSql(effects.now()))
        return rows.map(readRow)
      }),
    lastWords: () => store.read((sql) => lastWords(sql, effects.now())),
  }
}

/** Where the identity stands that a decision is about. */
interface Place {
  readonly identity_no: number
  readonly identity: string
  readonly founder_subject: number
  /** A real holder: nothing of it is shown. */
  readonly hidden: boolean
}

type DecidingParts = Omit<DecisionsParts, 'store'> & { readonly sql: SqlEngine }

async function decide(parts: DecidingParts, statement: DecisionStatement): Promise<Decided> {
  const { sql, effects } = parts
  requireSigned(statement)
  const now = effects.now()
  const organization = domainOf(statement.organization)
  const expires = expiryOf(statement, now)
  const place = await placeOf(sql, statement)
  const kept = await sql.rows<Kept>(`select * from (${keptSql(now)})
    where identity_no = ${place.identity_no} order by decision_id`)
  const waits = statement.status === 'undecided' && (await waitsForReview(sql, place, now))
  const { replaces, confirms } = requireMayChange(statement, kept, waits)
  const screen = place.hidden ? null : await requireGrounds(parts, { statement, place, kept })
  const decision = await append(parts, { statement, place, screen, organization, expires })
  const ids = [...replaces, ...confirms]
  const known = (await decisionsOf(sql, ids, now)).map((each) => [each.decision, each] as const)
  const named = new Map(known)
  const listed = (numbers: readonly number[]) => numbers.flatMap((id) => named.get(id) ?? [])
  const recipients = listed(replaces).flatMap((each) => each.recipients)
  return {
    decision,
    status: statement.status,
    expires_at: expires,
    replaces: listed(replaces),
    confirms: listed(confirms),
    recipients: distinctRecipients(recipients),
  }
}

/** A long query, which only a word that leaves open takes. */
async function waitsForReview(sql: SqlEngine, place: Place, now: Date): Promise<boolean> {
  const waiting = await sql.rows(`select 1 from (${needsReviewSql(now)})
    where identity_no = ${place.identity_no}`)
  return waiting.length > 0
}

/** A real holder is as good as unknown to all but those who name the decision that made it one. */
async function placeOf(sql: SqlEngine, statement: DecisionStatement): Promise<Place> {
  const { identity, status, contests } = statement
  if (status === 'undecided' && contests !== undefined) {
    const [hidden] = await sql.rows<Omit<Place, 'hidden'>>(`
      select i.* from identity as i semi join real_holder using (identity_no)
      where i.identity = ${quoteText(identity)} and exists (
        from (select unnest(subjects) as subject_id from ${reads.decision}
          where decision_id = ${contests} and status = 'real_holder')
        semi join real_holder_subject using (subject_id)
        join identity_member as m using (subject_id) where m.identity_no = i.identity_no)`)
    if (hidden !== undefined) return { ...hidden, hidden: true }
  }
  return { ...(await requireIdentity(sql, identity)), hidden: false }
}

interface Grounds {
  readonly statement: DecisionStatement
  readonly place: Place
  readonly kept: readonly Kept[]
}

/** What the evidence must give for such a decision; gives what was on the screen. */
async function requireGrounds(
  { sql, effects, explainIdentity, versions }: DecidingParts,
  { statement, place, kept }: Grounds,
): Promise<Screen> {
  const explanation = await explainIdentity(place.identity)
  requireGate(statement, explanation)
  requireKnowledge(statement, explanation)
  requireAttributable(statement, kept)
  const now = effects.now()
  if (statement.status === 'linked') await requireLinks(sql, place, now)
  const { attribution } = statement
  await requireAttributedRing(sql, { identity_no: place.identity_no, attribution }, now)
  return { explanation, versions }
}

interface Appended {
  readonly statement: DecisionStatement
  readonly place: Place
  readonly screen: Screen | null
  readonly organization: string | null
  readonly expires: string | null
}

async function append({ sql, effects }: DecidingParts, given: Appended): Promise<number> {
  const { statement, place, screen, organization, expires } = given
  const { author, status, reason, identity, contests, attribution, knowledge } = statement
  const decision = await nextNumber(sql, 'decision')
  await sql.insert('decision', [
    {
      decision_id: decision,
      decided_at: effects.now().toISOString(),
      author,
      organization,
      status,
      reason: reason.trim(),
      identity_given: identity,
      founder_subject: place.founder_subject,
      subjects: {
        sql: `(select list(subject_id order by subject_id) from identity_member
          where identity_no = ${place.identity_no})`,
      },
      screen: JSON.stringify(screen),
      contests: contests ?? null,
      attribution: attribution === undefined ? null : JSON.stringify(attribution),
      knowledge: knowledge ?? null,
      expires_at: expires,
    },
  ])
  return decision
}

function domainOf(given: string | undefined): string | null {
  if (given === undefined) return null
  const domain = given.trim().toLowerCase()
  if (/^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+$/u.test(domain)) return domain
  throw new Problem('usage', `--organization "${given}": write its domain, such as acme.example`)
}

type DecisionRow = Omit<Decision, 'attribution'> & { readonly attribution: string | null }

const readRow = ({ attribution, ...row }: DecisionRow): Decision => ({
  ...row,
  attribution: attribution === null ? null : (JSON.parse(attribution) as Decision['attribution']),
})

/**
 * Every decision with what became of it. What was said where a real holder stands is withheld, but for who
 * said what of which identity.
 */
const decisionSql = (now: Date): string => `with hidden as (
    select distinct decision_id from (select decision_id, unnest(subjects) as subject_id from ${reads.decision})
    where subject_id in (from real_holder_subject) or subject_id in (
      select subject_id from identity_member semi join real_holder using (identity_no))),
  contest as (${contestedSql})
  select d.decision_id as decision, d.decided_at, d.author, d.organization, d.status,
    case when h.decision_id is null then d.reason end as reason, d.identity_given as identity,
    i.identity as identity_now, d.contests, c.contested_by,
    case when h.decision_id is null then d.attribution end as attribution,
    case when h.decision_id is null then d.knowledge end as knowledge, d.expires_at,
    coalesce(d.expires_at <= ${quoteText(now.toISOString())}::timestamp, false) as expired,
    d.decision_id in (${countingSql(now)}) as stands
  from ${reads.decision} as d left join hidden as h using (decision_id) left join contest as c using (decision_id)
  left join identity_member as m on m.subject_id = d.founder_subject
  left join identity as i on i.identity_no = m.identity_no
  order by d.decision_id`

/** Who holds something in which each decision stood: it named the identity, and knew the decision. */
const recipientSql = `select distinct d.decision_id, r.recipient, r.what, r.delivered_at
  from (select *, unnest(founder_subjects) as subject_id from delivery) as r
  join decision as d on r.last_decision >= d.decision_id
  join ${reads.decision} as n on n.decision_id = d.decision_id
  left join subject_gone as g on g.subject_id = r.subject_id
  left join identity_member as f
    on f.subject_id = case when g.subject_id is null then r.subject_id else g.stands_as end
  left join identity_member as m on m.subject_id = n.founder_subject
  where list_contains(d.subjects, r.subject_id) or f.identity_no = m.identity_no`

async function decisionsOf(
  sql: SqlEngine,
  ids: readonly number[],
  now: Date,
): Promise<readonly DecisionOn[]> {
  if (ids.length === 0) return []
  const among = `(${ids.join(', ')})`
  const rows = await sql.rows<DecisionRow>(
    `select * from (${decisionSql(now)}) where decision in ${among} order by decision`,
  )
  const held = await sql.rows<Recipient & { readonly decision_id: number }>(
    `select * from (${recipientSql}) where decision_id in ${among} order by delivered_at, recipient, what`,
  )
  return rows.map((row) => ({
    ...readRow(row),
    recipients: held
      .filter(({ decision_id: id }) => id === row.decision)
      .map(({ decision_id: _, ...recipient }) => recipient),
  }))
}

/**
 * Every decision ever made on subjects that stand in an identity (`idn_…`) now, the oldest first; none for
 * an unknown one and for a real holder.
 */
export async function decisionsOn(
  sql: SqlEngine,
  identity: string,
  now: Date,
): Promise<readonly DecisionOn[]> {
  const rows = await sql.rows<{ decision_id: number }>(`
    select distinct decision_id from (select decision_id, unnest(subjects) as subject_id from ${reads.decision})
    join listed_member as m using (subject_id) join listed_identity as i using (identity_no)
    where i.identity = ${quoteText(identity)}`)
  return decisionsOf(
    sql,
    rows.map(({ decision_id: id }) => id),
    now,
  )
}

function distinctRecipients(recipients: readonly Recipient[]): readonly Recipient[] {
  const byText = new Map(recipients.map((each) => [JSON.stringify(each), each]))
  return [...byText.values()]
}

async function lastWords(sql: SqlEngine, now: Date) {
  const [row] = await sql.rows<{ decision: number; expired: number }>(`
    select coalesce(max(decision_id), 0) as decision,
      count(*) filter (expires_at <= ${quoteText(now.toISOString())}::timestamp) as expired
    from decision`)
  return row ?? { decision: 0, expired: 0 }
}
