import { normalIp } from '../normal-forms.ts'
import type { Observation } from '../observation.ts'
import { type Address, addressOf } from './address.ts'
import { type DataSet, dataSetText, type GivenKind } from './data-sets.ts'
import { agreed, type DerivedFact } from './derived-fact.ts'
import { hostingNetworks } from './hosting-networks.ts'
import { countryLetters } from './range-file.ts'
import type { Ranges } from './ranges.ts'
import { isPublic } from './reserved.ts'
import type { SelectedObservation } from './selected-observation.ts'

/** A data set of ranges, which is read when it is first asked. */
export interface RangeSet {
  readonly set: DataSet
  readonly ranges: () => Ranges
}

interface Asked {
  readonly given: NonNullable<Observation['facts']>
  readonly wants: (name: string) => boolean
}

const names = ['ip.privacy_relay', 'ip.country', 'ip.asn', 'ip.network'] as const

/**
 * What lists say of a network, the more telling one first: an exit of Tor or of a VPN stands in the network of
 * some provider, and is then no mere hosting.
 */
const networkKinds = ['tor', 'vpn', 'proxy', 'hosting'] as const satisfies readonly GivenKind[]

/** The facts of the addresses of an observation; nothing is read where none of them is missing. */
export function openIpFacts(rangeSets: readonly RangeSet[], sets: readonly DataSet[]) {
  const found = openLayers(rangeSets, sets)
  return ({ facts: given, subject, valuesOf }: SelectedObservation): readonly DerivedFact[] => {
    const ips = valuesOf('ip')
    // Beside one that cannot be used nobody can say which of them the event came from.
    if (ips.length === 0) return []
    const { ips: written = [] } = subject
    if (written.length > ips.length && new Set(written.map(normalIp)).size > ips.length) return []
    const wants = (name: string): boolean => !Object.hasOwn(given, name)
    // Whoever says that it is a privacy relay has said that the address tells no place and no network.
    if (given['ip.privacy_relay'] === true || !names.some(wants)) return []
    const addresses = ips.map(publicAddress)
    return agreed(
      addresses.map((address) => (address ? factsOfAddress(address, { given, wants }, found) : [])),
    )
  }
}

/** The address, if somebody on the internet can have it; a token and a reserved one say nothing. */
function publicAddress(ip: string): Address | undefined {
  const address = addressOf(ip)
  return address && isPublic(address) ? address : undefined
}

type Layers = ReturnType<typeof openLayers>

function factsOfAddress(
  address: Address,
  { given, wants }: Asked,
  layers: Layers,
): readonly DerivedFact[] {
  // A source that says it is none wins over a list.
  const relay = wants('ip.privacy_relay') ? layers.find('privacy_relay', address) : undefined
  if (relay) return [{ name: 'ip.privacy_relay', value: true, dataSet: relay.dataSet }]
  // The employer's own exit: whoever comes through it may sit anywhere.
  const own = layers.find('business', address)
  if (own) {
    const network = { name: 'ip.network', value: 'business', dataSet: own.dataSet }
    return wants('ip.network') ? [network] : []
  }
  const facts: DerivedFact[] = []
  const country = wants('ip.country') ? layers.find('country', address) : undefined
  if (country) facts.push({ ...country, name: 'ip.country', value: countryLetters(country.value) })
  const asn = wants('ip.asn') ? layers.find('asn', address) : undefined
  if (asn) facts.push({ ...asn, name: 'ip.asn' })
  if (!wants('ip.network')) return facts
  const network = networkOn(address, asn ?? givenAsn(given['ip.asn']), layers)
  return network === undefined ? facts : [...facts, network]
}

interface Found {
  readonly value: number
  readonly dataSet: string
}

const givenAsn = (value: unknown): Found | undefined =>
  typeof value === 'number' ? { value, dataSet: '' } : undefined

/** What the network is, where a list or its provider says so. No list makes it `residential`. */
function networkOn(
  address: Address,
  asn: Found | undefined,
  layers: Layers,
): DerivedFact | undefined {
  for (const kind of networkKinds) {
    const listed = layers.find(kind, address)
    if (listed) return { name: 'ip.network', value: kind, dataSet: listed.dataSet }
  }
  if (asn === undefined || !hostingNetworks.has(asn.value)) return undefined
  const by = asn.dataSet === '' ? '' : ` on ${asn.dataSet}`
  return { name: 'ip.network', value: 'hosting', dataSet: `${layers.hosting}${by}` }
}

function openLayers(rangeSets: readonly RangeSet[], sets: readonly DataSet[]) {
  const named = rangeSets.map(({ set, ranges }) => ({ set, ranges, dataSet: dataSetText(set) }))
  const byKind = Map.groupBy(named, ({ set }) => set.kind)
  const own = sets.find(({ kind }) => kind === 'hosting_networks')
  return {
    /** The first data set of a kind that knows the address. */
    find: (kind: GivenKind, address: Address): Found | undefined => {
      for (const { ranges, dataSet } of byKind.get(kind) ?? []) {
        const value = ranges().valueOf(address)
        if (value !== undefined) return { value, dataSet }
      }
      return undefined
    },
    hosting: own === undefined ? '' : dataSetText(own),
  }
}
