import { expect, test } from 'vitest'
import { givenOf } from '../given.ts'
import { okta } from './okta.ts'

const context = { source: 'okta', documents: 'text' } as const

const event = {
  uuid: 'e-1',
  published: '2024-04-02T08:01:11.718Z',
  eventType: 'user.session.start',
  actor: { id: '00u1', type: 'User', alternateId: 'jo@acme.example', displayName: 'Jo' },
  outcome: { result: 'SUCCESS' },
}

const read = (more: object) => okta.read(givenOf({ ...event, ...more }), context)
const factsOf = (securityContext: object) => read({ securityContext }).records[0]?.['facts']

test.each([true, 'true', 'TRUE'])('a known proxy, written %j, is a proxy', (isProxy) => {
  expect(factsOf({ isProxy })).toEqual({ 'ip.network': 'proxy' })
})

test.each([false, 'false', null, 'null', 'unknown', undefined])(
  'of isProxy %j nothing is written: it is on no list, which is no observation',
  (isProxy) => {
    expect(factsOf({ isProxy })).toBeUndefined()
  },
)

test.each([{ asNumber: 13335 }, { asOrg: 'akamai technologies inc.' }, { isp: 'fastly' }])(
  'a known proxy of %j may be a privacy relay: no network is written',
  (carrier) => {
    expect(factsOf({ isProxy: true, ...carrier }) ?? {}).not.toHaveProperty(['ip.network'])
  },
)

const services = (operator: string, type: string, isAnonymous: boolean) => ({
  isProxy: true,
  ipDetails: { ipServiceCategories: [{ operator, type, isAnonymous }] },
})

test.each([
  [services('MULLVAD_VPN', 'VPN', true), { 'ip.network': 'vpn', 'vpn.product': 'Mullvad VPN' }],
  [services('ANONYMIZER_TOR', 'TOR', true), { 'ip.network': 'tor' }],
  [services('OXYLABS_PROXY', 'PROXY', true), { 'ip.network': 'proxy' }],
  [services('APPLE_ICLOUD_RELAY_PROXY', 'PROXY', true), undefined],
  // Not anonymous: the employer's own tunnel; what is left is that it is a known proxy.
  [services('GLOBALPROTECT_VPN', 'VPN', false), { 'ip.network': 'proxy' }],
  [services('SOMETHING', 'NEW', true), { 'ip.network': 'proxy' }],
])('the services %j are %j', (securityContext, facts) => {
  expect(factsOf(securityContext)).toEqual(facts)
})

const tunnelled = (tunnels: unknown) => read({ debugContext: { debugData: { tunnels } } })
const tunnel = (operator: string, type: string, anonymous: boolean) => ({
  anonymous,
  operator,
  type,
})

test.each([
  [[tunnel('ASTRILL_VPN', 'VPN', true)], { 'ip.network': 'vpn', 'vpn.product': 'Astrill VPN' }],
  [[tunnel('NORD_VPN', 'VPN', true)], { 'ip.network': 'vpn', 'vpn.product': 'NordVPN' }],
  [[tunnel('A', 'PROXY', true), tunnel('B', 'TOR', true)], { 'ip.network': 'tor' }],
  [[tunnel('GLOBALPROTECT_VPN', 'VPN', false)], undefined],
  [[tunnel('APPLE_ICLOUD_RELAY_PROXY', 'PROXY', true)], undefined],
  [[], undefined],
])('tunnels %j, as JSON text and as a list, are %j', (tunnels, facts) => {
  const [asText, asList] = [tunnelled(JSON.stringify(tunnels)), tunnelled(tunnels)]
  expect(asText.records[0]?.['facts']).toEqual(facts)
  expect(asList.records).toEqual(asText.records)
})

test.each(['[{"anonymous":true', 'null', '"VPN"', '[1]', '{}'])(
  'tunnels that are no list of objects, %j, do not cost the sign-in',
  (tunnels) => {
    const { records, notTaken } = tunnelled(tunnels)
    expect(records).toHaveLength(1)
    expect(records[0]).not.toHaveProperty('facts')
    const isNamed = notTaken?.includes('debugContext.debugData.tunnels that is no list')
    expect(isNamed).toBe(!['null', '{}'].includes(tunnels))
  },
)

test('what else stands under debugContext is named', () => {
  const debugData = { behaviors: '{New Device=POSITIVE}', requestUri: '/idp', dtHash: 'browser-1' }
  const given = givenOf({ ...event, debugContext: { debugData } })
  okta.read(given, context)
  expect(given.untouched()).toEqual([
    'debugContext.debugData.behaviors',
    'debugContext.debugData.requestUri',
  ])
})

test('a machine registered with Okta Verify is hardware, as in OCSF', () => {
  expect(read({ device: { id: 'guo1' } }).records[0]?.['subject']).toMatchObject({
    devices: [{ kind: 'hardware', value: 'guo1' }],
  })
})

test('whoever sets up the factor of another is not the one who uses it', () => {
  const eventType = 'user.mfa.factor.activate'
  const device = { id: 'guo1' }
  const own = read({ eventType, device, target: { type: 'User', id: '00u1' } })
  const others = read({ eventType, device, target: [{ type: 'User', id: '00u2' }] })
  expect(own.records[0]).toMatchObject({ kind: 'device' })
  expect(others).toMatchObject({
    records: [],
    notTaken: [`eventType ${eventType} by one user for another`],
  })
})

test('the id of an enrolment, which Okta makes for each user, is no device', () => {
  const target = [{ type: 'AuthenticatorEnrollment', id: 'opf1' }]
  expect(read({ eventType: 'user.mfa.factor.activate', target }).records).toEqual([])
})

test('what Okta does not know is absent, and the account still goes by its id', () => {
  const actor = { ...event.actor, alternateId: 'unknown', displayName: 'null' }
  expect(read({ actor }).records[0]?.['subject']).toEqual({ ref: '00u1' })
})

test('laptops of one make have one deviceFingerprint, which is nobody’s; a browser’s cookie is', () => {
  const debugContext = { debugData: { deviceFingerprint: 'make-1', dtHash: 'browser-1' } }
  expect(read({ debugContext }).records[0]?.['subject']).toMatchObject({
    devices: [{ kind: 'fingerprint', value: 'browser-1' }],
  })
  const alone = read({ debugContext: { debugData: { deviceFingerprint: 'make-1' } } })
  expect(alone.records[0]?.['subject']).not.toHaveProperty('devices')
})

test.each([
  ['OKTA_VERIFY_PUSH', 'device'],
  ['SIGNED_NONCE', 'sign_in'],
])('a factor %s is confirmed as a %s', (factor, kind) => {
  const eventType = 'user.authentication.auth_via_mfa'
  const more = { eventType, device: { id: 'guo1' }, debugContext: { debugData: { factor } } }
  expect(read(more).records).toMatchObject([{ kind }])
})

test('a push is of no more kinds of events than its event', () => {
  const debugContext = { debugData: { factor: 'OKTA_VERIFY_PUSH' } }
  expect(read({ eventType: 'user.mfa.okta_verify.deny_push', debugContext })).toEqual({
    records: [],
    notTaken: ['eventType user.mfa.okta_verify.deny_push'],
  })
})
