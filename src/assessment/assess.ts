import type { Effects } from '../effects.ts'
import { quoteList, type SqlEngine, type SqlSession, type Store } from '../sql/index.ts'
import { type BackTest, backTest } from './back-testing.ts'
import { type Catalogue, readCandidate, readCatalogue } from './catalogue.ts'
import { explainIdentity, type IdentityExplanation } from './explanation.ts'
import { assessmentSql } from './gate.ts'
import {
  type Learning,
  learnedRates,
  recordLearning,
  standingLearning,
  withLearned,
} from './learning.ts'
import { owns, reads } from './relations.ts'
import { grades, priorsOf } from './scales.ts'
import { noDecisions, type Weighing, weighAll } from './weighing-run.ts'
import { forgetWithdrawn } from './withdrawn.ts'

export interface AssessmentOptions {
  readonly store: Store
  /** Folder of the indicators, one YAML file each. */
  readonly catalogueFolder: string
  /** Shares of the scheme by population, as the setting writes them. */
  readonly priors?: string
  /**
   * A query of the decisions that stand at a moment: identity_no, status, decision_id, attribution,
   * publishable.
   */
  readonly standingDecisions?: (now: Date) => string
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

/** Keeps account of an assessment, on the connection whose transaction keeps its results. */
export type RecordAssessment = (sql: SqlEngine) => Promise<void>

export interface Assessment {
  readonly catalogue: Catalogue
  /**
   * Assesses all identities anew from the evidence in the store; replaces `finding` and `assessment`
   * in one transaction. The same evidence, partition and catalogue give the same result, whatever the
   * order of arrival. All of it is read from one snapshot. `record` runs in that transaction.
   */
  readonly assess: (effects: Effects, record?: RecordAssessment) => Promise<AssessmentSummary>
  /** Why an identity (`idn_…`) stands as it does. An unknown one is `not-found`. */
  readonly explainIdentity: (identity: string) => Promise<IdentityExplanation>
  /**
   * What the indicator in a YAML file, new or changed, would have found and changed. Keeps nothing; takes as
   * long as two assessments. A file that is no indicator is `invalid`.
   */
  readonly backTest: (file: string, effects: Effects) => Promise<BackTest>
  /**
   * Updates the rates with established outcomes (`outcomes`), or takes them back to how they ship (`shipped`).
   * Appended; the assessment that follows uses it.
   */
  readonly learn: (from: 'outcomes' | 'shipped', effects: Effects) => Promise<Learning | null>
  /** The learning in force: what makes an assessment due beside new evidence. */
  readonly learning: () => Promise<Learning | null>
}

export function openAssessment(options: AssessmentOptions): Assessment {
  const { store, standingDecisions = () => noDecisions } = options
  const catalogue = readCatalogue(options.catalogueFolder)
  const weighingOn = async (sql: SqlEngine, effects: Effects): Promise<Weighing> => ({
    ...options,
    sql,
    catalogue: withLearned(catalogue, await standingLearning(sql)),
    decisions: standingDecisions(effects.now()),
  })
  const assessOn = async (
    sql: SqlSession,
    effects: Effects,
    record?: RecordAssessment,
  ): Promise<AssessmentSummary> => {
    await sql.transaction(async () => {
      const weighing = await weighingOn(sql, effects)
      await weighAll(weighing, effects)
      await keep(sql, weighing.decisions)
      await forgetWithdrawn(sql)
      await record?.(sql)
    })
    return summarize(sql, catalogue)
  }
  return {
    catalogue,
    assess: (effects, record) =>
      store.session((sql) => assessOn(sql, effects, record), effects.onStop),
    explainIdentity: (identity) =>
      store.read(async (sql) =>
        explainIdentity({
          sql,
          catalogue: withLearned(catalogue, await standingLearning(sql)),
          identity,
          priors: priorsOf(options.priors ?? ''),
        }),
      ),
    backTest: async (file, effects) => {
      const candidate = readCandidate(file)
      return store.session(
        (sql) =>
          sql.rehearse(async () => backTest(await weighingOn(sql, effects), candidate, effects)),
        effects.onStop,
      )
    },
    learn: (from, effects) =>
      store.session(async (sql) => {
        const append = (learned: Pick<Learning, 'outcomes' | 'rates'>): Promise<void> =>
          store.write((writer) => recordLearning(writer, learned, effects))
        const before = await standingLearning(sql)
        if (before?.rates != null) await append({ outcomes: 0, rates: null })
        if (from === 'outcomes') {
          // Outcomes are counted against the rates as they ship: learning twice learns nothing more.
          await assessOn(sql, effects)
          await append(await learnedRates(sql, catalogue))
        }
        return standingLearning(sql)
      }, effects.onStop),
    learning: () => store.read(standingLearning),
  }
}

async function keep(sql: SqlEngine, decisions: string): Promise<void> {
  await sql.run(`delete from ${owns.finding}`)
  await sql.run(`delete from ${owns.assessment}`)
  await sql.run(`insert into ${owns.finding} by name
    select identity_no, indicator, version, category, evidence_group, holds,
      coalesce(observations, [looked_at]) as observations, coalesce(origins, []) as origins,
      substr('${grades.join('')}', rank, 1) as grade, bits_other, bits_genuine, told, counted, supports,
      discount
    from ${owns.counted}`)
  await sql.run(`insert into ${owns.assessment} by name ${assessmentSql(decisions)}`)
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
