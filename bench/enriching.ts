import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { openEnrichment } from '../src/evidence/index.ts'
import { machine, measure, median } from './measuring.ts'

/**
 * Enriches a million sign-ins of one random address each, half of them IPv6, with the data sets that come with
 * the program: the load is in the time. Then holds a thousand of the answers against a plain scan of the data
 * sets. `node bench/enriching.ts [--addresses N] [--runs N]`
 */
const { values } = parseArgs({
  options: {
    addresses: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '5' },
    /** One run, in a process of its own. */
    once: { type: 'boolean', default: false },
  },
})
const count = Number(values.addresses)
const scanned = 1_000

/** Numbers by chance with a seed (xorshift32, Marsaglia 2003): every run has the same addresses. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
}

/** IPv4 anywhere; IPv6 in 2000::/11, where networks are dense enough that many an address is in one. */
function randomAddresses(): readonly string[] {
  const next = chance(20_261_122)
  const dotted = (word: number): string => [24, 16, 8, 0].map((by) => (word >>> by) & 255).join('.')
  const colons = (): string => {
    const [first, second] = [0x2400 + (next() % 0x0b00), next() & 0x0fff]
    const rest = Array.from({ length: 6 }, () => (next() & 0xffff).toString(16))
    return [first.toString(16), second.toString(16), ...rest].join(':')
  }
  return Array.from({ length: count }, (_, at) => (at % 2 === 0 ? dotted(next()) : colons()))
}

const factsOfAddress = ({ factsOf }: ReturnType<typeof openEnrichment>, ip: string) =>
  factsOf({
    source: 'bench',
    id: ip,
    kind: 'sign_in',
    at: '2024-03-18T09:41:07Z',
    subject: { ref: 'somebody', ips: [ip] },
  })

/** The first address loads the data sets; the rest is looking up. */
function enrichOnce(): void {
  const addresses = randomAddresses()
  const startedAt = performance.now()
  const enrichment = openEnrichment()
  factsOfAddress(enrichment, '8.8.8.8')
  const loadedAt = performance.now()
  let facts = 0
  for (const ip of addresses) facts += factsOfAddress(enrichment, ip).length
  const endedAt = performance.now()
  const { arrayBuffers } = process.memoryUsage()
  const load = (loadedAt - startedAt) / 1000
  console.log(
    JSON.stringify({
      seconds: (endedAt - startedAt) / 1000,
      load,
      facts,
      heldMiB: arrayBuffers / 1024 ** 2,
    }),
  )
}

interface PlainRow {
  readonly first: bigint
  readonly last: bigint
  readonly value: string
}

const require = createRequire(import.meta.url)

/** The rows of a data set as numbers of the package's own numeric files, in their order. */
function plainRows(name: string, family: 4 | 6): readonly PlainRow[] {
  const home = dirname(require.resolve(`@ip-location-db/${name}/package.json`))
  const text = readFileSync(join(home, `${name}-ipv${family}-num.csv`), 'utf8').trimEnd()
  return text.split('\n').map((line) => {
    const [first = '', last = '', value = ''] = line.split(',', 3)
    return { first: BigInt(first), last: BigInt(last), value }
  })
}

function numberOf(ip: string): bigint {
  const [parts, base, prefix] = ip.includes(':')
    ? [ip.split(':'), 0x1_0000n, '0x']
    : [ip.split('.'), 256n, '']
  return parts.reduce((sum, part) => sum * base + BigInt(`${prefix}${part}`), 0n)
}

/** Answers on a thousand addresses, evenly drawn from all: how many are those of a plain scan. */
function equalToScan() {
  const enrichment = openEnrichment()
  // An odd step, or all of them would be of one family.
  const step = Math.floor(count / scanned) | 1
  const drawn = randomAddresses()
    .filter((_, at) => at % step === 0)
    .map((ip) => ({ ip, facts: factsOfAddress(enrichment, ip) }))
  const answers = (['asn-country', 'asn'] as const).flatMap((name) => {
    const scan = openScan(name)
    const fact = name === 'asn' ? 'ip.asn' : 'ip.country'
    return drawn.map(({ ip, facts }) => ({
      expected: scan(ip),
      found: facts.find((each) => each.name === fact)?.value.toString(),
    }))
  })
  return {
    equal: answers.filter(({ expected, found }) => expected === found).length,
    known: answers.filter(({ expected }) => expected !== undefined).length,
    asked: answers.length,
  }
}

/** The value of the first row that holds an address, looked for in all of them. */
function openScan(name: string): (ip: string) => string | undefined {
  const tables = { 4: plainRows(name, 4), 6: plainRows(name, 6) }
  return (ip) => {
    const value = numberOf(ip)
    return tables[ip.includes(':') ? 6 : 4].find(
      ({ first, last }) => first <= value && value <= last,
    )?.value
  }
}

interface Once {
  readonly seconds: number
  readonly load: number
  readonly facts: number
  readonly heldMiB: number
}

async function bench(): Promise<void> {
  const self = new URL(import.meta.url).pathname
  const runs: (Once & { readonly peakMiB: number })[] = []
  for (let run = 0; run < Number(values.runs); run++) {
    const words = [self, '--once', '--addresses', String(count)]
    const { output, peakMiB } = await measure(process.execPath, words)
    runs.push({ ...(JSON.parse(output) as Once), peakMiB })
  }
  const of = (name: keyof (typeof runs)[number]): number => median(runs.map((run) => run[name]))
  const { equal, known, asked } = equalToScan()
  console.log(machine())
  console.log(`${count} addresses, ${of('facts')} facts, ${runs.length} runs`)
  console.log(
    `enriching  ${of('seconds').toFixed(2)} s  (${runs.map(({ seconds }) => seconds.toFixed(2)).join(', ')})`,
  )
  console.log(
    `           of it loading ${of('load').toFixed(2)} s; data sets hold ${Math.round(of('heldMiB'))} MiB`,
  )
  console.log(`           peak ${Math.round(of('peakMiB'))} MiB, the addresses among it`)
  console.log(
    `equal to a plain scan: ${equal} of ${asked} answers (${known} known to the data sets)`,
  )
}

if (values.once) enrichOnce()
else await bench()
