import { basename } from 'node:path'
import { suggestColumns } from './suggested-columns.ts'
import { suggestedRecord } from './suggested-record.ts'
import { beginningOf, type TableForm } from './table-beginning.ts'
import { yamlText } from './yaml-words.ts'

/**
 * A first map of a table, as YAML with remarks: what was told by the names of the columns and by their
 * cells, which ones are left, and, marked FILL IN or left out, what only the user can know. It is a proposal to
 * read and complete; at import nothing is guessed.
 */
export async function suggestMap(path: string): Promise<string> {
  const { columns, rows, form } = await beginningOf(path)
  const suggested = suggestColumns(columns)
  const { lines, zone } = suggestedRecord(suggested)
  return [
    `# A first map of ${basename(path)}, from the names of its columns and ${rows} rows. Read every line: nothing here is`,
    '# known, it is only likely. What is marked FILL IN is yours to decide; docs/guide/maps.md explains the rest.',
    `title: ${yamlText(basename(path))}`,
    `type: ${suggested.type}  # what sort of source: ats, idp, hris, endpoint, verification, employer_report, partner, public_feed`,
    '# source: acme-ats  # whose table it is, or give --source',
    ...formLines(form),
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

const formLines = ({ encoding, delimiter, header, list }: TableForm): readonly string[] => [
  ...(encoding === undefined ? [] : [`encoding: ${encoding}  # its bytes are no UTF-8`]),
  ...(delimiter === undefined || delimiter === ','
    ? []
    : [`delimiter: ${delimiter === '\t' ? 'tab' : JSON.stringify(delimiter)}`]),
  ...(header === undefined ? [] : [`header: ${header}  # the line with the names of the columns`]),
  ...(list === undefined
    ? []
    : [`list: ${yamlText(list)}  # the rows are the list under this key`]),
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
    ...left.map(({ column, because }) => `#   ${yamlText(column.name)}${because}`),
  ]
}
