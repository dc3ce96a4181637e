import { countryFromName } from '../taxonomy/index.ts'
import type { Locality } from './address-locality.ts'
import { splitAddress } from './address-splitting.ts'
import { readStreet } from './address-street.ts'
import { splitUnit } from './address-units.ts'
import { remembered } from './normal-forms.ts'

/**
 * One normal form for the addresses that mean one place. Ours, because a parser drops what it does not understand, and
 * a dropped number merges two flats: whatever is not understood stands in the form as it was written (decision 0026).
 */
export interface NormalAddress {
  /**
   * The house, once for each way in which its town can be named: `1418 larkspur ln, 37013` and `1418 larkspur ln, nashville
   * tn`. Two addresses are the same place when they share one. Empty where the text names no house and no street.
   */
  readonly places: readonly string[]
  /** The flat within the house: `b`, `4b`, `fl3`. */
  readonly unit?: string | undefined
}

/** The form of a flat in the place that it belongs to. */
export const unitIn = (place: string, unit: string): string => `${place}, unit ${unit}`

/** Reads an address. `country`: ISO 3166-1 alpha-2, where the source says it. */
export const normalAddress = (text: string, country = ''): NormalAddress =>
  addressOf(`${country.toUpperCase()}\n${text}`)

/** People give one address again and again, as their home and as where things are sent. */
const addressOf = remembered((asked): NormalAddress => {
  const line = asked.indexOf('\n')
  const [country, text] = [asked.slice(0, line), foldAddress(asked.slice(line + 1))]
  // Scripts without spaces, and others whose streets are written otherwise: as it stands.
  if (/[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u.test(text)) {
    const words = text.replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ').trim()
    return { places: words === '' ? [] : [words] }
  }
  return readAddress(text, country === '' ? undefined : country)
})

const letters: ReadonlyMap<string, string> = new Map([
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ø', 'o'],
  ['å', 'a'],
  ['ł', 'l'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['þ', 'th'],
  ['ı', 'i'],
  ['№', 'no '],
])

const fractions: Readonly<Record<string, string>> = { '½': ' 1/2', '¼': ' 1/4', '¾': ' 3/4' }

/** Small letters without accents; lines and spaced dashes are commas; initials lose their points (`N.W.` is `nw`). */
function foldAddress(text: string): string {
  return text
    .toLowerCase()
    .replace(/[ßæœøåłđðþı№]/g, (letter) => letters.get(letter) ?? letter)
    .replace(/[º°]/g, 'º')
    .replace(/(?<=\d)\s?([½¼¾])/g, (_, part) => fractions[part] ?? part)
    .replace(/\/\/\s*w?\s*(?=\d)/g, ', unit ')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
    .replace(/[\n\r;|，、]+|\s[-–—]\s/g, ',')
    .replace(/[‐-―]/g, '-')
    .replace(/['’‘`´]/g, '')
    .replace(/(?<=\b\p{L})\.(?=\p{L}\b)/gu, '')
    .replace(/(?<=\b\p{L})\.(?=\p{L}{2,3}\b)/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
}

function readAddress(text: string, said: string | undefined): NormalAddress {
  const { segments: named, country: stated } = withoutCountry(segmentsOf(text), said)
  const { segments, unit, building } = splitUnit(named)
  const { street, others, unit: number, locality: read } = splitAddress(segments, stated)
  const country = stated ?? read.country
  const only = cityStates[country ?? '']
  const locality = only === undefined ? read : { ...read, city: only }
  const known = readStreet(street, others, country)
  if (known === undefined && building === undefined) return { places: [] }
  const parts = [known?.text ?? street, building, locality.rest]
  const house = {
    ...known,
    text: parts.filter((part) => part !== undefined).join(' '),
    hasNumber: known?.hasNumber ?? true,
  }
  const inner = [house.unit, number, unit].filter((part) => part !== undefined).join('-')
  if (house.hasNumber) {
    const places = placesOf(house.text, locality, country)
    return inner === '' ? { places } : { places, unit: inner }
  }
  // Without a number the street is no house: its flat is what tells it from others.
  return {
    places: placesOf(inner === '' ? house.text : `${inner} ${house.text}`, locality, country),
  }
}

const segmentsOf = (text: string): readonly string[] =>
  text
    .replace(/,\s*(?=box\s*#?\d|(?:n|s|e|w|ne|nw|se|sw)\.?\s*(?:,|$))/g, ' ')
    .replace(/\(([^()]*\d[^()]*)\)/g, ', $1, ')
    .split(',')
    .map(withoutRecipient)
    .map((segment) => segment.trim().replace(/^[.\-/ ]+|[.\-/ ]+$/g, ''))
    .filter((segment) => segment !== '')

/** Where no two streets of a town have one name, by rule or custom: the town tells the house as well as its postcode does. */
const uniqueInTown: ReadonlySet<string> = new Set(['US', 'CA', 'AU'])

/**
 * One form for each way in which the town can be named; without a town, the house alone. Where one town has several streets of
 * one name (London has many Church Roads) the postcode alone tells the house, if there is one.
 */
function placesOf(
  core: string,
  { postcode, city, state }: Locality,
  country: string | undefined,
): readonly string[] {
  const isByTown =
    postcode === undefined || (state !== undefined && uniqueInTown.has(country ?? ''))
  const town = isByTown ? [city, state].filter((part) => part !== undefined).join(' ') : ''
  const towns = [postcode, town].filter((part) => part !== undefined && part !== '')
  return towns.length === 0 ? [core] : towns.map((each) => `${core}, ${each}`)
}

/** `c/o Smith` and its like, up to the number that begins the address, or to the end. */
const recipient =
  /(?:^|\s)(?:c\/o|c\.o\.|care of|attn\b:?|attention\b:?|z\.? ?hd\.?|zu handen|zhd\b|chez\b|presso\b|t\.?a\.?v\b\.?|ter attentie van|p\/a|p\.? ?adr\b\.?|a\/c)\s*[^\d#]*?(?=\s(?:p\.? ?o\.? ?box|postfach)\b|\d|#|$)/

const withoutRecipient = (segment: string): string => segment.replace(recipient, ' ')

function withoutCountry(
  segments: readonly string[],
  said: string | undefined,
): { readonly segments: readonly string[]; readonly country: string | undefined } {
  const last = segments.at(-1) ?? ''
  const code = segments.length < 2 ? undefined : countryNamed(last)
  if (code !== undefined) return { segments: segments.slice(0, -1), country: said ?? code }
  // Behind the town, without a comma: `… Hobart TAS 7000 Australia`.
  const words = last.split(' ')
  for (const length of [1, 2, 3]) {
    const behind = countryNamed(words.slice(-length).join(' '))
    const before = words.slice(0, -length).join(' ')
    if (behind === undefined || !/\d{3}$/.test(before)) continue
    return { segments: [...segments.slice(0, -1), before], country: said ?? behind }
  }
  return { segments, country: said }
}

/** Countries that are one town: it is the same where an address names the town, the country or neither. */
const cityStates: Readonly<Record<string, string>> = {
  SG: 'singapore',
  HK: 'hong kong',
  MO: 'macao',
  MC: 'monaco',
  GI: 'gibraltar',
  VA: 'vatican city',
}

/** Georgia is a state of the United States in an address, and hardly ever the country. */
function countryNamed(text: string): string | undefined {
  if (/^(usa?|u s a)$/.test(text)) return 'US'
  if (/^(uk|gb|england|scotland|wales|northern ireland)$/.test(text)) return 'GB'
  return text === 'georgia' || text.length < 4 ? undefined : countryFromName(text)
}
