import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkProperty } from '../../../test/property.ts'
import { givenOf } from '../given.ts'
import { parseJson } from '../parse-json.ts'
import type { ReadingContext } from '../reader.ts'
import { greenhouse } from './greenhouse.ts'

const context: ReadingContext = { source: 'acme', organization: 'acme.example', documents: 'text' }

function read(value: unknown) {
  const given = givenOf(value)
  const translation = greenhouse.read(given, context)
  return { ...translation, given, refused: given.problems() }
}

const input = (name: string): string =>
  readFileSync(`test/cases/read-greenhouse/input/${name}`, 'utf8')
const lines = (name: string): readonly unknown[] =>
  input(name)
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => parseJson(line))
const list = (name: string): readonly unknown[] => parseJson(input(name)) as readonly unknown[]

const samples = [
  ...lines('1-webhooks.ndjson'),
  ...list('2-candidates.json'),
  ...list('3-applications.json'),
  ...list('4-scheduled-interviews.json'),
  ...lines('5-interviews-v3.ndjson'),
  ...list('6-offers.json'),
  ...list('7-taken-back.json'),
]

const candidate = {
  id: 60304594,
  first_name: 'Mara',
  last_name: 'Ellison',
  created_at: '2024-03-01T08:12:00Z',
  phone_numbers: [{ value: '+1 202 555 0143', type: 'mobile' }],
  email_addresses: [{ value: 'mara@mail.example', type: 'personal' }],
  addresses: [{ value: '12 Long Lane, Denver', type: 'home' }],
  website_addresses: [{ value: 'github.com/mellison-dev', type: 'personal' }],
  social_media_addresses: [],
  attachments: [{ filename: 'cv.pdf', url: 'https://files.example/1', type: 'resume' }],
}
const application = {
  id: 71980812,
  prospect: false,
  applied_at: '2024-03-01T08:12:01Z',
  jobs: [{ id: 1, name: 'Engineer' }],
  status: 'active',
}
const profile = { service: 'github', value: 'mellison-dev' }

test('a webhook and an export of Harvest v1 say the same of an application', () => {
  const webhook = read({
    action: 'new_candidate_application',
    payload: {
      application: {
        ...application,
        candidate: {
          ...candidate,
          custom_fields: { portfolio: { type: 'url', value: 'mara.example' } },
        },
      },
    },
  })
  const exported = read({
    ...candidate,
    can_email: true,
    custom_fields: { portfolio: 'mara.example' },
    keyed_custom_fields: { portfolio: { name: 'Portfolio', type: 'url', value: 'mara.example' } },
    applications: [{ ...application, candidate_id: 60304594, location: null, answers: [] }],
  })
  expect(webhook.records).toEqual(exported.records)
  expect(webhook.records).toMatchObject([
    {
      id: 'application/71980812',
      subject: {
        ref: '60304594',
        handles: [profile],
        claims: { links: ['https://mara.example/'] },
      },
    },
    { merges: 'application/71980812', into: '60304594', at: '2024-03-01T08:12:01Z' },
  ])
})

test('a candidate of Harvest v3 has custom fields in a list and brings no applications along', () => {
  const { records, notTaken } = read({
    ...candidate,
    private: false,
    custom_fields: [
      { name: 'GitLab', name_key: 'gitlab', value: 'https://gitlab.com/mellison' },
      { name: 'Team', name_key: 'team', value: 'Blue' },
      { name: 'Gender', name_key: 'gender', value: 'never read' },
    ],
  })
  expect(records).toMatchObject([
    {
      id: 'candidate/60304594',
      subject: { handles: [profile, { service: 'gitlab', value: 'mellison' }] },
    },
  ])
  expect(notTaken).toEqual(['custom field team'])
})

test.each([
  [['full_name'], 1],
  [['addresses', 'notes'], 1],
  [[], 1],
  [['follow_up_reminders', 'notes'], 0],
])('after anonymisation of %j, %d person is taken back', (anonymized_fields, count) => {
  const payload = { candidate_id: 1, anonymized_fields }
  expect(read({ action: 'candidate_anonymized', payload }).records).toHaveLength(count)
})

test('a deleted candidate takes along the applications that went with them', () => {
  const person = { id: 1, first_name: 'Jo', deleted_application_ids: [10, 11] }
  const { records, given } = read({ action: 'delete_candidate', payload: { person } })
  expect(records).toMatchObject([
    { withdraws: 'subject', ref: '1', reason: 'deleted' },
    { withdraws: 'observations', under: 'application/10' },
    { withdraws: 'observations', under: 'application/11' },
  ])
  expect(given.untouched()).toEqual([])
})

test('of a stage, only interviews that are arranged or were held count', () => {
  const statuses = [
    'to_be_scheduled',
    'scheduled',
    'awaiting_feedback',
    'complete',
    'collect_feedback',
  ]
  const interviews = statuses.map((status, id) => ({ id, name: 'Phone Screen', status }))
  const { records } = read({
    action: 'candidate_stage_change',
    payload: {
      application: {
        ...application,
        candidate,
        last_activity_at: '2024-03-04T15:00:00Z',
        current_stage: { interviews },
      },
    },
  })
  const held = records.filter(({ kind }) => kind === 'interview')
  expect(held).toMatchObject([
    { id: 'application/71980812/interview/1', facts: { 'interview.proof': 'invited' } },
    { id: 'application/71980812/interview/2', facts: { 'interview.proof': 'held' } },
  ])
})

test('nothing that is documented of a delivery is told as unknown', () => {
  const whole = samples.map(read).filter(({ refused }) => refused.length === 0)
  expect(whole.flatMap(({ given }) => given.untouched())).toEqual([])
})

/** The same value with its keys in another order and without, or with more, nulls. */
function otherwise(value: unknown, nulls: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => otherwise(item, nulls))
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).reverse()
  const filled = entries.filter(([, each]) => each !== null)
  return Object.fromEntries([
    ...(nulls ? [['of_tomorrow', null]] : []),
    ...filled.map(([key, each]) => [key, otherwise(each, nulls)]),
  ])
}

test('the order of fields means nothing, and null and absent are the same', () => {
  const deliveries = lines('1-webhooks.ndjson')
  for (const nulls of [true, false]) {
    for (const sample of deliveries) {
      const one = read(sample)
      const other = read(otherwise(sample, nulls))
      expect(other.records).toEqual(one.records)
      expect(other.refused).toEqual(one.refused)
    }
  }
})

/** A sample with one value, wherever it stands, replaced by anything. */
function replaced(value: unknown, path: readonly number[], by: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined || value === null || typeof value !== 'object') return by
  const keys = Object.keys(value)
  const key = keys[step % Math.max(keys.length, 1)]
  if (key === undefined) return by
  const inner = replaced((value as Readonly<Record<string, unknown>>)[key], rest, by)
  if (Array.isArray(value)) return value.map((item, at) => (String(at) === key ? inner : item))
  return { ...value, [key]: inner }
}

test('whatever stands anywhere in a record, it is read or refused with a place', () => {
  const anything = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom('', 'x', -1, [[]], [null]),
  )
  const path = fc.array(fc.nat(40), { maxLength: 7 })
  checkProperty(
    fc.property(fc.constantFrom(...samples), path, anything, (sample, steps, by) => {
      const { records, refused } = read(replaced(sample, steps, by))
      expect(Array.isArray(records)).toBe(true)
      for (const { reason } of refused) expect(reason).not.toBe('')
    }),
    { runs: 1000 },
  )
})
