import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { wordsOf } from '../maps/never-evidence.ts'
import { shippedPath } from '../maps/shipped-path.ts'
import { type AttachedDevice, mergeDevices } from './attached-devices.ts'

const words = z.array(z.string()).min(1)
const sign = {
  confidence: z.enum(['high', 'low']),
  because: z.string(),
  sources: words,
}
const named = { product: z.string(), words, sources: words }

const Signs = z.strictObject({
  products: z.array(z.strictObject({ ...named, except: words.optional() })),
  local_switches: z.array(z.strictObject(named)),
  usb: z.array(
    z
      .strictObject({
        ...sign,
        product: z.string(),
        id: z
          .string()
          .regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/)
          .optional(),
        serial: z.string().optional(),
      })
      .refine(({ id, serial }) => id !== undefined || serial !== undefined),
  ),
  monitors: z.array(
    z.strictObject({
      ...sign,
      product: z.string(),
      maker: z.string().length(3),
      serial: z.string().optional(),
      code: z.string().optional(),
    }),
  ),
  classes: z.array(z.strictObject({ ...sign, all: words, named: words.optional() })),
})

let signs: z.output<typeof Signs> | undefined

const kvmSigns = (): z.output<typeof Signs> => {
  signs ??= Signs.parse(parse(readFileSync(shippedPath('maps/ip-kvm.yaml'), 'utf8')))
  return signs
}

/** One reason to take an attached device for a switch over the network. */
interface KvmSign {
  readonly product: string
  readonly confidence: 'high' | 'low'
  /** `usb 1d6b:0104, serial number of the firmware`: no serial number of anybody's own device. */
  readonly evidence: string
}

/**
 * Facts of the raw device lists of one machine: `kvm.device` with `kvm.evidence` where a sign is of high confidence,
 * `kvm.possible`, which triggers nothing, where all are low. Nothing is said where nothing is found: ids can be
 * spoofed, so that a list without them shows no absence.
 */
export function detectIpKvm(devices: readonly AttachedDevice[]): Readonly<Record<string, unknown>> {
  const found = [
    ...devices.flatMap(signsOfDevice),
    ...joinInterfaces(devices).flatMap(signsOfClasses),
  ]
  const high = found.filter(({ confidence }) => confidence === 'high')
  const shown = high.length > 0 ? high : found
  if (shown.length === 0) return {}
  const evidence = [...new Set(shown.map((each) => each.evidence))].sort()
  if (high.length === 0) return { 'kvm.possible': evidence }
  return { 'kvm.device': nameOf(high), 'kvm.evidence': evidence }
}

/** A name that the device gives itself says more than one that is read from its ids. */
const nameOf = (high: readonly KvmSign[]): string =>
  (high.find(({ evidence }) => evidence.startsWith('name ')) ?? high[0])?.product ?? ''

/** Lists have a row for each interface of a device: rows with the same ids are taken together. */
function joinInterfaces(devices: readonly AttachedDevice[]): readonly AttachedDevice[] {
  const byIds = new Map<string, AttachedDevice>()
  devices.forEach((device, index) => {
    const { vendorId, productId } = device
    const isKnown = vendorId !== undefined && productId !== undefined
    const key = isKnown ? `${vendorId}:${productId}` : `row ${index}`
    const before = byIds.get(key)
    byIds.set(key, before === undefined ? device : mergeDevices(before, device))
  })
  return [...byIds.values()]
}

const signsOfDevice = (device: AttachedDevice): readonly KvmSign[] => [
  ...signsOfName(device),
  ...signsOfIds(device),
  ...signsOfMonitor(device),
]

const saidName = ({ maker, product }: AttachedDevice): string =>
  ` ${wordsOf(`${maker ?? ''} ${product ?? ''}`)} `

const saysAny = (name: string, phrases: readonly string[]): boolean =>
  phrases.some((phrase) => name.includes(` ${phrase} `))

function signsOfName(device: AttachedDevice): readonly KvmSign[] {
  const name = saidName(device)
  const { products, local_switches } = kvmSigns()
  const isSwitch = products.find(
    (each) => saysAny(name, each.words) && !saysAny(name, each.except ?? []),
  )
  const isLocal = local_switches.find((each) => saysAny(name, each.words))
  return [
    ...(isSwitch === undefined
      ? []
      : [
          {
            product: isSwitch.product,
            confidence: 'high' as const,
            evidence: `name ${isSwitch.product}`,
          },
        ]),
    ...(isLocal === undefined
      ? []
      : [
          {
            product: isLocal.product,
            confidence: 'low' as const,
            evidence: `name ${isLocal.product}, a switch by cable`,
          },
        ]),
  ]
}

function signsOfIds({ vendorId, productId, serial }: AttachedDevice): readonly KvmSign[] {
  const id = `${vendorId ?? ''}:${productId ?? ''}`
  const plainSerial = serial?.toLowerCase()
  return kvmSigns()
    .usb.filter(
      (each) =>
        (each.id === undefined || each.id === id) &&
        (each.serial === undefined || each.serial === plainSerial),
    )
    .map((each) => ({
      product: each.product,
      confidence: each.confidence,
      evidence: `usb ${each.id ?? 'device'}, ${each.because}`,
    }))
}

function signsOfMonitor(device: AttachedDevice): readonly KvmSign[] {
  const maker = device.monitorMaker?.toLowerCase()
  const serial = device.serial?.toLowerCase()
  return kvmSigns()
    .monitors.filter(
      (each) =>
        each.maker === maker &&
        (each.serial === undefined || each.serial === serial) &&
        (each.code === undefined || each.code === device.monitorCode),
    )
    .map((each) => ({
      product: each.product,
      confidence: each.confidence,
      evidence: `edid ${each.maker.toUpperCase()}, ${each.because}`,
    }))
}

function signsOfClasses(device: AttachedDevice): readonly KvmSign[] {
  const classes = device.classes ?? []
  const name = saidName(device)
  const rule = kvmSigns().classes.find(
    ({ all, named: names }) =>
      all.every((each) => classes.includes(each)) && (names === undefined || saysAny(name, names)),
  )
  if (rule === undefined) return []
  return [
    {
      product: 'switch with spoofed ids',
      confidence: rule.confidence,
      evidence: `usb classes ${rule.all.join('+')}, ${rule.because}`,
    },
  ]
}

/** Whether a row of a device list is worth keeping: a class alone is one only beside its neighbors. */
export const isKvmRelevant = (device: AttachedDevice): boolean =>
  Object.keys(detectIpKvm([device])).length > 0 ||
  (device.classes ?? []).some((each) => ['01', '08'].includes(each))
