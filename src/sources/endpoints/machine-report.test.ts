import { expect, test } from 'vitest'
import { type MachineReport, observeMachine } from './machine-report.ts'

const context = { source: 'mdm', organization: 'acme.example', documents: 'text' } as const

const report = {
  sort: 'inventory',
  device: 'd-1',
  host: 'LT-1',
  serial: 'EX-SN-1',
  at: '2024-03-11T08:00:00Z',
  user: { logins: ['jordan.reyes@acme.example'] },
} as const satisfies MachineReport

const observed = (more: Partial<MachineReport>, acceptsMachines = false) =>
  observeMachine({ ...report, ...more }, context, { acceptsMachines })

const subjectOf = (more: Partial<MachineReport>, acceptsMachines = false) =>
  observed(more, acceptsMachines).records[0]?.['subject'] as { ref: string } | undefined

test.each([
  [{ id: 'u-1', logins: ['jordan@acme.example'] }, 'u-1'],
  [{ logins: ['Jordan@acme.example'] }, 'jordan@acme.example'],
  [{ logins: ['ACME\\JReyes'] }, 'acme\\jreyes'],
  [{ logins: ['jreyes'] }, 'd-1\\jreyes'],
  [{ logins: ['LT-1\\jreyes'] }, 'd-1\\jreyes'],
  [{ logins: ['AzureAD\\JordanReyes'] }, 'd-1\\jordanreyes'],
  [{ logins: [undefined, 'NT AUTHORITY\\SYSTEM', 'ACME\\jreyes'] }, 'acme\\jreyes'],
  [{ logins: ['root', 'Administrator', '_mbsetupuser', 'defaultuser0', 'DWM-1', ''] }, undefined],
  [{ logins: [] }, undefined],
])('a machine of %j is the machine of %s', (user, ref) => {
  expect(subjectOf({ user })?.ref).toBe(ref)
})

test('the same bare login on two machines is two people', () => {
  const user = { logins: ['jordan'] }
  const refs = ['d-1', 'd-2'].map((device) => subjectOf({ user, device })?.ref)
  expect(new Set(refs).size).toBe(2)
})

test('a machine without a user is not taken and says so, but where the machine may stand for its user', () => {
  const user = { logins: [] }
  expect(observed({ user })).toEqual({
    records: [],
    notTaken: ['inventory of a machine that names no user'],
  })
  expect(subjectOf({ user }, true)?.ref).toBe('machine/EX-SN-1')
  expect(observed({ user, serial: undefined }, true).records).toEqual([])
})

test('the management system’s id of a machine is no selector, its serial number and hardware UUID are', () => {
  expect(subjectOf({ hardware: 'uuid-1' })).toMatchObject({
    devices: [
      { kind: 'serial', value: 'EX-SN-1' },
      { kind: 'hardware', value: 'uuid-1' },
    ],
  })
  expect(JSON.stringify(subjectOf({}))).not.toContain('d-1')
})

test.each([
  ['2024-03-01T09:41:07Z', 9],
  ['2024-03-11T08:00:00Z', 0],
  ['2024-03-12T08:00:00Z', undefined],
  [undefined, undefined],
  ['someday', undefined],
])('enrolled at %s it is provisioned for %s days', (enrolledAt, days) => {
  const facts = observed({ enrolledAt }).records[0]?.['facts'] as Record<string, unknown>
  expect(facts?.['device.provisioned_days']).toBe(days)
})

test('software of a phone controls others, and is not even an absence', () => {
  const software = Array.from({ length: 30 }, () => ({ name: 'TeamViewer' }))
  const { records, notTaken } = observed({ platform: 'iOS', software, isComplete: true })
  expect(records[0]?.['facts']).toBeUndefined()
  expect(notTaken).toEqual(['software of a phone or tablet'])
})

test('an address within a network is nobody’s', () => {
  expect(subjectOf({ ip: '192.168.1.20' })).not.toHaveProperty('ips')
  expect(subjectOf({ ip: '203.0.113.24' })).toMatchObject({ ips: ['203.0.113.24'] })
})

test('the id is the same however an export writes the moment', () => {
  const ids = ['2024-03-11T08:00:00.0000000Z', '2024-03-11T09:00:00+01:00'].map(
    (at) => observed({ at }).records[0]?.['id'],
  )
  expect(new Set(ids)).toEqual(new Set(['inventory/d-1/2024-03-11T08:00:00Z']))
})

test('an attached device that shows nothing is no observation', () => {
  const attached = [{ vendorId: '0781', productId: '5567', classes: ['08'] }]
  expect(observed({ sort: 'attached', attached })).toEqual({
    records: [],
    notTaken: ['attached device without a sign of a switch'],
  })
})
