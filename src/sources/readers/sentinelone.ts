import { inventoryReader } from '../endpoints/inventory-reader.ts'
import type { InventoryShape } from '../endpoints/inventory-shape.ts'

/**
 * SentinelOne. Written from the public models of its management API (`/agents`, `/installed-applications`,
 * `/device-control/events`), and from the titles of columns that the console shows and exports as CSV, which could
 * not be held against an export.
 *
 * Taken: endpoints with the user who logged in last, serial number and the address that the console saw; applications that
 * matter; USB devices of device control that may be a switch over the network. Not taken: servers, endpoints without a
 * user, the ids of agents, threats and scans. The console's times are in UTC.
 */
const machine = {
  isUtc: true,
  logins: [
    ...['lastLoggedInUserName', 'Last Logged In User', 'Last Logged in User', 'User Email'],
    ...['agentLastLoggedInUpn', 'Last Logged In User UPN', 'lastLoggedInUser', 'User'],
  ],
  role: ['machineType', 'Machine Type', 'Device Type', 'agentMachineType', 'Endpoint Type'],
} as const satisfies Partial<InventoryShape>

const endpoint: InventoryShape = {
  ...machine,
  sort: 'inventory',
  has: [
    ['computerName', 'Endpoint Name'],
    ['lastActiveDate', 'Last Active', 'Last Active Date'],
    ['agentVersion', 'Agent Version'],
  ],
  device: ['uuid', 'id', 'Endpoint UUID', 'UUID', 'Agent UUID'],
  host: ['computerName', 'Endpoint Name'],
  serial: ['serialNumber', 'Serial Number'],
  seen: ['lastActiveDate', 'Last Active', 'Last Active Date'],
  enrolled: ['registeredAt', 'Subscribed On', 'createdAt'],
  ip: ['externalIp', 'Console Visible IP'],
  platform: ['osType', 'OS'],
  known: [
    ...[
      'id',
      'accountId',
      'accountName',
      'siteId',
      'siteName',
      'groupId',
      'groupName',
      'agentVersion',
      'domain',
    ],
    ...[
      'osName',
      'osRevision',
      'osArch',
      'modelName',
      'totalMemory',
      'coreCount',
      'cpuCount',
      'cpuId',
      'isActive',
    ],
    ...[
      'isDecommissioned',
      'infected',
      'networkInterfaces',
      'updatedAt',
      'lastIpToMgmt',
      'scanStatus',
      'threatRebootRequired',
    ],
    ...[
      'activeThreats',
      'encryptedApplications',
      'firewallEnabled',
      'mitigationMode',
      'networkStatus',
      'locations',
    ],
    ...[
      'Account',
      'Site',
      'Group',
      'Domain',
      'Agent Version',
      'OS Version',
      'Architecture',
      'Memory',
      'CPU',
      'Core Count',
    ],
    ...[
      'MAC Address',
      'Health Status',
      'Network Status',
      'Model Name',
      'Last Reported IP',
      'Scan Status',
    ],
  ],
}

const application: InventoryShape = {
  ...machine,
  sort: 'software',
  has: [
    ['name', 'Application Name', 'Application'],
    ['agentComputerName', 'Endpoint Name'],
    ['publisher', 'Vendor', 'Publisher', 'installedDate', 'Installation Date', 'Installed Date'],
  ],
  device: ['agentUuid', 'agentId', 'Endpoint UUID', 'Agent UUID'],
  host: ['agentComputerName', 'Endpoint Name'],
  serial: ['Serial Number', 'agentSerialNumber'],
  program: { name: ['name', 'Application Name', 'Application'] },
  known: [
    ...[
      'id',
      'publisher',
      'version',
      'size',
      'type',
      'installedDate',
      'createdAt',
      'updatedAt',
      'signed',
      'riskLevel',
    ],
    ...[
      'osType',
      'agentOsType',
      'agentVersion',
      'agentDomain',
      'agentInfected',
      'agentIsActive',
      'agentNetworkStatus',
    ],
    ...[
      'agentIsDecommissioned',
      'agentOperationalState',
      'Vendor',
      'Publisher',
      'Version',
      'Installation Date',
    ],
    ...[
      'Installed Date',
      'OS Type',
      'OS',
      'Site',
      'Group',
      'Account',
      'Risk Level',
      'Size',
      'Detection Date',
    ],
  ],
}

const deviceControl: InventoryShape = {
  ...machine,
  sort: 'attached',
  has: [
    ['vendorId', 'Vendor ID', 'Vendor Id'],
    ['productId', 'Product ID', 'Product Id'],
    ['computerName', 'agentId', 'Endpoint Name', 'Computer Name'],
  ],
  device: ['agentUuid', 'agentId', 'Endpoint UUID'],
  host: ['computerName', 'Endpoint Name', 'Computer Name'],
  serial: ['Serial Number', 'Endpoint Serial Number'],
  seen: ['eventTime', 'Event Time', 'Time'],
  attached: {
    vendorId: ['vendorId', 'Vendor ID', 'Vendor Id'],
    productId: ['productId', 'Product ID', 'Product Id'],
    serial: ['uId', 'deviceSerial', 'UID', 'USB Serial'],
    maker: ['Manufacturer', 'manufacturer'],
    product: ['deviceName', 'Device Name'],
    classes: ['deviceClass', 'Device Class', 'Class', 'minorClass'],
  },
  known: [
    ...[
      'id',
      'interface',
      'Interface',
      'eventType',
      'Event Type',
      'eventId',
      'ruleId',
      'ruleName',
      'Rule Name',
    ],
    ...[
      'accessPermission',
      'siteId',
      'Site',
      'Group',
      'Account',
      'createdAt',
      'updatedAt',
      'lmpVersion',
      'profileUuids',
    ],
  ],
  acceptsMachines: true,
}

export const sentinelOne = inventoryReader({
  title: 'SentinelOne endpoints, applications and device control',
  shapes: [deviceControl, application, endpoint],
  pages: ['data'],
})
