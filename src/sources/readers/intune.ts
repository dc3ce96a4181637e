import { inventoryReader } from '../endpoints/inventory-reader.ts'
import type { InventoryShape } from '../endpoints/inventory-shape.ts'

/**
 * Microsoft Intune. Written from the reference of Microsoft Graph v1.0 and beta (`managedDevice`, also with
 * `$expand=detectedApps`; `detectedApp` with its `managedDevices`) and from the columns of the reports that
 * the portal exports (`Devices`, `DevicesWithInventory`, and `AppInvRawData`, which is "Discovered apps"). The
 * portal's titles of columns follow its screens; they could not be held against an export.
 *
 * Taken: the device with its primary user, serial number, last check-in, enrollment and the software that matters. Not taken: a
 * device without a user, a detected app without its devices, compliance, encryption, storage, and Intune's ids of
 * devices and of Entra, which no other system shows as the machine's. Of personal machines Intune lists only managed apps,
 * and of phones apps control others: neither is a full inventory.
 */
const common = {
  isUtc: true,
  mails: [
    ...['userPrincipalName', 'Primary user UPN', 'UPN', 'emailAddress', 'EmailAddress'],
    ...['Primary user email address', 'UserEmail', 'Email address'],
  ],
  person: ['userDisplayName', 'Primary user display name', 'UserName', 'User name'],
  userId: ['userId', 'UserId', 'Primary user ID'],
  host: ['deviceName', 'Device name'],
  platform: ['operatingSystem', 'OS', 'Platform', 'DeviceType'],
} as const satisfies Partial<InventoryShape>

const device: InventoryShape = {
  ...common,
  sort: 'inventory',
  has: [
    ['enrolledDateTime', 'Enrollment date', 'EnrolledDateTime', 'CreatedDate', 'lastSyncDateTime'],
    ['serialNumber', 'Serial number'],
    ['deviceName', 'Device name'],
    ['managedDeviceOwnerType', 'Ownership', 'OwnerType', 'managementAgent', 'Managed by'],
  ],
  device: ['id', 'Device ID', 'DeviceId'],
  serial: ['serialNumber', 'Serial number'],
  seen: ['lastSyncDateTime', 'Last check-in', 'LastContact', 'LastCheckInDateTime'],
  enrolled: ['enrolledDateTime', 'Enrollment date', 'EnrolledDateTime', 'CreatedDate'],
  owner: ['managedDeviceOwnerType', 'ownerType', 'Ownership', 'OwnerType'],
  programs: [{ list: 'detectedApps', name: ['displayName'] }],
  known: [
    ...['@odata.context', '@odata.type', 'managedDeviceOwnerType', 'complianceState', 'jailBroken'],
    ...[
      'managementAgent',
      'osVersion',
      'azureADRegistered',
      'azureADDeviceId',
      'model',
      'phoneNumber',
    ],
    ...[
      'deviceEnrollmentType',
      'deviceRegistrationState',
      'deviceCategoryDisplayName',
      'manufacturer',
    ],
    ...['isSupervised', 'isEncrypted', 'imei', 'meid', 'wiFiMacAddress', 'ethernetMacAddress'],
    ...[
      'totalStorageSpaceInBytes',
      'freeStorageSpaceInBytes',
      'managedDeviceName',
      'udid',
      'iccid',
    ],
    ...['partnerReportedThreatState', 'exchangeAccessState', 'exchangeAccessStateReason', 'notes'],
    ...['complianceGracePeriodExpirationDateTime', 'managementCertificateExpirationDate'],
    ...[
      'easActivated',
      'easDeviceId',
      'remoteAssistanceSessionUrl',
      'configurationManagerClientEnabledFeatures',
    ],
    ...[
      'subscriberCarrier',
      'androidSecurityPatchLevel',
      'physicalMemoryInBytes',
      'deviceActionResults',
    ],
    ...[
      'Compliance',
      'OS version',
      'Model',
      'Manufacturer',
      'Ownership',
      'Managed by',
      'Encrypted',
    ],
    ...[
      'Microsoft Entra Device ID',
      'Azure AD Device ID',
      'Category',
      'JailBroken',
      'Storage total',
      'Storage free',
    ],
  ],
}

const discoveredApp: InventoryShape = {
  ...common,
  sort: 'software',
  has: [
    ['ApplicationName', 'Application name', 'detectedApp.displayName'],
    ['DeviceId', 'Device ID', 'id', 'DeviceName', 'Device name'],
  ],
  device: ['DeviceId', 'Device ID', 'id'],
  seen: ['lastSyncDateTime', 'Last check-in'],
  program: { name: ['ApplicationName', 'Application name', 'detectedApp.displayName'] },
  known: [
    ...[
      'ApplicationKey',
      'ApplicationId',
      'ApplicationPublisher',
      'ApplicationVersion',
      'ApplicationShortVersion',
    ],
    ...[
      'Application publisher',
      'Application version',
      'OSDescription',
      'OSVersion',
      'OS description',
      'OS version',
    ],
    ...['detectedApp', 'complianceState', 'osVersion', 'managedDeviceOwnerType', '@odata.type'],
  ],
}

/** `detectedApp` has the devices within it; each of them is a row with the app. */
function devicesOfApp(row: Readonly<Record<string, unknown>>): readonly object[] | undefined {
  const { managedDevices, ...app } = row
  if (!Array.isArray(managedDevices) || app['displayName'] === undefined) return undefined
  return managedDevices.map((each: unknown) =>
    each !== null && typeof each === 'object'
      ? { ...each, detectedApp: app }
      : { detectedApp: app },
  )
}

const appAlone: InventoryShape = {
  sort: 'software',
  has: [['displayName'], ['deviceCount']],
  refusedBecause: 'detected app without its devices (ask for them with $expand=managedDevices)',
}

export const intune = inventoryReader({
  title: 'Microsoft Intune devices and discovered apps',
  shapes: [device, discoveredApp, appAlone],
  pages: ['value'],
  apart: devicesOfApp,
})
