import { inventoryReader } from '../endpoints/inventory-reader.ts'
import type { InventoryShape } from '../endpoints/inventory-shape.ts'

/**
 * Kandji, now Iru. Written from its public API (`GET /api/v1/devices`, and `/devices/{id}/apps` put under `apps` of the device),
 * and from the titles of columns that its console shows and exports as CSV, which could not be held against an export.
 *
 * Taken: devices with their user, serial number, enrollment, and the applications that matter. Not taken: devices without a
 * user, lists of applications by themselves (they name neither), blueprints, parameters and tags.
 */
const common = {
  isUtc: true,
  device: ['device_id', 'Device ID'],
  host: ['device_name', 'Device Name', 'Device name'],
  serial: ['serial_number', 'Serial Number', 'Serial number'],
  userId: ['user.id'],
  mails: ['user.email', 'user_email', 'User Email', 'User email', 'Assigned User Email', 'Email'],
  person: ['user.name', 'user_name', 'User Name', 'User name', 'Assigned User'],
  platform: ['platform', 'Platform', 'Device Family', 'device_family'],
} as const satisfies Partial<InventoryShape>

const device: InventoryShape = {
  ...common,
  sort: 'inventory',
  has: [
    ['serial_number', 'Serial Number', 'Serial number'],
    ['last_check_in', 'Last Check-In', 'Last Check-in', 'Last check-in'],
    ['blueprint_id', 'blueprint_name', 'Blueprint', 'Blueprint Name'],
  ],
  seen: ['last_check_in', 'Last Check-In', 'Last Check-in', 'Last check-in'],
  enrolled: [
    'last_enrollment',
    'first_enrollment',
    'Last Enrolled',
    'Last Enrollment',
    'First Enrolled',
    'First Enrollment',
    'Enrollment Date',
  ],
  programs: [{ list: 'apps', name: ['app_name', 'name'], bundle: ['bundle_id'] }],
  known: [
    ...[
      'model',
      'os_version',
      'supplemental_build_version',
      'supplemental_os_version_extra',
      'asset_tag',
    ],
    ...[
      'blueprint_id',
      'blueprint_name',
      'mdm_enabled',
      'agent_installed',
      'agent_version',
      'is_missing',
      'is_removed',
    ],
    ...['is_supervised', 'is_dep_enrolled', 'first_enrollment', 'lost_mode_status', 'tags', 'user'],
    ...[
      'Model',
      'OS Version',
      'OS version',
      'Asset Tag',
      'Blueprint',
      'Blueprint Name',
      'Agent Version',
      'Tags',
      'MDM',
      'Status',
    ],
  ],
}

const application: InventoryShape = {
  ...common,
  sort: 'software',
  has: [
    ['app_name', 'App Name', 'App name', 'Application Name'],
    ['bundle_id', 'Bundle ID', 'Bundle Identifier'],
    [
      'device_id',
      'serial_number',
      'Device ID',
      'Device Name',
      'Device name',
      'Serial Number',
      'Serial number',
    ],
  ],
  seen: ['updated_at', 'Last Check-In', 'Last collected', 'Last Collected'],
  program: {
    name: ['app_name', 'App Name', 'App name', 'Application Name'],
    bundle: ['bundle_id', 'Bundle ID', 'Bundle Identifier'],
  },
  known: [
    'app_id',
    'version',
    'path',
    'Version',
    'Path',
    'Blueprint',
    'blueprint_name',
    'Size',
    'Source',
    'creation_date',
    'modification_date',
    'signature',
    'process',
  ],
}

const applicationsAlone: InventoryShape = {
  sort: 'software',
  has: [['app_name'], ['bundle_id'], ['app_id']],
  refusedBecause: 'applications without their device (put them under apps of the device)',
}

export const kandji = inventoryReader({
  title: 'Kandji (Iru) devices and applications',
  shapes: [application, device, applicationsAlone],
  pages: ['results', 'data'],
})
