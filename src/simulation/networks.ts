import { countryOf } from './places.ts'
import { at, below, mix, pick, type Stream } from './random.ts'

/** A way somebody is on the net: what is seen of it, and how often they come by it. */
export interface Connection {
  readonly weight: number
  /** As an address look-up names it: `residential`, `vpn` …; a proxy may be taken for a home. */
  readonly network: string
  readonly country: string
  readonly ips: readonly string[]
  /** The client software, where an endpoint would show it. */
  readonly product?: string
}

/**
 * Homes: two in five IPv6 of the documentation prefix 2001:db8::/32 (RFC 3849), the rest IPv4 of
 * 240.0.0.0/4, reserved and routed nowhere (RFC 1112): the documentation ranges of IPv4 have 768
 * addresses, and homes must differ. Proxies in homes are drawn here too.
 */
export function homeAddress(...keys: readonly (number | string)[]): string {
  const [first, second] = [mix('home', ...keys), mix('home2', ...keys)]
  if (first % 5 < 2) return `2001:db8:${hex(second >>> 16)}:${hex(second)}::${hex(first >>> 8)}`
  const quad = [240 + (first % 15), (first >>> 8) & 255, (first >>> 16) & 255, second & 255]
  return quad.join('.')
}

/** Mobile carriers put many customers behind one address: 4096 addresses of 100.64.0.0/10 (RFC 6598). */
export const mobileAddress = (draw: Stream): string =>
  `100.64.${below(draw, 16)}.${below(draw, 256)}`

/** Exits of commercial VPN services: few, and shared by everybody who uses one. 203.0.113.0/24 (RFC 5737). */
export const exitCount = 160
const exitCountries = ['US', 'US', 'US', 'US', 'US', 'GB', 'CA', 'DE', 'NL', 'SG', 'JP', 'CH']
const products = ['Mullvad', 'NordVPN', 'ExpressVPN', 'Proton VPN', 'Astrill', 'Surfshark']

export function vpnConnection(draw: Stream, country: string, weight: number): Connection {
  const first = below(draw, exitCount)
  const near = Array.from({ length: 40 }, (_, step) => (first + step * 7) % exitCount)
  const wanted = near.filter((exit) => exitCountries[exit % 12] === country).slice(0, 3)
  const exits = wanted.length > 0 ? wanted : [first]
  const exit = at(exits, 0)
  return {
    weight,
    network: 'vpn',
    country: at(exitCountries, exit % 12),
    ips: exits.map((place) => `203.0.113.${1 + place}`),
    product: at(products, exit % products.length),
  }
}

/** Rented servers, a few of them shared. */
export const hostingAddress = (draw: Stream): string => `203.0.113.${200 + below(draw, 54)}`

/** A campus or library: one address for all of it. 192.0.2.0/24 (RFC 5737). */
export const campusAddress = (campus: number): string => `192.0.2.${1 + (campus % 254)}`

/** Offices and co-working places: 198.51.100.0/24 (RFC 5737) and 198.18.0.0/15 (RFC 2544). */
export const officeAddress = (office: number): string =>
  office < 254
    ? `198.51.100.${1 + office}`
    : `198.${18 + ((office >>> 16) & 1)}.${(office >>> 8) & 255}.${office & 255}`

const accessKinds = ['residential', 'mobile', 'business', 'hosting', 'vpn']

/** A system number kept for documentation (RFC 5398), the same for one kind of network in one country. */
export const systemNumber = (network: string, country: string): number =>
  65536 + (((accessKinds.indexOf(network) + 1) * 5 + countryOf(country).offset / 30 + 48) % 16)

/** One of the addresses of one of the connections. */
export const addressOf = (draw: Stream, connection: Connection): string =>
  pick(draw, connection.ips)

const hex = (number: number): string => (number & 0xffff).toString(16)
