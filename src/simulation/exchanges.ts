import { openStream, type Stream } from './random.ts'
import { declareIntake, declareSource, type Intake, type Source } from './sources.ts'

/** Sources that see many employers: platforms, agencies, verification services, partners, feeds. */
export interface Exchanges {
  readonly platforms: readonly Intake[]
  readonly agencies: readonly Intake[]
  readonly verifiers: readonly Source[]
  readonly partners: readonly Source[]
  readonly feeds: readonly Source[]
  /** What was taken from the actors' own trackers, with its legal basis. */
  readonly actorSide: Source
  /** Never declared: accepted at the lowest grade. */
  readonly tipLine: Source
}

const platformNames = [
  'remotely',
  'gigbridge',
  'hirewell',
  'talentloom',
  'crewfinder',
  'taskharbor',
]
export const agencyNames = [
  'Alderway Staffing',
  'Bluegate Talent',
  'Corvid Recruiting',
  'Dunmore Search',
  'Eastpoint Placement',
  'Fernhill Resourcing',
  'Gantry People',
  'Highmoor Contracting',
]
const verifierNames = ['checkmark', 'provenance', 'trueface', 'idhouse', 'clearback', 'veridoc']
const partnerNames = ['isac-retail', 'isac-finance', 'isac-health', 'trust-circle', 'idp-intel']
const feedNames = ['open-fraud-list', 'advisory-digest']

export const agencyDomain = (agency: number): string =>
  `${(agencyNames[agency] ?? 'agency').toLowerCase().replaceAll(' ', '-')}.example`

export function drawExchanges(seed: number): Exchanges {
  const draw = openStream(seed, 'exchanges')
  const own = (type: string, names: readonly string[], grade?: string): readonly Source[] =>
    names.map((name) => declareSource(draw, describe(type, name, grade)))
  const actorSide = own('actor_side', ['seized-tracker'], 'B')[0] as Source
  return {
    platforms: platformNames.map((name) => intake(draw, describe('ats', name))),
    agencies: agencyNames.map((name, place) =>
      intake(draw, {
        ...describe('ats', agencyDomain(place).split('.')[0] ?? name),
        title: `${name} candidates`,
      }),
    ),
    verifiers: own('verification', verifierNames),
    partners: own('partner', partnerNames),
    feeds: own('public_feed', feedNames, 'C'),
    actorSide: {
      ...actorSide,
      declaration: {
        source: actorSide.name,
        ...actorSide.declaration,
        tlp: 'TLP:RED',
        acquisition: { basis: 'court order', by: 'idp-intel.example', at: '2024-09-02T00:00:00Z' },
      },
    },
    tipLine: { name: 'tip-line', offset: 0 },
  }
}

const describe = (type: string, name: string, grade?: string) => ({
  name: `${type.replace('_', '-')}-${name}`,
  title: name,
  type,
  organization: `${name}.example`,
  offset: -300,
  ...(grade !== undefined && { grade }),
})

/** Platforms and agencies see the whole person: what one leaves out would be missing for thousands. */
const intake = (
  draw: Stream,
  described: ReturnType<typeof describe> & { title: string },
): Intake => {
  const drawn = declareIntake(draw, described)
  return {
    ...drawn,
    kept: { ...drawn.kept, phones: true, claims: true, cvs: true, ips: true, notes: true },
  }
}
