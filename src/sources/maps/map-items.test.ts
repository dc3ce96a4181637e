import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { givenOf } from '../given.ts'
import { readMappedRow } from './mapped-rows.ts'
import { readMapping } from './mapping.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringer-map-items-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const mapOf = (line: string, own = ''): string => `title: T
type: endpoint
${own}
records:
  - kind: device
    fields:
      id: {column: id}
      at: {value: "2024-03-18T00:00:00Z"}
      subject.ref: {column: id}
      ${line}
`

function read(line: string, row: Readonly<Record<string, unknown>>, own = '') {
  const path = join(folder, 'map.yaml')
  writeFileSync(path, mapOf(line, own))
  const given = givenOf({ id: '1', ...row })
  const { records, notTaken } = readMappedRow(given, readMapping(path), {
    source: 's',
    documents: 'text',
  })
  return { record: records[0], notTaken, problems: given.problems() }
}

describe('a cell of several handles or accounts', () => {
  test('is split into one object each', () => {
    const { record } = read(
      'subject.handles: {service: github, value: {column: Profiles, split: [";", ","]}}',
      {
        Profiles: 'ana; ben,cyd',
      },
    )
    expect(record?.['subject']).toMatchObject({
      handles: ['ana', 'ben', 'cyd'].map((value) => ({ service: 'github', value })),
    })
  })

  test('of JSON is a list, and never one identifier of all', () => {
    const { record } = read('subject.accounts: {kind: bank, value: {column: ibans}}', {
      ibans: ['AA1', 'AA2'],
    })
    expect(record?.['subject']).toMatchObject({
      accounts: ['AA1', 'AA2'].map((value) => ({ kind: 'bank', value })),
    })
  })

  test.each([
    [
      'subject.handles: {service: {column: a, split: ";"}, value: {column: b, split: ";"}}',
      /only one part can be split/,
    ],
    [
      'flags: {indicator: camera_refusal, when: {column: a, is: [x]}, note: {column: b, split: ";"}}',
      /a flag is one/,
    ],
  ])('%s is refused', (line, reason) => {
    expect(() => read(line, {})).toThrow(reason)
  })
})

describe('words inside of an item', () => {
  const tools = (more = '') =>
    `facts.remote_admin.tools: {column: Apps, split: ";", words: {ScreenConnect: ScreenConnect, AnyDesk: AnyDesk, Any: other}, otherwise: null${more}}`

  test('are found as whole words, the longest first', () => {
    const { record, notTaken } = read(tools(), {
      Apps: 'ScreenConnect Client (1f2e3d);AnyDesk;Manyanydesks;Any Video;Office',
    })
    expect(record?.['facts']).toEqual({
      'remote_admin.tools': ['ScreenConnect', 'AnyDesk', 'other'],
    })
    expect(notTaken).toEqual(['Apps, other words'])
  })

  test('are looked for as a whole where the map says so', () => {
    expect(
      read(tools(', inside: false'), { Apps: 'ScreenConnect Client (1)' }).record?.['facts'],
    ).toBeUndefined()
  })

  test('are looked for inside of a text where the map says so', () => {
    const line =
      'facts.vpn.product: {column: Client, words: {Example VPN: Example VPN}, inside: true, otherwise: null}'
    expect(read(line, { Client: 'Example VPN 4.2 (x64)' }).record?.['facts']).toEqual({
      'vpn.product': 'Example VPN',
    })
  })
})

describe('a pattern', () => {
  test('takes the name of a monitor out of a cell', () => {
    const { record } = read('facts.kvm.device: {column: Displays, pattern: "(PiKVM[^,;]*)"}', {
      Displays: 'DELL U2720Q; PiKVM V3; other',
    })
    expect(record?.['facts']).toEqual({ 'kvm.device': 'PiKVM V3' })
  })

  test('takes all vendor and product ids for a list of one’s own', () => {
    const line =
      'facts.usb.ids: {column: Devices, split: ";", pattern: "VID_([0-9A-F]{4})&PID_([0-9A-F]{4})"}'
    const { record, notTaken } = read(
      line,
      { Devices: 'USB\\VID_0557&PID_2419\\1;USB\\ROOT_HUB30;USB\\VID_1D6B&PID_0104\\2' },
      'own: {facts: [usb.ids]}',
    )
    expect(record?.['facts']).toEqual({ 'usb.ids': ['0557:2419', '1D6B:0104'] })
    expect(notTaken).toEqual(['Devices, cells without its pattern'])
  })

  test.each([
    ['facts.kvm.device: {column: a, pattern: "(?=x)"}', /pattern: of groups/],
    ['facts.kvm.device: {column: a, pattern: "(x"}', /never closed/],
    ['facts.kvm.device: {text: "{a}", pattern: "x"}', /it goes with column/],
  ])('%s is refused', (line, reason) => {
    expect(() => read(line, {})).toThrow(reason)
  })
})

describe('what a fact takes', () => {
  test.each([
    ['facts.email.age_days: {column: a, as: number}', '12', { 'email.age_days': 12 }],
    ['facts.email.age_days: {column: a, decimal: ","}', '1.012,5', { 'email.age_days': 1012.5 }],
    ['facts.email.disposable: {column: a, as: truth}', 'true', { 'email.disposable': true }],
    [
      'facts.access.scopes: {column: a, split: ",", as: list}',
      'x, y',
      { 'access.scopes': ['x', 'y'] },
    ],
    ['facts.own.fact: {column: a, as: number}', '3', { 'own.fact': 3 }],
    ['facts.own.fact: {column: a, as: list}', 'x', { 'own.fact': ['x'] }],
    ['facts.own.fact: {value: [x, y]}', '', { 'own.fact': ['x', 'y'] }],
  ])('%s of %j', (line, a, facts) => {
    expect(read(line, { a }, 'own: {facts: [own.fact]}').record?.['facts']).toEqual(facts)
  })

  test.each([
    [
      'facts.camera.state: {column: a, as: number}',
      /takes text: leave out as: number, or say with words: what each cell means/,
    ],
    [
      'facts.remote_admin.tools: {column: a, as: number}',
      /takes a list of text: leave out as: number/,
    ],
    [
      'facts.email.disposable: {column: a, as: number}',
      /takes true or false: write words: \{yes: true, no: false\}/,
    ],
    ['facts.email.age_days: {column: a, as: truth}', /takes a number: write decimal: ","/],
    ['subject.name: {column: a, as: number}', /takes text/],
  ])('%s is refused with what to do', (line, reason) => {
    expect(() => read(line, {})).toThrow(reason)
  })

  test('a decimal comma says what to do', () => {
    expect(read('facts.email.age_days: {column: a}', { a: '12,5' }).problems).toEqual([
      {
        field: 'a',
        reason: '"12,5" is no number with the decimal mark "."; state decimal: "," in the map',
      },
    ])
  })
})

describe('an address of several columns', () => {
  const line =
    'subject.addresses: {kind: home, street: {column: street}, number: {column: number}, unit: {column: unit}, postcode: {column: postcode}, city: {column: city}, state: {column: state}, country: {column: country, as: country}}'

  test.each([
    [
      { street: 'Hauptstr.', number: '5', postcode: '50667', city: 'Köln', country: 'Germany' },
      'Hauptstr. 5, 50667 Köln',
    ],
    [
      { street: 'rue des Lilas', number: '12', postcode: '75011', city: 'Paris', country: 'FR' },
      '12 rue des Lilas, 75011 Paris',
    ],
    [
      {
        street: '1 Main St',
        unit: 'Apt 4',
        city: 'Austin',
        state: 'TX',
        postcode: '78701',
        country: 'US',
      },
      '1 Main St, Apt 4, Austin, TX 78701',
    ],
    [
      { street: '1 Main St', city: 'Austin', state: 'TX', postcode: '78701' },
      '1 Main St, Austin, TX 78701',
    ],
    [
      {
        street: 'Gran Vía',
        number: '12',
        postcode: '28013',
        city: 'Madrid',
        state: 'Madrid',
        country: 'ES',
      },
      'Gran Vía 12, 28013 Madrid, Madrid',
    ],
    [{ city: 'Köln' }, 'Köln'],
  ])('%j is one text', (row, text) => {
    const country =
      'country' in row ? { country: row.country === 'Germany' ? 'DE' : row.country } : {}
    expect(read(line, row).record?.['subject']).toMatchObject({
      addresses: [{ kind: 'home', text, ...country }],
    })
  })

  test('of no filled column is none', () => {
    expect(read(line, { country: 'DE' }).record?.['subject']).toEqual({ ref: '1' })
  })
})
