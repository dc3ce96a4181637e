import type { Exposure } from '../evidence/index.ts'
import { aiBoom, published } from './published.ts'
import { at } from './random.ts'
import type { World } from './world.ts'

/** Disjoint sectors, and remote postings a quarter in the US in early 2021 of what the world sees. All chosen. */
const sectors = [
  ['5132', 5200],
  ['5415', 6100],
  ['518', 1300],
  ['62', 2400],
  ['52', 3100],
  ['92', 900],
  ['5411', 500],
  ['5412', 800],
  ['5416', 1500],
  ['31', 700],
  ['33', 900],
  ['44', 1100],
  ['61', 1000],
] as const
const softwareSectors = new Set<string>(['5132', '5415', '518'])
const places = [
  ['US', 1],
  ['GB', 0.12],
  ['CA', 0.11],
  ['DE', 0.1],
  ['IN', 0.14],
  ['AU', 0.06],
] as const

/** Remote hiring against early 2021, by year: the boom of 2022 and the fall after it. */
const hiring = [1, 1.45, 1.1, 1.12, 1.18]
/** Share of a software employer's postings that ask for AI, before the boom. */
const aiPostings = 0.06
const applicationsPerPosting = [38, 44, 71, 96, 118]

/** What counts are to be held against: postings and applications grow with the boom in AI hiring, and so do the sources that report. */
export function* drawExposures(world: World): Generator<Exposure> {
  for (let quarter = 0; quarter < 18; quarter++) {
    const period = `${2021 + Math.floor(quarter / 4)}-Q${1 + (quarter % 4)}`
    yield {
      period,
      unit: 'reporting_sources',
      value: Math.round(world.employers.length * (0.62 + 0.022 * quarter)),
      provenance: 'simulated: recruiting systems that report',
    }
    for (const [sector, base] of sectors)
      for (const [country, share] of places)
        yield* exposeSector({ period, quarter, sector, country, base: base * share })
  }
}

interface Exposed {
  readonly period: string
  readonly quarter: number
  readonly sector: string
  readonly country: string
  readonly base: number
}

function* exposeSector({ period, quarter, sector, country, base }: Exposed): Generator<Exposure> {
  const year = Math.floor(quarter / 4)
  const boom = softwareSectors.has(sector)
    ? aiPostings * (at(aiBoom, Math.floor(quarter / 2)) - 1)
    : 0
  const postings = Math.round(base * (at(hiring, year) + boom))
  const provenance = `simulated, about the period of the report on ${published.identities} identities`
  yield { period, sector, country, unit: 'remote_postings', value: postings, provenance }
  const value = postings * at(applicationsPerPosting, year)
  yield { period, sector, country, unit: 'applications', value, provenance }
}
