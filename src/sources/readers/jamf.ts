import { inventoryReader } from '../endpoints/inventory-reader.ts'
import type { InventoryShape } from '../endpoints/inventory-shape.ts'

/**
 * Jamf Pro. Written from the reference of the Jamf Pro API (`GET /api/v1/computers-inventory` with the sections
 * GENERAL, USER_AND_LOCATION, HARDWARE and APPLICATIONS), of the Classic API (`/JSSResource/computers/id/…`
 * as JSON), and from the names of columns that an advanced computer search exports as CSV.
 *
 * Taken: the computer with its user, serial number, UDID (the UUID of the hardware), the public address that Jamf saw,
 * enrollment, and the applications that matter. Not taken: a computer without a user, extension attributes, security settings,
 * accounts, certificates and profiles. The portal's dates have no offset: only their day is taken.
 */
const computer: InventoryShape = {
  sort: 'inventory',
  has: [
    ['general.lastContactTime', 'general.reportDate', 'general.lastEnrolledDate', 'general.name'],
    ['hardware.serialNumber', 'userAndLocation.username', 'udid'],
  ],
  device: ['id'],
  host: ['general.name'],
  serial: ['hardware.serialNumber'],
  hardware: ['udid'],
  mails: ['userAndLocation.email'],
  logins: ['userAndLocation.username'],
  person: ['userAndLocation.realname'],
  seen: ['general.reportDate', 'general.lastContactTime'],
  enrolled: ['general.lastEnrolledDate', 'general.initialEntryDate'],
  ip: ['general.lastIpAddress'],
  programs: [{ list: 'applications', name: ['name'], bundle: ['bundleId'] }],
  known: [
    ...['general.jamfBinaryVersion', 'general.platform', 'general.barcode1', 'general.barcode2'],
    ...['general.assetTag', 'general.remoteManagement', 'general.supervised', 'general.mdmCapable'],
    ...['general.lastReportedIp', 'general.lastCloudBackupDate', 'general.mdmProfileExpiration'],
    ...[
      'general.initialEntryDate',
      'general.distributionPoint',
      'general.enrollmentMethod',
      'general.site',
    ],
    ...['general.itunesStoreAccountActive', 'general.enrolledViaAutomatedDeviceEnrollment'],
    ...[
      'general.userApprovedMdm',
      'general.declarativeDeviceManagementEnabled',
      'general.managementId',
    ],
    ...['general.lastContactTime', 'userAndLocation.position', 'userAndLocation.departmentId'],
    ...['userAndLocation.buildingId', 'userAndLocation.room', 'userAndLocation.phone'],
    ...[
      'hardware.make',
      'hardware.model',
      'hardware.modelIdentifier',
      'hardware.processorSpeedMhz',
    ],
    ...[
      'hardware.processorCount',
      'hardware.coreCount',
      'hardware.processorType',
      'hardware.totalRamMegabytes',
    ],
    ...['hardware.processorArchitecture', 'hardware.busSpeedMhz', 'hardware.cacheSizeKilobytes'],
    ...[
      'hardware.networkAdapterType',
      'hardware.macAddress',
      'hardware.altNetworkAdapterType',
      'hardware.altMacAddress',
    ],
    ...[
      'hardware.openRamSlots',
      'hardware.batteryCapacityPercent',
      'hardware.smcVersion',
      'hardware.nicSpeed',
    ],
    ...[
      'hardware.opticalDrive',
      'hardware.bootRom',
      'hardware.bleCapable',
      'hardware.supportsIosAppInstalls',
    ],
    ...[
      'hardware.appleSilicon',
      'hardware.provisioningUdid',
      'hardware.batteryHealth',
      'diskEncryption',
    ],
    ...[
      'purchasing',
      'storage',
      'printers',
      'services',
      'operatingSystem',
      'security',
      'licensedSoftware',
    ],
    ...[
      'softwareUpdates',
      'groupMemberships',
      'contentCaching',
      'ibeacons',
      'fonts',
      'attachments',
    ],
    ...['certificates', 'configurationProfiles', 'localUserAccounts', 'packageReceipts', 'plugins'],
  ],
}

const classicComputer: InventoryShape = {
  sort: 'inventory',
  has: [
    ['computer.general.serial_number', 'computer.general.udid'],
    ['computer.location.username', 'computer.general.report_date_utc'],
  ],
  device: ['computer.general.id'],
  host: ['computer.general.name'],
  serial: ['computer.general.serial_number'],
  hardware: ['computer.general.udid'],
  mails: ['computer.location.email_address'],
  logins: ['computer.location.username'],
  person: ['computer.location.realname', 'computer.location.real_name'],
  seen: ['computer.general.report_date_utc', 'computer.general.last_contact_time_utc'],
  enrolled: ['computer.general.last_enrolled_date_utc', 'computer.general.initial_entry_date_utc'],
  ip: ['computer.general.ip_address'],
  programs: [{ list: 'computer.software.applications', name: ['name'], bundle: ['bundle_id'] }],
  known: [
    'computer.purchasing',
    'computer.peripherals',
    'computer.hardware',
    'computer.certificates',
    'computer.security',
    'computer.groups_accounts',
    'computer.iphones',
    'computer.configuration_profiles',
    'computer.software',
    'computer.general',
    'computer.location',
  ],
}

const searchResult: InventoryShape = {
  sort: 'inventory',
  has: [
    ['Computer Name'],
    ['Serial Number', 'UDID'],
    [
      'Jamf Pro Computer ID',
      'JSS Computer ID',
      'Last Inventory Update',
      'Last Check-in',
      'Managed',
    ],
  ],
  device: ['Jamf Pro Computer ID', 'JSS Computer ID'],
  host: ['Computer Name'],
  serial: ['Serial Number'],
  hardware: ['UDID'],
  mails: ['Email Address'],
  logins: ['Username'],
  person: ['Full Name'],
  seen: ['Last Inventory Update', 'Last Check-in'],
  enrolled: ['Last Enrollment', 'Initial Entry', 'Enrollment Date'],
  ip: ['IP Address'],
  known: [
    'Asset Tag',
    'Managed',
    'Supervised',
    'Model',
    'Model Identifier',
    'Last Reported IP Address',
    'MAC Address',
    'Operating System',
    'Operating System Version',
    'Position',
    'Phone Number',
    'Department',
    'Building',
    'Room',
    'Site',
    'Architecture Type',
    'Enrolled via Automated Device Enrollment',
    'Last Check-in',
  ],
}

export const jamf = inventoryReader({
  title: 'Jamf Pro computers',
  shapes: [computer, classicComputer, searchResult],
  pages: ['results'],
})
