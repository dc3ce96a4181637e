import type { Effects } from '../effects.ts'
import { Problem } from '../problem.ts'
import { runSteps, type SqlEngine, type SqlStep } from '../sql/index.ts'
import type { Catalogue } from './catalogue.ts'
import { evidenceSteps } from './evidence-steps.ts'
import { findAll, findHits } from './findings.ts'
import { gateSteps } from './gate.ts'
import { owns } from './relations.ts'
import { priorsOf } from './scales.ts'
import { weighingSteps } from './weighing.ts'

/** Nobody has decided anything. */
export const noDecisions = `select null::integer as identity_no, null::varchar as status,
  null::integer as decision_id, null::varchar as attribution, false as publishable where false`

/** All that one run of the weighing takes: the same gives the same, whatever the order of arrival. */
export interface Weighing {
  readonly sql: SqlEngine
  readonly catalogue: Catalogue
  /** Shares of the scheme by population, as the setting writes them. */
  readonly priors?: string
  /** A query of the decisions that stand: identity_no, status, decision_id, attribution, publishable. */
  readonly decisions: string
}

/** Fills the tables of the steps, up to `result` and `fragile`; they belong to the connection. */
export async function weighAll(weighing: Weighing, effects: Effects): Promise<void> {
  const { sql, catalogue, decisions } = weighing
  const { indicators } = catalogue
  const anchorStep = {
    name: owns.anchor,
    sql: `select identity_no from (${decisions}) where status = 'assessed'`,
  }
  const run = (steps: readonly SqlStep[]): Promise<void> =>
    runSteps(
      sql,
      steps.map((step) => ({ ...step, temporary: true })),
    )
  const pieces = [
    () => run([...evidenceSteps(indicators), anchorStep]),
    () => findHits(sql, indicators),
    () => findAll(sql, indicators),
    () => run(weighingSteps(catalogue, priorsOf(weighing.priors ?? ''))),
    () => run(gateSteps),
  ]
  const show = (done: number): void =>
    effects.progress({ what: 'assessing identities', done, of: pieces.length, unit: 'steps' })
  for (const [done, piece] of pieces.entries()) {
    if (effects.stopping()) {
      throw new Problem('conflict', 'the assessment was stopped; the earlier one still stands')
    }
    show(done)
    await piece()
  }
  show(pieces.length)
}
