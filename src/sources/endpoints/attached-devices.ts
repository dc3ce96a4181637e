/** A USB device or a monitor as an inventory lists it; whatever it knows. */
export interface AttachedDevice {
  /** Four hexadecimal digits each, in small letters. */
  readonly vendorId?: string | undefined
  readonly productId?: string | undefined
  readonly serial?: string | undefined
  readonly maker?: string | undefined
  readonly product?: string | undefined
  /** Classes of the device and its interfaces: two hexadecimal digits each. */
  readonly classes?: readonly string[] | undefined
  /** Three letters of a monitor's maker, as its EDID has them, and its product code. */
  readonly monitorMaker?: string | undefined
  readonly monitorCode?: string | undefined
}

/**
 * A vendor or product id as four hexadecimal digits: `0x1d6b`, `1D6B`, `VID_1D6B`, or, from sources that
 * write them so, decimal `7531`.
 */
export function usbIdOf(text: string | undefined, base: 10 | 16): string | undefined {
  const plain = text
    ?.trim()
    .toLowerCase()
    .replace(/^(vid|pid)_/, '')
  if (plain === undefined) return undefined
  const hexadecimal = /^(?:0x)?([0-9a-f]{1,4})$/.exec(plain)?.[1]
  if (hexadecimal !== undefined && (base === 16 || /[a-fx]/.test(plain))) {
    return hexadecimal.padStart(4, '0')
  }
  const decimal = /^\d{1,5}$/.test(plain) ? Number(plain) : Number.NaN
  return decimal <= 0xffff ? decimal.toString(16).padStart(4, '0') : undefined
}

/** Numbers of the USB classes that matter here, by the names that systems give them. */
const classNames: Readonly<Record<string, string>> = {
  '(defined at interface level)': '00',
  composite: '00',
  audio: '01',
  hid: '03',
  'human interface device': '03',
  'mass storage': '08',
  usbstor: '08',
  video: '0e',
}

/** Classes out of what a cell or a field says: `08`, `0x08`, `8h`, `Mass Storage`, `00h,01h,08h`, `USB\Class_08`. */
export function usbClassesOf(text: string | undefined): readonly string[] {
  const parts = (text ?? '').split(/[,;|/+\n]+/).map((part) => part.trim().toLowerCase())
  return [...new Set(parts.flatMap(classOf))]
}

function classOf(part: string): readonly string[] {
  const named = Object.hasOwn(classNames, part) ? classNames[part] : undefined
  const digits = /^(?:usb\\)?(?:class_|0x)?([0-9a-f]{1,2})h?(?:$|&|\s|-)/.exec(part)?.[1]
  const found = named ?? digits?.padStart(2, '0')
  return found === undefined ? [] : [found]
}

/**
 * What a device path of Windows says: `USB\VID_1D6B&PID_0104\CAFEBABE`, `USBSTOR\CDROM&VEN_X&PROD_Y\…`,
 * `DISPLAY\LNX7773\…`, a compatible id such as `USB\Class_08&SubClass_06`. A serial number that Windows made up
 * itself has an ampersand in it and is none.
 */
export function deviceOfPath(path: string | undefined): AttachedDevice {
  if (path === undefined) return {}
  const parts = path.split('\\')
  const ids = /VID_([0-9a-f]{4})&PID_([0-9a-f]{4})/i.exec(path)
  const stored = /VEN_([^&\\]*)&PROD_([^&\\]*)/i.exec(path)
  const monitor = /^(?:DISPLAY|MONITOR)\\([A-Z]{3})([0-9A-F]{4})/i.exec(path)
  const last = parts.length > 2 ? parts.at(-1) : undefined
  const usbClass = /Class_([0-9a-f]{2})/i.exec(path)?.[1]?.toLowerCase()
  return {
    vendorId: ids?.[1]?.toLowerCase(),
    productId: ids?.[2]?.toLowerCase(),
    serial: last === undefined || last.includes('&') ? storedSerial(last) : last,
    maker: stored?.[1]?.replaceAll('_', ' '),
    product: stored?.[2]?.replaceAll('_', ' '),
    classes: usbClass === undefined ? undefined : [usbClass],
    monitorMaker: monitor?.[1],
    monitorCode: monitor?.[2]?.toLowerCase(),
  }
}

/** `CAFEBABE&0`, or `A&24467633&0&CAFEBABE&0`, as drives of USB devices have it. */
const storedSerial = (text: string | undefined): string | undefined =>
  text?.split('&').find((part) => part.length >= 8 && !/^\d+$/.test(part))

/**
 * What the words of a list say of a device: `PiKVM Composite Device (1d6b:0104, serial CAFEBABE)`, a device path of Windows,
 * a monitor as `LNX PiKVM V4 Plus`.
 */
export function deviceOfText(text: string): AttachedDevice {
  const ids = /(?:^|[^0-9a-f:])([0-9a-f]{4}):([0-9a-f]{4})(?![0-9a-f:])/i.exec(text)
  const serial = /(?:serial(?: (?:no|number))?|s\/n)[\s:=#.]*([\w-]{4,})/i.exec(text)?.[1]
  const maker = /(?:^|\W)(LNX)(?:\W|$)/.exec(text)?.[1]
  const said: AttachedDevice = {
    vendorId: ids?.[1]?.toLowerCase(),
    productId: ids?.[2]?.toLowerCase(),
    serial,
    product: text,
    monitorMaker: maker,
  }
  return mergeDevices(said, deviceOfPath(text))
}

/** What several fields say of one device: the first that says it. */
export const mergeDevices = (one: AttachedDevice, other: AttachedDevice): AttachedDevice => ({
  vendorId: one.vendorId ?? other.vendorId,
  productId: one.productId ?? other.productId,
  serial: one.serial ?? other.serial,
  maker: one.maker ?? other.maker,
  product: one.product ?? other.product,
  classes: [...new Set([...(one.classes ?? []), ...(other.classes ?? [])])],
  monitorMaker: one.monitorMaker ?? other.monitorMaker,
  monitorCode: one.monitorCode ?? other.monitorCode,
})
