import type { Given } from '../given.ts'
import { normalColumn } from '../maps/mapped-row.ts'
import { readMappedRow } from '../maps/mapped-rows.ts'
import { type ShippedMapName, shippedMap } from '../maps/mapping.ts'
import { unusedBehind } from '../maps/never-evidence.ts'
import type { Reader, SourceType } from '../reader.ts'

/*
 * Tables of others, each read with a map: what the columns mean stands in maps/*.yaml, from the vendors' own names
 * of fields and their usual aliases, and in the map that the user gives. Workday and iCIMS reports are made by each customer, so
 * a file is recognised by the few names that their delivered reports have together, and any other is read
 * with `--as` or with a map that is `like` the shipped one.
 */

/** A reader whose map comes with the program; a map that the user gives goes before it. */
function mappedReader(name: ShippedMapName, title: string, type: SourceType): Reader {
  return {
    title,
    type,
    form: 'table',
    recognises: (first) => hasColumns(first, name),
    read: (given, context) => readMappedRow(given, context.mapping ?? shippedMap(name), context),
  }
}

function hasColumns(first: Given, name: ShippedMapName): boolean {
  const there = new Set(first.names().map(normalColumn))
  return shippedMap(name).recognise.every((column) =>
    column.some((alias) => there.has(normalColumn(alias))),
  )
}

export const workday = mappedReader('workday', 'Workday report', 'ats')
export const icims = mappedReader('icims', 'iCIMS report', 'ats')
export const hris = mappedReader('hris', 'HR system, people and payout accounts', 'hris')
export const shipments = mappedReader('shipments', 'equipment shipments', 'hris')
export const esignatures = mappedReader('esignatures', 'e-signature envelopes', 'verification')

const form = mappedReader('interviews', 'interviewers’ form', 'employer_report')

/** Refuses what asks about somebody's origin, age or way of speaking, whoever put the question into the form. */
export const interviews: Reader = {
  ...form,
  read: (given, context) => {
    for (const name of given.names()) {
      const unused = unusedBehind(name)
      if (unused !== undefined && given.texts(name).length > 0) {
        given.refuse(
          name,
          `is never evidence (${unused.because}): take the question out of the form`,
        )
      }
    }
    return form.read(given, context)
  },
}

/** Any table, with the map that says what its columns mean. */
export const table: Reader = {
  title: 'table with a map',
  type: 'partner',
  form: 'table',
  recognises: () => false,
  read: (given, context) =>
    context.mapping === undefined
      ? {
          records: [],
          problems: [
            { field: '', reason: 'what its columns mean is not known: give a map with --map' },
          ],
        }
      : readMappedRow(given, context.mapping, context),
}
