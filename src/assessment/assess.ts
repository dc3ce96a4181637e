import type { Effects } from '../effects.ts'
import { Problem } from '../problem.ts'
import { dropSteps, quoteList, runSteps, type SqlEngine } from '../sql/index.ts'
import { type Catalogue, readCatalogue } from './catalogue.ts'
import { explainIdentity, type IdentityExplanation } from './explanation.ts'
import { evidenceSteps, findAll, findHits } from './findings.ts'
import { assessmentSql, gateSteps } from './gate.ts'
import { noDecisions, owns, reads } from './relations.ts'
import { grades } from './scales.ts'
import { weighingSteps } from './weighing.ts'

export interface AssessmentOptions {
  readonly sql: SqlEngine
  /** Folder of the indicators, one YAML file each. */
  readonly catalogueFolder: string
  /** A query of people's standing decisions (identity_no, status). None are taken yet. */
  readonly standingDecisions?: string
}

export interface AssessmentSummary {
  readonly identities: number
  /** Findings that hold, and that could have been seen and were not. */
  readonly findings: { readonly present: number; readonly absent: number }
  readonly byStatus: Readonly<Record<string, number>>
  readonly byPart: Readonly<Record<string, number>>
  /** Flags whose id is in no file of the catalogue: kept, counted here, and weighing nothing. */
  readonly unknownFlags: readonly { readonly indicator: string; readonly count: number }[]
  readonly catalogue: { readonly indicators: number; readonly version: string }
}

export interface Assessment {
  readonly catalogue: Catalogue
  /**
   * Assesses all identities anew from the evidence in the store; replaces `finding` and `assessment`
   * in one transaction. The same evidence, partition and catalogue give the same result, whatever the
   * order of arrival.
   */
  readonly assess: (effects: Effects) => Promise<AssessmentSummary>
  /** Why an identity (`idn_…`) stands as it does. An unknown one is `not-found`. */
  readonly explainIdentity: (identity: string) => Promise<IdentityExplanation>
}

export function openAssessment(options: AssessmentOptions): Assessment {
  const { sql, standingDecisions = noDecisions } = options
  const catalogue = readCatalogue(options.catalogueFolder)
  return {
    catalogue,
    assess: async (effects) => {
      await weighAll(sql, catalogue, effects)
      await keep(sql, standingDecisions)
      await dropWork(sql)
      return summarize(sql, catalogue)
    },
    explainIdentity: (identity) => explainIdentity({ sql, catalogue, identity }),
  }
}

async function weighAll(sql: SqlEngine, catalogue: Catalogue, effects: Effects): Promise<void> {
  const { indicators } = catalogue
  const pieces = [
    () => runSteps(sql, evidenceSteps(indicators)),
    () => findHits(sql, indicators),
    () => findAll(sql, indicators),
    () => runSteps(sql, weighingSteps(catalogue)),
    () => runSteps(sql, gateSteps),
  ]
  for (const [done, piece] of pieces.entries()) {
    if (effects.stopping()) {
      await dropWork(sql)
      throw new Problem('conflict', 'the assessment was stopped; the earlier one still stands')
    }
    effects.progress({ what: 'assessing identities', done, of: pieces.length, unit: 'steps' })
    await piece()
  }
  effects.progress({
    what: 'assessing identities',
    done: pieces.length,
    of: pieces.length,
    unit: 'steps',
  })
}

async function keep(sql: SqlEngine, decisions: string): Promise<void> {
  await sql.transaction(async () => {
    await sql.run(`delete from ${owns.finding}`)
    await sql.run(`delete from ${owns.assessment}`)
    await sql.run(`insert into ${owns.finding} by name
      select identity_no, indicator, version, category, evidence_group, holds, observations, origins,
        substr('${grades.join('')}', rank, 1) as grade, bits_other, bits_genuine, told, counted, supports
      from ${owns.counted}`)
    await sql.run(`insert into ${owns.assessment} by name ${assessmentSql(decisions)}`)
  })
}

async function dropWork(sql: SqlEngine): Promise<void> {
  const { finding, assessment, ...work } = owns
  const kept: readonly string[] = [finding, assessment]
  const names = Object.values(work).filter((name) => !kept.includes(name))
  await dropSteps(
    sql,
    names.map((name) => ({ name, sql: '' })),
  )
}

async function summarize(sql: SqlEngine, catalogue: Catalogue): Promise<AssessmentSummary> {
  const ids = catalogue.indicators.map((indicator) => indicator.id)
  const findings = await sql.rows<{ holds: boolean; count: number }>(
    `select holds, count(*) as count from ${owns.finding} group by holds`,
  )
  const counted = (holds: boolean): number =>
    findings.find((row) => row.holds === holds)?.count ?? 0
  const byStatus = await countBy(sql, 'status')
  return {
    identities: Object.values(byStatus).reduce((sum, count) => sum + count, 0),
    findings: { present: counted(true), absent: counted(false) },
    byStatus,
    byPart: await countBy(sql, 'part'),
    unknownFlags: await sql.rows(`select indicator, count(*) as count from ${reads.flag}
      where indicator not in ${quoteList(ids)} group by indicator order by count desc, indicator`),
    catalogue: { indicators: ids.length, version: catalogue.version },
  }
}

async function countBy(sql: SqlEngine, column: 'status' | 'part'): Promise<Record<string, number>> {
  const rows = await sql.rows<{ word: string; count: number }>(
    `select ${column} as word, count(*) as count from ${owns.assessment} group by all order by word`,
  )
  return Object.fromEntries(rows.map(({ word, count }) => [word, count]))
}
