import { type Given, givenOf } from '../given.ts'
import { isObject } from '../given-values.ts'
import type { Gathering, Reader, ReadingContext, Translation } from '../reader.ts'
import {
  attachedOf,
  hasShape,
  type InventoryShape,
  programOf,
  reportOf,
  shapedRow,
} from './inventory-shape.ts'
import { isKvmRelevant } from './ip-kvm.ts'
import { type MachineReport, observeMachine } from './machine-report.ts'
import { isListedSoftware } from './software-facts.ts'

/** A vendor's exports: which shapes its rows have, and where answers of its interface hold them. */
export interface InventoryExport {
  readonly title: string
  readonly shapes: readonly InventoryShape[]
  /** Fields of an answer that hold its rows. */
  readonly pages: readonly string[]
  /** A row that lists machines within it, which share what else it says: `apart` makes rows of it. */
  readonly apart?: (row: Readonly<Record<string, unknown>>) => readonly object[] | undefined
}

/**
 * The reader of a vendor's exports, CSV and JSON. Rows of one program or one attached device each are gathered by
 * machine first, so that two programs on one machine are two of its programs; such rows stand under `@rows` of the first.
 */
export function inventoryReader(given: InventoryExport): Reader {
  const shapeOf = (row: Given): InventoryShape | undefined =>
    given.shapes.find((shape) => hasShape(row, shape))
  return {
    title: given.title,
    type: 'endpoint',
    form: 'table',
    recognises: (first) =>
      [first, ...given.pages.flatMap((page) => first.list(page).slice(0, 1))].some(
        (row) => shapeOf(row) !== undefined,
      ),
    gathering: gatheringOf(given, shapeOf),
    read: (row, context) => {
      const shape = shapeOf(row)
      return shape === undefined
        ? nothing(row, 'row of another report')
        : readMachine(row, shape, context)
    },
  }
}

function gatheringOf(
  { pages, apart }: InventoryExport,
  shapeOf: (row: Given) => InventoryShape | undefined,
): Gathering {
  return {
    rowsOf: (record) =>
      rowsOf(record, pages).flatMap((row) => (isObject(row) ? (apart?.(row) ?? [row]) : [row])),
    groupOf: (row) => {
      const given = givenOf(row)
      const shape = shapeOf(given)
      if (shape === undefined || (shape.program ?? shape.attached) === undefined) return undefined
      const { text } = shapedRow(given)
      const key = text(shape.device) ?? text(shape.serial) ?? text(shape.host)
      if (key === undefined) return undefined
      const isKept =
        programOf(given, shape.program).some(isListedSoftware) ||
        attachedOf(given, shape.attached).some(isKvmRelevant)
      return { key: `${shape.sort} ${key}`, isKept }
    },
  }
}

/** The rows of an answer; a record that is none is a row itself. */
function rowsOf(record: unknown, pages: readonly string[]): readonly unknown[] {
  if (!isObject(record)) return [record]
  const page = pages.find((each) => Array.isArray(record[each]))
  return page === undefined ? [record] : (record[page] as readonly unknown[])
}

const isServer = /server|domain controller/i

const nothing = (row: Given, because: string): Translation => {
  row.skip('')
  return { records: [], notTaken: [because] }
}

function readMachine(row: Given, shape: InventoryShape, context: ReadingContext): Translation {
  if (shape.refusedBecause !== undefined) return nothing(row, shape.refusedBecause)
  const more = row.list('@rows')
  row.skip('@rows')
  const reports = [row, ...more].map((each) => reportOf(each, shape, context))
  const [first] = reports
  if (first === undefined || isServer.test(shapedRow(row).text(shape.role) ?? '')) {
    return nothing(row, 'server')
  }
  const report = joined(first, reports)
  const { records, notTaken = [] } = observeMachine(report, context, shape)
  if (records.length === 0) row.skip('')
  else if (report.at === undefined) row.refuse('', 'no column says when it was seen')
  return { records, notTaken }
}

/** Reports of one machine as one: the latest time, all programs and devices, and whatever user one of them names. */
function joined(first: MachineReport, reports: readonly MachineReport[]): MachineReport {
  if (reports.length === 1) return first
  const times = reports.flatMap(({ at }) => at ?? [])
  const logins = reports.flatMap(({ user }) => user.logins)
  return {
    ...first,
    at: times.toSorted((one, other) => Date.parse(one) - Date.parse(other)).at(-1),
    user: { ...first.user, logins: [...new Set(logins)] },
    software: reports.flatMap(({ software = [] }) => software),
    attached: reports.flatMap(({ attached = [] }) => attached),
  }
}
