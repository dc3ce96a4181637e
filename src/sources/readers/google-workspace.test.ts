import { expect, test } from 'vitest'
import { givenOf } from '../given.ts'
import { parseJson } from '../parse-json.ts'
import { googleWorkspace } from './google-workspace.ts'

const context = { source: 'google-workspace', documents: 'text' } as const

const success = { type: 'login', name: 'login_success', parameters: [] }
const verification = { type: 'login', name: 'login_verification', parameters: [] }
const activity = {
  kind: 'admin#reports#activity',
  id: {
    time: '2024-04-02T08:01:11.718Z',
    uniqueQualifier: '3948573948574948575',
    applicationName: 'login',
    customerId: 'C03invented',
  },
  actor: { email: 'jo@acme.example', profileId: '118246534879201734561' },
  ownerDomain: 'acme.example',
  ipAddress: '203.0.113.24',
}

const read = (more: object, organization?: string) =>
  googleWorkspace.read(
    givenOf({ ...activity, ...more }),
    organization === undefined ? context : { ...context, organization },
  )
const subjectOf = (more: object) => read(more).records[0]?.['subject']

test('events as a list and as an object, alone and among others, are one observation', () => {
  const { records } = read({ events: [success] })
  expect(records).toHaveLength(1)
  expect(read({ events: success }).records).toEqual(records)
  expect(read({ events: [verification, success, success] }).records).toEqual(records)
  expect(read({ events: verification })).toEqual({
    records: [],
    notTaken: ['event login_verification'],
  })
})

test('ids as numbers of 64 bits and more are those of the text', () => {
  const text = JSON.stringify({ ...activity, events: success })
  const numbers = text.replaceAll(/"(\d{19,})"/g, '$1')
  expect(numbers).not.toBe(text)
  const read = (json: string) => googleWorkspace.read(givenOf(parseJson(json)), context).records
  expect(read(numbers)).toEqual(read(text))
})

test.each([
  '1.1824653487920173e+20',
  Number('118246534879201734561'),
  '118246534879201730000',
  null,
])(
  'a profile id that is written %s has lost its end: the account goes by its address',
  (profileId) => {
    const actor = { ...activity.actor, profileId }
    expect(subjectOf({ events: success, actor })).toMatchObject({ ref: 'jo@acme.example' })
  },
)

test('the employer is whom the importer names, else the domain that the activity names', () => {
  const organization = (domain?: string) =>
    read({ events: success }, domain).records[0]?.['organization']
  expect(organization('acme-group.example')).toEqual({ domain: 'acme-group.example' })
  expect(organization()).toEqual({ domain: 'acme.example' })
})

test.each([
  [[{ name: 'is_suspicious', boolValue: true }], 1],
  [{ name: 'is_suspicious', boolValue: 'true' }, 1],
  [[{ name: 'is_suspicious', value: 'true' }], 1],
  [[{ name: 'is_suspicious', boolValue: false }], 0],
  [[{ name: 'is_second_factor', boolValue: true }], 0],
])('the suspicion in %j is counted %i times and is no fact', (parameters, count) => {
  const { records, notTaken } = read({ events: [{ ...success, parameters }] })
  expect(notTaken).toHaveLength(count)
  expect(records[0]).not.toHaveProperty('facts')
})
