import { states } from './address-states.ts'

/** The town of an address, as far as it names one. */
export interface Locality {
  readonly postcode?: string
  readonly city?: string
  readonly state?: string
  /** Numbers that are no postcode: they may tell one house from another, and stay with it. */
  readonly rest?: string
  /** The country, as far as the form of the postcode or the name of the state tells it. */
  readonly country?: string
}

interface PostcodeForm {
  readonly countries: string
  readonly pattern: RegExp
  /** No other country writes its postcodes so. */
  readonly isTelling?: true
}

/** How postcodes are written, the most telling ones first (addressing pages of the Universal Postal Union). */
const postcodes: readonly PostcodeForm[] = [
  {
    countries: 'GB IM JE GG',
    pattern: /\b([a-z]{1,2}\d[a-z\d]?)\s?(\d[a-z]{2})\b/,
    isTelling: true,
  },
  { countries: 'CA', pattern: /\b([a-z]\d[a-z])[\s-]?(\d[a-z]\d)\b/, isTelling: true },
  { countries: 'IE', pattern: /\b([a-z]\d{2}|d6w)\s?([a-z\d]{4})\b(?<=\d.*)/, isTelling: true },
  { countries: 'NL', pattern: /\b(\d{4})\s?([a-z]{2})\b(?!\s?\d)/, isTelling: true },
  { countries: 'US PR', pattern: /\b(\d{5})-?\d{4}\b/ },
  { countries: 'PL', pattern: /\b(\d{2})-?(\d{3})\b(?!-?\d)/ },
  { countries: 'PT', pattern: /\b(\d{4})-?(\d{3})\b(?!-?\d)/ },
  { countries: 'BR', pattern: /\b(\d{5})-?(\d{3})\b(?!-?\d)/ },
  { countries: 'JP', pattern: /(?:〒\s?)?\b(\d{3})-?(\d{4})\b(?!-?\d)/ },
  { countries: 'SE CZ SK GR', pattern: /\b(\d{3})\s?(\d{2})\b(?!-?\d)/ },
  { countries: 'IN', pattern: /\b(\d{3})\s?(\d{3})\b(?!-?\d)/ },
  { countries: 'IN SG CN RU RO VN', pattern: /\b(\d{6})\b(?!-?\d)/ },
  {
    countries: 'US PR DE FR ES IT MX FI TR UA KR TH MY ID EE LT HR RS SE CZ SK GR',
    pattern: /\b(\d{5})\b(?!-?\d)/,
  },
  { countries: 'AT CH LI DK NO BE NL LU HU AU NZ ZA PT LV SI BG', pattern: /\b(\d{4})\b(?!-?\d)/ },
]

const formsOf = (country: string | undefined): readonly PostcodeForm[] => {
  const own = postcodes.filter(({ countries }) => countries.split(' ').includes(country ?? ''))
  return own.length > 0 ? own : postcodes
}

interface FoundPostcode {
  readonly postcode: string
  readonly country?: string | undefined
  readonly index: number
  readonly length: number
}

/** The postcode in a text in small letters, as the country writes it; of an unknown country, as any does. */
export function findPostcode(text: string, country: string | undefined): FoundPostcode | undefined {
  for (const { countries, pattern, isTelling } of formsOf(country)) {
    const match = pattern.exec(text)
    if (match === null) continue
    const hyphened = /\d-\d/.test(match[0])
    const [only] = isTelling || hyphened ? countries.split(' ') : []
    const postcode = match.slice(1).join('')
    return { postcode, country: only, index: match.index, length: match[0].length }
  }
  return undefined
}

/** Words that announce a postcode: `C.P. 28001`, `PLZ 10115`, `CEP 01310-100`. */
const announced = /\b(?:cp|plz|cep|cap|zip|zip code|postcode|pin|pin code)\b[:.]?\s*(?=\d)/

/** `D-10115`, `CH-8001`: the sign of the country before the postcode. */
const countryPrefix =
  /\b(?:[a-z]{1,3}-(?=\d{2,6})|(?:d|a|ch|f|i|e|b|l|nl|pl|dk|se|s|no|fi|pt|cz|sk)\s(?=\d{4,6}\b|\d{2}-\d{3}\b|\d{3}\s\d{2}\b))/

/** A ZIP that a spreadsheet read as a number, behind one of the states whose ZIPs begin with 0. */
const shortZip = /\b(ct|ma|me|nh|nj|ri|vt|pr)\s+(\d{4})$/

/** Reads the segments behind the street: town, state and postcode, in any order; the town stands last. */
export function readLocality(segments: readonly string[], country: string | undefined): Locality {
  const locality: FoundLocality = {}
  for (const segment of segments.toReversed()) {
    const plain = segment
      .replace(announced, '')
      .replace(countryPrefix, '')
      .replace(shortZip, '$1 0$2')
    const rest = takePostcode(plain, locality, country).replace(/\([^()]*\)/g, bracketed)
    takeTown(takeState(words(rest), locality, country), locality, country)
  }
  return locality
}

type FoundLocality = { -readonly [Name in keyof Locality]: Locality[Name] }

function takePostcode(text: string, locality: FoundLocality, country: string | undefined): string {
  const found = locality.postcode === undefined ? findPostcode(text, country) : undefined
  if (found === undefined) return text
  locality.postcode = found.postcode
  if (found.country !== undefined) locality.country = found.country
  return `${text.slice(0, found.index)} ${text.slice(found.index + found.length)}`
}

function takeState(text: string, locality: FoundLocality, country: string | undefined): string {
  if (locality.state !== undefined) return text
  const { town, state, of } = splitState(text, country)
  if (state !== undefined) locality.state = state
  if (of !== undefined) locality.country ??= of
  return town
}

function takeTown(text: string, locality: FoundLocality, country: string | undefined): void {
  const plain = country === 'IT' ? text.replace(province, '') : text
  const name = plain.replace(county, '').replace(district, '')
  const numbers = name.match(/\d+\S*/g)
  if (numbers !== null)
    locality.rest = [
      locality.rest,
      ...numbers.map((each) => each.replace(/(?<=\d)(st|nd|rd|th)$/, '')),
    ]
      .filter((each) => each)
      .join(' ')
  const town = name.replace(/\d+\S*/g, '').trim()
  if (locality.city === undefined && /\p{L}{3}/u.test(town)) locality.city = town
}

/** A province in brackets repeats what the town implies; a state is none of them. */
function bracketed(text: string): string {
  const name = text.replace(/[^\p{L}]/gu, '')
  return Object.values(states).some((table) => table.has(name)) ? ` ${name} ` : ' '
}

/** `Paris 11`, `Lyon 3e`, `Leeds LS1`: a part of the town, which the whole postcode tells. */
const district =
  /(?<=^(?:paris|lyon|marseille)) \d{1,2}(?:er|e)?$|(?<=\p{L}) [a-z]{1,2}\d[\da-z]?$/u

/** `Co. Galway` beside a town of Ireland or Great Britain. */
const county = /^(?:co|county) .+$/

/** `MI` behind Milano, which the town implies. */
const province = /(?<=\p{L}) \p{L}{2}$/u

const words = (text: string): string =>
  text
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/\b(saint|sankt)\b/g, 'st')
    .replace(/\bmount\b/g, 'mt')
    .replace(/\bfort\b/g, 'ft')

/** Words of the longest name of a state. */
const longestState = 4

/** `nashville tn` as its town and state. Only in countries whose addresses name one, or where none is said. */
function splitState(
  text: string,
  country: string | undefined,
): { readonly town: string; readonly state?: string; readonly of?: string } {
  const parts = text.split(' ')
  for (let length = Math.min(longestState, parts.length); length > 0; length -= 1) {
    const name = parts.slice(-length).join('')
    for (const [of, table] of Object.entries(states)) {
      const state = country === undefined || country === of ? table.get(name) : undefined
      if (state !== undefined) return { town: parts.slice(0, -length).join(' '), state, of }
    }
  }
  return { town: text }
}
