import { basename } from 'node:path'
import { Problem } from '../../problem.ts'
import { readTableStart, toldForm } from '../csv.ts'
import type { Delimiter } from '../csv-rows.ts'
import type { Encoding } from '../encodings.ts'
import { type InputFile, openInputFile } from '../input-file.ts'
import { readTable, tableWriting } from '../table-files.ts'
import { toldEncoding } from '../told-encoding.ts'
import { suggestColumns } from './suggested-columns.ts'
import { suggestedRecord } from './suggested-record.ts'
import { yamlText } from './yaml-words.ts'

/** Rows that show what a column holds. */
const rowsLookedAt = 1_000

/**
 * A first map of a table, as YAML with remarks: what was told by the names of the columns and by their
 * cells, which ones are left, and, marked FILL IN or left out, what only the user can know. It is a proposal to
 * read and complete; at import nothing is guessed.
 */
export async function suggestMap(path: string): Promise<string> {
  const file = openInputFile(path)
  const writing = await tableWriting(file)
  if (writing === 'json') {
    throw new Problem('invalid', `${path} is JSON: a map is suggested for a table (CSV or XLSX)`)
  }
  const encoding = writing === 'text' ? await toldEncoding(file) : undefined
  const told = encoding === undefined ? {} : { encoding }
  const header = writing === 'text' ? await headerIn(file, told) : undefined
  const form = { ...told, ...(header === undefined ? {} : { header }) }
  const { columns, rows } = await readTable(file, form, { writing, rows: rowsLookedAt })
  if (columns.length === 0) throw new Problem('invalid', `${path} has no line of column names`)
  const given = columns.map((name, index) => ({
    name,
    cells: rows.map((row) => row[index]?.trim() ?? '').filter((cell) => cell !== ''),
  }))
  const suggested = suggestColumns(given)
  const { lines, zone } = suggestedRecord(suggested)
  const delimiter = writing === 'text' ? (await toldForm(file, form)).delimiter : undefined
  return [
    `# A first map of ${basename(path)}, from the names of its columns and ${rows.length} rows. Read every line: nothing here is`,
    '# known, it is only likely. What is marked FILL IN is yours to decide; docs/guide/maps.md explains the rest.',
    `title: ${yamlText(basename(path))}`,
    `type: ${suggested.type}  # what sort of source: ats, idp, hris, endpoint, verification, employer_report, partner, public_feed`,
    '# source: acme-ats  # whose table it is, or give --source',
    ...formLines({ encoding, delimiter, header }),
    ...(zone
      ? [
          'timezone: FILL IN  # of its dates, which name no offset: Europe/Berlin, America/Chicago, UTC …',
        ]
      : []),
    ...ignoreLines(suggested.ignored),
    'records:',
    ...lines,
    ...leftLines(suggested.left),
    '',
  ].join('\n')
}

/** Titles of a report stand in a cell of their own above the names of the columns; further down nobody looks for these. */
const mostTitles = 20

/** The first line of more than one cell; undefined where it is the first of all, or there is none. */
async function headerIn(
  file: InputFile,
  form: { readonly encoding?: Encoding },
): Promise<number | undefined> {
  for (let header = 1; header <= mostTitles; header += 1) {
    const { columns } = await readTableStart(file, { ...form, header }, 0)
    if (columns.length > 1) return header === 1 ? undefined : header
  }
  return undefined
}

interface Form {
  readonly encoding: Encoding | undefined
  readonly delimiter: Delimiter | undefined
  readonly header: number | undefined
}

const formLines = ({ encoding, delimiter, header }: Form): readonly string[] => [
  ...(encoding === undefined ? [] : [`encoding: ${encoding}  # its bytes are no UTF-8`]),
  ...(delimiter === undefined || delimiter === ','
    ? []
    : [`delimiter: ${delimiter === '\t' ? 'tab' : JSON.stringify(delimiter)}`]),
  ...(header === undefined ? [] : [`header: ${header}  # the line with the names of the columns`]),
]

const ignoreLines = (ignored: ReturnType<typeof suggestColumns>['ignored']): readonly string[] =>
  ignored.length === 0
    ? []
    : [
        'ignore:  # never evidence',
        ...ignored.map(
          ({ column, because }) =>
            `  - {column: ${yamlText(column.name)}, because: ${yamlText(because)}}`,
        ),
      ]

function leftLines(left: ReturnType<typeof suggestColumns>['left']): readonly string[] {
  if (left.length === 0) return []
  return [
    '# Not taken: give them a field above, or name them under ignore:',
    ...left.map(
      ({ name, cells }) => `#   ${yamlText(name)}${cells.length === 0 ? ' (empty)' : ''}`,
    ),
  ]
}
