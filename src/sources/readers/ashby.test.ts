import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkProperty } from '../../../test/property.ts'
import { givenOf } from '../given.ts'
import type { ReadingContext } from '../reader.ts'
import { ashby } from './ashby.ts'
import { greenhouse } from './greenhouse.ts'

const context: ReadingContext = { source: 'acme', organization: 'acme.example', documents: 'text' }

function read(value: unknown) {
  const given = givenOf(value)
  const translation = ashby.read(given, context)
  return { ...translation, given, refused: given.problems() }
}

const input = (name: string): string => readFileSync(`test/cases/read-ashby/input/${name}`, 'utf8')
const lines = (name: string): readonly unknown[] =>
  input(name)
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as unknown)

const pages = [
  '2-candidate-list.json',
  '3-application-list.json',
  '4-interview-schedules.json',
  '5-offers.json',
  '6-client-info.json',
].map((name) => JSON.parse(input(name)) as { readonly results: readonly unknown[] })
const samples = [
  ...lines('1-webhooks.ndjson'),
  ...pages,
  ...lines('7-records.ndjson'),
  ...lines('8-taken-back.ndjson'),
]

const application = {
  id: 'a-1',
  createdAt: '2025-02-01T09:00:01.000Z',
  status: 'Active',
  candidate: { id: 'c-1', name: 'Lena Fors' },
  currentInterviewStage: { id: 's-1' },
  job: { id: 'j-1', title: 'Engineer' },
}

test('a delivery, a page and a bare record say the same of an application', () => {
  const delivered = read({ action: 'applicationSubmit', data: { application } })
  const page = read({ success: true, results: [application], moreDataAvailable: false })
  expect(delivered.records).toHaveLength(2)
  expect(page.records).toEqual(delivered.records)
  expect(read(application).records).toEqual(delivered.records)
})

test('pages are read record by record: those of one a line say the same', () => {
  for (const page of pages) {
    const alone = page.results.map(read).filter(({ refused }) => refused.length === 0)
    expect(read(page).records).toEqual(alone.flatMap(({ records }) => records))
  }
})

test.each([
  ['Accepted', 'CandidateAccepted', 1],
  ['Declined', 'CandidateRejected', 1],
  ['Pending', 'WaitingOnCandidateResponse', 1],
  ['WaitingOnResponse', undefined, 1],
  ['Created', 'WaitingOnApprovalStart', 0],
  ['Cancelled', 'OfferCancelled', 0],
])('an offer that is %s and %s was made %d times', (acceptanceStatus, offerStatus, count) => {
  const latestVersion = { createdAt: '2025-03-01T12:00:00Z', startDate: '2025-04-01' }
  const offer = { id: 'o-1', applicationId: 'a-1', acceptanceStatus, offerStatus, latestVersion }
  const { records } = read({ success: true, results: [offer], nextCursor: null })
  expect(records).toHaveLength(count)
  for (const record of records) {
    expect(record).toMatchObject({ stage: 'offered', at: '2025-03-01T12:00:00Z' })
  }
})

test('nothing that is documented of a record is told as unknown', () => {
  const whole = samples.map(read).filter(({ refused }) => refused.length === 0)
  expect(whole.flatMap(({ given }) => given.untouched())).toEqual([])
})

test('what is unknown of one record is told although another of the page is left', () => {
  const lead = { ...application, id: 'a-2', status: 'Lead' }
  const odd = { ...application, ofTomorrow: 'x' }
  const page = read({ success: true, results: [lead, odd], moreDataAvailable: false })
  expect(page.given.untouched()).toEqual(['results[].ofTomorrow'])
})

test('no record of Ashby is one of Greenhouse', () => {
  for (const sample of samples) {
    expect(ashby.recognises(givenOf(sample))).toBe(true)
    expect(greenhouse.recognises(givenOf(sample))).toBe(false)
  }
})

test.each([
  {
    source: 'acme',
    id: '1',
    kind: 'application',
    at: '2025-02-01T09:00:01Z',
    subject: { ref: 'r' },
  },
  { action: 'new_candidate_application', payload: {} },
  { success: true, results: [{ id: 1 }] },
  {},
])('what is none is not taken for one: %j', (value) => {
  expect(ashby.recognises(givenOf(value))).toBe(false)
})

/** The same value with its keys in another order and nulls left out. */
function otherwise(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(otherwise)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).filter(([, each]) => each !== null)
  return Object.fromEntries(entries.reverse().map(([key, each]) => [key, otherwise(each)]))
}

test('the order of fields means nothing, and null and absent are the same', () => {
  for (const sample of lines('1-webhooks.ndjson')) {
    const one = read(sample)
    const other = read(otherwise(sample))
    expect(other.records).toEqual(one.records)
    expect(other.refused).toEqual(one.refused)
  }
})

test('whatever stands in a record, it is read or refused with its place', () => {
  const names = [
    ...new Set(samples.flatMap((sample) => JSON.stringify(sample).match(/"\w+"(?=:)/g))),
  ]
  const anything = fc.constantFrom('[]', '[null]', '[[1]]', '{"a":{}}', '-1', '"x"', 'null', 'true')
  const value = String.raw`(?:"[^"\\]*"|true|false|null|\d+|\[\]|\{\})`
  checkProperty(
    fc.property(
      fc.constantFrom(...samples),
      fc.constantFrom(...names),
      anything,
      (sample, name, by) => {
        const text = JSON.stringify(sample).replaceAll(
          new RegExp(`${name}:${value}`, 'g'),
          `${name}:${by}`,
        )
        const { records, refused, problems = [] } = read(JSON.parse(text))
        expect(Array.isArray(records)).toBe(true)
        for (const { reason } of [...refused, ...problems]) expect(reason).not.toBe('')
      },
    ),
    { runs: 1000 },
  )
})
