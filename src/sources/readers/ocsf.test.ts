import { expect, test } from 'vitest'
import { givenOf } from '../given.ts'
import { ocsf } from './ocsf.ts'

const context = { source: 'ocsf', documents: 'text' } as const

const logOn = {
  class_uid: 3002,
  activity_id: 1,
  type_uid: 300201,
  time: 1712044871718,
  status_id: 1,
  metadata: { version: '1.3.0', uid: 'evt-1' },
  user: { uid: 'u-1', email_addr: 'jo@acme.example' },
  src_endpoint: { ip: '203.0.113.24' },
}

const read = (more: object) => ocsf.read(givenOf({ ...logOn, ...more }), context)

test.each([
  [{ class_uid: undefined }, 1],
  [{ class_uid: '3002', activity_id: '1', status_id: '1' }, 1],
  [{ activity_id: undefined }, 1],
  [{ status_id: undefined, status: 'success' }, 1],
  [{ status_id: undefined }, 0],
  [{ status_id: 99, status: 'Success' }, 0],
  [{ activity_id: 99, type_uid: 300299 }, 0],
  [{ activity_id: undefined, type_uid: 300299 }, 0],
  [{ class_uid: 3005, type_uid: 300501 }, 0],
  [{ user: { ...logOn.user, type_id: 4 } }, 0],
])('with %j: %i taken', (more, count) => {
  expect(read(more).records).toHaveLength(count)
})

test('without an id of its own an event has always the same, in which no person can be read', () => {
  const metadata = { version: '1.3.0' }
  const user = { email_addr: 'jo@acme.example' }
  const idOf = (more: object) => read({ metadata, user, ...more }).records[0]?.['id']
  expect(idOf({})).toBe(idOf({}))
  expect(idOf({})).toMatch(/^logon\/[0-9a-f]{64}$/)
  expect(idOf({ time: logOn.time + 1 })).not.toBe(idOf({}))
  expect(idOf({ src_endpoint: null })).not.toBe(idOf({}))
})

test.each([
  [{ uid: 'u-1', email_addr: 'jo@acme.example', name: 'jo' }, 'u-1', ['jo@acme.example']],
  [{ email_addr: 'jo@acme.example', name: 'jo' }, 'jo@acme.example', ['jo@acme.example']],
  [{ name: 'jo@acme.example' }, 'jo@acme.example', ['jo@acme.example']],
  [{ name: 'jo' }, 'jo', undefined],
])('the user %j goes by %s', (user, ref, emails) => {
  const subject = read({ user }).records[0]?.['subject']
  expect(subject).toEqual({ ref, ips: ['203.0.113.24'], ...(emails && { emails }) })
})

test('what stands between the client and the provider is nobody’s', () => {
  const src_endpoint = {
    ip: '203.0.113.24',
    intermediate_ips: ['192.0.2.250'],
    proxy_endpoint: { ip: '192.0.2.251' },
  }
  expect(JSON.stringify(read({ src_endpoint }).records)).not.toContain('192.0.2')
})
