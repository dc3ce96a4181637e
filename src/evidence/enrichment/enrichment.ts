import type { Observation } from '../observation.ts'
import { readSelectors, type Selector } from '../selectors.ts'
import { type DataSet, dataSetsIn, dataSetText, type GivenKind } from './data-sets.ts'
import type { DerivedFact } from './derived-fact.ts'
import { hostingNetworks } from './hosting-networks.ts'
import { openIpFacts } from './ip-facts.ts'
import { openLinkFacts } from './link-facts.ts'
import { openMailFacts, readDomains } from './mail-facts.ts'
import { openPhoneFacts } from './phone-facts.ts'
import type { RangeValue } from './range-file.ts'
import { readRanges } from './ranges.ts'
import { type SelectedObservation, selectedObservation } from './selected-observation.ts'

/** What data sets on this machine say; nothing is ever fetched. */
export interface Enrichment {
  /** The operator's folder of data sets, to open the same enrichment elsewhere (in a worker). */
  readonly folder: string | undefined
  /**
   * Facts that the observation does not give, each with its data set: `ip.country`, `ip.asn`, `ip.network`,
   * `ip.privacy_relay`, `phone.country`, `phone.valid`, `email.disposable`, `links.domains`. A pure function of the
   * observation and the data sets. A data set is read when it is first needed. `selectors`: those of the observation,
   * where the caller has read them already.
   */
  readonly factsOf: (
    observation: Observation,
    selectors?: readonly Selector[],
  ) => readonly DerivedFact[]
  /** The data sets in use: the operator's first. `invalid` where their list cannot be read. */
  readonly dataSets: () => readonly DataSet[]
  /** Ranges, domains or networks in a data set; null where it is rules of a library. Reads it. */
  readonly entriesOf: (set: DataSet) => number | null
  /** Reads the operator's data sets whole. `invalid` for a line that cannot be read, with its place. */
  readonly check: () => void
}

/** Opens an enrichment with the operator's data sets in `folder`, if there are any. Reads nothing yet. */
export function openEnrichment(folder?: string): Enrichment {
  const opened = once(() => openDataSets(dataSetsIn(folder)))
  return {
    folder,
    factsOf: (observation, selectors = readSelectors(observation).selectors) =>
      opened().factsOf(selectedObservation(observation, selectors)),
    dataSets: () => opened().sets,
    entriesOf: (set) => opened().entriesOf(set),
    check: () => {
      const { sets, entriesOf } = opened()
      for (const set of sets) if (!set.shipped) entriesOf(set)
    },
  }
}

const rangeValues = {
  country: 'country',
  asn: 'asn',
  vpn: 'none',
  hosting: 'none',
  tor: 'none',
  proxy: 'none',
  privacy_relay: 'none',
  business: 'none',
} as const satisfies Readonly<Record<Exclude<GivenKind, 'disposable'>, RangeValue>>

const valueOfKind: Readonly<Record<string, RangeValue>> = rangeValues

function openDataSets(sets: readonly DataSet[]) {
  const rangeSets = sets.flatMap((set) => {
    const value = valueOfKind[set.kind]
    return value === undefined ? [] : [{ set, ranges: once(() => readRanges(set.files, value)) }]
  })
  const domainSets = sets
    .filter(({ kind }) => kind === 'disposable')
    .map((set) => ({ set, domains: once(() => readDomains(set)) }))
  const nameOf = (asked: DataSet['kind']): string => {
    const set = sets.find(({ kind }) => kind === asked)
    return set === undefined ? '' : dataSetText(set)
  }
  const readers = [
    openIpFacts(rangeSets, sets),
    openPhoneFacts(nameOf('phone')),
    openMailFacts(domainSets),
    openLinkFacts(nameOf('suffixes')),
  ]
  return {
    sets,
    factsOf: (observation: SelectedObservation) => readers.flatMap((read) => read(observation)),
    entriesOf: (asked: DataSet): number | null => {
      if (asked.kind === 'hosting_networks') return hostingNetworks.size
      const ranges = rangeSets.find(({ set }) => set === asked)
      if (ranges !== undefined) return ranges.ranges().entries
      return domainSets.find(({ set }) => set === asked)?.domains().size ?? null
    },
  }
}

/** The same function, which does its work when it is first asked; a failure is not kept. */
function once<Result extends object>(make: () => Result): () => Result {
  let made: Result | undefined
  return () => {
    made ??= make()
    return made
  }
}
