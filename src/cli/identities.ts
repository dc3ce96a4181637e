import { type ListedIdentity, listIdentities } from '../assessment/index.ts'
import { type Command, choice, exits } from './command.ts'
import { withSystem } from './run.ts'
import { textTable } from './terminal.ts'

const statuses = ['unassessed', 'suspected', 'linked', 'assessed', 'cleared'] as const

export const identitiesCommand: Command = {
  name: 'identities',
  summary: 'List identities with what the evidence says of each.',
  operands: '',
  options: {
    status: { type: 'string', value: 'STATUS', help: statuses.join(', ') },
    format: { type: 'string', value: 'FORMAT', help: 'table, ndjson, csv' },
  },
  run: (call) =>
    withSystem(call, async (system) => {
      const status =
        call.text('status') === undefined ? undefined : choice(call, 'status', statuses)
      const format = choice(call, 'format', ['table', 'ndjson', 'csv'])
      const unseen = await system.unseen()
      if (unseen > 0) {
        call.tell(`${unseen} observations came after the last run; \`ringer run\` takes them in.`)
      }
      let first = true
      for await (const rows of listIdentities(system.sql, status)) {
        await call.out(formats[format](rows, first))
        first = false
      }
      if (first && format === 'table') await call.out('No identity has this status.\n')
      return exits.done
    }),
}

type Format = (rows: readonly ListedIdentity[], first: boolean) => string

const titles = [
  'identity',
  'part',
  'status',
  'likelihood',
  'confidence',
  'groups',
  'ring',
  'subjects',
  'interviews',
  'organizations',
  'last seen',
]

const formats: Readonly<Record<'table' | 'ndjson' | 'csv', Format>> = {
  ndjson: (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
  table: (rows, first) => {
    const cells = rows.map((row) => [
      row.identity,
      row.part,
      row.status,
      row.likelihood,
      row.confidence,
      row.groups.join(' '),
      row.ring,
      row.subjects.length,
      row.initial_interviews,
      row.organizations,
      row.last_seen.slice(0, 10),
    ])
    const text = textTable(titles, cells)
    return `${first ? text : text.slice(text.indexOf('\n') + 1)}\n`
  },
  csv: (rows, first) => {
    const lines = rows.map((row) => csvFields.map((field) => csvCell(field(row))).join(','))
    return `${[...(first ? [csvHeader] : []), ...lines].join('\r\n')}\r\n`
  },
}

const csvHeader =
  'identity,part,status,likelihood,confidence,scheme,other_fraud,genuine,groups,ring,subjects,initial_interviews,organizations,first_seen,last_seen'

const csvFields: readonly ((row: ListedIdentity) => string | number | null)[] = [
  (row) => row.identity,
  (row) => row.part,
  (row) => row.status,
  (row) => row.likelihood,
  (row) => row.confidence,
  (row) => row.hypotheses.scheme,
  (row) => row.hypotheses.other_fraud,
  (row) => row.hypotheses.genuine,
  (row) => row.groups.join('|'),
  (row) => row.ring,
  (row) =>
    row.subjects.map(({ source, ref }) => `${source}/${ref}`.replaceAll('|', '\\|')).join('|'),
  (row) => row.initial_interviews,
  (row) => row.organizations,
  (row) => row.first_seen,
  (row) => row.last_seen,
]

/** RFC 4180; a cell that a spreadsheet would take for a formula is kept text by a leading quote. */
function csvCell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
