import { findPostcode, type Locality, readLocality } from './address-locality.ts'
import { box } from './address-street.ts'
import { englishSuffixes, leadingStreetWords, streetWords } from './address-words.ts'

/** An address without its flat, in its parts. */
export interface SplitAddress {
  readonly street: string
  /** Segments before the street that have no number: a firm, a building, a house that has a name. */
  readonly others: readonly string[]
  /** A number by itself before a street that has its own: `302, Sai Heights, 45 MG Road`. */
  readonly unit?: string
  readonly locality: Locality
}

/** `12`, `12 a`, `12 bis`, `7-4-112`, `House No. 12`: a number that has its street beside it. */
const onlyNumber =
  /^(?:(?:h\.? ?no|house|plot|door|d\.? ?no|no|nr|num|n[.º])\.?\s*)*\d{1,5}\s?(?:[a-z]|bis|ter)?(?:[-/]\d{1,4}[a-z]?)*$/

/** Finds the street among the segments of an address, and reads the town behind it. */
export function splitAddress(
  segments: readonly string[],
  country: string | undefined,
): SplitAddress {
  const [only = ''] = segments
  if (segments.length === 1) return splitWhole(only, country)
  const at = streetAt(segments, country)
  if (at < 0) return withoutNumber(segments, country)
  const before = segments.slice(0, at)
  const segment = segments[at] ?? ''
  if (onlyNumber.test(segment)) return withNumberApart(segments, at, country)
  const number = before.find((each) => onlyNumber.test(each) && at > 0)
  const parts = {
    others: before.filter((each) => each !== number),
    ...(number === undefined ? {} : { unit: flatIn(number) }),
  }
  // A street and its town without a comma between them.
  const whole = splitWhole(segment, country)
  if (whole.locality.postcode !== undefined) return { ...whole, ...parts }
  return { street: segment, ...parts, locality: readLocality(segments.slice(at + 1), country) }
}

/** `Via Roma, 12` and `12, rue de la Paix`. */
function withNumberApart(
  segments: readonly string[],
  at: number,
  country: string | undefined,
): SplitAddress {
  const number = segments[at] ?? ''
  const before = segments[at - 1]
  const isBehind = before !== undefined && !hasStreetWord(segments[at + 1] ?? '')
  const street = isBehind ? `${before} ${number}` : `${number} ${segments[at + 1] ?? ''}`
  const others = segments.slice(0, isBehind ? at - 1 : at)
  const flat = others.find((each) => onlyNumber.test(each))
  return {
    street,
    others: others.filter((each) => each !== flat),
    ...(flat === undefined ? {} : { unit: flatIn(flat) }),
    locality: readLocality(segments.slice(isBehind ? at + 1 : at + 2), country),
  }
}

/** The id in `No. 302` and `4 C`. */
const flatIn = (text: string): string => text.replace(/^\D+|[\s-]/g, '')

/** The segment with a number and a word for a street, else the first one with a number that is no postcode. */
function streetAt(segments: readonly string[], country: string | undefined): number {
  const numbered = segments.flatMap((segment, at) => (isNumbered(segment, at, country) ? [at] : []))
  const isNamed = (at: number): boolean => hasStreetWord(segments[at] ?? '')
  const isAlone = (at: number): boolean => onlyNumber.test(segments[at] ?? '')
  return (
    numbered.find(isNamed) ??
    numbered.find((at) => isAlone(at) && isNamed(at + 1)) ??
    numbered.find((at) => isAlone(at) && isNamed(at - 1)) ??
    numbered[0] ??
    -1
  )
}

function isNumbered(segment: string, at: number, country: string | undefined): boolean {
  if (!/\d/.test(segment)) return false
  if (box.test(segment)) return true
  const found = at === 0 ? undefined : findPostcode(segment, country)
  if (found === undefined) return true
  const rest = segment.slice(0, found.index) + segment.slice(found.index + found.length)
  return /\d/.test(rest) || (country === undefined && hasStreetWord(segment))
}

function hasStreetWord(segment: string): boolean {
  const words = segment.replace(/[./]/g, ' ').split(/\s+/)
  return words.some(
    (word, at) =>
      (at > 0 &&
        (englishSuffixes.has(word) || /(?:str|strasse|straat|weg|gasse|platz)$/.test(word))) ||
      streetWords.has(word) ||
      (at === 0 && leadingStreetWords.has(word)),
  )
}

/** A house that has a name: all segments before the town. */
function withoutNumber(segments: readonly string[], country: string | undefined): SplitAddress {
  const [house = '', ...rest] = segments
  const at = rest.findIndex((segment) => /\d/.test(segment))
  const found = findPostcode(rest[at] ?? '', country)
  const hasTown = found !== undefined && (rest[at] ?? '').trim().length > found.length
  const towns = at < 0 ? rest.slice(-1) : rest.slice(Math.max(hasTown ? at : at - 1, 0))
  const names = [house, ...rest.slice(0, rest.length - towns.length)]
  return { street: names.join(' '), others: [], locality: readLocality(towns, country) }
}

/** One segment: the town begins behind the street's suffix, or at a postcode that a town follows. */
function splitWhole(text: string, country: string | undefined): SplitAddress {
  const afterNumber = text.replace(boxOrNumber, (first) => ' '.repeat(first.length))
  const found = findPostcode(afterNumber, country)
  // Where no country is known, a number in the middle of a street may be the house's.
  if (found === undefined || (country === undefined && !isTelling(text, found))) {
    return { street: text, others: [], locality: {} }
  }
  const before = text.slice(0, found.index).trim()
  const behind = text.slice(found.index + found.length).trim()
  if (/\p{L}/u.test(behind) && /\d/.test(before)) {
    const locality = readLocality([text.slice(found.index)], country)
    return { street: before, others: [], locality }
  }
  const { street, town } = splitAtSuffix(before)
  return {
    street,
    others: [],
    locality: readLocality([`${town} ${text.slice(found.index)}`], country),
  }
}

/** What begins an address and is no postcode, however many digits it has. */
const boxOrNumber =
  /^(?:(?:[a-z.]+\s+){0,3}(?:box|postfach|postf\.?|bag|postbus|apartado|correos|bp|cp|pob|postale?)\s*#?\d[\d ]*(?!\d)|\S+)/

/** A town follows the postcode, or a state stands before it, or it has letters or a hyphen. */
function isTelling(
  text: string,
  { index, length }: { readonly index: number; readonly length: number },
): boolean {
  const [before, behind] = [text.slice(0, index), text.slice(index + length)]
  if (length < 5) return false
  return (
    /[a-z-]/.test(text.slice(index, index + length)) ||
    /^\s+\p{L}{3}/u.test(behind) ||
    /\s[a-z]{2}\.?\s+$/.test(before) ||
    (behind === '' && splitAtSuffix(before).town !== '')
  )
}

/** `1418 larkspur lane nashville tn`: the first run of suffixes behind a name ends the street. */
function splitAtSuffix(text: string): { readonly street: string; readonly town: string } {
  const words = text.split(' ')
  if (!/^\d/.test(words[0] ?? '')) return { street: text, town: '' }
  const isSuffix = (at: number): boolean =>
    englishSuffixes.has((words[at] ?? '').replace(/\.$/, ''))
  // `1045 ave d brooklyn`: the suffix is the name's first word, and a letter the name.
  const isLettered = isSuffix(1) && /^[a-z]$/.test(words[2] ?? '')
  let end = isLettered ? 2 : words.findIndex((_, at) => at >= 2 && isSuffix(at))
  if (end < 0) return { street: text, town: '' }
  while (!isLettered && isSuffix(end + 1)) end += 1
  if (/^(n|s|e|w|ne|nw|se|sw)\.?$/.test(words[end + 1] ?? '')) end += 1
  return { street: words.slice(0, end + 1).join(' '), town: words.slice(end + 1).join(' ') }
}
