import type { Given } from '../given.ts'
import { isObject } from '../given-values.ts'
import { type AttachedDevice, usbClassesOf, usbIdOf } from './attached-devices.ts'
import type { ObservedSoftware } from './software-facts.ts'

/** What a row of osquery's tables says, told by its columns. */

const has = (columns: Given, ...names: readonly string[]): boolean => {
  const there = new Set(columns.names())
  return names.every((name) => there.has(name))
}

/** A program of `apps`, `programs`, packages, `processes` or `chrome_extensions`. */
export function programOfColumns(columns: Given): ObservedSoftware | undefined {
  if (has(columns, 'vendor_id') || has(columns, 'hardware_serial')) return undefined
  const isExtension =
    has(columns, 'identifier') && (has(columns, 'profile') || has(columns, 'browser_type'))
  const name = columns.text('name')
  const program = {
    name,
    bundle: columns.text('bundle_identifier'),
    file: isExtension ? undefined : (columns.text('path') ?? name),
    extension: isExtension ? columns.text('identifier') : undefined,
    command: columns.text('cmdline'),
  }
  return Object.values(program).some((value) => value !== undefined) ? program : undefined
}

/** A device of `usb_devices`, a monitor of `connected_displays`. */
export function attachedOfColumns(columns: Given): AttachedDevice | undefined {
  if (has(columns, 'pci_slot')) return undefined
  if (has(columns, 'vendor_id', 'model_id')) {
    return {
      vendorId: usbIdOf(columns.text('vendor_id'), 16),
      productId: usbIdOf(columns.text('model_id'), 16),
      serial: columns.text('serial'),
      maker: columns.text('vendor'),
      product: columns.text('model'),
      classes: usbClassesOf(columns.text('class')),
    }
  }
  const isMonitor = has(columns, 'product_id', 'vendor_id', 'name') || has(columns, 'monitor_name')
  if (!isMonitor) return undefined
  const maker = columns.text('manufacturer') ?? columns.text('vendor_id')
  return {
    product: columns.text('monitor_name') ?? columns.text('name'),
    serial: columns.text('serial_number'),
    monitorMaker: makerOf(maker),
    monitorCode: usbIdOf(columns.text('product_id'), 16),
  }
}

/** The three letters of a monitor's maker; macOS writes them as a number, of which each five bits are one. */
function makerOf(text: string | undefined): string | undefined {
  if (text === undefined || /^[a-z]{3}$/i.test(text)) return text
  const number = /^(0x)?[0-9a-f]+$/i.test(text)
    ? Number.parseInt(text, text.startsWith('0x') ? 16 : 10)
    : 0
  if (!(number > 0 && number < 0x8000)) return undefined
  return [10, 5, 0].map((shift) => String.fromCharCode(64 + ((number >> shift) & 31))).join('')
}

/** The machine itself, of `system_info`. */
export function machineOfColumns(columns: Given): { serial?: string; hardware?: string } {
  if (!has(columns, 'hardware_serial')) return {}
  const serial = columns.text('hardware_serial')
  const hardware = columns.text('uuid')
  return { ...(serial && { serial }), ...(hardware && { hardware }) }
}

/** Whether rows of this sort are all that is installed: no list of packages or processes is. */
export const isWholeTable = (row: unknown): boolean =>
  isObject(row) &&
  ('bundle_identifier' in row || ('name' in row && ('install_source' in row || 'publisher' in row)))
