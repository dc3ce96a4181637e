import { createRequire } from 'node:module'
import countries from '../../taxonomy/countries.json' with { type: 'json' }

export interface Country {
  /** ISO 3166-1 alpha-2. */
  readonly code: string
  /** ISO 3166-1 alpha-3. */
  readonly alpha3: string
  /** ISO 3166-1 numeric, three digits. */
  readonly numeric: string
  readonly name: string
  /** Region of UN M49; null for Antarctica, which is in none. */
  readonly region: string | null
}

type Names = typeof import('../../taxonomy/country-names.json', { with: { type: 'json' }})

const byCode: ReadonlyMap<string, Country> = new Map(
  countries.map((country) => [country.code, country]),
)

let namesRead: ReadonlyMap<string, string> | undefined

/** Read when the first name is asked for: no command pays at its start for what few commands ask. */
function codesByName(): ReadonlyMap<string, string> {
  if (namesRead !== undefined) return namesRead
  const others: Names = createRequire(import.meta.url)('../../taxonomy/country-names.json')
  namesRead = new Map([
    ...countries.map(({ code, name }) => [plain(name), code] as const),
    ...others.flatMap(({ code, names }) => names.map((name) => [plain(name), code] as const)),
  ])
  return namesRead
}

let otherCodesRead: ReadonlyMap<string, string> | undefined

/** Alpha-3 and numeric codes, and the two two-letter codes that are in use without being of the standard. */
function otherCodes(): ReadonlyMap<string, string> {
  otherCodesRead ??= new Map([
    ...countries.map(({ code, alpha3 }) => [alpha3, code] as const),
    ...countries.map(({ code, numeric }) => [numeric, code] as const),
    // ISO 3166 reserves UK for the United Kingdom; the European Union writes EL for Greece.
    ['UK', 'GB'] as const,
    ['EL', 'GR'] as const,
  ])
  return otherCodesRead
}

/** Every country of ISO 3166-1, by code. */
export const countryRows = (): readonly Country[] => countries

/** The country of an alpha-2 code in either case; undefined where the standard does not list it. */
export const countryOf = (code: string): Country | undefined => byCode.get(code.toUpperCase())

/** The English name of a country; a code that the standard does not list is given back as it is. */
export const countryName = (code: string): string => countryOf(code)?.name ?? code

/**
 * The alpha-2 code of a country's name as exports write it: English, formal, in ISO's order (`Korea,
 * Republic of`) or by its own name (`Deutschland`). Undefined when unsure: `Korea`, `Congo`, `Virgin
 * Islands` are several. Ask it only of what is given as a country: `Georgia` is the country here, and
 * a state elsewhere.
 */
export function countryFromName(text: string): string | undefined {
  const names = codesByName()
  for (const form of forms(text)) {
    const code = names.get(plain(form))
    if (code !== undefined) return code
  }
  return undefined
}

/**
 * The alpha-2 code of what is given as a country: alpha-2, alpha-3, numeric (`840`) or a name; undefined
 * when unsure. A field that may hold a state is none for it: `CA` is Canada here.
 */
export function countryCodeOf(text: string): string | undefined {
  const code = text.trim().toUpperCase()
  return countryOf(code)?.code ?? otherCodes().get(code) ?? countryFromName(text)
}

/** The text itself, then `Iran, Islamic Republic of` and `Iran (Islamic Republic of)` turned round, then without `Republic of`. */
function forms(text: string): readonly string[] {
  const turned = /^([^,(]+)(?:,|\()\s*([^)]*)\)?\s*$/u.exec(text.trim())
  const whole = turned === null ? text : `${turned[2]} ${turned[1]}`
  return [text, whole, ...short(whole)]
}

/** Formal styles that stand before the name of a country. */
const style =
  /^(?:the\s+)?(?:(?:federal|democratic|islamic|socialist|plurinational|bolivarian|oriental|co-?operative|arab|people['’]?s|federative)\s+)*(?:republic|kingdom|state|commonwealth|principality|grand duchy|sultanate|union|federation)\s+of\s+(?:the\s+)?(.+)$/iu

/** Countries that are told apart by their style alone: without it nobody knows which one is meant. */
const toldApartByStyle: ReadonlySet<string> = new Set(['korea', 'congo', 'china'])

function short(text: string): readonly string[] {
  const name = style.exec(text.trim())?.[1]
  return name === undefined || toldApartByStyle.has(plain(name)) ? [] : [name]
}

/** Lower case, without accents, marks and articles; `&` and `St.` written out. */
const plain = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, (mark) => (/\p{Script=Inherited}/u.test(mark) ? '' : mark))
    .replace(/&/gu, ' and ')
    .replace(/\bst\.?(?=\s)/gu, 'saint')
    .replace(/ı/gu, 'i')
    .replace(/ł/gu, 'l')
    .replace(/[.'’ʻ`]/gu, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .replace(/\b(?:the)\b/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
