import { countryOf } from '../../taxonomy/index.ts'
import {
  type Counted,
  type Exhibit,
  NOTHING,
  type ThreeUnits,
  threeUnits,
  unitOf,
} from '../exhibit.ts'
import type { Cell } from '../report.ts'
import { counted as countedWords, listed, percent, portion, shareOf } from '../wording.ts'

interface Place extends ThreeUnits {
  readonly country: string | null
}

/** How many other countries the title names. */
const NAMED = 3

/** Every country with an interview, in three units: the same share is another one in each. */
export const countries: Exhibit = async (counted) => {
  const places = await counted.sql.rows<Place>(
    `select country, ${threeUnits} from counted_interview group by country
     order by country is null, organizations desc, interviews desc, country`,
  )
  return {
    id: 'countries',
    title: titleOf(counted, places),
    unit: unitOf(counted, 'organizations, interviews and roles by country of the organization', [
      'interview',
      'organization',
      'attributes',
      'role',
      'share',
    ]),
    columns: [
      'country',
      'name',
      'region',
      'organizations',
      'share',
      'interviews',
      'interviews_share',
      'roles',
      'roles_share',
    ],
    rows: rowsOf(places),
    note: noteOf(counted, places),
  }
}

function rowsOf(places: readonly Place[]): readonly (readonly Cell[])[] {
  const known = places.filter(({ country }) => country !== null)
  return places.map((place) => {
    const share = (unit: keyof ThreeUnits) =>
      place.country === null ? null : shareOf(place[unit], sum(known, unit))
    const country = place.country === null ? undefined : countryOf(place.country)
    return [
      place.country ?? 'unknown',
      country?.name ?? 'Unknown',
      country?.region ?? 'Unknown',
      place.organizations,
      share('organizations'),
      place.interviews,
      share('interviews'),
      place.roles,
      share('roles'),
    ]
  })
}

const sum = (places: readonly Place[], unit: keyof ThreeUnits): number =>
  places.reduce((before, place) => before + place[unit], 0)

function titleOf({ totals }: Counted, places: readonly Place[]): string {
  const { share } = totals.organizations_outside_us
  if (totals.initial_interviews === 0) return NOTHING
  if (share === null) return 'The country of no organization is known'
  const elsewhere = places
    .flatMap(({ country }) => (country === null || country === 'US' ? [] : [country]))
    .slice(0, NAMED)
    .map((code) => countryOf(code)?.name ?? code)
  const first = elsewhere.length === 0 ? '' : `, first of all in ${listed(elsewhere)}`
  return `${portion(share, 'organizations')} ${share === 0 ? 'is' : 'are'} outside the United States${first}`
}

function noteOf(counted: Counted, places: readonly Place[]): string {
  const known = places.filter(({ country }) => country !== null)
  const outside = known.filter(({ country }) => country !== 'US')
  const units = (['organizations', 'interviews', 'roles'] as const).flatMap((unit) => {
    const share = shareOf(sum(outside, unit), sum(known, unit))
    return share === null ? [] : [`${percent(share)} of ${unit}`]
  })
  const shares = units.length === 0 ? '' : `Outside the United States: ${units.join(', ')}. `
  const unknown = counted.totals.organizations - counted.totals.organizations_outside_us.of
  const unknownText =
    unknown === 0 ? '' : `The country of ${countedWords(unknown, 'organization')} is not known. `
  return `${shares}${unknownText}The country is the organization’s, not where the job is or where the applicant says to be.`
}
