import {
  connectives,
  directions,
  droppedFirst,
  englishSuffixes,
  gluedWords,
  leadingStreetWords,
  numberWords,
  ordinals,
  romanceWords,
  smallNumbers,
  streetWords,
} from './address-words.ts'

/** A street with its number, `1418 larkspur ln`, and the flat that the number names: `3/12` in Australia. */
export interface ReadStreet {
  readonly text: string
  readonly unit?: string
  /** False for a name alone: `rose cottage church ln`. */
  readonly hasNumber: boolean
}

/** A box at a post office, of whatever country. */
export const box =
  /\b(?:g?\.?p\.? ?o\.? ?box|p\.? ?o\.? ?b\.?|locked bag|private bag|postf\.?|^c\.? ?p\.?|^box|post ?(?:office )?box|postal box|postfach|postbus|postboks|boite postale|b\.?p\.?|apartado(?: de correos| postal)?|cx\.? postal|p\.?b\.?|apdo\.?(?: de correos)?|caixa postal|casella postale|skrytka pocztowa|skr\.? poczt\.?)\s*(?:no\.?|nr\.?|#)?\s*(\d[\d ]*\d|\d)(?![\w])/

/** Rural and highway routes, and military boxes: the box is the address. */
const route =
  /\b(rr|rural route|hc|highway contract(?: route)?|psc|cmr|unit)\s*#?\s*(\d+)\W+box\s*#?\s*(\d+-?[a-z]?)\b/
const routeNames: Readonly<Record<string, string>> = {
  'rural route': 'rr',
  'highway contract': 'hc',
  'highway contract route': 'hc',
}

/**
 * Reads the street of an address (small letters, without flat and town). Undefined where it names neither a house nor a
 * street: a town alone is no place.
 */
export function readStreet(
  street: string,
  others: readonly string[],
  country: string | undefined,
): ReadStreet | undefined {
  const boxed = readBox([...others, street].join(' '))
  if (boxed !== undefined) return { text: boxed, hasNumber: true }
  const { number, unit, words } = takeNumber(tokensOf(street), country)
  const names = others.flatMap(tokensOf)
  if (number === undefined) {
    const text = standardWords([...names, ...words], country)
    return isHouse(text) ? { text: text.join(' '), hasNumber: false } : undefined
  }
  // A number alone is no house.
  if (words.length === 0 && names.length === 0) return undefined
  const text = [number, ...standardWords(words.length === 0 ? names : words, country)].join(' ')
  return { text, hasNumber: true, ...(unit === undefined ? {} : { unit }) }
}

/** A box at a post office or on a route: with whatever else has a number, which may tell another one. */
function readBox(text: string): string | undefined {
  const routed = route.exec(text)
  if (routed !== null) {
    const [, kind = '', which = '', number = ''] = routed
    return `${routeNames[kind] ?? kind} ${which} box ${number.replace('-', '')}`
  }
  const boxed = box.exec(text)
  if (boxed === null) return undefined
  const rest = text.replace(boxed[0], ' ')
  const number = (boxed[1] ?? '').replaceAll(' ', '')
  return [`po box ${number}`, ...(/\d/.test(rest) ? tokensOf(rest) : [])].join(' ')
}

const isHouse = (words: readonly string[]): boolean =>
  words.some((word) => houseWords.has(word) || /\d/.test(word))

/** What makes a name without a number one of a house or street, and not of a town. */
const houseWords: ReadonlySet<string> = new Set([
  ...'house cottage farm farmhouse villa lodge manor hall barn castle court apartments residence residency chalet finca quinta hof gut mas masia'.split(
    ' ',
  ),
  ...'st ave rd ln dr blvd ct pl plz ter way cl cres sq hwy pkwy cir trl str calle rua rue via chemin impasse rte paseo camino viale corso marg nagar'.split(
    ' ',
  ),
])

/** Words of a text; a number keeps its hyphens and strokes, `n°` and `no.` go. */
const tokensOf = (text: string): readonly string[] =>
  text
    .replace(/\b(?:no|nr|num|n\.?\s?[ºo]|h\.? ?no|d\.? ?no)\.?\s*(?=\d)/g, ' ')
    .replace(/\bn\.\s*(?=\d+[a-z]?\b)/g, ' ')
    .replace(/\b(?:co|cnty|county)\.?\s+(?:rd|road)\b/g, 'county rd')
    .replace(/\bfarm to market(?: road| rd)?\b/g, 'fm')
    .replace(/\b(?:state (?:road|route|rte|rd)|s\.?r\.?(?=\s?-?\d))/g, 'state rd ')
    .replace(
      /\b(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[\s-](\w+)/g,
      compoundOrdinal,
    )
    .replace(
      /^(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?=\s\p{L}+)/u,
      (word) => smallNumbers.get(word) ?? word,
    )
    .replace(/\bu\.? ?s\.? (?:highway|hwy|route|rte)\b/g, 'us hwy')
    .replace(/(?<=\d)\s?[-/]\s?(?=\d)/g, (mark) => mark.trim())
    .replace(/(?<=\d)\s?[-/]\s?(?=[a-z]\b)/g, '')
    .replace(/(?<!\d)[-/]|[-/](?!\d)/g, ' ')
    .split(/[^\p{L}\p{N}/&-]+/u)
    .filter((word) => word !== '' && word !== '-' && word !== '/')

const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')

/** `twenty first` is 21; what follows a ten and is no ordinal stays. */
function compoundOrdinal(text: string, ten: string, one: string): string {
  const last = ordinals.get(one)
  return last === undefined ? text : String((tens.indexOf(ten) + 2) * 10 + Number(last))
}

const ordinalNumber = /^(\d+)(?:st|nd|rd|th)$/
const ordinalWord = /^\d+(?:st|nd|rd|th|er|eme|ª|º)$/
const houseNumber = /^\d+(?:[-/]\d+)*(?:[a-z]|bis|ter|quater)?$/

interface StreetNumber {
  readonly number?: string
  readonly unit?: string
  readonly words: readonly string[]
}

/** The number of the house: first in English and French, last elsewhere; another number is part of the name. */
function takeNumber(tokens: readonly string[], country: string | undefined): StreetNumber {
  const start = tokens.findIndex((word) => !numberWords.has(word))
  const words = start < 0 ? [] : tokens.slice(start)
  const [first = '', ...others] = words
  // `1e Kerkstraat 19`: the first of that name.
  const isOrdinal = /^\d+e$/.test(first) && others.some(isHouseNumber)
  if (isHouseNumber(first) && !isOrdinal) return takeFirst(words, country)
  const at = words.findLastIndex((word) => isHouseNumber(word))
  return at < 0 ? { words } : takeLast(words, at, country)
}

function takeFirst(words: readonly string[], country: string | undefined): StreetNumber {
  const [first = '', second = '', ...rest] = words
  if (/^[1-9]\/[2-9]$/.test(second)) return { number: `${first} ${second}`, words: rest }
  const isLetter = /^[a-z]$/.test(second) && !compass.has(second) && second !== 'r'
  // `12 A Street` is a street called A.
  const isName = rest.every((word) => englishSuffixes.has(word) || isDirection(word))
  const isOfNumber = isLetter && !isName && /^\d+$/.test(first)
  return isOfNumber || second === 'bis' || second === 'ter'
    ? splitNumber(`${first}${second}`, rest, country)
    : splitNumber(first, words.slice(1), country)
}

function takeLast(words: readonly string[], at: number, country: string | undefined): StreetNumber {
  const number = words[at] ?? ''
  const addition = words[at + 1] ?? ''
  const storey = country === 'NL' ? storeys[addition] : undefined
  if (storey !== undefined) return { number, unit: storey, words: words.toSpliced(at, 2) }
  return /^(?:[a-z]|bis|ter)$/.test(addition)
    ? splitNumber(`${number}${addition}`, words.toSpliced(at, 2), country)
    : splitNumber(number, words.toSpliced(at, 1), country)
}

/** Behind a number in the Netherlands: the storey, as an addition to it. */
const storeys: Readonly<Record<string, string>> = {
  hs: 'hs',
  huis: 'hs',
  i: '1',
  ii: '2',
  iii: '3',
  iv: '4',
}

const compass: ReadonlySet<string> = new Set(['n', 's', 'e', 'w'])
const isDirection = (word: string): boolean => /^(n|s|e|w|ne|nw|se|sw)$/.test(word)
const isHouseNumber = (word: string): boolean => houseNumber.test(word) && !ordinalWord.test(word)

/** `3/12` is flat 3 of house 12 in Australia; `12/3` is flat 3 of house 12 in Poland and Austria, as `12-3` in the Netherlands. */
function splitNumber(number: string, words: readonly string[], country = ''): StreetNumber {
  const [, one = '', other = ''] = /^(\d+[a-z]?)[/-](.+)$/.exec(number) ?? []
  const plain = { number: number.replace(/^0+(?=\d)/, ''), words }
  if (other === '') return plain
  const isStroke = number.includes('/')
  if (isStroke && ['AU', 'NZ'].includes(country)) return { number: other, unit: one, words }
  if (!isStroke && country === 'CA') return { number: other, unit: one, words }
  if (isStroke && ['AT', 'PL', 'HU', 'FI'].includes(country)) {
    // House, staircase and door.
    return { number: one, unit: other.replace(/^(\d+)\/(\d+)$/, 's$1-$2'), words }
  }
  return country === 'NL' ? { number: one, unit: other, words } : plain
}

/** The words of a street in their standard form, in their order. */
function standardWords(tokens: readonly string[], country: string | undefined): readonly string[] {
  const [first = ''] = tokens
  const named = droppedFirst.has(first) && tokens.length > 1 ? tokens.slice(1) : tokens
  const plain = named.filter((word) => !connectives.has(word))
  const words = plain.length > 0 ? plain : named
  const standard: string[] = []
  for (const [at, word] of words.entries()) {
    const glued = isGermanic(word, country) ? gluedWords.get(word) : undefined
    const before = standard.at(-1)
    if (glued !== undefined && before !== undefined) {
      standard[standard.length - 1] = `${folded(before)}${glued}`
    } else {
      standard.push(glued ?? standardWord(word, at, country))
    }
  }
  return standard
}

/** Where they have French, Spanish, Portuguese or Italian names, Canada among them. */
const romance: ReadonlySet<string> = new Set('FR BE LU MC CA ES MX AR CO CL PE PT BR IT'.split(' '))

/** Where streets are named in English: `str` is a street there, and `ring` or `plein` a name. */
const english: ReadonlySet<string> = new Set('US CA GB IE AU NZ IN ZA SG HK PH NG KE'.split(' '))

/** `weg` and its like are the last part of a name; `pl`, `g`, `gt` and `ring` mean something else as well. */
const isGermanic = (word: string, country = ''): boolean =>
  !english.has(country) && !['pl', 'g', 'gt', 'ring'].includes(word)

function standardWord(word: string, at: number, country = ''): string {
  const leading = at === 0 ? leadingStreetWords.get(word) : undefined
  const saint = country === 'IT' && word === 's' ? 'st' : undefined
  const local = saint ?? (romance.has(country) ? romanceWords.get(word) : undefined)
  return (
    leading ??
    local ??
    ordinals.get(word) ??
    ordinalNumber.exec(word)?.[1] ??
    directions.get(word) ??
    englishSuffixes.get(word) ??
    streetWords.get(word) ??
    folded(
      word
        .replace(/(?<=\p{L}{3})(?:strasse|straat|strase|str)$/u, 'str')
        .replace(/(?<=\p{L}{4})wg$/u, 'weg')
        .replace(/(?<=\p{L}{4})pl$/u, 'platz'),
    )
  )
}

/** `Münchner`, `Muenchner`, `Munchner`; `Aarhus`, `Århus`: one spelling of each, and the same of English words. */
function folded(word: string): string {
  if (/\d/.test(word)) return word
  const plain = word.replace(/(?<!q)([aou])e(?![aeiou])/g, '$1').replace(/aa/g, 'a')
  return plain === word ? word : folded(plain)
}
