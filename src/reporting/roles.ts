import { quoteText, type SqlEngine } from '../sql/index.ts'
import { jobRoleOf, occupationOfTitle } from '../taxonomy/index.ts'

/** The family of an interview whose observations give no title. */
export const NOT_STATED = 'not_stated'

/** Rows in one `insert`: long texts of SQL cost more to read than they save. */
const ROWS_AT_ONCE = 2000

interface Title {
  readonly role_key: string | null
  readonly role_soc: string | null
  /** As given; of titles that differ only in marks and case the first by letters. */
  readonly role_title: string | null
}

/**
 * Reads each distinct title of `counted_initial` once and writes its family and its occupation (SOC
 * 2018; null where it is not mapped) to `counted_role` (role_key, role_soc, family, occupation). There
 * are far fewer titles than interviews.
 */
export async function mapRoles(sql: SqlEngine): Promise<void> {
  await sql.run(
    'create or replace temp table counted_role (role_key varchar, role_soc varchar, family varchar, occupation varchar)',
  )
  const titles = await sql.rows<Title>(
    'select role_key, role_soc, min(role_title) as role_title from counted_initial group by role_key, role_soc',
  )
  for (let at = 0; at < titles.length; at += ROWS_AT_ONCE) {
    const rows = titles.slice(at, at + ROWS_AT_ONCE).map(roleRow)
    await sql.run(`insert into counted_role values ${rows.join(', ')}`)
  }
}

function roleRow({ role_key, role_soc, role_title }: Title): string {
  const title = role_title ?? role_key ?? ''
  const soc = role_soc ?? undefined
  const stated = role_key !== null || role_soc !== null
  const family = stated ? jobRoleOf(title, soc).family : NOT_STATED
  const occupation = occupationOfTitle(title, soc)
  const code = occupation === 'unmapped' ? null : occupation.code
  return `(${[role_key, role_soc, family, code].map((v) => (v === null ? 'null' : quoteText(v))).join(', ')})`
}
