import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Effects } from '../effects.ts'
import { Problem } from '../problem.ts'
import { quoteText, type SqlEngine } from '../sql/index.ts'
import type { Enrichment } from './enrichment/index.ts'
import { commitBatch, rereadBatch } from './ledger.ts'
import type { Observation } from './observation.ts'
import { type CommitCounts, onlyRow, readingTables, type StagedBatch } from './staged-batch.ts'
import { stageObservation } from './staging.ts'

export interface Evidence {
  /** Folder for staging files; what a killed import left there is gone after `openEvidence`. */
  readonly staging: string
  /** What fills in facts that the sources did not give; whoever stages observations uses it, after its `check`. */
  readonly enrichment?: Enrichment | undefined
  /** Opens the record of one file's import. */
  readonly begin: (file: string) => Promise<number>
  /** Commits one batch in a transaction and adds it to the record of its import. */
  readonly commit: (batch: StagedBatch, importId: number) => Promise<CommitCounts>
  /** What a batch would change; nothing is kept. Call inside `sql.transaction` that is undone. */
  readonly preview: (batch: StagedBatch) => Promise<CommitCounts>
  /** How a source is declared and marked now; undefined where nobody has declared it. */
  readonly declarationOf: (source: string) => Promise<SourceInForce | undefined>
  readonly recordRejected: (importId: number, lines: number) => Promise<void>
  readonly state: () => Promise<EvidenceState>
  /** Throws away `event`, `selector`, `fact`, `flag`, `passage` and reads them again from the ledger. */
  readonly rebuild: () => Promise<void>
  /**
   * Brings the readings to a version of the normal forms: where they have an older one, the ledger is read again. All
   * of it is one transaction, and `around` runs in it, calls `reread` once and does what else follows from it. A
   * newer version is a `conflict`.
   */
  readonly adoptNormalForms: (version: number, around: Around) => Promise<void>
  /** Refuses a store whose readings have a newer version of the normal forms. */
  readonly requireNormalForms: (version: number) => Promise<void>
}

export type Around = (reread: () => Promise<void>) => Promise<void>

export interface SourceInForce {
  readonly type: string | null
  readonly reliability: string
  readonly tlp: string
}

export interface EvidenceState {
  readonly observations: number
  readonly subjects: number
  readonly sources: number
  /** Highest number in the ledger: what a result names as the last it has seen. */
  readonly last_observation: number
  /** Highest number of a declaration of a source: a new grade or marking changes what follows. */
  readonly last_declaration: number
  /** Highest number of a withdrawal that changed what stands: what was made before it is to be made again. */
  readonly last_withdrawal: number
  /** Latest `at` of an observation in force, or null: staleness is measured from here. */
  readonly latest_at: string | null
}

export interface EvidenceParts {
  readonly sql: SqlEngine
  readonly staging: string
  readonly effects: Effects
  /** Absent: facts are those of the sources only. */
  readonly enrichment?: Enrichment
}

export function openEvidence(parts: EvidenceParts): Evidence {
  const { sql, staging, effects, enrichment } = parts
  rmSync(staging, { recursive: true, force: true })
  mkdirSync(staging, { recursive: true })
  return {
    staging,
    enrichment,
    begin: (file) => beginImport(sql, file, effects.now()),
    commit: async (batch, importId) => {
      const counts = await sql.transaction(() => commitCounted(sql, batch, importId))
      // What was erased leaves the log and the blocks in use at once, not when the store next thinks of it.
      if (batch.withdrawals?.length) await sql.run('checkpoint')
      return counts
    },
    preview: (batch) => commitBatch(sql, batch, 0),
    declarationOf: async (source) => {
      const [row] =
        await sql.rows<SourceInForce>(`select type, reliability, tlp from source_in_force
        where declared and source = ${quoteText(source)}`)
      return row
    },
    recordRejected: (importId, lines) =>
      sql.run(`update import_run set rejected = rejected + ${lines} where import_id = ${importId}`),
    state: () => readState(sql),
    rebuild: async () => {
      enrichment?.check()
      await sql.transaction(() => rereadLedger(parts))
    },
    adoptNormalForms: async (version, around) => {
      if ((await readNormalForms(sql, version)) === version) return
      enrichment?.check()
      await sql.transaction(async () => {
        await around(() => rereadLedger(parts))
        await sql.run(`update normal_form_version set version = ${version}`)
      })
    },
    requireNormalForms: async (version) => {
      await readNormalForms(sql, version)
    },
  }
}

async function commitCounted(
  sql: SqlEngine,
  batch: StagedBatch,
  importId: number,
): Promise<CommitCounts> {
  const counts = await commitBatch(sql, batch, importId)
  await sql.run(`update import_run set accepted = accepted + ${counts.accepted},
    known = known + ${counts.known}, newer = newer + ${counts.newer},
    withdrawn = withdrawn + ${counts.withdrawn} where import_id = ${importId}`)
  return counts
}

async function beginImport(sql: SqlEngine, file: string, now: Date): Promise<number> {
  const [row] = await sql.rows<{ next: number }>(
    'select coalesce(max(import_id), 0) + 1 as next from import_run',
  )
  const importId = row?.next ?? 1
  await sql.run(`insert into import_run values
    (${importId}, ${quoteText(now.toISOString())}::timestamp, ${quoteText(file)}, 0, 0, 0, 0, 0)`)
  return importId
}

async function readState(sql: SqlEngine): Promise<EvidenceState> {
  const [state] = await sql.rows<EvidenceState>(`select
    (select count(*) from event) as observations,
    (select count(*) from subject where ref is not null and moved_to is null) as subjects,
    (select count(*) from source_in_force) as sources,
    (select coalesce(max(observation_id), 0) from observation) as last_observation,
    (select coalesce(max(declaration_id), 0) from source_declaration) as last_declaration,
    (select coalesce(max(withdrawal_id), 0) from withdrawal_touched) as last_withdrawal,
    (select max(happened_at) from event) as latest_at`)
  if (state === undefined) throw new Error('a query of aggregates gives one row')
  return state
}

/** The version of the normal forms in which the readings stand. */
async function readNormalForms(sql: SqlEngine, newest: number): Promise<number> {
  const { version } = await onlyRow<{ version: number }>(
    sql,
    'select version from normal_form_version',
  )
  if (version <= newest) return version
  throw new Problem(
    'conflict',
    `this store was written by a newer Ringer (its normal forms have version ${version}); update the program`,
  )
}

/** Bodies read again at a time: about 30 MB of staging. */
const rebuildRows = 20_000

/** Makes all readings again. Run it in a transaction. */
async function rereadLedger(parts: EvidenceParts): Promise<void> {
  const { sql, staging, effects, enrichment } = parts
  const { last_observation: last } = await readState(sql)
  const path = join(staging, 'rebuild.ndjson')
  for (const table of readingTables) await sql.run(`delete from ${table}`)
  for (let from = 1; from <= last; from += rebuildRows) {
    const rows = await sql.rows<{ observation_id: number; body: string }>(
      `select observation_id, body from observation as o
       where observation_id between ${from} and ${from + rebuildRows - 1} and body is not null
         and not exists (
           select 1 from superseded as s where s.observation_id = o.observation_id)`,
    )
    const lines = rows.map((row) =>
      // The ledger holds only what was read strictly when it came in.
      stageObservation(JSON.parse(row.body) as Observation, row.observation_id, enrichment),
    )
    writeFileSync(path, `${lines.join('\n')}\n`)
    await rereadBatch(sql, [path])
    effects.progress({
      what: 'reading the ledger again',
      done: from,
      of: last,
      unit: 'observations',
    })
  }
  rmSync(path, { force: true })
}
