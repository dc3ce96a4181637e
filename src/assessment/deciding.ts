import { Problem } from '../problem.ts'
import { quoteList, type SqlEngine } from '../sql/index.ts'
import {
  type Attribution,
  type DecisionStatement,
  type DecisionStatus,
  validDays,
} from './decision.ts'
import type { IdentityExplanation } from './explanation.ts'
import { missingTexts } from './gate.ts'
import { reads } from './relations.ts'
import { standingDecisionsSql } from './standing-decisions.ts'

/** What a decision must satisfy before it is appended. Each failure is a `Problem` that says what to do. */

/** A decision that nothing has ended: it counts (`alive`), or it has expired. */
export interface Kept {
  readonly decision_id: number
  readonly author: string
  readonly status: DecisionStatus
  /** JSON. */
  readonly attribution: string | null
  readonly alive: boolean
}

/** What a new decision does to those that are kept. */
export interface Change {
  readonly replaces: readonly number[]
  readonly confirms: readonly number[]
}

const isBy =
  (author: string) =>
  (kept: Kept): boolean =>
    kept.author.toLowerCase() === author.toLowerCase()

const idsOf = (kept: readonly Kept[]): readonly number[] => kept.map(({ decision_id: id }) => id)

const named = (kept: readonly Kept[]): string =>
  kept
    .map(({ decision_id: id, status, author }) => `decision ${id} ("${status}", by ${author})`)
    .join(' and ')

/**
 * Whether this person may say this now. What somebody else decided otherwise is contested by its number,
 * by somebody else; one's own word is taken back with `undecided`; nobody says the same thing twice.
 * `waits`: the identity waits for review, and `undecided` says that it was looked at.
 */
export function requireMayChange(
  statement: DecisionStatement,
  kept: readonly Kept[],
  waits: boolean,
): Change {
  const alive = kept.filter((each) => each.alive)
  if (statement.status === 'undecided') return takingBack(statement, alive, waits)
  const others = alive.filter(({ status }) => status !== statement.status)
  const same = alive.filter(({ status }) => status === statement.status)
  if (others.length > 0) {
    requireContest(statement, others)
    return { replaces: idsOf(others), confirms: [] }
  }
  requireNoContest(statement, same)
  const own = same.filter(isBy(statement.author))
  if (own.length > 0) {
    throw new Problem(
      'conflict',
      `you have said so in ${named(own)}; to confirm it another person has to`,
    )
  }
  return { replaces: [], confirms: idsOf(same) }
}

function takingBack(statement: DecisionStatement, alive: readonly Kept[], waits: boolean): Change {
  const { author, identity, contests } = statement
  if (contests !== undefined) {
    requireContest(statement, alive)
    return { replaces: idsOf(alive), confirms: [] }
  }
  const own = alive.filter(isBy(author))
  if (own.length > 0) return { replaces: idsOf(own), confirms: [] }
  if (alive.length > 0) {
    throw new Problem(
      'conflict',
      `${named(alive)} stands on ${identity}: contest it with --contest ${alive.at(-1)?.decision_id}`,
    )
  }
  if (waits) return { replaces: [], confirms: [] }
  throw new Problem('conflict', `no decision stands on ${identity}: there is nothing to take back`)
}

/** It names one of those that it contradicts, and is by nobody who said them. */
function requireContest(
  { author, identity, contests }: DecisionStatement,
  others: readonly Kept[],
): void {
  const own = others.filter(isBy(author))
  if (own.length > 0) {
    const out = own.some(({ status }) => status === 'real_holder')
      ? 'only somebody else can undo it'
      : `take it back first with \`ringer decide ${identity} undecided\` and no --contest`
    throw new Problem('conflict', `you have said ${named(own)}: ${out}`)
  }
  if (others.some(({ decision_id: id }) => id === contests)) return
  if (others.length === 0) {
    throw new Problem('conflict', `decision ${contests} does not stand on ${identity}`)
  }
  const number = others.at(-1)?.decision_id
  throw new Problem(
    'conflict',
    contests === undefined
      ? `${named(others)} stands on ${identity}: contest it with --contest ${number}`
      : `decision ${contests} does not stand on ${identity}: ${named(others)} does`,
  )
}

function requireNoContest({ contests, identity }: DecisionStatement, same: readonly Kept[]): void {
  if (contests === undefined) return
  const said = same.some(({ decision_id: id }) => id === contests)
  throw new Problem(
    'conflict',
    said
      ? `decision ${contests} says the same: to confirm it leave out --contest`
      : `decision ${contests} does not stand on ${identity}`,
  )
}

/** `assessed` is what the gate allows; the deciding is what is left to a person. */
export function requireGate({ status }: DecisionStatement, explained: IdentityExplanation): void {
  if (status !== 'assessed') return
  const { missing, missingForAssessed } = explained
  const decision = missingTexts['decision']
  const wanted = [...new Set([...missing, ...missingForAssessed])].filter(
    (text) => text !== decision,
  )
  if (wanted.length === 0) return
  throw new Problem(
    'conflict',
    `the gate does not let ${explained.identity} be assessed yet; missing: ${wanted.join('; ')}`,
  )
}

export function requireKnowledge(
  { knowledge, status }: DecisionStatement,
  { identity, part }: Pick<IdentityExplanation, 'identity' | 'part'>,
): void {
  if (knowledge === undefined) return
  if (part !== 'facilitator') {
    throw new Problem(
      'usage',
      `--knowledge is of a facilitator; the part of ${identity} is ${part}`,
    )
  }
  if (status === 'assessed' || status === 'linked') return
  throw new Problem('usage', '--knowledge goes with assessed or linked')
}

/** Where something is joined to something else: kinds that one holds at a time, by comparison of the model. */
const exclusiveKinds: Readonly<Record<string, string>> = {
  account: 'account',
  mfa: 'device',
  fingerprint: 'device',
  phone: 'phone',
  address: 'address',
  unit: 'address',
}

/** Exclusive links that it takes; two of one kind are one, as one thing shared brings the other along. */
const linksForLinked = 2

/** `linked` is for whom exclusive links of two kinds join to identities that people assessed. */
export async function requireLinks(
  sql: SqlEngine,
  { identity_no: no, identity }: { readonly identity_no: number; readonly identity: string },
  now: Date,
): Promise<void> {
  const shared = await sql.rows<{ comparison: string }>(`
    with link as (
      select left_identity as own, right_identity as other, reasons from ${reads.ringLink}
      union all select right_identity, left_identity, reasons from ${reads.ringLink}),
    joined as (
      select unnest(from_json(reasons, '[{"comparison":"VARCHAR","bits":"DOUBLE"}]')) as reason
      from link semi join (from (${standingDecisionsSql(now)}) where status = 'assessed') as a
        on a.identity_no = link.other
      where own = ${no})
    select distinct reason.comparison as comparison from joined
    where reason.bits > 0 and reason.comparison in ${quoteList(Object.keys(exclusiveKinds))}`)
  const kinds = [
    ...new Set(shared.map(({ comparison }) => exclusiveKinds[comparison] ?? '')),
  ].sort()
  if (kinds.length >= linksForLinked) return
  const found = kinds.length === 0 ? 'none' : `only ${kinds.join(', ')}`
  throw new Problem(
    'conflict',
    `"linked" takes two different exclusive things (device, account, phone, address) that ${identity} shares ` +
      `with identities that are assessed; there is ${found}`,
  )
}

/** A claim about who is behind it goes beside a status that says there is a scheme, and agrees with what stands. */
export function requireAttributable(
  { attribution, status }: DecisionStatement,
  kept: readonly Kept[],
): void {
  if (attribution === undefined) return
  if (status !== 'assessed' && status !== 'linked') {
    throw new Problem('usage', '--attribution goes with assessed or linked')
  }
  const other = kept.find(
    (each) => each.alive && each.status === status && differs(each.attribution, attribution),
  )
  if (other === undefined) return
  throw new Problem(
    'conflict',
    `${named([other])} attributes it to somebody else: confirm that, or leave the attribution out`,
  )
}

const differs = (claimed: string | null, { actor }: Attribution): boolean =>
  claimed !== null &&
  (JSON.parse(claimed) as Attribution).actor.toLowerCase() !== actor.toLowerCase()

/** `attributed_ring` rests on another of the ring whose attribution has a basis of its own. */
export async function requireAttributedRing(
  sql: SqlEngine,
  {
    identity_no: no,
    attribution,
  }: { readonly identity_no: number; readonly attribution?: Attribution | undefined },
  now: Date,
): Promise<void> {
  if (attribution?.basis !== 'attributed_ring') return
  const standing = await sql.rows<{ attribution: string }>(`
    select s.attribution from (${standingDecisionsSql(now)}) as s
    join ${reads.ringMember} as r using (identity_no)
    where s.attribution is not null and s.identity_no <> ${no}
      and r.ring = (select ring from ${reads.ringMember} where identity_no = ${no})`)
  const support = standing
    .map((row) => JSON.parse(row.attribution) as Attribution)
    .filter(({ basis }) => basis !== 'attributed_ring')
  if (support.some((claim) => claim.actor.toLowerCase() === attribution.actor.toLowerCase())) return
  throw new Problem(
    'conflict',
    'the basis attributed_ring takes another identity of its ring that is attributed to the same actor on a basis of its own',
  )
}

const day = 24 * 60 * 60 * 1000

/** When it stops to count (RFC 3339), or null for never: `until` shortens and never lengthens. */
export function expiryOf({ status, until }: DecisionStatement, now: Date): string | null {
  const days = validDays[status]
  if (days === null) {
    if (until === undefined) return null
    throw new Problem('usage', `"${status}" does not expire: leave out --until`)
  }
  const latest = new Date(now.getTime() + days * day)
  if (until === undefined) return latest.toISOString()
  const start = dayOf(until)
  if (start.getTime() > latest.getTime()) {
    throw new Problem(
      'usage',
      `--until ${until}: "${status}" holds for ${days} days at most, until ${latest.toISOString().slice(0, 10)}`,
    )
  }
  const end = Math.min(start.getTime() + day, latest.getTime())
  if (end <= now.getTime()) throw new Problem('usage', `--until ${until} has passed`)
  return new Date(end).toISOString()
}

function dayOf(text: string): Date {
  const start = new Date(`${text}T00:00:00Z`)
  if (
    /^\d{4}-\d\d-\d\d$/.test(text) &&
    !Number.isNaN(start.getTime()) &&
    start.toISOString().startsWith(text)
  )
    return start
  throw new Problem('usage', `--until "${text}" is no day: write YYYY-MM-DD, such as 2027-06-30`)
}
