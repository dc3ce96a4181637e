import { erasedText } from '../identities/index.ts'
import { quoteText, type SqlEngine } from '../sql/index.ts'
import type { Screen } from './decision.ts'
import { reads } from './relations.ts'

interface Kept {
  readonly decision_id: number
  readonly screen: string
  /** Nobody is left of whom it was decided. */
  readonly bare: boolean
}

/**
 * Decisions without what their sources withdrew: a screen names no observation that was erased. Where nobody is left
 * of whom was decided, screen and reason go too; who decided what, and when, stays. What this changes once it
 * finds changed.
 */
export async function forgetWithdrawn(sql: SqlEngine): Promise<void> {
  const rows = await sql.rows<Kept>(`
    select d.decision_id, d.screen, len(n.subjects) = 0 as bare
    from decision as d join ${reads.decision} as n using (decision_id)
    where d.screen <> 'null' and list_has_any(d.subjects, (
      select coalesce(list(subject_id), []) from (
        select subject_id from withdrawal_touched union select subject_id from subject_gone)))`)
  for (const { decision_id: id, screen, bare } of rows) {
    if (bare) {
      await sql.run(`update decision set screen = 'null', reason = ${quoteText(erasedText)},
        attribution = null where decision_id = ${id}`)
    } else {
      const left = JSON.stringify(await withoutErased(sql, JSON.parse(screen) as Screen))
      if (left === screen) continue
      await sql.run(`update decision set screen = ${quoteText(left)} where decision_id = ${id}`)
    }
  }
}

async function withoutErased(sql: SqlEngine, screen: Screen): Promise<Screen> {
  const { explanation } = screen
  const named = explanation.findings.flatMap(({ observations }) => observations.map(nameOf))
  if (named.length === 0) return screen
  const rows = await sql.rows<{ name: string }>(`select distinct source || '/' || id as name
    from ${reads.observation} where source || '/' || id in (${named.map(quoteText).join(', ')})`)
  const stands = new Set(rows.map(({ name }) => name))
  const findings = explanation.findings.map((finding) => ({
    ...finding,
    observations: finding.observations.filter((ref) => stands.has(nameOf(ref))),
  }))
  return { ...screen, explanation: { ...explanation, findings } }
}

const nameOf = ({ source, id }: { readonly source: string; readonly id: string }): string =>
  `${source}/${id}`
