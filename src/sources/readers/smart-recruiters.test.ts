import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkProperty } from '../../../test/property.ts'
import { givenOf } from '../given.ts'
import type { ReadingContext } from '../reader.ts'
import { ashby } from './ashby.ts'
import { greenhouse } from './greenhouse.ts'
import { lever } from './lever.ts'
import { smartRecruiters } from './smart-recruiters.ts'

const context: ReadingContext = { source: 'acme', organization: 'acme.example', documents: 'text' }

function read(value: unknown) {
  const given = givenOf(value)
  const translation = smartRecruiters.read(given, context)
  return { ...translation, given, refused: given.problems() }
}

const input = (name: string): string =>
  readFileSync(`test/cases/read-smart-recruiters/input/${name}`, 'utf8')
const lines = (name: string): readonly unknown[] =>
  input(name)
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as unknown)

const page = JSON.parse(input('1-candidates.json')) as unknown
const samples = [page, ...lines('2-records.ndjson'), ...lines('3-notifications.ndjson')]

const candidate = {
  id: 'c-1',
  firstName: 'Mirela',
  lastName: 'Okafor',
  createdOn: '2025-02-01T09:00:00Z',
  primaryAssignment: { job: { id: 'j-1', title: 'Engineer' }, status: 'NEW' },
}

test('a page, a bare record and a notification with what it leads to say the same', () => {
  const { records } = read(candidate)
  expect(records).toHaveLength(1)
  expect(read({ content: [candidate], totalFound: 1 }).records).toEqual(records)
  const notification = { name: 'candidate.updated', body: { id: 'c-1' }, entity: candidate }
  expect(read(notification).records).toEqual(records)
})

test('of several jobs none is named: which was applied for when is said nowhere', () => {
  const title = (fields: object) => read({ ...candidate, ...fields }).records[0]?.['role']
  const other = { job: { id: 'j-2', title: 'Analyst' }, status: 'NEW' }
  expect(title({})).toEqual({ title: 'Engineer' })
  expect(title({ secondaryAssignments: [other] })).toBeUndefined()
  expect(title({ secondaryAssignments: [{ ...other, status: 'LEAD' }] })).toEqual({
    title: 'Engineer',
  })
})

test.each([
  [{ event: 'candidate.deleted', id: 'c-1' }],
  [{ name: 'candidate.deleted', body: { id: 'c-1' } }],
  [{ 'event-name': 'candidate.deleted', body: { id: 'c-1' }, entity: candidate }],
])('who was deleted is taken back: %j', (notification) => {
  expect(smartRecruiters.recognises(givenOf(notification))).toBe(true)
  expect(read(notification).records).toMatchObject([{ withdraws: 'subject', ref: 'c-1' }])
})

test('an id without its event is not taken for a notification', () => {
  expect(smartRecruiters.recognises(givenOf({ id: 'c-1' }))).toBe(false)
  expect(smartRecruiters.recognises(givenOf({ name: 'Acme Health', id: 'x' }))).toBe(false)
  expect(read({ id: 'c-1' }).refused.map(({ field }) => field)).toEqual(['event'])
})

test('no record of SmartRecruiters is one of others', () => {
  for (const sample of samples) {
    expect(smartRecruiters.recognises(givenOf(sample))).toBe(true)
    for (const reader of [ashby, greenhouse, lever]) {
      expect(reader.recognises(givenOf(sample))).toBe(false)
    }
  }
})

test('only what is not documented is told as unknown', () => {
  const whole = samples.map(read).filter(({ refused }) => refused.length === 0)
  const told = whole.flatMap(({ given, notTaken = [] }) => [...given.untouched(), ...notTaken])
  expect(told.filter((each) => !each.includes(' '))).toEqual(['content[].web.mastodon'])
})

/** The same value with its keys in another order and nulls left out. */
function otherwise(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(otherwise)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).filter(([, each]) => each !== null)
  return Object.fromEntries(entries.reverse().map(([key, each]) => [key, otherwise(each)]))
}

test('the order of fields means nothing, and null and absent are the same', () => {
  const whole = samples.filter((sample) => read(sample).refused.length === 0)
  for (const sample of [candidate, ...whole]) {
    expect(read(otherwise(sample)).records).toEqual(read(sample).records)
  }
})

test('whatever stands in a record, it is read or refused with a reason', () => {
  const names = [...new Set(samples.flatMap((each) => JSON.stringify(each).match(/"\w+"(?=:)/g)))]
  const anything = fc.constantFrom('[]', '[null]', '[[1]]', '{"a":{}}', '-1', '"x"', 'null', 'true')
  const value = String.raw`(?:"[^"\\]*"|true|false|null|-?\d+(?:\.\d+)?|\[\]|\{\})`
  const sample = fc.constantFrom(...samples)
  checkProperty(
    fc.property(sample, fc.constantFrom(...names), anything, (one, name, by) => {
      const pattern = new RegExp(`${name}:${value}`, 'g')
      const text = JSON.stringify(one).replaceAll(pattern, `${name}:${by}`)
      const { records, refused, problems = [] } = read(JSON.parse(text))
      expect(Array.isArray(records)).toBe(true)
      for (const { reason } of [...refused, ...problems]) expect(reason).not.toBe('')
    }),
    { runs: 1000 },
  )
})
