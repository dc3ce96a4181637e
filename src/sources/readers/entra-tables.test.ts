import { describe, expect, test } from 'vitest'
import { givenOf } from '../given.ts'
import { entra } from './entra.ts'
import { entraCsv } from './entra-tables.ts'

const context = { source: 'entra', documents: 'text', organization: 'acme.example' } as const

const row = {
  TimeGenerated: '2025-01-09T09:41:00.22Z',
  Category: 'SignInLogs',
  ResultType: '0',
  Id: 'la-1',
  CreatedDateTime: '2025-01-09T09:41:00.22Z',
  UserId: 'u-1',
  UserPrincipalName: 'ana@acme.example',
  IPAddress: '192.0.2.10',
  IsInteractive: true,
  Location: 'US',
  LocationDetails: '{"countryOrRegion":"US"}',
  DeviceDetail: '{"deviceId":"d-1"}',
  Status: '{"errorCode":0}',
  AutonomousSystemNumber: '64496',
}
const graph = {
  id: 'la-1',
  createdDateTime: '2025-01-09T09:41:00.22Z',
  userId: 'u-1',
  userPrincipalName: 'ana@acme.example',
  ipAddress: '192.0.2.10',
  isInteractive: true,
  location: { countryOrRegion: 'US' },
  deviceDetail: { deviceId: 'd-1' },
  status: { errorCode: 0 },
  autonomousSystemNumber: 64496,
}

const read = (value: object) => {
  const given = givenOf(value)
  const { records, notTaken } = entra.read(given, context)
  return { records, notTaken, problems: given.problems() }
}

describe('a row of SigninLogs', () => {
  test('is what Graph says of the same sign-in, with objects or with JSON texts', () => {
    const { records } = read(graph)
    expect(records).toHaveLength(1)
    expect(read(row).records).toEqual(records)
    const objects = {
      ...row,
      LocationDetails: { countryOrRegion: 'US' },
      DeviceDetail: { deviceId: 'd-1' },
      Status: { errorCode: 0 },
    }
    expect(read(objects).records).toEqual(records)
    expect(entra.recognises(givenOf(row))).toBe(true)
    expect(entra.recognises(givenOf({ records: [row] }))).toBe(true)
  })

  test.each([
    [{ ResultType: '50126', Status: '{"errorCode":50126}' }, 'sign-in with result 50126'],
    [{ IsInteractive: false }, 'sign-in without the user'],
    [
      { Category: undefined, Type: 'AADNonInteractiveUserSignInLogs' },
      'category NonInteractiveUserSignInLogs',
    ],
  ])('with %j is left out and counted', (fields, reason) => {
    expect(read({ ...row, ...fields })).toMatchObject({ records: [], notTaken: [reason] })
  })

  test('without its status goes by its result', () => {
    const { Status: _, ...projected } = row
    expect(read(projected).records).toHaveLength(1)
    expect(read({ ...projected, ResultType: '50126' }).records).toEqual([])
  })

  test('names a time of a locale by its column, with what to do', () => {
    const { records, problems } = read({ ...row, CreatedDateTime: '1/9/2025, 9:41:00 AM' })
    expect(records).toHaveLength(1)
    expect(problems).toEqual([
      { field: 'CreatedDateTime', reason: expect.stringContaining('tostring(CreatedDateTime)') },
    ])
  })

  test('names what nobody reads as the table calls it, and survives a cut JSON text', () => {
    const { records, notTaken } = read({ ...row, NewColumn: 'x', DeviceDetail: '{"deviceId":"d-' })
    expect(records[0]?.['subject']).not.toHaveProperty('devices')
    expect(notTaken).toContain('NewColumn')
  })
})

describe('the portal’s CSV', () => {
  const portal = {
    'Date (UTC)': '2025-01-09T09:41:00Z',
    'Request ID': 'la-1',
    'User ID': 'u-1',
    User: 'Ana Muster',
    Username: 'ana@acme.example',
    'IP address': '192.0.2.10',
    Location: 'Austin, Texas, US',
    Status: 'Success',
    'Device ID': 'd-1',
    'Autonomous system  number': '64496',
  }
  const readRow = (fields: object) => {
    const given = givenOf({ ...portal, ...fields })
    return { ...entraCsv.read(given, context), untouched: given.untouched() }
  }

  test('is the same sign-in as elsewhere', () => {
    const [record] = readRow({}).records
    expect(record).toMatchObject({
      id: 'la-1',
      kind: 'sign_in',
      at: '2025-01-09T09:41:00Z',
      subject: {
        ref: 'u-1',
        emails: ['ana@acme.example'],
        ips: ['192.0.2.10'],
        devices: [{ kind: 'hardware', value: 'd-1' }],
      },
      facts: { 'ip.country': 'US', 'ip.asn': 64496 },
    })
  })

  test.each([
    [{ Status: 'Failure', 'Sign-in error code': '50126' }, 'sign-in with result 50126'],
    [{ Status: 'Interrupted', 'Sign-in error code': '50140' }, 'sign-in with result 50140'],
    [{ Status: 'Failure' }, 'sign-in with result failure'],
    [{ Status: 'Success', 'Sign-in error code': '53003' }, 'sign-in with result 53003'],
    [{ Status: undefined }, 'sign-in without a result'],
  ])('of %j leaves the sign-in out and counts it', (fields, reason) => {
    expect(readRow(fields)).toMatchObject({ records: [], notTaken: [reason] })
  })

  test('names the columns that nobody reads', () => {
    expect(readRow({ 'Something new': 'x', Browser: 'Edge' }).untouched).toEqual(['Something new'])
  })
})
