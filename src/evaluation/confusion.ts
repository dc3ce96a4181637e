import type { SqlEngine } from '../sql/index.ts'
import { type Share, shareOf } from './interval.ts'

/** What each truly is against what leads in its assessment, and what became of it. */
export interface Confusion {
  /** Found identities; `hypothesis` is `none` where one is not assessed: in no identity, or a real holder. */
  readonly cells: readonly ConfusionCell[]
  readonly other_fraud_called_scheme: Share
  readonly other_fraud_suspected: Share
}

export interface ConfusionCell {
  readonly label: string
  readonly hypothesis: string
  readonly status: string
  readonly identities: number
}

/** Needs evaluated_finding. */
export async function confusionOf(sql: SqlEngine): Promise<Confusion> {
  const cells =
    await sql.rows<ConfusionCell>(`select label, hypothesis, status, count(*) as identities
    from evaluated_finding group by label, hypothesis, status order by label, hypothesis, status`)
  const other = cells.filter(({ label }) => label === 'other_fraud')
  const all = countOf(other)
  return {
    cells,
    other_fraud_called_scheme: shareOf(
      countOf(other.filter(({ hypothesis }) => hypothesis === 'scheme')),
      all,
    ),
    other_fraud_suspected: shareOf(
      countOf(other.filter(({ status }) => status !== 'unassessed' && status !== 'cleared')),
      all,
    ),
  }
}

const countOf = (cells: readonly ConfusionCell[]): number =>
  cells.reduce((sum, { identities }) => sum + identities, 0)
