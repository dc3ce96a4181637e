import { openEnrichment } from '../evidence/index.ts'
import { dataSetsFolder } from '../system.ts'
import { type Command, choice, exits } from './command.ts'
import { recordList } from './record-list.ts'
import { textTable } from './terminal.ts'

export const runDataSets: Command['run'] = async (call) => {
  const format = choice(call, 'format', ['table', 'ndjson'])
  const enrichment = openEnrichment(dataSetsFolder(call.config))
  const rows = enrichment.dataSets().map((set) => ({
    kind: set.kind,
    name: set.name,
    version: set.version,
    entries: enrichment.entriesOf(set),
    licence: set.licence,
    credit: set.credit,
    file: set.files.length === 0 ? null : set.files.join(', '),
    shipped: set.shipped,
  }))
  await call.out(recordList(format, rows, { fields: [], table: listText }))
  if (hasKind(rows, 'vpn') && !hasKind(rows, 'privacy_relay')) call.tell(relaysMissing)
  return exits.done
}

interface Row {
  readonly kind: string
  readonly name: string
  readonly version: string
  readonly entries: number | null
  readonly licence: string | null
  readonly credit: string | null
  readonly file: string | null
  readonly shipped: boolean
}

const hasKind = (rows: readonly Row[], wanted: string): boolean =>
  rows.some(({ kind }) => kind === wanted)

/** Published lists of VPNs hold the exits of privacy relays too. */
const relaysMissing =
  'A list of VPNs is given and none of privacy relays: people who browse through a relay may be taken for users of a VPN. The guide for operators says where to get one.'

function listText(rows: readonly Row[]): string {
  const table = textTable(
    ['kind', 'name', 'date or version', 'entries', 'licence', 'file'],
    rows.map((row) => [
      row.kind,
      row.name,
      row.version,
      row.entries,
      row.licence,
      row.shipped ? 'comes with the program' : row.file,
    ]),
  )
  const credits = rows.flatMap(({ name, credit }) =>
    credit === null ? [] : [`${name}: ${credit}`],
  )
  return credits.length === 0 ? table : `${table}\n\nCredit\n${credits.join('\n')}`
}
