import type { SqlEngine } from './engine.ts'
import { quoteText } from './quote.ts'

/**
 * The next number of a table that is only appended to, from its sequence `<table>_number`. Numbers rise in the order
 * of the commits as long as they are taken in `Store.write`; one that was taken by a failed work is skipped.
 */
export async function nextNumber(sql: SqlEngine, table: string): Promise<number> {
  const [row] = await sql.rows<{ next: number }>(
    `select nextval(${quoteText(`${table}_number`)}) as next`,
  )
  if (row === undefined) throw new Error('a sequence gives one row')
  return row.next
}
