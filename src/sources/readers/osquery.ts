import type { AttachedDevice } from '../endpoints/attached-devices.ts'
import { fullInventory } from '../endpoints/inventory-shape.ts'
import { isKvmRelevant } from '../endpoints/ip-kvm.ts'
import { observeMachine } from '../endpoints/machine-report.ts'
import {
  attachedOfColumns,
  isWholeTable,
  machineOfColumns,
  programOfColumns,
} from '../endpoints/osquery-columns.ts'
import { isListedSoftware, plainCommand } from '../endpoints/software-facts.ts'
import { type SoftwareChange, softwareOverTime } from '../endpoints/software-over-time.ts'
import { type Given, givenOf } from '../given.ts'
import { isObject } from '../given-values.ts'
import type { Reader, ReadingContext, Translation } from '../reader.ts'

/**
 * osquery. Written from its guide to logging (results of scheduled queries: differential in event and batch format,
 * snapshots, also in event format) and from its schema (`apps`, `programs`, `deb_packages`, `homebrew_packages`, `processes`,
 * `usb_devices`, `connected_displays`, `chrome_extensions`, `system_info`), and rows of `osqueryi --json`. Tables are told by
 * their columns, as queries are named by whoever writes them.
 *
 * What a file says of one host is taken together: programs that were added and not removed again stand on it at once.
 * Each moment with a further remote-administration product is an observation. osquery seldom knows a user: the
 * machine stands for theirs, by its serial number or the UUID of its hardware (from `system_info`, decorations,
 * or a host identifier that is one). A host without either is not taken, nor are status logs and other tables.
 */
export const osquery: Reader = {
  title: 'osquery results',
  type: 'endpoint',
  form: 'json',
  recognises: (first) => isResult(first) || isRow(first),
  gathering: {
    rowsOf: (record) => (isObject(record) ? rowsOfRecord(record).map(withoutCommand) : [record]),
    groupOf: (row) => {
      const given = givenOf(row)
      if (!isResult(given)) return undefined
      return { key: hostOf(given) ?? '', isKept: isKept(given) }
    },
  },
  read: (first, context) => {
    if (!isResult(first)) {
      first.skip('')
      return { records: [], notTaken: ['osquery status log'] }
    }
    const rows = [first, ...first.list('@rows')]
    first.skip('')
    return readHost(rows, context)
  },
}

const isResult = (record: Given): boolean =>
  (record.names().includes('hostIdentifier') || record.names().includes('@query')) &&
  ['columns', 'snapshot', 'diffResults'].some((name) => record.names().includes(name))

/** Columns that a row of `osqueryi --json` has together and no export of others. */
const tables: readonly (readonly string[])[] = [
  ['usb_address', 'vendor_id', 'model_id'],
  ['bundle_identifier', 'bundle_executable'],
  ['identifying_number', 'install_source', 'name'],
  ['computer_name', 'hardware_serial', 'uuid'],
  ['pid', 'cmdline', 'parent'],
  ['browser_type', 'identifier', 'profile'],
  ['maintainer', 'arch', 'revision', 'name'],
]

const isRow = (record: Given): boolean => {
  const names = new Set(record.names())
  return tables.some((columns) => columns.every((column) => names.has(column)))
}

type Row = Readonly<Record<string, unknown>>

/** Each row of a result by itself, with what the result says of all of them. */
function rowsOfRecord(record: Row): readonly Row[] {
  const { snapshot, diffResults, ...result } = record
  if (Array.isArray(snapshot)) return snapshotRows(result, snapshot)
  if (isObject(diffResults)) {
    return (['added', 'removed'] as const).flatMap((action) => {
      const rows = diffResults[action]
      return Array.isArray(rows) ? rows.map((columns) => ({ ...result, action, columns })) : []
    })
  }
  if (record['hostIdentifier'] !== undefined || record['columns'] !== undefined) return [record]
  return isRow(givenOf(record))
    ? [{ '@query': 'osqueryi', action: 'added', columns: record }]
    : [record]
}

/** The first row stands for the snapshot itself: what was there before and is not in it is gone. */
const snapshotRows = (result: Row, rows: readonly unknown[]): readonly Row[] => [
  {
    ...result,
    action: 'snapshot',
    columns: {},
    '@whole': rows.length >= fullInventory && isWholeTable(rows[0]),
  },
  ...rows.map((columns) => ({ ...result, action: 'added', columns })),
]

/** No value of a command line leaves this function. */
function withoutCommand(row: Row): Row {
  const { columns } = row
  if (!isObject(columns) || !('cmdline' in columns)) return row
  const { cmdline } = columns
  return {
    ...row,
    columns: { ...columns, cmdline: typeof cmdline === 'string' ? plainCommand(cmdline) : null },
  }
}

const hostOf = (row: Given): string | undefined => row.text('hostIdentifier')

function isKept(row: Given): boolean {
  if (row.text('action') !== 'added' && row.text('action') !== 'removed') return true
  const columns = row.inside('columns')
  if (columns === undefined) return false
  const program = programOfColumns(columns)
  const attached = attachedOfColumns(columns)
  return (
    (program !== undefined && isListedSoftware(program)) ||
    (attached !== undefined && isKvmRelevant(attached)) ||
    Object.keys(machineOfColumns(columns)).length > 0
  )
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function readHost(rows: readonly Given[], context: ReadingContext): Translation {
  const columns = rows.flatMap((row) => row.list('columns'))
  const said = Object.assign({}, ...columns.map(machineOfColumns).toReversed()) as Row
  const decorated = rows.flatMap((row) => row.list('decorations'))
  const decoration = (...names: readonly string[]): string | undefined =>
    decorated.flatMap((each) => names.flatMap((name) => each.text(name) ?? [])).at(0)
  const host = rows.map(hostOf).find((each) => each !== undefined)
  const machine = {
    host,
    device: host,
    serial:
      (said['serial'] as string | undefined) ?? decoration('hardware_serial', 'serial_number'),
    hardware:
      (said['hardware'] as string | undefined) ??
      decoration('host_uuid', 'uuid') ??
      (host !== undefined && uuid.test(host) ? host : undefined),
    user: {
      logins: [decoration('user_email', 'email', 'username', 'logged_in_user')],
    },
  }
  const attached = rows.flatMap(attachedAt)
  const changes = rows.flatMap((row) => changeOf(row, context))
  const reports = [
    ...softwareOverTime(changes).map(({ at, programs, isWhole }) => ({
      ...machine,
      sort: 'inventory' as const,
      at: at ?? momentOfRow(rows[0], context),
      software: programs,
      isComplete: isWhole,
    })),
    {
      ...machine,
      sort: 'attached' as const,
      at: momentOfRow(
        rows.find((row) => attachedAt(row).length > 0),
        context,
      ),
      attached,
    },
  ]
  const isTold = (sort: string): boolean =>
    sort === 'inventory' ? changes.length > 0 || attached.length === 0 : attached.length > 0
  return translationOf(
    reports.filter(({ sort }) => isTold(sort)),
    context,
  )
}

function translationOf(
  reports: readonly Parameters<typeof observeMachine>[0][],
  context: ReadingContext,
): Translation {
  const read = reports.map((report) =>
    report.at === undefined
      ? { records: [], problems: [{ field: 'unixTime', reason: 'needed, but it is absent' }] }
      : observeMachine(report, context, { acceptsMachines: true }),
  )
  const names = read.flatMap((each) => ('notTaken' in each ? (each.notTaken ?? []) : []))
  return {
    records: read.flatMap(({ records }) => records),
    notTaken: [...new Set(names)],
    problems: read.flatMap((each) => ('problems' in each ? (each.problems ?? []) : [])).slice(0, 1),
  }
}

function momentOfRow(row: Given | undefined, context: ReadingContext): string | undefined {
  const written = context.fileWritten?.slice(0, 10)
  return row?.moment('unixTime') ?? (written === undefined ? undefined : `${written}T00:00:00Z`)
}

function changeOf(row: Given, context: ReadingContext): readonly SoftwareChange[] {
  const at = momentOfRow(row, context)
  const query = row.text('name') ?? ''
  const action = row.text('action')
  if (action === 'snapshot') return [{ at, query, action, isWhole: row.truth('@whole') ?? false }]
  const columns = row.inside('columns')
  const program = columns && programOfColumns(columns)
  if (program === undefined) return []
  return [
    {
      at,
      query,
      action: action === 'removed' ? ('removed' as const) : ('added' as const),
      program,
    },
  ]
}

function attachedAt(row: Given): readonly AttachedDevice[] {
  const columns = row.inside('columns')
  const device = columns && attachedOfColumns(columns)
  return device === undefined || row.text('action') === 'removed' ? [] : [device]
}
