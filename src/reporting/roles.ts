import { quoteText, type SqlEngine } from '../sql/index.ts'
import { jobRoleOf } from '../taxonomy/index.ts'

/** The family of an interview whose observations give no title. */
export const NOT_STATED = 'not_stated'

/** Rows in one `insert`: long texts of SQL cost more to read than they save. */
const ROWS_AT_ONCE = 2000

interface Title {
  readonly role_key: string | null
  readonly role_soc: string | null
}

/**
 * Reads each distinct title of `counted_initial` once and writes its family to `counted_role`
 * (role_key, role_soc, family). There are far fewer titles than interviews.
 */
export async function mapRoles(sql: SqlEngine): Promise<void> {
  await sql.run(
    'create or replace temp table counted_role (role_key varchar, role_soc varchar, family varchar)',
  )
  const titles = await sql.rows<Title>('select distinct role_key, role_soc from counted_initial')
  for (let at = 0; at < titles.length; at += ROWS_AT_ONCE) {
    const rows = titles.slice(at, at + ROWS_AT_ONCE).map(familyRow)
    await sql.run(`insert into counted_role values ${rows.join(', ')}`)
  }
}

function familyRow({ role_key, role_soc }: Title): string {
  const family =
    role_key === null && role_soc === null
      ? NOT_STATED
      : jobRoleOf(role_key ?? '', role_soc ?? undefined).family
  return `(${[role_key, role_soc, family].map((v) => (v === null ? 'null' : quoteText(v))).join(', ')})`
}
