import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Effects } from '../effects.ts'
import { Problem } from '../problem.ts'
import { nextNumber, openTurns, type SqlEngine, type Store } from '../sql/index.ts'
import type { Enrichment } from './enrichment/index.ts'
import { commitBatch, rereadBatch } from './ledger.ts'
import type { Observation } from './observation.ts'
import { type CommitCounts, onlyRow, readingTables, type StagedBatch } from './staged-batch.ts'
import { stageObservation } from './staging.ts'

/** Who may add to the ledger: the store itself, or a rehearsal that keeps nothing. */
export interface LedgerWriter {
  /** Commits one batch in a transaction and adds it to the record of its import. */
  readonly commit: (batch: StagedBatch, importId: number) => Promise<CommitCounts>
  /** How a source is declared and marked now; undefined where nobody has declared it. */
  readonly declarationOf: (source: string) => Promise<SourceInForce | undefined>
}

export interface Evidence extends LedgerWriter {
  /** Folder for staging files; what a killed import left there is gone after `openEvidence`. */
  readonly staging: string
  /** What fills in facts that the sources did not give; whoever stages observations uses it, after its `check`. */
  readonly enrichment?: Enrichment | undefined
  /** Opens the record of one file's import. */
  readonly begin: (file: string) => Promise<number>
  /**
   * Hands `work` a ledger on which it can commit as on the real one, and of which nothing is kept. Other imports wait
   * until it ends; reading, deciding and linking do not.
   */
  readonly rehearse: (work: (ledger: LedgerWriter) => Promise<void>) => Promise<void>
  readonly recordRejected: (importId: number, lines: number) => Promise<void>
  /** Keeps what should be known of how a file was read. */
  readonly recordRemark: (importId: number, text: string) => Promise<void>
  readonly state: () => Promise<EvidenceState>
  /** The last numbers alone: what is asked before each link and each assessment. */
  readonly lastNumbers: () => Promise<LastNumbers>
  /** Throws away `event`, `selector`, `fact`, `flag`, `passage` and reads them again from the ledger. */
  readonly rebuild: () => Promise<void>
  /**
   * Brings the readings to a version of the normal forms: where they have an older one, the ledger is read again. All
   * of it is one transaction, and `around` runs in it, calls `reread` once and does what else follows from it. A
   * newer version is a `conflict`.
   */
  readonly adoptNormalForms: (version: number, around: NormalFormChange) => Promise<void>
  /** Refuses a store whose readings have a newer version of the normal forms. */
  readonly requireNormalForms: (version: number) => Promise<void>
}

/** What follows from new normal forms, on the connection whose transaction keeps them. */
export type NormalFormChange = (sql: SqlEngine, reread: () => Promise<void>) => Promise<void>

export interface SourceInForce {
  readonly type: string | null
  readonly reliability: string
  readonly tlp: string
}

export interface EvidenceState extends LastNumbers {
  readonly observations: number
  readonly subjects: number
  readonly sources: number
  /** Latest `at` of an observation in force, or null: staleness is measured from here. */
  readonly latest_at: string | null
}

export interface LastNumbers {
  /** Highest number in the ledger: what a result names as the last it has seen. */
  readonly last_observation: number
  /** Highest number of a declaration of a source: a new grade or marking changes what follows. */
  readonly last_declaration: number
  /** Highest number of a withdrawal that changed what stands: what was made before it is to be made again. */
  readonly last_withdrawal: number
}

export interface EvidenceParts {
  readonly store: Store
  readonly staging: string
  readonly effects: Effects
  /** Absent: facts are those of the sources only. */
  readonly enrichment?: Enrichment
}

export function openEvidence(parts: EvidenceParts): Evidence {
  const { store, staging, effects, enrichment } = parts
  rmSync(staging, { recursive: true, force: true })
  mkdirSync(staging, { recursive: true })
  // Observations and subjects are numbered in the order of their commits: the ledger has one writer at a time.
  const inTurn = openTurns()
  return {
    staging,
    enrichment,
    begin: (file) => store.write((sql) => beginImport(sql, file, effects.now())),
    commit: (batch, importId) =>
      inTurn(async () => {
        const counts = await store.session((sql) =>
          sql.transaction(() => commitCounted(sql, batch, importId)),
        )
        // What was erased leaves the log and the blocks in use at once, not when the store next thinks of it.
        if (batch.withdrawals?.length) await store.checkpoint()
        return counts
      }),
    rehearse: (work) =>
      inTurn(() => store.session((sql) => sql.rehearse(() => work(rehearsalOn(sql))))),
    declarationOf: (source) => store.read((sql) => readDeclaration(sql, source)),
    recordRejected: (importId, lines) => store.write((sql) => addRejected(sql, importId, lines)),
    recordRemark: (importId, text) => store.write((sql) => addRemark(sql, importId, text)),
    state: () => store.read(readState),
    lastNumbers: () => store.read(readLastNumbers),
    rebuild: async () => {
      enrichment?.check()
      await inTurn(() =>
        store.session((sql) => sql.transaction(() => rereadLedger(sql, parts)), effects.onStop),
      )
    },
    adoptNormalForms: (version, around) =>
      inTurn(async () => {
        if ((await store.read((sql) => readNormalForms(sql, version))) === version) return
        enrichment?.check()
        await store.session(
          (sql) =>
            sql.transaction(async () => {
              await around(sql, () => rereadLedger(sql, parts))
              await sql.run('update normal_form_version set version = $1', [version])
            }),
          effects.onStop,
        )
      }),
    requireNormalForms: (version) =>
      store.read(async (sql) => {
        await readNormalForms(sql, version)
      }),
  }
}

const rehearsalOn = (sql: SqlEngine): LedgerWriter => ({
  commit: (batch) => commitBatch(sql, batch, 0),
  declarationOf: (source) => readDeclaration(sql, source),
})

async function readDeclaration(sql: SqlEngine, source: string): Promise<SourceInForce | undefined> {
  const [row] = await sql.rows<SourceInForce>(
    'select type, reliability, tlp from source_in_force where declared and source = $1',
    [source],
  )
  return row
}

async function commitCounted(
  sql: SqlEngine,
  batch: StagedBatch,
  importId: number,
): Promise<CommitCounts> {
  const counts = await commitBatch(sql, batch, importId)
  const { accepted, known, newer, withdrawn } = counts
  await sql.run(
    `update import_run set accepted = accepted + $1, known = known + $2, newer = newer + $3,
      withdrawn = withdrawn + $4 where import_id = $5`,
    [accepted, known, newer, withdrawn, importId],
  )
  return counts
}

async function beginImport(sql: SqlEngine, file: string, now: Date): Promise<number> {
  const importId = await nextNumber(sql, 'import_run')
  const counts = { accepted: 0, known: 0, newer: 0, rejected: 0, withdrawn: 0 }
  await sql.insert('import_run', [
    { import_id: importId, started_at: now.toISOString(), file, ...counts },
  ])
  return importId
}

const addRejected = (sql: SqlEngine, importId: number, lines: number): Promise<void> =>
  sql.run('update import_run set rejected = rejected + $1 where import_id = $2', [lines, importId])

const addRemark = (sql: SqlEngine, importId: number, text: string): Promise<void> =>
  sql.run(
    'update import_run set remarks = list_append(coalesce(remarks, []), $1) where import_id = $2',
    [text, importId],
  )

const lastNumbersSql = `
    (select coalesce(max(observation_id), 0) from observation) as last_observation,
    (select coalesce(max(declaration_id), 0) from source_declaration) as last_declaration,
    (select coalesce(max(withdrawal_id), 0) from withdrawal_touched) as last_withdrawal`

const readLastNumbers = (sql: SqlEngine): Promise<LastNumbers> =>
  onlyRow(sql, `select ${lastNumbersSql}`)

const readState = (sql: SqlEngine): Promise<EvidenceState> =>
  onlyRow(
    sql,
    `select (select count(*) from event) as observations,
    (select count(*) from subject where ref is not null and moved_to is null) as subjects,
    (select count(*) from source_in_force) as sources,
    (select max(happened_at) from event) as latest_at, ${lastNumbersSql}`,
  )

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

/** Makes all readings again. Call it in a transaction. */
async function rereadLedger(
  sql: SqlEngine,
  { staging, effects, enrichment }: EvidenceParts,
): Promise<void> {
  const { last_observation: last } = await readLastNumbers(sql)
  const path = join(staging, 'rebuild.ndjson')
  for (const table of readingTables) await sql.run(`delete from ${table}`)
  for (let from = 1; from <= last; from += rebuildRows) {
    const rows = await sql.rows<{ observation_id: number; body: string }>(
      `select observation_id, body from observation as o
       where observation_id between $1 and $2 and body is not null
         and not exists (
           select 1 from superseded as s where s.observation_id = o.observation_id)`,
      [from, from + rebuildRows - 1],
    )
    const lines = rows.map((row) =>
      // The ledger holds only what was read strictly when it came in.
      stageObservation(JSON.parse(row.body) as Observation, row.observation_id, { enrichment }),
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
