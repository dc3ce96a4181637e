import { inventoryReader } from '../endpoints/inventory-reader.ts'
import type { InventoryShape } from '../endpoints/inventory-shape.ts'
import { plainCommand } from '../endpoints/software-facts.ts'
import { isObject } from '../given-values.ts'
import { parseJson } from '../parse-json.ts'

/**
 * Microsoft Defender for Endpoint. Written from the reference of its advanced hunting tables (`DeviceInfo`,
 * `DeviceTvmSoftwareInventory`, `DeviceProcessEvents`, `DeviceEvents` with `PnpDeviceConnected`), exported as CSV
 * or JSON, and from the titles of the device inventory's CSV, which could not be held against an export.
 *
 * Taken: devices with the one user who is logged on, the UUID of the hardware, the public address; software that matters; attached
 * devices that may be a switch over the network. Of command lines only that one sets up unattended access. Not taken: servers, devices on which
 * several people are logged on, and tables without a user: the device inventory and the software inventory name none,
 * so join `DeviceInfo` to them (`| join kind=inner DeviceInfo on DeviceId`).
 */
const machine = {
  isUtc: true,
  device: ['DeviceId', 'Device ID', 'Device Id'],
  host: ['DeviceName', 'Device Name', 'Device name'],
  hardware: ['HardwareUuid'],
  logins: [
    ...[
      'AccountUpn',
      'UserPrincipalName',
      'LoggedOnUser',
      'Account',
      'InitiatingProcessAccountUpn',
    ],
    ...['Logged on users', 'User'],
  ],
  platform: ['OSPlatform', 'OS Platform', 'OS platform'],
  role: ['DeviceType', 'Device Type', 'Device type', 'OSPlatform'],
  seen: ['Timestamp', 'Last device update', 'Last Device Update', 'Last seen', 'LastSeen'],
} as const satisfies Partial<InventoryShape>

const deviceInfo: InventoryShape = {
  ...machine,
  sort: 'inventory',
  has: [
    machine.device,
    machine.host,
    [
      'OnboardingStatus',
      'Onboarding Status',
      'Onboarding status',
      'PublicIP',
      'LoggedOnUsers',
      'Health Status',
    ],
  ],
  ip: ['PublicIP'],
  enrolled: ['First Seen', 'First seen', 'FirstSeen'],
  known: [
    ...[
      'ClientVersion',
      'OSArchitecture',
      'OSBuild',
      'IsAzureADJoined',
      'JoinType',
      'AadDeviceId',
      'LoggedOnUsers',
    ],
    ...[
      'RegistryDeviceTag',
      'OSVersion',
      'MachineGroup',
      'ReportId',
      'OnboardingStatus',
      'AdditionalFields',
    ],
    ...[
      'DeviceCategory',
      'DeviceSubtype',
      'Model',
      'Vendor',
      'OSDistribution',
      'OSVersionInfo',
      'MergedDeviceIds',
    ],
    ...[
      'MergedToDeviceId',
      'IsInternetFacing',
      'SensorHealthState',
      'IsExcluded',
      'ExclusionReason',
      'AssetValue',
    ],
    ...[
      'ExposureLevel',
      'DeviceManualTags',
      'DeviceDynamicTags',
      'ConnectivityType',
      'HostDeviceId',
      'AzureResourceId',
    ],
    ...[
      'Domain',
      'Device AAD Id',
      'OS Version',
      'OS Distribution',
      'Onboarding Status',
      'Health Status',
      'Risk Level',
    ],
    ...[
      'Exposure Level',
      'Windows 10 Version',
      'Tags',
      'Managed By',
      'Group',
      'Device Category',
      'Device Subtype',
    ],
  ],
}

const software: InventoryShape = {
  ...machine,
  sort: 'software',
  has: [['SoftwareName', 'Software name', 'Software'], machine.host],
  program: { name: ['SoftwareName', 'Software name', 'Software'] },
  known: [
    ...[
      'SoftwareVendor',
      'SoftwareVersion',
      'EndOfSupportStatus',
      'EndOfSupportDate',
      'ProductCodeCpe',
    ],
    ...[
      'OSVersion',
      'OSArchitecture',
      'Vendor',
      'Version',
      'LoggedOnUsers',
      'PublicIP',
      'ReportId',
    ],
  ],
}

const process: InventoryShape = {
  ...machine,
  sort: 'software',
  has: [['ProcessCommandLine'], ['FileName'], machine.host],
  program: { file: ['FileName'], command: ['ProcessCommandLine'] },
  known: [
    ...[
      'ActionType',
      'FolderPath',
      'SHA1',
      'SHA256',
      'MD5',
      'FileSize',
      'ProcessId',
      'ProcessCreationTime',
    ],
    ...[
      'ProcessVersionInfoProductName',
      'AccountName',
      'AccountDomain',
      'AccountSid',
      'AccountObjectId',
      'LogonId',
    ],
    ...[
      'InitiatingProcessFileName',
      'ReportId',
      'AppGuardContainerId',
      'AdditionalFields',
      'ProcessIntegrityLevel',
    ],
  ],
}

const attached: InventoryShape = {
  ...machine,
  sort: 'attached',
  has: [['AdditionalFields'], ['ActionType'], machine.host],
  attached: {
    path: ['AdditionalFields.DeviceId'],
    product: ['AdditionalFields.DeviceDescription'],
    classes: ['AdditionalFields.VendorIds'],
  },
  known: [
    ...['ActionType', 'AdditionalFields', 'ReportId', 'AccountName', 'AccountDomain', 'AccountSid'],
    ...[
      'InitiatingProcessFileName',
      'InitiatingProcessAccountName',
      'InitiatingProcessAccountDomain',
    ],
  ],
  acceptsMachines: true,
}

type Row = Readonly<Record<string, unknown>>

/** Fields that hold JSON as text become what it says; an account in two columns becomes one; command lines lose their values. */
function unpacked(row: Row): readonly Row[] {
  const { AdditionalFields, LoggedOnUsers, AccountName, AccountDomain, ProcessCommandLine } = row
  const fields = jsonIn(AdditionalFields)
  const users = jsonIn(LoggedOnUsers)
  const only = Array.isArray(users) && users.length === 1 ? (users[0] as unknown) : undefined
  return [
    {
      ...row,
      ...(isObject(fields) && { AdditionalFields: fields }),
      ...(isObject(only) && { LoggedOnUser: accountOf(only['DomainName'], only['UserName']) }),
      ...(AccountName !== undefined && { Account: accountOf(AccountDomain, AccountName) }),
      ...(typeof ProcessCommandLine === 'string' && {
        ProcessCommandLine: plainCommand(ProcessCommandLine),
      }),
    },
  ]
}

const accountOf = (domain: unknown, name: unknown): string | undefined => {
  if (typeof name !== 'string' || name === '') return undefined
  return typeof domain === 'string' && domain !== '' ? `${domain}\\${name}` : name
}

function jsonIn(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  try {
    return parseJson(value)
  } catch {
    // It is text, then, and named as not taken.
    return value
  }
}

export const defender = inventoryReader({
  title: 'Microsoft Defender for Endpoint devices, software and devices attached',
  shapes: [process, attached, software, deviceInfo],
  pages: ['Results', 'results', 'value'],
  apart: unpacked,
})
