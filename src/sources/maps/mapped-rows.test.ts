import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkProperty } from '../../../test/property.ts'
import { readRecord } from '../../evidence/index.ts'
import { givenOf } from '../given.ts'
import type { ReadingContext } from '../reader.ts'
import { columnsOfMap } from './map-columns.ts'
import { readMappedRow } from './mapped-rows.ts'
import { readMapping, shippedMap, shippedMapNames } from './mapping.ts'

const context: ReadingContext = { source: 'acme', organization: 'acme.example', documents: 'text' }

/** A row of the HR system's list that has all it needs and nothing else. */
const bare = { 'Employee ID': 'E-1', 'Hire Date': '2024-04-15' }
const full = {
  ...bare,
  'Full Name': 'Jordan Reyes',
  'Personal Email': 'jordan@mail.example; jr@mail.example',
  'Home Address': '12 Oak St',
  Country: 'United States',
  Remote: 'Yes',
  'Badge colour': 'red',
}

const hris = (row: Readonly<Record<string, unknown>>) => {
  const given = givenOf(row)
  const { records, notTaken } = readMappedRow(given, shippedMap('hris'), context)
  return { records, notTaken, problems: given.problems(), untouched: given.untouched() }
}

test('a row with all optional columns empty gives only what is there', () => {
  const empty = Object.fromEntries(Object.keys(full).map((name) => [name, 'n/a']))
  expect(hris({ ...empty, ...bare }).records).toEqual([
    {
      source: 'acme',
      kind: 'employment',
      id: 'worker/E-1/started/2024-04-15T00:00:00Z',
      at: '2024-04-15T00:00:00Z',
      stage: 'started',
      organization: { domain: 'acme.example' },
      subject: { ref: 'E-1' },
    },
  ])
})

test('an id made of the moment is the same however its date is written', () => {
  const dates = ['2024-04-15', '15 Apr 2024', 'Apr 15, 2024', '2024-04-15T00:00:00Z']
  const ids = dates.map((date) => hris({ ...bare, 'Hire Date': date }).records[0]?.['id'])
  expect(new Set(ids).size).toBe(1)
})

test('names of columns are the same without case, underscores and surplus space', () => {
  const other = Object.fromEntries(
    Object.entries(full).map(([name, cell]) => [name.toUpperCase().replace(' ', '_'), cell]),
  )
  expect(hris(other).records).toEqual(hris(full).records)
})

test('a column that the map does not name is told, one that it names is not', () => {
  expect(hris({ ...full, Gender: 'x', Manager: 'P. Hart' }).untouched).toEqual(['Badge colour'])
})

test('what is refused names the column as the file does', () => {
  expect(hris({ employee_id: 'E-1', 'start date': 'soon' }).problems).toEqual([
    { field: 'start date', reason: expect.stringContaining('"soon" does not fit the date format') },
  ])
})

test('property: the order of the columns does not matter', () => {
  checkProperty(
    fc.property(
      fc.shuffledSubarray(Object.entries(full), { minLength: Object.keys(full).length }),
      (entries) => {
        expect(hris(Object.fromEntries(entries))).toEqual(hris(full))
      },
    ),
    { runs: 100 },
  )
})

const cell = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    '2024-03-18',
    'yes',
    'no',
    'US',
    '__proto__',
    '{x}',
    '1e999',
    '\u0000',
    'a@b;c',
    '-',
  ),
)

const attachedFile = 'subject.documents[].file'
const namedFile = {
  'Job Application Moment': '2024-03-18',
  'Job Application ID': '!',
  'Candidate Reference ID': '2024-03-18',
  'Resume File Name': '\u0000',
}

test.each(shippedMapNames)(
  'property: no cells of %s throw, and what is refused names a column',
  (name) => {
    const map = shippedMap(name)
    const columns = [...new Set(columnsOfMap(map.records).flat()), '__proto__', 'constructor', '']
    checkProperty(
      fc.property(fc.dictionary(fc.constantFrom(...columns), cell, { maxKeys: 12 }), (row) => {
        const given = givenOf(row)
        const { records } = readMappedRow(given, map, context)
        for (const { field, reason } of given.problems()) {
          expect(field).not.toBe('')
          expect(reason).not.toBe('')
        }
        for (const record of records) {
          const reading = readRecord(record)
          if (reading.record !== 'observation') continue
          // Strict reading may reject a cell, but finds no field that the format does not have. The import
          // replaces the name of an attached file with its content before strict reading.
          expect(reading.leftOut.filter((field) => field !== attachedFile)).toEqual([])
        }
      }),
      { runs: 100, examples: [[namedFile]] },
    )
  },
)

test('a path leads into objects of JSON, and a list gives its items', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'ringer-map-')), 'map.yaml')
  writeFileSync(
    path,
    `title: T
type: ats
records:
  - kind: application
    fields:
      id: {column: id}
      at: {column: times.applied, date: epoch}
      subject.ref: {column: person.id}
      subject.emails: {column: person.mails}
`,
  )
  const given = givenOf({
    id: 7,
    times: { applied: 1710754867, other: 'x' },
    person: { id: 9, mails: ['a@mail.example', { value: 'b@mail.example' }] },
  })
  expect(readMappedRow(given, readMapping(path), context).records).toMatchObject([
    {
      id: '7',
      at: '2024-03-18T09:41:07.000Z',
      subject: { ref: '9', emails: ['a@mail.example', 'b@mail.example'] },
    },
  ])
  expect(given.untouched()).toEqual(['times.other'])
  rmSync(dirname(path), { recursive: true })
})
