import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../problem.ts'
import type { SqlEngine } from './engine.ts'
import { quoteText } from './quote.ts'

/**
 * Brings a store to the newest form: each file of `folder` (`0001-evidence.sql` …) that has not run
 * yet, in order, each in one transaction. A merged migration is never edited; a store that knows a
 * migration which the folder does not was made by a newer Ringer and is refused.
 */
export async function migrate(engine: SqlEngine, folder: string): Promise<void> {
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
  for (const name of known.filter((candidate) => !done.includes(candidate))) {
    await engine.transaction(async () => {
      for (const statement of statementsOf(readFileSync(join(folder, name), 'utf8'))) {
        await engine.run(statement)
      }
      await engine.run(`insert into migration values (${quoteText(name)})`)
    })
  }
}

/** Statements end with `;` at the end of a line; migrations are plain SQL without procedures. */
function statementsOf(text: string): string[] {
  return text
    .replace(/--.*$/gm, '')
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
}
