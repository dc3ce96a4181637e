import { pick, pickWeighted, type Stream } from './random.ts'

/** Where people say they live and employers are. `weight` is the share of people, `employers` that of employers outside the US. */
export interface Country {
  readonly code: string
  readonly weight: number
  readonly employers: number
  readonly dial: string
  /** Standard time, minutes from UTC; summer time is left out, as many systems do. */
  readonly offset: number
  /** `city/zone`, the zone without its `Area/` where the country has one area only. */
  readonly cities: readonly (readonly [city: string, timezone: string])[]
}

export interface Home {
  readonly country: string
  readonly city: string
  readonly timezone: string
  readonly offset: number
}

const oneZone = (timezone: string, ...cities: readonly string[]) =>
  cities.map((city) => [city, timezone] as const)

/**
 * The published report has 27 % of employers outside the US and 150–250 interviews each for Britain,
 * Canada and Germany, and names India and Australia; how the rest is spread is our choice.
 */
export const countries: readonly Country[] = [
  {
    code: 'US',
    weight: 66,
    employers: 0,
    dial: '1',
    offset: -300,
    cities: [
      ...oneZone('America/New_York', 'Columbus', 'Charlotte', 'Pittsburgh', 'Atlanta', 'Boston'),
      ...oneZone('America/Chicago', 'Austin', 'Chicago', 'Omaha', 'Nashville', 'Dallas'),
      ...oneZone('America/Denver', 'Denver', 'Boise', 'Salt Lake City'),
      ...oneZone('America/Los_Angeles', 'Portland', 'Sacramento', 'San Diego', 'Seattle'),
    ],
  },
  {
    code: 'GB',
    weight: 5.5,
    employers: 33,
    dial: '44',
    offset: 0,
    cities: oneZone('Europe/London', 'Leeds', 'London', 'Bristol', 'Glasgow', 'Cardiff'),
  },
  {
    code: 'CA',
    weight: 5.5,
    employers: 33,
    dial: '1',
    offset: -300,
    cities: [
      ...oneZone('America/Toronto', 'Toronto', 'Ottawa'),
      ...oneZone('America/Vancouver', 'Vancouver'),
      ...oneZone('America/Edmonton', 'Calgary'),
    ],
  },
  {
    code: 'DE',
    weight: 4,
    employers: 31,
    dial: '49',
    offset: 60,
    cities: oneZone('Europe/Berlin', 'Berlin', 'Hamburg', 'Leipzig', 'Köln', 'München'),
  },
  {
    code: 'IN',
    weight: 4.5,
    employers: 25,
    dial: '91',
    offset: 330,
    cities: oneZone('Asia/Kolkata', 'Bengaluru', 'Pune', 'Hyderabad', 'Chennai'),
  },
  {
    code: 'AU',
    weight: 2,
    employers: 22,
    dial: '61',
    offset: 600,
    cities: oneZone('Australia/Sydney', 'Sydney', 'Newcastle', 'Wollongong'),
  },
  ...small([
    ['FR', 1.2, 13, '33', 60, 'Europe/Paris', 'Paris', 'Lyon', 'Nantes'],
    ['NL', 1.1, 12, '31', 60, 'Europe/Amsterdam', 'Utrecht', 'Rotterdam'],
    ['SG', 0.6, 11, '65', 480, 'Asia/Singapore', 'Singapore'],
    ['IE', 0.7, 10, '353', 0, 'Europe/Dublin', 'Dublin', 'Cork'],
    ['BR', 1.3, 10, '55', -180, 'America/Sao_Paulo', 'São Paulo', 'Curitiba'],
    ['PL', 1.1, 9, '48', 60, 'Europe/Warsaw', 'Kraków', 'Gdańsk'],
    ['ES', 0.9, 9, '34', 60, 'Europe/Madrid', 'Madrid', 'Valencia'],
    ['CH', 0.5, 9, '41', 60, 'Europe/Zurich', 'Zürich', 'Bern'],
    ['JP', 0.6, 8, '81', 540, 'Asia/Tokyo', 'Osaka', 'Tokyo'],
    ['IL', 0.4, 8, '972', 120, 'Asia/Jerusalem', 'Haifa', 'Tel Aviv'],
    ['SE', 0.5, 7, '46', 60, 'Europe/Stockholm', 'Stockholm', 'Malmö'],
    ['MX', 0.7, 7, '52', -360, 'America/Mexico_City', 'Puebla', 'Monterrey'],
    ['IT', 0.6, 6, '39', 60, 'Europe/Rome', 'Torino', 'Bologna'],
    ['AE', 0.3, 6, '971', 240, 'Asia/Dubai', 'Dubai'],
    ['NZ', 0.3, 6, '64', 720, 'Pacific/Auckland', 'Wellington', 'Auckland'],
    ['ZA', 0.5, 5, '27', 120, 'Africa/Johannesburg', 'Durban', 'Cape Town'],
    ['AT', 0.3, 4, '43', 60, 'Europe/Vienna', 'Graz', 'Wien'],
    ['PT', 0.4, 4, '351', 0, 'Europe/Lisbon', 'Porto', 'Lisboa'],
    ['DK', 0.3, 4, '45', 60, 'Europe/Copenhagen', 'Aarhus'],
    ['NG', 0.5, 3, '234', 60, 'Africa/Lagos', 'Lagos', 'Abuja'],
    ['AR', 0.5, 3, '54', -180, 'America/Argentina/Buenos_Aires', 'Rosario'],
  ]),
]

type SmallCountry = readonly [string, number, number, string, number, string, ...string[]]

function small(rows: readonly SmallCountry[]): readonly Country[] {
  return rows.map(([code, weight, employers, dial, offset, timezone, ...cities]) => ({
    code,
    weight,
    employers,
    dial,
    offset,
    cities: oneZone(timezone, ...cities),
  }))
}

const byCode = new Map(countries.map((country) => [country.code, country]))

/** The country of a code that stands in the table; elsewhere stands the first. */
export function countryOf(code: string): Country {
  return byCode.get(code) ?? (countries[0] as Country)
}

/** A home: the same draw for everybody, whatever they are. */
export function drawHome(draw: Stream): Home {
  return drawHomeIn(draw, pickWeighted(draw, countries).code)
}

/** A home in one country. */
export function drawHomeIn(draw: Stream, code: string): Home {
  const { cities, offset } = countryOf(code)
  const [city, timezone] = pick(draw, cities)
  return { country: code, city, timezone, offset }
}

/** A home in another country. */
export function drawForeignHome(draw: Stream, from: string): Home {
  const home = drawHome(draw)
  return home.country === from ? drawForeignHome(draw, from) : home
}

const streets = [
  'Alder',
  'Birch',
  'Cedar',
  'Dogwood',
  'Elm',
  'Foundry',
  'Granite',
  'Harbor',
  'Juniper',
  'Kiln',
  'Larch',
  'Meadow',
  'Mill',
  'Orchard',
  'Prairie',
  'Quarry',
  'Ridge',
  'Sycamore',
  'Tannery',
  'Willow',
]
const ways = ['Street', 'Avenue', 'Lane', 'Road', 'Way', 'Court']

/** A made-up street address in the city, unique by its number for all practical purposes. */
export function drawStreet(draw: Stream, home: Home): string {
  const number = 100 + Math.floor((draw() / 4294967296) * 9800)
  const flat = draw() % 3 === 0 ? `, Apt ${1 + (draw() % 40)}` : ''
  return `${number} ${pick(draw, streets)} ${pick(draw, ways)}${flat}, ${home.city}`
}
