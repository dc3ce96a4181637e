import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkProperty } from '../../../test/property.ts'
import { givenOf } from '../given.ts'
import type { ReadingContext } from '../reader.ts'
import { jsonResume } from './json-resume.ts'

const context: ReadingContext = {
  fileWritten: '2025-03-04T05:06:07.000Z',
  source: 'acme',
  organization: 'acme.example',
  documents: 'text',
}

function read(value: unknown, by = context) {
  const given = givenOf(value)
  const [record = {}] = jsonResume.read(given, by).records
  return { record, given, refused: given.problems() }
}

const path = 'test/cases/read-json-resume/input/1-one-person.json'
type Resume = Readonly<Record<string, unknown>>
const resume = JSON.parse(readFileSync(path, 'utf8')) as Resume

test('what is taken, and nothing of schools, languages and what references wrote', () => {
  const { record, given } = read(resume)
  expect(record['subject']).toMatchObject({
    name: 'Petra Holm',
    addresses: [{ kind: 'home', text: '12 Quay Street, 80202, Denver, Colorado', country: 'US' }],
    claims: {
      country: 'US',
      city: 'Denver',
      employers: ['Ferry Line', 'Kestrel Tools'],
      links: ['https://social.example/@petra', 'https://holm.example/'],
      references: [
        { name: 'Omar Reyes' },
        { name: 'Lia Stone', email: 'lia@ferry.example', phone: '+1 202 555 0172' },
      ],
    },
  })
  const text = JSON.stringify(record)
  for (const never of ['A school', 'Bachelor', 'English', 'Native', 'delight', 'me.jpg']) {
    expect(text).not.toContain(never)
  }
  expect(given.untouched()).toEqual([])
})

test('its prose is the text of the CV, or its hash', () => {
  const documents = (by: ReadingContext) => {
    const subject = read(resume, by).record['subject'] as Resume
    return subject['documents'] as readonly Resume[]
  }
  const [whole] = documents(context)
  expect(whole?.['text']).toContain('booking ledger off a mainframe')
  expect(documents({ ...context, documents: 'hash' })).toEqual([
    { kind: 'resume', sha256: whole?.['sha256'] },
  ])
})

test.each([
  ['2025-02-01T15:53:00', '2025-02-01T00:00:00Z'],
  ['2025-02-01T15:53:00.123', '2025-02-01T00:00:00Z'],
  ['2025-02-01T15:53:00+02:00', '2025-02-01T15:53:00+02:00'],
  ['2025-02-01', '2025-02-01T00:00:00Z'],
  [1_738_400_400, '2025-02-01T09:00:00.000Z'],
])('last modified %s is %s', (lastModified, at) => {
  const { record, refused } = read({ ...resume, meta: { lastModified } })
  expect(refused).toEqual([])
  expect(record['at']).toBe(at)
})

test.each([undefined, null, ''])(
  '%s is no time: it came when its file was last written',
  (lastModified) => {
    const { record, refused } = read({ ...resume, meta: { lastModified } })
    expect(refused).toEqual([])
    expect(record['at']).toBe(context.fileWritten)
  },
)

test.each(['2025', 'last week'])('%s is no time and refused', (lastModified) => {
  const { refused } = read({ ...resume, meta: { lastModified } })
  expect(refused.map(({ field }) => field)).toEqual(['meta.lastModified'])
})

test('another time is the same CV; another telephone is another', () => {
  const idOf = (value: unknown) => read(value).record['id']
  expect(idOf({ ...resume, meta: { lastModified: '2025-05-01' } })).toBe(idOf(resume))
  expect(idOf({ ...resume, languages: [] })).toBe(idOf(resume))
  const basics = { ...(resume['basics'] as Resume), phone: '202-555-0199' }
  expect(idOf({ ...resume, basics })).not.toBe(idOf(resume))
})

test('whether texts are kept does not change who it is', () => {
  const { record } = read(resume, { ...context, documents: 'hash' })
  expect(record['id']).toBe(read(resume).record['id'])
})

test.each([
  [{ basics: { name: 'x' } }, true],
  [{ basics: { profiles: [] }, work: [] }, true],
  [{ basics: {} }, false],
  [{ basics: 'x' }, false],
  [{ basics: { name: 'x' }, kind: 'application' }, false],
])('%j is a JSON Resume: %s', (value, expected) => {
  expect(jsonResume.recognises(givenOf(value))).toBe(expected)
})

/** The same object with the keys of every level in an order that `turn` says, and some absent fields as null. */
function turned(value: unknown, turn: number): unknown {
  if (Array.isArray(value)) return value.map((each) => turned(each, turn))
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value)
  const at = entries.length === 0 ? 0 : turn % entries.length
  return Object.fromEntries(
    [...entries.slice(at), ...entries.slice(0, at), [`absent${turn}`, null] as const].map(
      ([key, each]) => [key, turned(each, turn)],
    ),
  )
}

test('the order of fields means nothing, and null and absent are the same', () => {
  checkProperty(
    fc.property(fc.nat(30), (turn) => {
      expect(read(turned(resume, turn)).record).toEqual(read(resume).record)
    }),
    { runs: 50 },
  )
})

test('whatever stands in it, it is read or refused with a reason', () => {
  const text = JSON.stringify(resume)
  const names = [...new Set(text.match(/"\w+"(?=:)/g))]
  const anything = fc.constantFrom('[]', '[null]', '[[1]]', '{"a":{}}', '-1', '"x"', 'null', 'true')
  const value = String.raw`(?:"[^"\\]*"|true|false|null|-?\d+(?:\.\d+)?|\[\]|\{\})`
  checkProperty(
    fc.property(fc.constantFrom(...names), anything, (name, by) => {
      const other = text.replaceAll(new RegExp(`${name}:${value}`, 'g'), `${name}:${by}`)
      for (const { reason } of read(JSON.parse(other)).refused) expect(reason).not.toBe('')
    }),
    { runs: 500 },
  )
})
