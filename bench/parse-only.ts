import { openEngine, quoteText } from '../src/sql/index.ts'

/**
 * The peer of the import: DuckDB merely parses the same file, into a table that nobody keeps. Top-level
 * fields in their types, nested ones as JSON text; nothing is checked, normalised or hashed.
 */
const [path = ''] = process.argv.slice(2)
const columns = {
  source: 'varchar',
  id: 'varchar',
  kind: 'varchar',
  at: 'timestamptz',
  stage: 'varchar',
  organization: 'json',
  role: 'json',
  subject: 'json',
  engagement: 'json',
  origin: 'json',
  facts: 'json',
  flags: 'json',
}
const typed = Object.entries(columns).map(([name, type]) => `"${name}": ${quoteText(type)}`)
const sql = await openEngine(':memory:', { memory: '2GB', threads: 2 })
await sql.run(`create table parsed as select * from read_json(${quoteText(path)},
  format = 'newline_delimited', columns = {${typed.join(', ')}})`)
const [row] = await sql.rows<{ lines: number }>('select count(*) as lines from parsed')
console.log(row?.lines)
sql.close()
