import { type Address, addressOf, compareAddresses, networkOf } from './address.ts'

/**
 * Networks of which nobody can say where they are: special-purpose addresses of the IANA registries
 * (RFC 6890 and what it lists since; read in 2026), and whatever IPv6 is not global unicast. A transition
 * mechanism (6to4, Teredo) stands for an address of somebody else's.
 */
const reserved: readonly string[] = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'],
  ...['172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.31.196.0/24', '192.52.193.0/24'],
  ...['192.88.99.0/24', '192.168.0.0/16', '192.175.48.0/24', '198.18.0.0/15'],
  ...['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/3'],
  ...['::/3', '2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'],
  ...['4000::/2', '8000::/1'],
]

interface Network {
  readonly first: Address
  readonly last: Address
}

const networks = reserved.map(readNetwork)

/** Those that an address may be in, by its first eight bits: most have none. */
const byFirstBits = (words: number): readonly (readonly Network[])[] =>
  Array.from({ length: 256 }, (_, bits) =>
    networks.filter(({ first, last }) => {
      const [from, to] = [first, last].map(([word = 0]) => word >>> 24)
      return first.length === words && (from ?? 0) <= bits && bits <= (to ?? 0)
    }),
  )

const four = byFirstBits(1)
const six = byFirstBits(4)

function readNetwork(text: string): Network {
  const [written = '', prefix = ''] = text.split('/')
  const address = addressOf(written)
  const network = address && networkOf(address, Number(prefix))
  if (network === undefined) throw new Error(`${text} is no network`)
  const [first, last] = network
  return { first, last }
}

/** True for an address that somebody on the internet can have. */
export function isPublic(address: Address): boolean {
  const near = (address.length === 1 ? four : six)[(address[0] ?? 0) >>> 24] ?? []
  return !near.some(
    ({ first, last }) =>
      compareAddresses(first, address) <= 0 && compareAddresses(address, last) <= 0,
  )
}
