import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Observation } from '../observation.ts'
import { hostingNetworks } from './hosting-networks.ts'
import { openEnrichment } from './index.ts'

const require = createRequire(import.meta.url)

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringer-data-sets-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const observation = (
  subject: Partial<Observation['subject']>,
  facts?: Observation['facts'],
): Observation => ({
  source: 'acme-idp',
  id: 'one',
  kind: 'sign_in',
  at: '2024-03-18T09:41:07Z',
  subject: { ref: 'cand-1', ...subject },
  ...(facts ? { facts } : {}),
})

interface Given {
  readonly kind: string
  readonly text: string
  readonly date?: string
}

/** An operator's folder with a file of each name. */
function operatorsFolder(sets: Readonly<Record<string, Given>>): string {
  const lines = Object.entries(sets).map(([file, { kind, date = '2026-08-22', text }]) => {
    writeFileSync(join(folder, file), text)
    return `- { file: ${file}, kind: ${kind}, date: ${date}, licence: MIT, credit: Made up }\n`
  })
  writeFileSync(join(folder, 'data-sets.yaml'), lines.join(''))
  return folder
}

const enriched = (
  given: Observation,
  sets?: Readonly<Record<string, Given>>,
): Readonly<Record<string, readonly [unknown, string]>> => {
  const { factsOf } = openEnrichment(sets === undefined ? undefined : operatorsFolder(sets))
  return Object.fromEntries(
    factsOf(given).map(({ name, value, dataSet }) => [name, [value, dataSet] as const]),
  )
}

/**
 * A small world of addresses that are nobody's sample: the ranges are the tests' own, and stand in the place of
 * the shipped country and AS, so that no test hangs on where a real network is today.
 */
const world: Readonly<Record<string, Given>> = {
  'places.csv': { kind: 'country', text: '20.0.0.0/16,AA\n20.1.0.0/16,BB\n2600:1::/32,AA\n' },
  'systems.csv': {
    kind: 'asn',
    text: '20.0.0.0/17,AS24940\n20.0.128.0/17,64500\n20.1.0.0/16,64501\n2600:1::/32,64500\n',
  },
}
const aa = ['AA', 'places 2026-08-22'] as const
const as64500 = [64500, 'systems 2026-08-22'] as const

describe('an address', () => {
  test('gives country and AS, and names the data sets', () => {
    const expected = { 'ip.country': aa, 'ip.asn': as64500 }
    expect(enriched(observation({ ips: ['20.0.200.1'] }), world)).toEqual(expected)
    expect(enriched(observation({ ips: ['2600:0001:0::9'] }), world)).toEqual(expected)
    expect(enriched(observation({ ips: ['::ffff:20.0.200.1'] }), world)).toEqual(expected)
    expect(enriched(observation({ ips: ['[2600:1::9]:443'] }), world)).toEqual(expected)
  })

  test('of a provider of machines is hosting, and never residential', () => {
    const network = ['hosting', 'hosting-networks 1 on systems 2026-08-22']
    expect(enriched(observation({ ips: ['20.0.0.1'] }), world)['ip.network']).toEqual(network)
    expect(enriched(observation({ ips: ['20.1.0.1'] }), world)).not.toHaveProperty(['ip.network'])
  })

  test('that nobody knows gives nothing', () => {
    expect(enriched(observation({ ips: ['20.2.0.1'] }), world)).toEqual({})
  })

  test.each([
    ['a token', ['token:k1:8f3a']],
    ['a private address', ['10.0.0.7']],
    ['a documentation address', ['203.0.113.24']],
    ['no address', ['unknown']],
    ['none', []],
  ])('%s gives nothing and reads no data set', (_, ips) => {
    const sets = { 'broken.csv': { kind: 'country', text: 'not a range\n' } }
    expect(enriched(observation({ ips }), sets)).toEqual({})
    expect(() => enriched(observation({ ips: ['20.0.0.1'] }), sets)).toThrow('broken.csv:1')
  })

  test('with all of its facts given reads no data set', () => {
    const sets = { 'broken.csv': { kind: 'country', text: 'not a range\n' } }
    const given = { 'ip.country': 'ZZ', 'ip.asn': 1, 'ip.network': 'vpn' }
    const all = { ...given, 'ip.privacy_relay': false }
    expect(enriched(observation({ ips: ['20.0.0.1'] }, all), sets)).toEqual({})
  })
})

describe('what the source says wins', () => {
  test.each([
    [{ 'ip.country': 'ZZ' }, ['ip.asn', 'ip.network']],
    [{ 'ip.network': 'residential' }, ['ip.country', 'ip.asn']],
    [{ 'ip.privacy_relay': true }, []],
    [{ 'ip.privacy_relay': false }, ['ip.country', 'ip.asn', 'ip.network']],
    [{ 'ip.country': '' }, ['ip.asn', 'ip.network']],
  ] as const)('%j', (facts, names) => {
    const found = enriched(observation({ ips: ['20.0.0.1'] }, facts), world)
    expect(Object.keys(found).sort()).toEqual([...names].sort())
  })

  test('the network follows from the AS that the source gave, not from ours', () => {
    const given = (asn: number) => observation({ ips: ['20.0.0.1'] }, { 'ip.asn': asn })
    expect(enriched(given(64500), world)).toEqual({ 'ip.country': aa })
    expect(enriched(given(14061), world)).toEqual({
      'ip.country': aa,
      'ip.network': ['hosting', 'hosting-networks 1'],
    })
  })

  test('also a false, which is an observation', () => {
    const mail = observation({ emails: ['a@mailinator.com'] }, { 'email.disposable': false })
    expect(enriched(mail)).toEqual({})
    const phone = observation({ phones: ['+442079460123'] }, { 'phone.valid': false })
    expect(Object.keys(enriched(phone))).toEqual(['phone.country'])
  })
})

describe('several addresses in one observation', () => {
  test('give what all of them have in common', () => {
    const ips = ['20.0.0.1', '20.0.200.1']
    expect(enriched(observation({ ips }), world)).toEqual({ 'ip.country': aa })
    const same = observation({ ips: ['20.0.200.1', '2600:1::9', '20.0.200.1'] })
    expect(enriched(same, world)).toEqual({ 'ip.country': aa, 'ip.asn': as64500 })
  })

  test.each(['20.1.0.1', '20.2.0.1', '10.0.0.7', 'token:k1:8f3a', 'unknown'])(
    'give nothing where one of them is %s',
    (other) => {
      expect(enriched(observation({ ips: ['20.0.200.1', other] }), world)).toEqual({})
    },
  )
})

describe('lists of networks', () => {
  const lists: Readonly<Record<string, Given>> = {
    ...world,
    'rented.txt': { kind: 'hosting', text: '20.1.0.0/20\n' },
    'open.txt': { kind: 'proxy', text: '20.1.0.0/21\n' },
    'exits.txt': { kind: 'vpn', text: '20.1.0.0/22\n20.0.0.0/24\n' },
    'onions.txt': { kind: 'tor', text: '20.1.0.0\n20.1.3.0\n' },
    'ours.txt': { kind: 'business', text: '20.0.2.0/24\n20.1.1.0/24\n' },
    'relays.csv': { kind: 'privacy_relay', text: '20.1.3.0/24,US,US-CA,Town,\n' },
  }
  const network = (ip: string) => enriched(observation({ ips: [ip] }), lists)['ip.network']

  test('tell the network, the more telling list first, and before its provider', () => {
    expect(network('20.1.15.1')).toEqual(['hosting', 'rented 2026-08-22'])
    expect(network('20.1.7.1')).toEqual(['proxy', 'open 2026-08-22'])
    expect(network('20.1.2.1')).toEqual(['vpn', 'exits 2026-08-22'])
    expect(network('20.1.0.0')).toEqual(['tor', 'onions 2026-08-22'])
    expect(network('20.0.0.255')).toEqual(['vpn', 'exits 2026-08-22'])
    expect(network('20.0.1.0')).toEqual(['hosting', 'hosting-networks 1 on systems 2026-08-22'])
    expect(network('20.1.16.0')).toBeUndefined()
  })

  test('the employer’s own exit is theirs, whoever rents it out, and tells no place', () => {
    for (const ip of ['20.0.2.1', '20.1.1.1']) {
      expect(enriched(observation({ ips: [ip] }), lists)).toEqual({
        'ip.network': ['business', 'ours 2026-08-22'],
      })
    }
    expect(enriched(observation({ ips: ['20.0.2.1'] }, { 'ip.network': 'vpn' }), lists)).toEqual({})
  })

  test('a privacy relay is no evasion and no place, whatever other lists say', () => {
    expect(enriched(observation({ ips: ['20.1.3.0'] }), lists)).toEqual({
      'ip.privacy_relay': [true, 'relays 2026-08-22'],
    })
    const both = observation({ ips: ['20.1.3.0', '20.1.2.1'] })
    expect(enriched(both, lists)).toEqual({})
    const said = observation({ ips: ['20.1.3.0'] }, { 'ip.privacy_relay': false })
    expect(enriched(said, lists)['ip.network']?.[0]).toBe('tor')
  })
})

describe('a phone number', () => {
  const name = `libphonenumber-js ${versionOf('libphonenumber-js')}`

  test('gives country and validity, and never a type of line', () => {
    expect(enriched(observation({ phones: ['+44 20 7946 0123'] }))).toEqual({
      'phone.country': ['GB', name],
      'phone.valid': [true, name],
    })
    const read = observation({ phones: ['020 7946 0123'], claims: { country: 'gb' } })
    expect(enriched(read)['phone.country']).toEqual(['GB', name])
  })

  test('that is not valid is of no country', () => {
    expect(enriched(observation({ phones: ['+1 123 456 7890'] }))).toEqual({
      'phone.valid': [false, name],
    })
  })

  test.each([[['020 7946 0123']], [['token:k1:8f3a']], [['ask my agent']], [[]]])(
    '%j gives nothing',
    (phones) => {
      expect(enriched(observation({ phones }))).toEqual({})
    },
  )

  test('beside others gives what they have in common', () => {
    const mixed = observation({ phones: ['+442079460123', '+12025550143'] })
    expect(enriched(mixed)).toEqual({ 'phone.valid': [true, name] })
    expect(enriched(observation({ phones: ['+442079460123', '+11234567890'] }))).toEqual({})
    expect(enriched(observation({ phones: ['+442079460123', 'token:k1:8f3a'] }))).toEqual({})
  })
})

describe('links', () => {
  const name = `tldts ${versionOf('tldts')}`

  test('give the domains that somebody registered, each once', () => {
    const claims = {
      links: [
        'https://portfolio.jordan.example/x',
        'https://www.jordan.example',
        'http://a.shop.co.uk/?q=1',
        'https://jordan.github.io',
        'mailto:a@b.example',
        7,
        'https://203.0.113.7/',
      ],
    }
    const handles = [{ service: 'website', value: 'https://blog.other.example/me' }]
    expect(enriched(observation({ claims, handles }))).toEqual({
      'links.domains': [
        ['jordan.example', 'jordan.github.io', 'other.example', 'shop.co.uk'],
        name,
      ],
    })
    expect(enriched(observation({ claims }, { 'links.domains': [] }))).toEqual({})
  })
})

describe('a mailbox', () => {
  const set = `disposable-email-domains-js ${versionOf('disposable-email-domains-js')}`
  const disposable = { 'email.disposable': [true, set] }

  test('on the list is disposable, also below a domain on it', () => {
    expect(enriched(observation({ emails: ['Ada+x@Mailinator.com'] }))).toEqual(disposable)
    expect(enriched(observation({ emails: ['ada@eu.box.mailinator.com'] }))).toEqual(disposable)
  })

  test.each([
    ['a@mail.example'],
    ['a@not-mailinator.example'],
    ['a@mailinator.com.example'],
    ['token:k1:8f3a'],
    ['no mailbox'],
  ])('%s was not observed to be anything', (email) => {
    expect(enriched(observation({ emails: [email] }))).toEqual({})
  })

  test('beside one that is not gives nothing', () => {
    const emails = ['a@mailinator.com', 'a@mail.example']
    expect(enriched(observation({ emails }))).toEqual({})
  })

  test('a list of domains does not reach beyond what somebody registered', () => {
    const sets = {
      'bins.txt': { kind: 'disposable', text: '# ours\nCO.UK\n\nbin.example # one\n' },
    }
    expect(enriched(observation({ emails: ['a@shop.co.uk'] }), sets)).toEqual({})
    expect(enriched(observation({ emails: ['a@x.bin.example'] }), sets)).toEqual({
      'email.disposable': [true, 'bins 2026-08-22'],
    })
    // It stands in the place of the shipped one.
    expect(enriched(observation({ emails: ['a@mailinator.com'] }), sets)).toEqual({})
  })
})

describe('the data sets in use', () => {
  test('are the shipped ones, each with its date or version', () => {
    const sets = openEnrichment().dataSets()
    expect(sets.map(({ kind }) => kind)).toEqual([
      ...['country', 'asn', 'hosting_networks', 'disposable', 'phone', 'suffixes'],
    ])
    const [country, asn] = sets
    expect(country?.version).toMatch(/^20\d\d-\d\d-\d\d$/)
    expect(asn?.credit).toContain('https://db-ip.com')
    expect(asn?.credit).toContain('routeviews.org')
  })

  test('of an operator come first; country, AS and mailboxes replace, lists are added', () => {
    const enrichment = openEnrichment(
      operatorsFolder({
        'my-places.csv': { kind: 'country', text: '20.0.0.0/16,AA\n', date: '2026-10-01' },
        'more-places.csv': { kind: 'country', text: '20.0.0.0/15,CC\n' },
        'rented.txt': { kind: 'hosting', text: '20.1.0.0/16\n# no more\n' },
      }),
    )
    const sets = enrichment.dataSets()
    expect(sets.map(({ name, version, shipped }) => [name, version, shipped]).slice(0, 3)).toEqual([
      ['my-places', '2026-10-01', false],
      ['more-places', '2026-08-22', false],
      ['rented', '2026-08-22', false],
    ])
    expect(sets.map(({ kind }) => kind).slice(3)).toEqual([
      ...['asn', 'hosting_networks', 'disposable', 'phone', 'suffixes'],
    ])
    expect(sets.slice(0, 3).map(enrichment.entriesOf)).toEqual([1, 1, 1])
    const country = (ip: string) =>
      enrichment.factsOf(observation({ ips: [ip] })).find(({ name }) => name === 'ip.country')
    // The first that knows the address.
    expect(country('20.0.0.1')).toMatchObject({ value: 'AA', dataSet: 'my-places 2026-10-01' })
    expect(country('20.1.0.1')).toMatchObject({ value: 'CC', dataSet: 'more-places 2026-08-22' })
  })

  test.each([
    ['- { file: a.txt, kind: vpn, date: 22 Aug 2026 }', 'data set 1, date: write a day such as'],
    ['- { file: a.txt, kind: residential, date: 2026-08-22 }', 'data set 1, kind: '],
    ['- { file: a.txt, kind: vpn }', 'data set 1, date: '],
    [
      '- { file: a.txt, kind: vpn, date: 2026-08-22, url: x }',
      'data set 1: Unrecognized key: "url"',
    ],
    ['file: a.txt', 'data-sets.yaml: Invalid input: expected array'],
    ['- [', 'data-sets.yaml cannot be read: '],
    [
      '- { file: a.txt, kind: vpn, date: 2026-08-22 }\n- { file: gone.txt, kind: tor, date: 2026-08-22 }',
      'data set 2: there is no file ',
    ],
    [
      '- { file: a.txt, kind: vpn, date: 2026-08-22 }\n- { file: a.txt, kind: vpn, date: 2026-08-23 }',
      'data set 2: a second vpn "a"',
    ],
  ])('a wrong list is told before anything is read: %s', (list, told) => {
    writeFileSync(join(folder, 'a.txt'), '20.0.0.0/16\n')
    writeFileSync(join(folder, 'data-sets.yaml'), list)
    expect(() => openEnrichment(folder).check()).toThrow(told)
    expect(() => openEnrichment(folder).dataSets()).toThrow(
      expect.objectContaining({ name: 'Problem', kind: 'invalid' }),
    )
  })

  test('a folder without a list is a mistake', () => {
    mkdirSync(join(folder, 'empty'))
    expect(() => openEnrichment(join(folder, 'empty')).check()).toThrow(
      'data-sets.yaml cannot be read',
    )
  })

  test('a check reads the operator’s files whole, and names the line', () => {
    const check = (text: string, kind: string) => () =>
      openEnrichment(operatorsFolder({ 'list.txt': { kind, text } })).check()
    const good = '20.0.0.0/16\n'.repeat(3)
    expect(check(good, 'vpn')).not.toThrow()
    expect(check(`${good}20.0.0.0/16 and more\n`, 'vpn')).toThrow(
      expect.objectContaining({
        kind: 'invalid',
        message: `${join(folder, 'list.txt')}:4: "20.0.0.0/16 and more" is no network`,
      }),
    )
    expect(check('mail.example\n\n@mail.example\n', 'disposable')).toThrow('list.txt:3: ')
    expect(check('*.mail.example\n', 'disposable')).toThrow('list.txt:1: ')
  })
})

function versionOf(packageName: string): string {
  const path = require.resolve(`${packageName}/package.json`)
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version
}

test('every hosting network is called in the data set what it is called in our table', () => {
  const home = dirname(require.resolve('@ip-location-db/asn/package.json'))
  const names = new Map<number, string>()
  for (const line of readFileSync(join(home, 'asn-ipv4.csv'), 'utf8').split('\n')) {
    const [, , asn = '', ...name] = line.split(',')
    if (hostingNetworks.has(Number(asn))) names.set(Number(asn), name.join(','))
  }
  const wrong = [...hostingNetworks].filter(([asn, name]) => !names.get(asn)?.includes(name))
  expect(wrong).toEqual([])
  // Networks that carry people's own traffic: private relays leave from the first four.
  const notThese = [13335, 54113, 36183, 20940, 63949, 15169, 8075, 16509, 14618]
  expect(notThese.filter((asn) => hostingNetworks.has(asn))).toEqual([])
})
