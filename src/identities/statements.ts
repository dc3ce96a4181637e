import type { Effects } from '../effects.ts'
import { Problem } from '../problem.ts'
import { nextNumber, quoteText, type SqlEngine } from '../sql/index.ts'
import { requireIdentity, requireSubject } from './places.ts'
import { withheldSubjectSql } from './withheld.ts'

/** What a person says of a pair. `unsure` takes back what was said before. */
export const verdicts = ['same', 'different', 'unsure'] as const
export type Verdict = (typeof verdicts)[number]

/** Of which question: the same presented person, or run by the same hands? */
export type About = 'person' | 'hands'

export interface Statement {
  /** Two subjects (`source/ref`), two identities (`idn_…`), or one of each. */
  readonly left: string
  readonly right: string
  readonly verdict: Verdict
  readonly about: About
  readonly author: string
  readonly reason: string
}

/** A word that somebody said, and whether it holds. */
export interface Judgement {
  readonly judgement: number
  /** RFC 3339, UTC. */
  readonly said_at: string
  readonly author: string
  readonly about: About
  readonly verdict: Verdict
  /** As they were named. */
  readonly left: string
  readonly right: string
  /** The subjects that stand for them (`source/ref`); null where they were erased. */
  readonly left_subject: string | null
  readonly right_subject: string | null
  readonly reason: string
  /** The last word on its pair, and not `unsure`. */
  readonly stands: boolean
  /** False: said since the last linkage, and seen by the next one. */
  readonly seen: boolean
}

/** Shorter ones do not tell the next reader why. */
const shortestReason = 20

/** What was appended, and the word on the same pair that stood until then. */
export interface Judged {
  readonly judgement: number
  readonly earlier: Judgement | null
}

/**
 * Appends a judgement; it holds in every later run until another one on the same pair. One that
 * contradicts others (A same B, B same C, and now A different C) is refused: the person must take one back. Call it
 * in a transaction that a refusal undoes.
 */
export async function judge(
  sql: SqlEngine,
  statement: Statement,
  effects: Effects,
): Promise<Judged> {
  requireSigned(statement)
  const [left, right] = await pairOf(sql, statement)
  if (left === right) {
    throw new Problem('usage', `${statement.left} and ${statement.right} are the same subject`)
  }
  const [earlier = null] = await standingJudgements(sql, statement.about, { left, right })
  const judgement = await nextNumber(sql, 'judgement')
  const { author, reason, about, verdict } = statement
  await sql.insert('judgement', [
    {
      judgement_id: judgement,
      said_at: effects.now().toISOString(),
      ...{ author, reason, about, verdict },
      left_given: statement.left,
      right_given: statement.right,
      left_subject: left,
      right_subject: right,
    },
  ])
  await requireConsistent(sql, statement)
  return { judgement, earlier }
}

const judgementSql = `select j.judgement_id as judgement, j.said_at, j.author, j.about, j.verdict,
    j.left_given as "left", j.right_given as "right", l.source || '/' || l.ref as left_subject,
    r.source || '/' || r.ref as right_subject, j.reason,
    j.verdict <> 'unsure' and coalesce(j.left_subject <> j.right_subject, false) and j.judgement_id = max(j.judgement_id) over (partition by j.about,
      least(j.left_subject, j.right_subject), greatest(j.left_subject, j.right_subject)) as stands,
    j.judgement_id <= (select coalesce(max(last_judgement), 0) from link_run) as seen,
    j.left_subject as left_no, j.right_subject as right_no
  from judgement_now as j left join subject as l on l.subject_id = j.left_subject
  left join subject as r on r.subject_id = j.right_subject`

/** Every word ever said, in the order in which they were said; but those on real holders. */
export const readJudgements = (sql: SqlEngine): Promise<Judgement[]> =>
  sql.rows(`select * exclude (left_no, right_no) from (${judgementSql})
    where coalesce(left_no, 0) not in ${withheldSubjectSql}
      and coalesce(right_no, 0) not in ${withheldSubjectSql}
    order by judgement`)

/** The words that stand between two sides, the latest first; a side is SQL for subject numbers: `7` or `from …`. */
export const standingJudgements = (
  sql: SqlEngine,
  about: About,
  { left, right }: { readonly left: number | string; readonly right: number | string },
): Promise<Judgement[]> =>
  sql.rows(`select * exclude (left_no, right_no) from (${judgementSql})
    where stands and about = ${quoteText(about)}
      and ((left_no in (${left}) and right_no in (${right})) or (left_no in (${right}) and right_no in (${left})))
    order by judgement desc`)

/** Who says it and why: without both a word has no weight. */
export function requireSigned({
  author,
  reason,
}: {
  readonly author: string
  readonly reason: string
}): void {
  if (author.trim() === '') throw new Problem('usage', 'say who you are with --by')
  if (reason.trim().length >= shortestReason) return
  throw new Problem(
    'usage',
    `give a reason of at least ${shortestReason} characters with --reason, for whoever reads this next`,
  )
}

/**
 * Who is meant by the two names. Who takes a word back means those of whom it was said, though an identity
 * of that name may have ended since, or another subject may stand for it.
 */
async function pairOf(
  sql: SqlEngine,
  { left, right, about, verdict }: Statement,
): Promise<readonly [number, number]> {
  const [one, other] = [quoteText(left), quoteText(right)]
  const [said] = await sql.rows<{ one: number; other: number }>(`
    select case when left_given = ${one} then left_subject else right_subject end as one,
      case when left_given = ${one} then right_subject else left_subject end as other
    from judgement_now
    where about = ${quoteText(about)} and ${quoteText(verdict)} = 'unsure'
      and left_subject not in ${withheldSubjectSql} and right_subject not in ${withheldSubjectSql}
      and ((left_given = ${one} and right_given = ${other}) or (left_given = ${other} and right_given = ${one}))
    order by judgement_id desc limit 1`)
  if (said !== undefined) return [said.one, said.other]
  return [await subjectOf(sql, left, about), await subjectOf(sql, right, about)]
}

/** The subject that stands for what was named; an identity is stood for by its oldest subject. */
async function subjectOf(sql: SqlEngine, given: string, about: About): Promise<number> {
  if (given.includes('/')) {
    if (about === 'person') return (await requireSubject(sql, given)).subject_id
    throw new Problem(
      'usage',
      `"${given}" is a subject: whose hands they are is asked of identities (idn_…)`,
    )
  }
  if (given.startsWith('idn_')) return (await requireIdentity(sql, given)).founder_subject
  throw new Problem(
    'usage',
    `"${given}" is neither a subject nor an identity: write source/ref or idn_…`,
  )
}

/** The words that the last linkage has seen. */
export const seenJudgements = `(from judgement_now where judgement_id <= (
  select coalesce(max(last_judgement), 0) from link_run))`

/** The standing judgements: `left_subject, right_subject, same`, the last word on each pair. */
export const standingSql = (about: About, words = 'judgement_now'): string =>
  `select left_subject, right_subject, verdict = 'same' as same from (
     select *, row_number() over (
       partition by least(left_subject, right_subject), greatest(left_subject, right_subject)
       order by judgement_id desc) as age
     from ${words} where about = ${quoteText(about)} and left_subject <> right_subject)
   where age = 1 and verdict <> 'unsure'`

/** No two that are the same by what people said may be different by what people said. */
async function requireConsistent(sql: SqlEngine, { about }: Statement): Promise<void> {
  const standing = await sql.rows<{ left_subject: number; right_subject: number; same: boolean }>(
    standingSql(about),
  )
  const same = standing.filter((each) => each.same)
  const home = new Map<number, number>()
  const find = (id: number): number => {
    const up = home.get(id) ?? id
    return up === id ? id : find(up)
  }
  for (const { left_subject: left, right_subject: right } of same) home.set(find(left), find(right))
  const broken = standing.find(
    (each) => !each.same && find(each.left_subject) === find(each.right_subject),
  )
  if (broken === undefined) return
  const [names] = await sql.rows<{ left: string | null; right: string | null }>(`select
    (${listedNameSql(broken.left_subject)}) as left, (${listedNameSql(broken.right_subject)}) as right`)
  const [left, right] = [names?.left ?? 'one', names?.right ?? 'another']
  throw new Problem(
    'conflict',
    `this contradicts what was said before: ${left} and ${right} were called different, but ` +
      'others that were called the same now connect them; take one back with `ringer judge … unsure`',
  )
}

const listedNameSql = (subject: number): string => `select source || '/' || ref from subject
  where subject_id = ${subject} and subject_id not in ${withheldSubjectSql}`
