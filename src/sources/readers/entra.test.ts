import { expect, test } from 'vitest'
import { givenOf } from '../given.ts'
import { entra } from './entra.ts'

const context = { source: 'entra', documents: 'text' } as const

const signIn = {
  id: 's-1',
  createdDateTime: '2024-04-02T08:01:11.7180042Z',
  userId: '7b0f1d5e-1111-4c5e-9a11-000000000001',
  userPrincipalName: 'jo@acme.example',
  ipAddress: '203.0.113.24',
  status: { errorCode: 0 },
  location: { countryOrRegion: 'US' },
}
const envelope = {
  time: signIn.createdDateTime,
  operationName: 'Sign-in activity',
  category: 'SignInLogs',
  resultType: '0',
  callerIpAddress: signIn.ipAddress,
  location: 'US',
}

const read = (record: unknown) => entra.read(givenOf(record), context)
const subjectOf = (more: object) => read({ ...signIn, ...more }).records[0]?.['subject']
const networkOf = (more: object) => {
  const facts = read({ ...signIn, ...more }).records[0]?.['facts']
  return (facts as Record<string, unknown> | undefined)?.['ip.network']
}

test('diagnostic settings, Graph, a page of either and the bare envelope say the same', () => {
  const { records } = read(signIn)
  const { id, userId, userPrincipalName } = signIn
  const forms = [
    { ...envelope, properties: signIn },
    { '@odata.context': 'https://graph.example/v1.0/$metadata#auditLogs/signIns', value: [signIn] },
    { records: [{ ...envelope, properties: signIn }] },
    { ...envelope, properties: { id, userId, userPrincipalName } },
  ]
  expect(records).toHaveLength(1)
  for (const form of forms) {
    expect(entra.recognises(givenOf(form))).toBe(true)
    expect(read(form).records).toEqual(records)
  }
})

test.each([
  [{ errorCode: 0 }, 1, 1],
  [{ errorCode: '0' }, '50126', 1],
  [{ errorCode: 50126 }, '0', 0],
  [{ errorCode: null }, 0, 1],
  [null, '0', 1],
  [null, 50074, 0],
  [null, null, 0],
])('status %j in an envelope with result %j: %i taken', (status, resultType, count) => {
  const record = { ...envelope, resultType, properties: { ...signIn, status } }
  expect(read(record).records).toHaveLength(count)
})

test.each([
  [{ riskEventTypes_v2: ['anonymizedIPAddress'] }, 'proxy'],
  [{ riskEventTypes_v2: 'anonymizedIPAddress' }, 'proxy'],
  [{ riskEventTypes_v2: '["anonymizedIPAddress"]' }, 'proxy'],
  [{ riskEventTypes: ['anonymizedIPAddress'] }, 'proxy'],
  [{ riskEventTypes_v2: ['anonymizedIPAddress'], autonomousSystemNumber: 13335 }, undefined],
  [{ riskEventTypes_v2: ['hidden'] }, undefined],
  [{ riskEventTypes_v2: [] }, undefined],
  [{ networkLocationDetails: [{ networkType: 'trustedNamedLocation' }] }, undefined],
])('of %j the network is %s', (more, network) => {
  expect(networkOf(more)).toBe(network)
})

test('other risk events are counted, and no flag', () => {
  const { records, notTaken } = read({ ...signIn, riskEventTypes_v2: ['mcasImpossibleTravel'] })
  expect(notTaken).toEqual(['risk event mcasImpossibleTravel'])
  expect(records[0]).not.toHaveProperty('flags')
})

test('a guest goes by the address that was typed, an id of zeros is none', () => {
  const guest = {
    userPrincipalName: 'sam_home.example#EXT#@acme.example',
    signInIdentifier: 'sam@home.example',
  }
  expect(subjectOf(guest)).toMatchObject({ ref: signIn.userId, emails: ['sam@home.example'] })
  const zeros = { userId: '00000000-0000-0000-0000-000000000000', deviceDetail: { deviceId: '0' } }
  expect(subjectOf(zeros)).toEqual({
    ref: 'jo@acme.example',
    emails: ['jo@acme.example'],
    ips: ['203.0.113.24'],
  })
})

test('programs, and what a client does without its user, are not taken', () => {
  const program = { userId: '', servicePrincipalId: 'sp-1' }
  for (const more of [
    program,
    { isInteractive: 'false' },
    { signInEventTypes: ['nonInteractiveUser'] },
  ]) {
    const { records, notTaken } = read({ ...signIn, ...more })
    expect([records.length, notTaken?.length]).toEqual([0, 1])
  }
})
