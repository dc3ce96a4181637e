import { quoteText, type SqlEngine } from '../sql/index.ts'
import { type DecisionOn, decisionsOn } from './decisions.ts'
import type { IdentityExplanation } from './explanation.ts'
import { reads } from './relations.ts'
import { standingDecisionsSql } from './standing-decisions.ts'

/** What people decided on an identity, as far as it goes beside what was found. */
export interface ShownDecisions {
  /** The oldest first. */
  readonly decisions: readonly DecisionOn[]
  /** Four eyes: whether a release may tell of it, and what it lacks for that. */
  readonly publication: { readonly publishable: boolean; readonly lacks: readonly string[] }
}

/** The decisions on an identity that was explained, and what publication takes beyond them. */
export async function shownDecisions(
  sql: SqlEngine,
  explanation: IdentityExplanation,
  now: Date,
): Promise<ShownDecisions> {
  const decisions = await decisionsOn(sql, explanation.identity, now)
  // A decision that stands on it is one of those: where there is none, the long query would find nothing.
  const publishable = decisions.length > 0 && (await isPublishable(sql, explanation.identity, now))
  const lacks = publishable ? [] : lackingFor(explanation, decisions)
  return { decisions, publication: { publishable, lacks } }
}

async function isPublishable(sql: SqlEngine, identity: string, now: Date): Promise<boolean> {
  const [standing] = await sql.rows<{ publishable: boolean }>(`
    select s.publishable from (${standingDecisionsSql(now)}) as s
    join ${reads.identity} as i using (identity_no) where i.identity = ${quoteText(identity)}`)
  return standing?.publishable ?? false
}

function lackingFor(
  { findings }: IdentityExplanation,
  decisions: readonly DecisionOn[],
): readonly string[] {
  const standing = decisions.filter(({ stands, status }) => stands && status === 'assessed')
  const reporters = new Set(
    findings
      .filter((each) => each.holds && each.supports)
      .filter(({ told, category }) => told || category === 'employer_reported')
      .flatMap(({ origins }) => origins.map((origin) => origin.toLowerCase())),
  )
  const eligible = standing.filter(
    ({ organization }) => organization !== null && !reporters.has(organization),
  )
  const people = new Set(eligible.map(({ author }) => author.toLowerCase())).size
  if (people > 1) return ['two people who assessed the same subjects, of other organizations']
  const silent = standing.filter(({ organization }) => organization === null)
  const biased = standing.length - silent.length - eligible.length
  const wanted = people === 0 ? 'two people' : 'a second person'
  return [
    `“assessed” by ${wanted}, of organizations that reported nothing of it`,
    ...silent.map(
      ({ decision, author }) => `for which organization ${author} speaks in decision ${decision}`,
    ),
    ...(biased > 0 ? ['somebody else where the decision is of an organization that reported'] : []),
  ]
}
