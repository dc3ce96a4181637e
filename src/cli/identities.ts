import { type IdentityRow, type ListedIdentity, likelihoods } from '../assessment/index.ts'
import { Problem } from '../problem.ts'
import { cellText } from '../reporting/index.ts'
import type { System } from '../system.ts'
import { type Call, type Command, choice, exits, wholeNumber } from './command.ts'
import { attributionText } from './decide.ts'
import { readStore, withResults } from './run.ts'
import { textTable } from './terminal.ts'

const statuses = ['unassessed', 'suspected', 'linked', 'assessed', 'cleared'] as const

export const runIdentities: Command['run'] = (call) => {
  if (call.given('events')) return events(call)
  if (call.text('since') !== undefined) throw new Problem('usage', '--since goes with --events')
  const status = call.text('status') === undefined ? undefined : choice(call, 'status', statuses)
  const format = choice(call, 'format', ['table', 'ndjson', 'csv'])
  return withResults(call, async (system) => {
    let some = false
    for await (const text of listTexts(system, format, status)) {
      await call.out(text)
      some = true
    }
    if (!some) await call.out(ofNone[format])
    return exits.done
  })
}

/** The feed of what became of identities, for whoever follows them: whoever has seen run 7 asks for `--since 7`. */
function events(call: Call) {
  if (call.text('status') !== undefined || (call.text('format') ?? 'ndjson') !== 'ndjson') {
    throw new Problem('usage', '--events has no status, and only the format ndjson')
  }
  const since = wholeNumber(call, 'since', 0)
  return readStore(call, async ({ identities }) => {
    for await (const rows of identities.events(since)) {
      await call.out(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
    }
    return exits.done
  })
}

type Format = 'table' | 'ndjson' | 'csv'

/** The list in pieces; of no identity there is none. */
async function* listTexts(
  { casework }: System,
  format: Format,
  status: string | undefined,
): AsyncIterable<string> {
  if (format === 'csv') yield* inPieces(casework.listIdentities(status), csvText)
  else if (format === 'table') yield* inPieces(casework.listIdentityRows(status), tableText)
  else for await (const lines of casework.listIdentityLines(status)) yield `${lines}\n`
}

async function* inPieces<Row>(
  pieces: AsyncIterable<readonly Row[]>,
  textOf: (rows: readonly Row[], first: boolean) => string,
): AsyncIterable<string> {
  let first = true
  for await (const rows of pieces) {
    yield textOf(rows, first)
    first = false
  }
}

/**
 * Titles with the width of their longest word, so that a list that comes in pieces is one table. Groups
 * are of any length: they stand last.
 */
const columns: readonly (readonly [title: string, width: number])[] = [
  ['identity', 17],
  ['part', 11],
  ['status', 10],
  ['likelihood', Math.max(...likelihoods.map(({ word }) => word.length))],
  ['confidence', 10],
  ['ring', 17],
  ['subjects', 8],
  ['interviews', 10],
  ['organizations', 13],
  ['last seen', 10],
  ['groups', 0],
]

function tableText(rows: readonly IdentityRow[], first: boolean): string {
  const cells = rows.map((row) => [
    row.identity,
    row.part,
    row.status,
    row.likelihood,
    row.confidence,
    row.ring ?? '–',
    row.subjects,
    row.initial_interviews,
    row.organizations,
    row.last_seen.slice(0, 10),
    row.groups.join(' '),
  ])
  const titles = columns.map(([title, width]) => title.padEnd(width))
  const text = textTable(titles, cells)
  return `${first ? text : text.slice(text.indexOf('\n') + 1)}\n`
}

function csvText(rows: readonly ListedIdentity[], first: boolean): string {
  const lines = rows.map((row) => csvFields.map((field) => cellText(field(row))).join(','))
  return `${[...(first ? [csvHeader] : []), ...lines].join('\r\n')}\r\n`
}

const csvHeader =
  'identity,part,status,likelihood,confidence,scheme,other_fraud,genuine,attribution,groups,ring,subjects,initial_interviews,organizations,first_seen,last_seen'

/** What stands there when no identity has the status: a list of none is still a list. */
const ofNone: Readonly<Record<Format, string>> = {
  table: 'No identity has this status.\n',
  ndjson: '',
  csv: `${csvHeader}\r\n`,
}

const csvFields: readonly ((row: ListedIdentity) => string | number | null)[] = [
  (row) => row.identity,
  (row) => row.part,
  (row) => row.status,
  (row) => row.likelihood,
  (row) => row.confidence,
  (row) => row.hypotheses.scheme,
  (row) => row.hypotheses.other_fraud,
  (row) => row.hypotheses.genuine,
  ({ attribution }) => (attribution === null ? null : attributionText(attribution)),
  (row) => row.groups.join('|'),
  (row) => row.ring,
  (row) =>
    row.subjects.map(({ source, ref }) => `${source}/${ref}`.replaceAll('|', '\\|')).join('|'),
  (row) => row.initial_interviews,
  (row) => row.organizations,
  (row) => row.first_seen,
  (row) => row.last_seen,
]
