import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkProperty } from '../../../test/property.ts'
import { givenOf } from '../given.ts'
import type { ReadingContext } from '../reader.ts'
import { ashby } from './ashby.ts'
import { greenhouse } from './greenhouse.ts'
import { lever } from './lever.ts'
import { misp } from './misp.ts'

const context: ReadingContext = { source: 'acme', organization: 'acme.example', documents: 'text' }

function read(value: unknown) {
  const given = givenOf(value)
  const translation = lever.read(given, context)
  return { ...translation, given, refused: given.problems() }
}

const input = (name: string): string => readFileSync(`test/cases/read-lever/input/${name}`, 'utf8')
const lines = (name: string): readonly unknown[] =>
  input(name)
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as unknown)

const page = JSON.parse(input('2-opportunities.json')) as { readonly data: readonly unknown[] }
const records = lines('3-records.ndjson')
const deliveries = [
  ...lines('1-webhooks.ndjson'),
  ...lines('4-taken-back.ndjson').filter((each) => JSON.stringify(each).includes('triggeredAt')),
]
const samples = [page, ...records, ...deliveries]

const opportunity = {
  id: 'o-1',
  contact: 'p-1',
  name: 'Ines Varga',
  applications: ['a-1'],
  stage: 's-1',
  createdAt: 1_738_400_400_000,
  updatedAt: 1_738_500_000_000,
}
const interview = {
  id: 'i-1',
  panel: 'n-1',
  interviewers: [],
  date: 1_738_800_000_000,
  subject: 'Phone screen',
}

test('a page, one object and a bare record say the same', () => {
  const [bare, single, listed] = [
    read(opportunity),
    read({ data: opportunity }),
    read({ data: [opportunity], hasNext: false }),
  ]
  expect(bare?.records).toHaveLength(2)
  expect(single?.records).toEqual(bare?.records)
  expect(listed?.records).toEqual(bare?.records)
})

test('an interview says the same within its opportunity and with its id beside it', () => {
  const within = read({ ...opportunity, interviews: [interview] }).records.slice(2)
  expect(within).toHaveLength(1)
  expect(read({ ...interview, opportunityId: 'o-1' }).records).toEqual(within)
})

test('a record of a list that names no opportunity is refused, and how to mend it is said', () => {
  expect(read(interview).refused).toMatchObject([
    { field: 'opportunityId', reason: expect.stringContaining('Add the opportunity’s id') },
  ])
})

test('an answer that refuses is refused with what it says', () => {
  const { refused } = read({ code: 'Unauthorized', message: 'Invalid API key' })
  expect(refused).toEqual([{ field: 'code', reason: 'the API refused: Invalid API key' }])
})

test('an expanded contact is the person, and two opportunities of one are one person’s', () => {
  const expanded = read({ ...opportunity, contact: { id: 'p-1', name: 'x', emails: [] } })
  expect(expanded.records).toEqual(read(opportunity).records)
  const other = read({ ...opportunity, id: 'o-2' }).records
  const refs = [...expanded.records, ...other].flatMap(({ subject }) => subject ?? [])
  expect(refs).toMatchObject([{ ref: 'p-1' }, { ref: 'p-1' }])
})

test('whose an opportunity is holds from its last change on, so that the merged contact is the later one', () => {
  const merged = read({ ...opportunity, contact: 'p-2', updatedAt: 1_739_000_000_000 })
  const [before, after] = [read(opportunity).records[1], merged.records[1]]
  expect(after).toMatchObject({ merges: before?.['merges'], into: 'p-2' })
  expect(String(after?.['at']) > String(before?.['at'])).toBe(true)
})

test('what was anonymised is taken back, whatever is left of it', () => {
  expect(read({ ...opportunity, isAnonymized: true }).records).toMatchObject([
    { withdraws: 'subject', ref: 'p-1', reason: 'anonymized' },
    { withdraws: 'observations', under: 'application/o-1', reason: 'anonymized' },
  ])
})

test.each([
  [{ sentAt: 1_738_800_000_000, status: 'denied' }, '2025-02-06T00:00:00.000Z'],
  [{ signatures: { candidate: { signedAt: 1_738_800_000_000 } } }, '2025-02-06T00:00:00.000Z'],
  [{ status: 'approved', approvedAt: 1_738_800_000_000 }, undefined],
])('an offer counts when it reached the person: %j', (fields, at) => {
  const offer = { id: 'f-1', posting: 'j', signatures: {}, sentAt: null, ...fields }
  const { records: made } = read({ ...offer, opportunityId: 'o-1' })
  expect(made.map((record) => record['at'])).toEqual(at === undefined ? [] : [at])
})

test('nothing that is documented of a record is told as unknown', () => {
  const known = [...records, ...deliveries].map(read).filter(({ refused }) => refused.length === 0)
  expect(known.flatMap(({ given }) => given.untouched())).toEqual([])
})

test('no record of Lever is one of others, and none of theirs is Lever’s', () => {
  const whole = samples.filter(
    (sample) => !JSON.stringify(sample).includes('"text":"Phone screen"'),
  )
  for (const sample of whole) {
    const given = givenOf(sample)
    for (const reader of [ashby, greenhouse, misp]) expect(reader.recognises(given)).toBe(false)
  }
  const others = [
    { action: 'candidateHire', data: { application: {} } },
    { eventType: 'com.okta.event_hook', data: { events: [] } },
    { data: { messageKind: 1 } },
    { event: 'candidateHired', data: {} },
    {
      source: 's',
      id: '1',
      kind: 'application',
      at: '2025-02-01T00:00:00Z',
      subject: { ref: 'r' },
    },
  ]
  for (const other of others) expect(lever.recognises(givenOf(other))).toBe(false)
})

/** The same value with its keys in another order and nulls left out. */
function otherwise(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(otherwise)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).filter(([, each]) => each !== null)
  return Object.fromEntries(entries.reverse().map(([key, each]) => [key, otherwise(each)]))
}

test('the order of fields means nothing, and within a delivery null and absent are the same', () => {
  for (const sample of deliveries) {
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
      const { records: made, refused, problems = [] } = read(JSON.parse(text))
      expect(Array.isArray(made)).toBe(true)
      for (const { reason } of [...refused, ...problems]) expect(reason).not.toBe('')
    }),
    { runs: 1000 },
  )
})
