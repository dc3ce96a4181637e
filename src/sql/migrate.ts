import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../problem.ts'
import type { SqlSession } from './engine.ts'
import { quoteName } from './quote.ts'

/**
 * Brings a store to the newest form: each file of `folder` (`0001-evidence.sql` …) that has not run
 * yet, in order, all in one transaction: a store is as it was or in the newest form. A merged migration is never edited; a store that knows a
 * migration which the folder does not was made by a newer Ringer and is refused.
 *
 * `next(table.column)` in a migration stands for the number after the highest in that column: DuckDB takes only a
 * literal as the start of a sequence.
 */
export async function migrate(engine: SqlSession, folder: string): Promise<void> {
  await engine.run('create table if not exists migration (name varchar primary key)')
  const known = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  const done = (await engine.rows<{ name: string }>('select name from migration')).map(
    (r) => r.name,
  )
  const stranger = done.find((name) => !known.includes(name))
  if (stranger !== undefined) {
    throw new Problem(
      'conflict',
      `this store was made by a newer Ringer (it has ${stranger}); update the program`,
    )
  }
  const missing = known.filter((candidate) => !done.includes(candidate))
  if (missing.length === 0) return
  await engine.transaction(async () => {
    for (const name of missing) {
      for (const statement of statementsOf(readFileSync(join(folder, name), 'utf8'))) {
        await engine.run(await withNextNumbers(engine, statement))
      }
      await engine.insert('migration', [{ name }])
    }
  })
}

/** Statements end with `;` at the end of a line; migrations are plain SQL without procedures. */
function statementsOf(text: string): string[] {
  return text
    .replace(/--.*$/gm, '')
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
}

/** A statement with the numbers that its `next(table.column)` stand for. */
async function withNextNumbers(engine: SqlSession, statement: string): Promise<string> {
  const [placeholder, table, column] = /\bnext\((\w+)\.(\w+)\)/.exec(statement) ?? []
  if (placeholder === undefined || table === undefined || column === undefined) return statement
  const [row] = await engine.rows<{ next: number }>(
    `select coalesce(max(${quoteName(column)}), 0) + 1 as next from ${quoteName(table)}`,
  )
  return withNextNumbers(engine, statement.replace(placeholder, String(row?.next ?? 1)))
}
