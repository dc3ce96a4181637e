import { expect, test } from 'vitest'
import { givenOf } from '../given.ts'
import { readerNames, readers } from '../readers.ts'
import { crowdstrike } from './crowdstrike.ts'
import { defender } from './defender.ts'
import { intune } from './intune.ts'
import { jamf } from './jamf.ts'
import { kandji } from './kandji.ts'
import { meetings } from './meetings.ts'
import { osquery } from './osquery.ts'
import { sentinelOne } from './sentinelone.ts'

const context = { source: 'mdm', documents: 'text' } as const

const apps = (count: number, ...more: readonly string[]) =>
  [...Array.from({ length: count }, (_, n) => `Program ${n}`), ...more].map((displayName) => ({
    displayName,
  }))

const device = {
  id: 'd-1',
  deviceName: 'LT-1',
  managedDeviceOwnerType: 'company',
  lastSyncDateTime: '2024-03-11T08:00:00Z',
  operatingSystem: 'Windows',
  serialNumber: 'EX-SN-1',
  userPrincipalName: 'jordan@acme.example',
}

const factsOf = (more: object) =>
  intune.read(givenOf({ ...device, ...more }), context).records[0]?.['facts']

test.each([
  ['of a full inventory', { detectedApps: apps(20) }, { 'remote_admin.tools': [] }],
  ['of a short list', { detectedApps: apps(19) }, undefined],
  [
    'of a personal machine',
    { detectedApps: apps(30), managedDeviceOwnerType: 'personal' },
    undefined,
  ],
  ['of no list', {}, undefined],
  ['of an empty list', { detectedApps: [] }, undefined],
  [
    'of a full inventory with a tool',
    { detectedApps: apps(20, 'AnyDesk') },
    { 'remote_admin.tools': ['AnyDesk'] },
  ],
])('what the software %s says', (_name, more, facts) => {
  expect(factsOf(more)).toEqual(facts)
})

const merged = (rows: readonly object[]) => {
  const [first, ...more] = rows
  return defender.read(givenOf({ ...first, '@rows': more }), context)
}

test('programs of two people on one machine are not one person’s, and of nobody’s rows nothing is taken then', () => {
  const row = (AccountUpn: string | null, FileName: string) => ({
    Timestamp: '2024-03-11T08:00:00Z',
    DeviceId: 'm1',
    DeviceName: 'lt-1',
    ActionType: 'ProcessCreated',
    ProcessCommandLine: '',
    FileName,
    AccountUpn,
  })
  const rows = [
    row('jordan@acme.example', 'AnyDesk.exe'),
    row('ana@acme.example', 'TeamViewer.exe'),
    row(null, 'rustdesk.exe'),
  ]
  const { records, notTaken } = merged(rows)
  expect(records.map(({ subject, facts }) => [subject, facts])).toEqual([
    [
      { ref: 'jordan@acme.example', emails: ['jordan@acme.example'] },
      { 'remote_admin.tools': ['AnyDesk'] },
    ],
    [
      { ref: 'ana@acme.example', emails: ['ana@acme.example'] },
      { 'remote_admin.tools': ['TeamViewer'] },
    ],
  ])
  expect(notTaken).toContain('software of a machine that names no user')
  const own = merged([row('jordan@acme.example', 'AnyDesk.exe'), row(null, 'rustdesk.exe')])
  expect(own.records[0]?.['facts']).toEqual({ 'remote_admin.tools': ['AnyDesk', 'RustDesk'] })
})

test('two people who used one host of Falcon are never one', () => {
  const host = {
    device_id: 'a',
    hostname: 'LT-1',
    agent_version: '7',
    last_seen: '2024-03-11T08:00:00Z',
  }
  const { records } = crowdstrike.read(
    givenOf({
      ...host,
      last_login_user: 'ACME\\ana',
      first_login_user: 'ACME\\ben',
      assigned_to: 'c@acme.example',
    }),
    context,
  )
  expect(records[0]?.['subject']).toEqual({ ref: 'acme\\ana' })
})

test.each([
  ['a number for an id', { id: 7 }],
  ['a list where a text stands', { serialNumber: ['a', 'b'], userPrincipalName: { a: 1 } }],
  ['programs that are none', { detectedApps: [null, 3, 'AnyDesk', {}] }],
  ['a text for a list', { detectedApps: 'AnyDesk' }],
  ['a date of no kind', { lastSyncDateTime: '31/02/2024' }],
])('%s is read, refused or named, and nothing throws', (_name, more) => {
  const given = givenOf({ ...device, ...more })
  const { records, notTaken = [] } = intune.read(given, context)
  expect(records.length + given.problems().length + notTaken.length).toBeGreaterThan(0)
})

test('each shape is recognized as its own and nobody else’s', () => {
  const shapes: readonly (readonly [object, object])[] = [
    [intune, { value: [device] }],
    [
      jamf,
      {
        results: [{ id: '1', udid: 'u', general: { name: 'x' }, hardware: { serialNumber: 's' } }],
      },
    ],
    [
      crowdstrike,
      { resources: [{ device_id: 'a', hostname: 'h', last_seen: 'x', platform_name: 'Mac' }] },
    ],
    [osquery, { name: 'q', hostIdentifier: 'h', columns: {}, action: 'added' }],
    [sentinelOne, { data: [{ computerName: 'x', lastActiveDate: 'x', agentVersion: '1' }] }],
    [defender, { Results: [{ DeviceId: 'm', DeviceName: 'n', PublicIP: '203.0.113.1' }] }],
    [kandji, { device_id: 'k', serial_number: 's', last_check_in: 'x', blueprint_id: 'b' }],
    [meetings, { items: [{ meetingId: 'm', joined: 'x', camera: 'c' }] }],
  ]
  for (const [reader, record] of shapes) {
    const found = readerNames.filter((name) => readers[name].recognises(givenOf(record)))
    expect(found.map((name) => readers[name])).toEqual([reader])
  }
})
