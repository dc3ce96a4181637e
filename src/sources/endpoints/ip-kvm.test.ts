import { describe, expect, test } from 'vitest'
import {
  type AttachedDevice,
  deviceOfPath,
  deviceOfText,
  usbClassesOf,
  usbIdOf,
} from './attached-devices.ts'
import { detectIpKvm } from './ip-kvm.ts'

const gadget = { vendorId: '1d6b', productId: '0104' } as const

describe('a list of osquery or lsusb', () => {
  test.each<[string, AttachedDevice, string]>([
    ['PiKVM', { ...gadget, maker: 'PiKVM', product: 'PiKVM Composite Device' }, 'PiKVM'],
    ['the Comet', { ...gadget, maker: 'GLKVM', serial: 'CAFEBABE' }, 'GL.iNet Comet'],
    ['JetKVM', { ...gadget, maker: 'JetKVM', product: 'USB Emulation Device' }, 'JetKVM'],
    ['TinyPilot', { ...gadget, maker: 'tinypilot' }, 'TinyPilot'],
    ['TinyPilot by its serial', { ...gadget, serial: '6b65796d696d6570690' }, 'TinyPilot'],
    ['an id of PiKVM alone', { vendorId: '1209', productId: 'eda1' }, 'PiKVM'],
    ['NanoKVM', { vendorId: '3346', productId: '1009', product: 'NanoKVM' }, 'NanoKVM'],
  ])('%s is a switch over the network', (_name, device, product) => {
    expect(detectIpKvm([device])).toMatchObject({ 'kvm.device': product })
  })

  test('an emulated device that says nothing of a switch is only possible', () => {
    const facts = detectIpKvm([{ ...gadget, maker: 'Example Phones', serial: '0123' }])
    expect(Object.keys(facts)).toEqual(['kvm.possible'])
    expect(String(facts['kvm.possible'])).toContain('many honest devices')
  })

  test.each<[string, readonly AttachedDevice[]]>([
    ['a hub of Linux itself', [{ vendorId: '1d6b', productId: '0002', maker: 'Linux Foundation' }]],
    [
      'a keyboard',
      [{ vendorId: '046d', productId: 'c31c', product: 'USB Keyboard', classes: ['00', '03'] }],
    ],
    ['a disk', [{ vendorId: '0781', productId: '5567', classes: ['08'] }]],
    [
      'a headset and a disk',
      [
        { vendorId: '046d', productId: '0a44', classes: ['00', '01'] },
        { vendorId: '0781', productId: '5567', classes: ['08'] },
      ],
    ],
    ['nothing', []],
    ['a device of which nothing is known', [{}]],
  ])('%s is none, and no absence is claimed', (_name, devices) => {
    expect(detectIpKvm(devices)).toEqual({})
  })

  test('a switch by cable is only possible', () => {
    expect(detectIpKvm([{ product: 'NanoKVM-USB' }])).toEqual({
      'kvm.possible': ['name NanoKVM-USB, a switch by cable'],
    })
  })
})

describe('spoofed ids', () => {
  const rows = (product: string, ...classes: readonly string[]): readonly AttachedDevice[] =>
    classes.map((each) => ({ vendorId: '046d', productId: 'c31c', product, classes: [each] }))

  test('a keyboard that is a sound card and a disk, told over several rows', () => {
    expect(detectIpKvm(rows('Logitech USB Keyboard', '00', '01', '08'))).toEqual({
      'kvm.device': 'switch with spoofed ids',
      'kvm.evidence': [
        'usb classes 00+01+08, a keyboard or mouse that is a sound card and a disk as well',
      ],
    })
  })

  test('the same of another name, or a keyboard with a disk alone, is only possible', () => {
    expect(Object.keys(detectIpKvm(rows('Field Recorder', '00', '01', '08')))).toEqual([
      'kvm.possible',
    ])
    expect(Object.keys(detectIpKvm(rows('Logitech Mouse', '00', '08')))).toEqual(['kvm.possible'])
    expect(detectIpKvm(rows('Cruzer Blade', '00', '08'))).toEqual({})
  })

  test('the serial number of the firmware behind another id is only possible', () => {
    const facts = detectIpKvm([{ vendorId: '046d', productId: 'c31c', serial: 'CAFEBABE' }])
    expect(Object.keys(facts)).toEqual(['kvm.possible'])
  })
})

describe('device paths of Windows', () => {
  test.each([
    ['USB\\VID_1D6B&PID_0104\\CAFEBABE', 'PiKVM or GL.iNet Comet'],
    [
      'USBSTOR\\CDROM&VEN_GLINET&PROD_FLASH_DRIVE&REV_1.00\\A&24467633&0&CAFEBABE&0',
      'GL.iNet Comet',
    ],
    ['USBSTOR\\DISK&VEN_PIKVM&PROD_FLASH_DRIVE&REV_1.00\\CAFEBABE&0', 'PiKVM'],
    ['DISPLAY\\LNX7773\\5&2b1f0a3&0&UID4352', 'PiKVM'],
  ])('%s is %s', (path, product) => {
    expect(detectIpKvm([deviceOfPath(path)])).toMatchObject({ 'kvm.device': product })
  })

  test('the maker of a monitor alone is only possible', () => {
    expect(Object.keys(detectIpKvm([deviceOfPath('DISPLAY\\LNX0001\\5&1&0&UID1')]))).toEqual([
      'kvm.possible',
    ])
    expect(detectIpKvm([deviceOfPath('DISPLAY\\DEL40A3\\5&1&0&UID1')])).toEqual({})
  })

  test('a serial number that Windows made up is none', () => {
    expect(deviceOfPath('USB\\VID_046D&PID_C31C\\6&1f2&0&1').serial).toBeUndefined()
  })
})

test('a monitor names itself', () => {
  expect(detectIpKvm([{ product: 'PiKVM V4 Plus' }])).toEqual({
    'kvm.device': 'PiKVM',
    'kvm.evidence': ['name PiKVM'],
  })
})

test.each([
  ['1d6b', 16, '1d6b'],
  ['0x1D6B', 10, '1d6b'],
  ['7531', 10, '1d6b'],
  ['260', 10, '0104'],
  ['0104', 16, '0104'],
  ['VID_1D6B', 16, '1d6b'],
  ['', 16, undefined],
  ['99999', 10, undefined],
  ['a keyboard', 16, undefined],
] as const)('the id %j in base %i is %s', (text, base, id) => {
  expect(usbIdOf(text, base)).toBe(id)
})

test.each([
  ['00h+01h+08h', ['00', '01', '08']],
  ['8', ['08']],
  ['0x08', ['08']],
  ['Mass Storage', ['08']],
  ['USB\\Class_08&SubClass_06', ['08']],
  ['USB\\VID_1D6B&PID_0104', []],
  ['(Defined at Interface level)', ['00']],
  ['USB', []],
  [undefined, []],
])('the classes %j are %j', (text, classes) => {
  expect(usbClassesOf(text)).toEqual(classes)
})

test.each([
  ['Composite Device (1d6b:0104, serial CAFEBABE)', 'kvm.device'],
  ['USB\\VID_1D6B&PID_0104\\CAFEBABE', 'kvm.device'],
  ['LNX PiKVM V4 Plus', 'kvm.device'],
  ['Recorder 1d6b:0104', 'kvm.possible'],
  ['LNX Virtual Display', 'kvm.possible'],
  ['Logitech Mouse (046d:c077)', undefined],
  ['02:00:1d6b:0104:00:01', undefined],
])('a cell that lists %s', (text, fact) => {
  expect(Object.keys(detectIpKvm([deviceOfText(text)]))[0]).toBe(fact)
})
