import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { checkProperty, generateCases } from '../../../test/property.ts'
import { normalIp } from '../normal-forms.ts'
import { addressOf, compareAddresses, networkOf } from './address.ts'
import { countryLetters, type RangeValue } from './range-file.ts'
import { readRanges } from './ranges.ts'
import { isPublic } from './reserved.ts'

const folder = mkdtempSync(join(tmpdir(), 'ringer-ranges-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function rangesOf(text: string, value: RangeValue = 'none') {
  const path = join(folder, 'ranges.csv')
  writeFileSync(path, text)
  return readRanges([path], value)
}

const valueIn = (ranges: ReturnType<typeof rangesOf>, ip: string): number | undefined => {
  const address = addressOf(ip)
  if (address === undefined) throw new Error(`${ip} is no address`)
  return ranges.valueOf(address)
}

/** Addresses as whole numbers, read with the platform's own means: the other side of every comparison. */
function numberOf(ip: string): bigint {
  if (!ip.includes(':')) return ip.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n)
  const [before = '', behind] = ip.split('::')
  const groups = (text: string): string[] => text.split(':').filter((group) => group !== '')
  const zeros = behind === undefined ? 0 : 8 - groups(before).length - groups(behind).length
  const all = [...groups(before), ...new Array<string>(zeros).fill('0'), ...groups(behind ?? '')]
  return all.reduce((sum, group) => sum * 0x1_0000n + BigInt(`0x${group}`), 0n)
}

const wordsOf = (value: bigint, words: number): number[] =>
  Array.from({ length: words }, (_, at) =>
    Number((value >> BigInt(32 * (words - 1 - at))) & 0xffff_ffffn),
  )

const four = fc
  .nat(0xffff_ffff)
  .map((value) => [24, 16, 8, 0].map((by) => (value >>> by) & 255).join('.'))
const six = fc
  .array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 })
  .map((groups) => groups.map((group) => group.toString(16)).join(':'))

describe('an address', () => {
  test('is the number that it writes, however it is written', () => {
    checkProperty(
      fc.property(fc.oneof(four, six), (ip) => {
        const words = ip.includes(':') ? 4 : 1
        const mapped = normalIp(ip).includes(':') ? words : 1
        expect(addressOf(ip)).toEqual(wordsOf(numberOf(normalIp(ip)), mapped))
        expect(addressOf(normalIp(ip))).toEqual(addressOf(ip))
      }),
      { runs: 2_000 },
    )
  })

  test.each([
    ...[
      '',
      '1.2.3',
      '1.2.3.4.5',
      '256.1.1.1',
      '01.2.3.4',
      '1.2.3.',
      '1.2..3',
      '16777216',
      'a.b.c.d',
    ],
    ...[
      '1:2',
      '::1::',
      ':1',
      '1:2:3:4:5:6:7:8:9',
      '12345::',
      '1:2:3:4:5:6:7::8',
      ':::',
      'token:k:1',
    ],
    ...['fe80::1%eth0', '1.2.3.4 ', '::ffff:1.2.3.4', '1.2.3.４'],
  ])('"%s" is none', (text) => {
    expect(addressOf(text)).toBeUndefined()
  })

  test('a network ends where its prefix says', () => {
    checkProperty(
      fc.property(fc.oneof(four, six), fc.nat(128), (ip, prefix) => {
        const address = addressOf(ip) ?? []
        const bits = address.length * 32
        const network = networkOf(address, prefix)
        expect(network === undefined).toBe(prefix > bits)
        if (network === undefined) return
        const [first, last] = network
        const host = BigInt(bits - prefix)
        const start = (numberOf(normalIp(ip)) >> host) << host
        expect(first).toEqual(wordsOf(start, address.length))
        expect(last).toEqual(wordsOf(start + (1n << host) - 1n, address.length))
      }),
      { runs: 1_000 },
    )
  })
})

describe('a public address', () => {
  test.each([
    ['8.8.8.8', true],
    ['9.255.255.255', true],
    ['10.0.0.0', false],
    ['10.255.255.255', false],
    ['11.0.0.0', true],
    ['100.63.255.255', true],
    ['100.64.0.0', false],
    ['100.128.0.0', true],
    ['172.15.255.255', true],
    ['172.31.255.255', false],
    ['192.0.2.1', false],
    ['198.51.100.7', false],
    ['203.0.113.24', false],
    ['223.255.255.255', true],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['::1', false],
    ['64:ff9b::808:808', false],
    ['1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', false],
    ['2001:0:1::', false],
    ['2001:200::1', true],
    ['2001:db8::1', false],
    ['2002:808:808::1', false],
    ['2600::1', true],
    ['3fff::1', false],
    ['3fff:1000::', true],
    ['4000::', false],
    ['fd00::1', false],
    ['fe80::1', false],
    ['ff02::1', false],
  ])('%s: %s', (ip, expected) => {
    expect(isPublic(addressOf(ip) ?? [])).toBe(expected)
  })
})

describe('ranges of a file', () => {
  test('are networks, first and last, single addresses and numbers, with remarks and in any order', () => {
    const ranges = rangesOf(
      [
        '\uFEFF# a list of ours',
        '203.0.113.64/26, US ,Region  # why',
        '',
        '  198.51.100.7  ',
        '203.0.113.0,203.0.113.15\r',
        '3405803824,3405803825',
        '2001:db8:5::/48,GB,,London,',
        '42540766411282592856903984951653826560',
        '198.51.100.9/32',
      ].join('\n'),
    )
    expect(ranges.entries).toBe(7)
    const inside = [
      ...['203.0.113.64', '203.0.113.127', '198.51.100.7', '203.0.113.0', '203.0.113.15'],
      ...['203.0.113.48', '203.0.113.49', '2001:db8:5::', '2001:db8:5:ffff:ffff:ffff:ffff:ffff'],
      ...['2001:db8::', '198.51.100.9'],
    ]
    const outside = [
      ...['203.0.113.63', '203.0.113.128', '198.51.100.6', '198.51.100.8', '203.0.113.16'],
      ...['203.0.113.47', '203.0.113.50', '2001:db8:4:ffff:ffff:ffff:ffff:ffff', '2001:db8:6::'],
      ...['2001:db8::1', '0.0.0.0', '255.255.255.255', '::', 'ffff::'],
    ]
    expect(inside.filter((ip) => valueIn(ranges, ip) !== 1)).toEqual([])
    expect(outside.filter((ip) => valueIn(ranges, ip) !== undefined)).toEqual([])
  })

  test('reach to the first and the last address there is', () => {
    const ranges = rangesOf('0.0.0.0,0.0.0.0\n255.255.255.255/32\n::/128\nffff::/16\n')
    const known = ['0.0.0.0', '255.255.255.255', '::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff']
    expect(known.map((ip) => valueIn(ranges, ip))).toEqual([1, 1, 1, 1])
    expect(['0.0.0.1', '255.255.255.254', '::1'].map((ip) => valueIn(ranges, ip))).toEqual(
      new Array(3).fill(undefined),
    )
  })

  test('an empty file holds nothing', () => {
    expect(rangesOf('').entries).toBe(0)
    expect(valueIn(rangesOf('# nothing yet\n'), '8.8.8.8')).toBeUndefined()
  })

  test('where they overlap, the one that begins first counts', () => {
    checkProperty(
      fc.property(
        fc.array(fc.tuple(fc.nat(60), fc.nat(20)), { maxLength: 12 }),
        fc.boolean(),
        (spans, isLong) => {
          const at = (n: number): string => (isLong ? `2600::${n.toString(16)}` : `8.0.0.${n}`)
          const lines = spans.map(([from, length], asn) => ({
            from,
            to: from + length,
            asn: asn + 1,
          }))
          const ranges = rangesOf(
            lines.map(({ from, to, asn }) => `${at(from)},${at(to)},${asn}`).join('\n'),
            'asn',
          )
          const inOrder = lines.toSorted((left, right) => left.from - right.from)
          for (let n = 0; n <= 82; n += 1) {
            const first = inOrder.find(({ from, to }) => from <= n && n <= to)
            expect(valueIn(ranges, at(n))).toBe(first?.asn)
          }
        },
      ),
      { runs: 150 },
    )
  })

  test.each([
    ['none', 'nonsense', '"nonsense" is no address'],
    ['none', '203.0.113.0/33', '"203.0.113.0/33" is no network'],
    ['none', '2001:db8::/129', '"2001:db8::/129" is no network'],
    ['none', '203.0.113.0/', '"203.0.113.0/" is no network'],
    ['none', '203.0.113.9,203.0.113.1', 'the range ends before it begins'],
    ['none', '203.0.113.9,2001:db8::1', '"2001:db8::1" is not the last address of a range'],
    ['none', '203.0.113.9,US', '"US" is not the last address of a range'],
    ['country', '203.0.113.0,203.0.113.9', '"" is not a country of two letters'],
    ['country', '203.0.113.0/24,USA', '"USA" is not a country of two letters'],
    ['country', '203.0.113.0/24,4Z', '"4Z" is not a country of two letters'],
    ['asn', '203.0.113.0/24,"64500"', '"\\"64500\\"" is not the number of an AS'],
    ['asn', '203.0.113.0/24,4294967296', '"4294967296" is not the number of an AS'],
    ['asn', 'first,last,asn', '"first" is no address'],
  ] as const)('%s: %s is refused with its place', (value, line, reason) => {
    const good = { none: '', country: ',US', asn: ',AS64500' }[value]
    const text = `# a remark\n198.51.100.0/24${good}\n${line}\n`
    expect(() => rangesOf(text, value)).toThrow(`${join(folder, 'ranges.csv')}:3: ${reason}`)
  })

  test('a file that is not there is refused', () => {
    expect(() => readRanges([join(folder, 'none.txt')], 'none')).toThrow('none.txt cannot be read')
  })
})

const require = createRequire(import.meta.url)

interface PlainRow {
  readonly first: number | bigint
  readonly last: number | bigint
  readonly value: string
}

/** Rows of a shipped file with the numbers as the package itself gives them, read in another way. */
function plainRows(packageName: string, family: 4 | 6): readonly PlainRow[] {
  const home = dirname(require.resolve(`@ip-location-db/${packageName}/package.json`))
  const text = readFileSync(join(home, `${packageName}-ipv${family}-num.csv`), 'utf8')
  const number = family === 4 ? Number : BigInt
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [first = '', last = '', value = ''] = line.split(',', 3)
      return { first: number(first), last: number(last), value }
    })
}

/** Addresses by chance, and the borders of ranges with their neighbours. */
function drawAddresses(rows: readonly PlainRow[], family: 4 | 6): readonly (number | bigint)[] {
  const row = fc.nat(rows.length - 1)
  const shifted = (value: number | bigint, by: number): number | bigint =>
    typeof value === 'number' ? value + by : value + BigInt(by)
  // IPv6 is drawn where its networks are: elsewhere every address would be in a gap.
  const near = fc
    .tuple(row, fc.bigInt({ min: -(1n << 96n), max: 1n << 96n }))
    .map(([at, by]) => BigInt(rows[at]?.first ?? 0) + by)
  const border = fc
    .tuple(row, fc.boolean(), fc.integer({ min: -1, max: 1 }))
    .map(([at, end, by]) => shifted((end ? rows[at]?.last : rows[at]?.first) ?? 0, by))
  const random: fc.Arbitrary<number | bigint> = family === 4 ? fc.nat(0xffff_ffff) : near
  return [...generateCases(random, 1_000), ...generateCases(border, 200)]
}

/**
 * The value of the first row in the file that contains each address: one sweep over the rows, which
 * may overlap but are sorted by their first address, and over the sorted addresses.
 */
function sweepRows(
  rows: readonly PlainRow[],
  addresses: readonly (number | bigint)[],
): ReadonlyMap<number | bigint, string> {
  const sorted = addresses.toSorted((left, right) => (left < right ? -1 : Number(left > right)))
  const values = new Map<number | bigint, string>()
  let start = 0
  for (const { first, last, value } of rows) {
    start = skipWhile(sorted, start, (address) => address < first)
    const end = skipWhile(sorted, start, (address) => address <= last)
    for (const address of sorted.slice(start, end)) {
      if (!values.has(address)) values.set(address, value)
    }
  }
  return values
}

function skipWhile<Item>(list: readonly Item[], from: number, skips: (item: Item) => boolean) {
  let at = from
  for (let item = list[at]; item !== undefined && skips(item); item = list[at]) at += 1
  return at
}

describe.each([
  ['asn-country', 'country'],
  ['asn', 'asn'],
] as const)('the shipped %s', (name, kind) => {
  const home = dirname(require.resolve(`@ip-location-db/${name}/package.json`))
  const ranges = readRanges(
    [join(home, `${name}-ipv4-num.csv`), join(home, `${name}-ipv6.csv`)],
    kind,
  )
  const shown = (value: number | undefined): string | undefined =>
    value === undefined || kind === 'asn' ? value?.toString() : countryLetters(value)

  test.each([4, 6] as const)(
    'is equal to a plain sweep of the rows on random addresses and borders: IPv%s',
    (family) => {
      const rows = plainRows(name, family)
      const words = family === 4 ? 1 : 4
      const found = (address: number | bigint) => ranges.valueOf(wordsOf(BigInt(address), words))
      const asked = drawAddresses(rows, family)
      expect(rows.findIndex(({ first }, at) => first < (rows[at - 1]?.first ?? 0))).toBe(-1)
      const expected = sweepRows(rows, asked)
      const wrong = asked.filter((value) => shown(found(value)) !== expected.get(value))
      expect(wrong).toEqual([])
      const hits = asked.filter((value) => found(value) !== undefined)
      expect(hits.length).toBeGreaterThan(200)
      expect(hits.length).toBeLessThan(asked.length)
    },
  )
})

test('addresses compare as their numbers do', () => {
  checkProperty(
    fc.property(six, six, (left, right) => {
      const [first, second] = [left, right].map((ip) => wordsOf(numberOf(ip), 4))
      const compared = Math.sign(compareAddresses(first ?? [], second ?? []))
      const difference = numberOf(left) - numberOf(right)
      expect(compared).toBe(difference === 0n ? 0 : difference < 0n ? -1 : 1)
    }),
    { runs: 100, examples: [['0:0:0:0:0:0:0:0', '0:0:0:0:0:ffff:0:0']] },
  )
})
