import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { realEffects } from '../effects.ts'
import type { SqlEngine, Store } from '../sql/index.ts'
import { openTestStore } from '../sql/store-fixture.ts'
import type { Enrichment } from './enrichment/index.ts'
import { type Evidence, openEvidence } from './evidence.ts'
import { readRecord } from './reading.ts'
import { type CommitCounts, readingTables, type StagedBatch } from './staged-batch.ts'
import { stageExposure, stageObservation, stageSource, stageWithdrawal } from './staging.ts'

/** A store in memory that takes records without files and workers: for tests of the ledger. */
export interface TestLedger {
  readonly store: Store
  readonly sql: SqlEngine
  readonly evidence: Evidence
  /** Commits the records as one batch of one file. */
  readonly commit: (records: readonly object[]) => Promise<CommitCounts>
  readonly stage: (records: readonly object[]) => StagedBatch
  /** Throws away everything, so that one store serves many cases. */
  readonly empty: () => Promise<void>
  readonly close: () => Promise<void>
}

export async function openTestLedger(enrichment?: Enrichment): Promise<TestLedger> {
  const folder = mkdtempSync(join(tmpdir(), 'ringer-ledger-'))
  const { store, sql, close } = await openTestStore({ spill: join(folder, 'spill') })
  const parts = { store, staging: join(folder, 'staging'), effects: realEffects }
  const evidence = openEvidence({ ...parts, ...(enrichment ? { enrichment } : {}) })
  const stage = (records: readonly object[]): StagedBatch => stageRecords(evidence, records)
  return {
    store,
    sql,
    evidence,
    stage,
    commit: async (records) => evidence.commit(stage(records), await evidence.begin('a file')),
    empty: async () => {
      for (const table of storeTables) await sql.run(`delete from ${table}`)
    },
    close: async () => {
      await close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const storeTables = [
  ...['import_run', 'source_declaration', 'observation', 'superseded', 'subject', 'exposure'],
  ...['withdrawal', 'withdrawal_touched'],
  ...readingTables,
]

function stageRecords(evidence: Evidence, records: readonly object[]): StagedBatch {
  const staged: Record<keyof StagedBatch, string[]> = {
    observations: [],
    sources: [],
    exposures: [],
    withdrawals: [],
  }
  for (const [index, record] of records.entries()) {
    const reading = readRecord(record)
    const line = index + 1
    if (reading.record === 'problems') throw new Error(JSON.stringify(reading.problems))
    if (reading.record === 'observation') {
      staged.observations.push(
        stageObservation(reading.value, line, { enrichment: evidence.enrichment }),
      )
    } else if (reading.record === 'source') {
      staged.sources.push(JSON.stringify(stageSource(reading.value, line)))
    } else if (reading.record === 'withdrawal') {
      staged.withdrawals.push(stageWithdrawal(reading.value, line))
    } else staged.exposures.push(JSON.stringify(stageExposure(reading.value, line)))
  }
  const write = (name: keyof typeof staged): readonly string[] => {
    if (staged[name].length === 0) return []
    const path = join(evidence.staging, `${name}.ndjson`)
    writeFileSync(path, `${staged[name].join('\n')}\n`)
    return [path]
  }
  return {
    observations: write('observations'),
    sources: write('sources'),
    exposures: write('exposures'),
    withdrawals: write('withdrawals'),
  }
}

/** The 64 bits of a hash are more than a JavaScript number holds: they are compared as text. */
const exactly = (table: string): string =>
  table === 'passage' ? 'replace (hash::varchar as hash)' : ''

/** What is derived from the ledger, without the numbers that depend on the order of commits. */
export async function derivedContents(sql: SqlEngine): Promise<Record<string, unknown[]>> {
  const contents: Record<string, unknown[]> = {}
  for (const table of readingTables) {
    contents[table] = await sql.rows(`
      select o.source, o.id, s.ref, t.* exclude (observation_id, subject_id)
      from (select * ${exactly(table)} from ${table}) as t
      join observation as o using (observation_id)
      join subject as s using (subject_id)
      order by all`)
  }
  return contents
}

/** The derived tables as they are, numbers included. */
export async function derivedTables(sql: SqlEngine): Promise<Record<string, unknown[]>> {
  const tables: Record<string, unknown[]> = {}
  for (const table of readingTables) {
    tables[table] = await sql.rows(`select * ${exactly(table)} from ${table} order by all`)
  }
  return tables
}

/** Rows of every table of the store but the record of imports. */
export async function rowCounts(sql: SqlEngine): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of storeTables.filter((name) => name !== 'import_run')) {
    const [row] = await sql.rows<{ n: number }>(`select count(*) as n from ${table}`)
    counts[table] = row?.n ?? -1
  }
  return counts
}
