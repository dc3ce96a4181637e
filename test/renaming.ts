import { createHash } from 'node:crypto'
import { normalSelector, type Observation, type PresentedPerson } from '../src/evidence/index.ts'
import { normalPhone } from '../src/evidence/phones.ts'

/**
 * Evidence with other words in the place of names, cities, schools, languages and countries: whole words,
 * one to one, the same everywhere. What stands in a mailbox, a handle or a CV goes with it. Numbers
 * stay: a telephone number is written with the country code it was read with before.
 */
export interface Renaming {
  /** A word for a word, both in normal form; a word of no class stays. */
  readonly words: ReadonlyMap<string, string>
  /** ISO 3166-1 alpha-2 for another, in claims, facts and addresses together. */
  readonly countries: ReadonlyMap<string, string>
  /** Domains of employers: a mailbox there stays at its employer. */
  readonly employers: ReadonlySet<string>
}

/** The words of each class that occur in the evidence, in normal form, and the codes of countries. */
export interface Vocabulary {
  readonly classes: readonly (readonly string[])[]
  readonly countries: readonly string[]
  readonly employers: ReadonlySet<string>
}

const wordPattern = /\p{L}[\p{L}\p{M}'’‘ʼ`´]*/gu
const normalWord = (word: string): string => normalSelector('name', '', word).value
const wordsOf = (text: string): readonly string[] => (text.match(wordPattern) ?? []).map(normalWord)

/** Names of languages and of countries in English, as the Unicode locale data has them. */
const namesOf = (type: 'language' | 'region', codes: readonly string[]): ReadonlySet<string> => {
  const names = new Intl.DisplayNames('en', { type, fallback: 'none' })
  const found = codes.map((code) => names.of(code) ?? '')
  return new Set(found.filter((name) => /^\p{L}{4,}$/u.test(name)).map(normalWord))
}
const letters = [...'abcdefghijklmnopqrstuvwxyz']
const pairs = letters.flatMap((first) => letters.map((second) => first + second))
const languageNames = namesOf('language', pairs)
const countryNames = namesOf(
  'region',
  pairs.map((code) => code.toUpperCase()),
)

const schoolPattern =
  /(?:(\p{Lu}[\p{L}\p{M}]+) )?(?:University|College|Institute|School|Polytechnic)(?: of (\p{Lu}[\p{L}\p{M}]+))?/gu
const ofSchool = /school|universit|college|degree|education/i
const ofLanguage = /language/i
/** Facts and claims that hold a country. */
const ofCountry = /(^|\.|_)(country|nationality|citizenship)$/

/** Reads the evidence through once. A word belongs to the first class that it occurs in. */
export function vocabularyOf(observations: Iterable<Observation>): Vocabulary {
  const found: Found = {
    names: new Set(),
    cities: new Set(),
    schools: new Set(),
    languages: new Set(),
    places: new Set(),
  }
  const countries = new Set<string>()
  const employers = new Set<string>()
  for (const { subject, facts, organization } of observations) {
    addWords(subject, found)
    for (const code of codesOf(subject, facts)) countries.add(code)
    if (organization?.domain !== undefined) employers.add(organization.domain.toLowerCase())
  }
  return { classes: apart(Object.values(found)), countries: [...countries].sort(), employers }
}

type Found = Readonly<Record<'names' | 'cities' | 'schools' | 'languages' | 'places', Words>>

function addWords(subject: PresentedPerson, found: Found): void {
  const { claims = {} } = subject
  addAll(found.names, [subject.name, ...(claims.references ?? []).map(({ name }) => name)])
  addAll(found.cities, [claims.city])
  for (const [name, value] of Object.entries(claims)) {
    if (ofSchool.test(name)) addAll(found.schools, textsOf(value))
    if (ofLanguage.test(name)) addAll(found.languages, textsOf(value))
  }
  for (const { text } of subject.documents ?? []) addFromCv(text ?? '', found)
}

type Words = Set<string>

function addAll(words: Words, texts: readonly (string | undefined)[]): void {
  for (const text of texts) for (const word of wordsOf(text ?? '')) words.add(word)
}

const textsOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((text) => typeof text === 'string')

function addFromCv(text: string, { schools, languages, places }: Found): void {
  for (const [, before, after] of text.matchAll(schoolPattern)) addAll(schools, [before, after])
  for (const word of wordsOf(text)) {
    if (languageNames.has(word)) languages.add(word)
    if (countryNames.has(word)) places.add(word)
  }
}

function codesOf(subject: PresentedPerson, facts: Observation['facts'] = {}): readonly string[] {
  const fields = Object.entries({ ...facts, ...subject.claims })
  const named = fields.filter(([name]) => ofCountry.test(name)).flatMap(([, code]) => textsOf(code))
  const given = (subject.addresses ?? []).flatMap(({ country }) => country ?? [])
  return [...named, ...given].map((code) => code.toUpperCase())
}

/** Each class without the words of those before it, in a fixed order. */
function apart(classes: readonly Words[]): readonly (readonly string[])[] {
  const taken = new Set<string>()
  return classes.map((words) => {
    const own = [...words].filter((word) => !taken.has(word)).sort()
    for (const word of own) taken.add(word)
    return own
  })
}

/** Countries that come into play in a renaming whether or not anybody named them. */
const alsoCountries = ['KP', 'CN', 'RU', 'IR', 'NG', 'BR', 'SE']

/** A whole number, 0 ≤ x < below. */
export type Draw = (below: number) => number

/** A renaming under which no word of a class of two or more stays what it was. */
export function drawRenaming(vocabulary: Vocabulary, draw: Draw): Renaming {
  const words = vocabulary.classes.flatMap((each) => cycle(each, draw))
  const codes = [...new Set([...vocabulary.countries, ...alsoCountries])]
  return {
    words: new Map(words),
    countries: new Map(cycle(codes, draw)),
    employers: vocabulary.employers,
  }
}

/** One cycle through all items (Sattolo 1986): a permutation that leaves none in its place. */
function cycle(items: readonly string[], draw: Draw): readonly (readonly [string, string])[] {
  const order = [...items]
  for (let last = order.length - 1; last > 0; last--) {
    const other = draw(last)
    const [one = '', two = ''] = [order[last], order[other]]
    order[last] = two
    order[other] = one
  }
  return items.map((item, at) => [item, order[at] ?? item])
}

/** A text with its words renamed, in the case that they stood in. */
export const renamedText = (text: string, { words }: Renaming): string =>
  text.startsWith('token:')
    ? text
    : text.replace(wordPattern, (word) => {
        const other = words.get(normalWord(word))
        return other === undefined ? word : inCaseOf(word, other)
      })

function inCaseOf(word: string, other: string): string {
  if (word === word.toLowerCase()) return other
  if (word.length > 1 && word === word.toUpperCase()) return other.toUpperCase()
  return other.charAt(0).toUpperCase() + other.slice(1)
}

/** A mailbox in normal form; the domain goes with it unless it is an employer's. The last label stays. */
export function renamedEmail(email: string, renaming: Renaming): string {
  const normal = normalSelector('email', '', email).value
  const at = normal.lastIndexOf('@')
  const domain = normal.slice(at + 1)
  const end = renaming.employers.has(domain) ? at + 1 : normal.lastIndexOf('.')
  return end < at
    ? renamedText(normal, renaming)
    : renamedText(normal.slice(0, end), renaming) + normal.slice(end)
}

/** As read before the country was renamed; what was no number stays comparable and nothing else. */
const readPhone = (phone: string, country: string | undefined): string => {
  const normal = normalPhone(phone, country)
  return /^(\+|token:)/.test(normal) ? normal : `token:as-read:${normal.replace(/\s+/g, '-')}`
}

/** The observation as it would have been, had everybody and every place been called otherwise. */
export function renamed(observation: Observation, renaming: Renaming): Observation {
  const { subject, facts, flags } = observation
  return {
    ...observation,
    subject: renamedPerson(subject, renaming),
    ...(facts && { facts: renamedFields(facts, renaming) }),
    ...(flags && {
      flags: flags.map((flag) => ({
        ...flag,
        ...(flag.note !== undefined && { note: renamedText(flag.note, renaming) }),
      })),
    }),
  }
}

/** Facts with their countries renamed; nothing else in them is a word. */
function renamedFields<Fields extends object>(fields: Fields, renaming: Renaming): Fields {
  const entries = Object.entries(fields).map(([name, value]) => [
    name,
    ofCountry.test(name) && typeof value === 'string' ? renamedCode(value, renaming) : value,
  ])
  return Object.fromEntries(entries) as Fields
}

const renamedCode = (code: string, { countries }: Renaming): string =>
  countries.get(code.toUpperCase()) ?? code

function renamedPerson(subject: PresentedPerson, renaming: Renaming): PresentedPerson {
  const { name, emails, phones, handles, claims } = subject
  const text = (words: string): string => renamedText(words, renaming)
  return {
    ...subject,
    ...(name !== undefined && { name: text(name) }),
    ...(emails && { emails: emails.map((email) => renamedEmail(email, renaming)) }),
    ...(phones && { phones: phones.map((phone) => readPhone(phone, claims?.country)) }),
    ...(handles && {
      handles: handles.map(({ service, value }) => ({
        service,
        value: text(normalSelector('handle', service, value).value),
      })),
    }),
    ...renamedPossessions(subject, renaming),
    ...(claims && { claims: renamedClaims(claims, renaming) }),
  }
}

function renamedPossessions(subject: PresentedPerson, renaming: Renaming): object {
  const { accounts, addresses, documents } = subject
  return {
    ...(accounts && {
      accounts: accounts.map(({ kind, value }) => ({
        kind,
        value: value.includes('@') ? renamedEmail(value, renaming) : value,
      })),
    }),
    ...(addresses && {
      addresses: addresses.map((address) => ({
        ...renamedFields(address, renaming),
        text: renamedText(address.text, renaming),
      })),
    }),
    ...(documents && { documents: documents.map((each) => renamedDocument(each, renaming)) }),
  }
}

type PresentedDocument = NonNullable<PresentedPerson['documents']>[number]

/** A hash that was taken of the text is taken of the renamed one; one of a file stays. */
function renamedDocument(document: PresentedDocument, renaming: Renaming): PresentedDocument {
  if (document.text === undefined) return document
  const text = renamedText(document.text, renaming)
  const ofText = document.sha256?.toLowerCase() === sha256(document.text)
  return { ...document, text, ...(ofText && { sha256: sha256(text) }) }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

type Claims = NonNullable<PresentedPerson['claims']>

/** Time zones and numbers stay; a country's code by its field; all else is words. */
function renamedClaims(claims: Claims, renaming: Renaming): Claims {
  const words = Object.entries(claims).map(([name, value]) => {
    if (name === 'timezone' || name === 'references' || ofCountry.test(name)) return [name, value]
    if (Array.isArray(value)) return [name, value.map((item) => renamedValue(item, renaming))]
    return [name, renamedValue(value, renaming)]
  })
  const { references, country } = claims
  return {
    ...renamedFields(Object.fromEntries(words) as Claims, renaming),
    ...(references && {
      references: references.map(({ name, email, phone }) => ({
        ...(name !== undefined && { name: renamedText(name, renaming) }),
        ...(email !== undefined && { email: renamedEmail(email, renaming) }),
        ...(phone !== undefined && { phone: readPhone(phone, country) }),
      })),
    }),
  }
}

const renamedValue = (value: unknown, renaming: Renaming): unknown =>
  typeof value === 'string' ? renamedText(value, renaming) : value
