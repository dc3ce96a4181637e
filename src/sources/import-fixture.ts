import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Effects, realEffects } from '../effects.ts'
import { type Evidence, openEvidence } from '../evidence/index.ts'
import type { SqlEngine } from '../sql/index.ts'
import { openTestStore } from '../sql/store-fixture.ts'
import { type ImportOptions, type ImportReport, openSources, type Rejection } from './index.ts'

/** A store in memory with a folder for files: for tests of whole imports. */
export interface TestImport {
  readonly sql: SqlEngine
  readonly evidence: Evidence
  readonly folder: string
  /** Writes a file and gives its path. */
  readonly file: (name: string, content: string | Uint8Array) => string
  readonly run: (paths: readonly string[], options?: ImportOptions) => Promise<ImportReport>
  /** The file of rejected lines of a report. */
  readonly rejected: (report: ImportReport) => readonly Rejection[]
  /** Everything in the store but the record of imports, in order. */
  readonly contents: () => Promise<Readonly<Record<string, readonly unknown[]>>>
  readonly empty: () => Promise<void>
  readonly close: () => Promise<void>
}

const evidenceTables = [
  ...['source_declaration', 'observation', 'superseded', 'subject', 'exposure'],
  ...['event', 'selector', 'passage', 'fact', 'flag'],
]

export interface ReadingWorkers {
  /** With none, files are read in this thread. */
  readonly threads: number
  readonly heapMb?: number
}

export async function openTestImport(
  effects: Partial<Effects> = {},
  workers: ReadingWorkers = { threads: 0 },
): Promise<TestImport> {
  const folder = mkdtempSync(join(tmpdir(), 'ringer-import-'))
  const { store, sql, close } = await openTestStore({ spill: join(folder, 'spill') })
  const world = { ...realEffects, ...effects }
  const evidence = openEvidence({ store, staging: join(folder, 'staging'), effects: world })
  const rejected = join(folder, 'rejected')
  const sources = openSources({ evidence, rejected, ...workers, effects: world })
  return {
    sql,
    evidence,
    folder,
    file: (name, content) => {
      const path = join(folder, name)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, content)
      return path
    },
    run: sources.importFiles,
    rejected: ({ rejectionFile }) => readRejections(rejectionFile),
    contents: () => readContents(sql),
    empty: async () => {
      rmSync(rejected, { recursive: true, force: true })
      for (const table of ['import_run', ...evidenceTables]) await sql.run(`delete from ${table}`)
      await sql.run('create or replace sequence import_run_number')
    },
    close: async () => {
      await close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function readRejections(path: string | null): readonly Rejection[] {
  if (path === null) return []
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line) as Rejection)
}

async function readContents(sql: SqlEngine): Promise<Record<string, readonly unknown[]>> {
  const contents: Record<string, readonly unknown[]> = {}
  for (const table of evidenceTables) {
    contents[table] = await sql.rows(`select ${columnsOf(table)} from ${table} order by all`)
  }
  return contents
}

/** Not the number of the import; 64-bit hashes as text, as no number of JavaScript holds them. */
function columnsOf(table: string): string {
  if (table === 'passage') return '* replace (hash::varchar as hash)'
  return ['observation', 'source_declaration', 'exposure'].includes(table)
    ? '* exclude (import_id)'
    : '*'
}

/** A line of the evidence format that holds little: `changes` are laid over it. */
export const observationLine = (id: string, changes: object = {}): string =>
  JSON.stringify({
    source: 'acme-ats',
    id,
    kind: 'application',
    at: '2024-03-18T09:41:07Z',
    subject: { ref: `cand-${id}`, emails: [`${id}@mail.example`] },
    ...changes,
  })
