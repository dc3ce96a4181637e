import { inventoryReader } from '../endpoints/inventory-reader.ts'

const machines = [
  'Hostname',
  'Host',
  'Host name',
  'Computer',
  'Computer name',
  'Device',
  'Device name',
  'Machine',
  'Gerät',
  'Gerätename',
]
const mailboxes = [
  'User email',
  'Email',
  'E-Mail',
  'UPN',
  'User principal name',
  'Employee email',
  'Owner email',
]
const logins = [
  'User',
  'Username',
  'User name',
  'Primary user',
  'Assigned user',
  'Assigned to',
  'Owner',
  'Last logged in user',
  'Benutzer',
]
const seen = [
  'Last seen',
  'Last check-in',
  'Last active',
  'Last contact',
  'Last sync',
  'Timestamp',
  'Date',
  'Last reported',
  'Zuletzt gesehen',
]
const programs = [
  'Software',
  'Installed software',
  'Installed applications',
  'Installed apps',
  'Installed programs',
  'Applications',
  'Apps',
  'Running processes',
  'Processes',
  'Installierte Software',
]
const attached = [
  'USB',
  'USB devices',
  'Connected USB devices',
  'Attached devices',
  'Peripherals',
  'USB-Geräte',
  'Monitor',
  'Monitors',
  'Displays',
  'EDID',
]

/**
 * Inventories of work machines as asset and management systems of all kinds export them: one row per machine, with its user,
 * and columns whose cells list software, USB devices or monitors (items apart by semicolons, bars or line ends). Written
 * from no single vendor's reference. A table is recognized by a name of each: the machine, its user, when it was
 * seen, and a list. Any other needs a map.
 *
 * Taken and not taken as of the vendors' own exports; of names that are in no list nothing is kept.
 */
export const endpoints = inventoryReader({
  title: 'inventory of work machines',
  shapes: [
    {
      sort: 'inventory',
      has: [machines, [...logins, ...mailboxes], seen, [...programs, ...attached]],
      device: ['Device ID', 'Asset ID', 'Asset tag'],
      host: machines,
      serial: [
        'Serial number',
        'Serial',
        'Serial no',
        'Device serial',
        'Device serial number',
        'Seriennummer',
      ],
      hardware: ['Hardware UUID', 'System UUID', 'BIOS UUID', 'UDID'],
      userId: ['User ID', 'Employee ID', 'Worker ID', 'Primary user ID'],
      mails: [...mailboxes, 'Primary user email'],
      logins,
      seen,
      enrolled: ['Enrolled', 'Enrollment date', 'Enrolled at', 'Provisioned', 'First seen'],
      enrolledCountry: ['Enrollment country', 'Enrolled in'],
      ip: ['Public IP', 'Public IP address', 'External IP', 'External IP address', 'WAN IP'],
      platform: ['Platform', 'OS', 'Operating system'],
      role: ['Device type', 'Machine type', 'Type'],
      programCells: [
        ...programs,
        'Remote tools',
        'Remote access tools',
        'RMM',
        'VPN',
        'VPN client',
      ],
      attachedCells: [...attached, 'Monitor name', 'KVM', 'KVM device'],
    },
  ],
  pages: ['devices', 'machines', 'data', 'value', 'results'],
})
