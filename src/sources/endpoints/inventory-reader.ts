import { type Given, givenOf } from '../given.ts'
import { isObject } from '../given-values.ts'
import type { Gathering, Reader, ReadingContext, Translation } from '../reader.ts'
import {
  attachedOf,
  findShape,
  hasShape,
  type InventoryShape,
  programOf,
  reportOf,
  shapedRow,
} from './inventory-shape.ts'
import { isKvmRelevant } from './ip-kvm.ts'
import { type MachineReport, observeMachine, personRef } from './machine-report.ts'
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
  const shapeOf = (row: Given): InventoryShape | undefined => findShape(row, given.shapes)
  return {
    title: given.title,
    type: 'endpoint',
    form: 'table',
    recognises: (first) =>
      [first, ...given.pages.flatMap((page) => first.list(page).slice(0, 1))].some((row) =>
        given.shapes.some((shape) => hasShape(row, shape)),
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
  if (isServer.test(shapedRow(row).text(shape.role) ?? '')) return nothing(row, 'server')
  const read = byPerson(reports).map((each) => observeMachine(each, context, shape))
  const records = read.flatMap((each) => each.records)
  if (records.length === 0) row.skip('')
  else if (records.some(({ at }) => at === undefined)) {
    row.refuse('', 'no column says when it was seen')
  }
  return { records, notTaken: [...new Set(read.flatMap(({ notTaken = [] }) => notTaken))] }
}

/**
 * Reports of one machine as one report for each person that they name. What names nobody is the only person's, and
 * of several people nobody's.
 */
function byPerson(reports: readonly MachineReport[]): readonly MachineReport[] {
  const named = Map.groupBy(reports, personRef)
  const people = [...named.keys()].filter((ref) => ref !== undefined)
  if (people.length <= 1) return [joined(reports)]
  return [...named.values()].map(joined)
}

/** Reports as one: the latest time, all programs and devices, and the person that one of them names. */
function joined(reports: readonly MachineReport[]): MachineReport {
  const first = reports.find((report) => personRef(report) !== undefined) ?? reports[0]
  if (first === undefined) throw new Error('a group of rows has a row')
  const times = reports.flatMap(({ at }) => at ?? [])
  return {
    ...first,
    at: times.toSorted((one, other) => Date.parse(one) - Date.parse(other)).at(-1),
    software: reports.flatMap(({ software = [] }) => software),
    attached: reports.flatMap(({ attached = [] }) => attached),
  }
}
