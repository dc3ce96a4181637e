import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { indicatorIds, shippedPath } from './shipped-path.ts'

/*
 * Whether the name of a column, fact or flag names a protected attribute of a person. "Age" and "Candidate age" do;
 * "Account age" and "Visa payout card" name the same words and mean a thing (decisions/0025).
 */

const texts = z.array(z.string())

const Trait = z.strictObject({
  id: z.string(),
  because: z.string(),
  words: texts,
  alone: texts.default([]),
  unless: z.record(z.string(), texts).default({}),
})

const NeverEvidence = z.strictObject({
  traits: z.array(Trait),
  persons: texts,
  qualifiers: texts,
  links: texts,
  things: texts,
})

/** A protected attribute, with the words by which exports name columns for it. */
export type ProtectedTrait = z.output<typeof Trait>

/** What a name says of a protected attribute. */
export interface NamedTrait {
  readonly trait: ProtectedTrait
  /** The name says nothing else: `nationality`, `Candidate age (years)`. Nothing overrides it. */
  readonly isWhole: boolean
}

let list: z.output<typeof NeverEvidence> | undefined

const neverEvidenceList = (): z.output<typeof NeverEvidence> => {
  list ??= NeverEvidence.parse(parse(readFileSync(shippedPath('maps/never-evidence.yaml'), 'utf8')))
  return list
}

/** What is never evidence (`maps/never-evidence.yaml`); a test holds its ids to those of assessment/. */
export const neverEvidence = (): readonly ProtectedTrait[] => neverEvidenceList().traits

type Words = readonly string[]

interface TraitPhrase {
  readonly trait: ProtectedTrait
  readonly words: Words
  /** Whether the phrase names a trait of a person where it stands. */
  readonly counts: (spot: Spot) => boolean
}

/** A phrase found in a name. */
interface Spot {
  readonly words: Words
  readonly from: number
  readonly to: number
  /** The nearest words that are no link words. */
  readonly before: string | undefined
  readonly after: string | undefined
  readonly isWhole: boolean
}

interface Vocabulary {
  readonly indicators: readonly Words[]
  readonly phrases: readonly TraitPhrase[]
  readonly persons: ReadonlySet<string>
  readonly qualifiers: ReadonlySet<string>
  readonly links: ReadonlySet<string>
  readonly things: ReadonlySet<string>
}

let shipped: Vocabulary | undefined

/** Made once: every column of every table is compared with it. */
function vocabulary(): Vocabulary {
  if (shipped !== undefined) return shipped
  const { traits, persons, qualifiers, links, things } = neverEvidenceList()
  const setOf = (words: Words): ReadonlySet<string> => new Set(words.flatMap(foldedWords))
  shipped = {
    indicators: indicatorIds().map(foldedWords),
    phrases: traits.flatMap((trait) => [
      ...[trait.id, ...trait.words].map((phrase) => phraseOf(trait, phrase, () => true)),
      ...trait.alone.map((phrase) => phraseOf(trait, phrase, isOfPerson)),
      ...Object.entries(trait.unless).map(([phrase, others]) =>
        phraseOf(trait, phrase, isNotBeside(setOf(others))),
      ),
    ]),
    persons: setOf(persons),
    qualifiers: setOf(qualifiers),
    links: setOf(links),
    things: setOf(things),
  }
  return shipped
}

const phraseOf = (
  trait: ProtectedTrait,
  phrase: string,
  counts: TraitPhrase['counts'],
): TraitPhrase => ({ trait, words: foldedWords(phrase), counts })

/** The nearest word decides; where it is none that is known, a person anywhere before the trait does. */
function isOfPerson({ words, from, before, after, isWhole }: Spot): boolean {
  const { persons, qualifiers, things } = vocabulary()
  const is = (known: ReadonlySet<string>, word: string | undefined): boolean =>
    word !== undefined && known.has(word)
  if (is(things, before) && !is(persons, before)) return false
  if (isWhole || is(persons, before)) return true
  if (before !== undefined && !is(qualifiers, before))
    return words.slice(0, from).some((word) => persons.has(word))
  if (is(persons, after) || is(qualifiers, after)) return true
  return !is(things, after) && is(qualifiers, before)
}

/** Beside: at most one other word between them. */
const besideWords = 2

const isNotBeside =
  (others: ReadonlySet<string>) =>
  ({ words, from, to, after, isWhole }: Spot): boolean => {
    if (isWhole || after === 'status' || after === 'sponsorship') return true
    const near = words.slice(Math.max(0, from - besideWords), to + besideWords)
    return !near.some((word) => others.has(word))
  }

/** Forms have the same few names in every row; objects of JSON may have a new one in each. */
const mostRemembered = 10_000
const remembered = new Map<string, NamedTrait | undefined>()

/** The protected attribute that a name of a column, fact or flag names; undefined for all other names. */
export function traitNamed(name: string): NamedTrait | undefined {
  if (remembered.has(name)) return remembered.get(name)
  if (remembered.size >= mostRemembered) remembered.clear()
  const named = findTrait(name)
  remembered.set(name, named)
  return named
}

function findTrait(name: string): NamedTrait | undefined {
  const apart = name.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
  const [plain = [], spaced = []] = [name, apart].map(foldedWords)
  const { indicators, phrases } = vocabulary()
  // `appearance_changes_person` asks whether another person came, not how anybody looks.
  if (indicators.some((id) => startsWith(plain, id))) return undefined
  const forms = plain.length === spaced.length ? [plain] : [plain, spaced]
  for (const words of forms) {
    const found = phrases.flatMap((phrase) => namedBy(phrase, words))
    const named = found.find(({ isWhole }) => isWhole) ?? found[0]
    if (named !== undefined) return named
  }
  return undefined
}

/** What is never evidence of what a name stands for; undefined for all other names. */
export const unusedBehind = (name: string): ProtectedTrait | undefined => traitNamed(name)?.trait

const startsWith = (words: Words, start: Words): boolean =>
  start.every((word, index) => words[index] === word)

function namedBy({ trait, words: phrase, counts }: TraitPhrase, words: Words): NamedTrait[] {
  const named: NamedTrait[] = []
  for (let from = 0; from + phrase.length <= words.length; from += 1) {
    if (!phrase.every((word, index) => words[from + index] === word)) continue
    const spot = spotAt(words, from, from + phrase.length)
    if (counts(spot)) named.push({ trait, isWhole: spot.isWhole })
  }
  return named
}

function spotAt(words: Words, from: number, to: number): Spot {
  const { persons, qualifiers, links } = vocabulary()
  const isSaying = (word: string): boolean => !links.has(word)
  const others = [...words.slice(0, from), ...words.slice(to)]
  return {
    words,
    from,
    to,
    before: words.slice(0, from).filter(isSaying).at(-1),
    after: words.slice(to).find(isSaying),
    isWhole: others.every((word) => links.has(word) || persons.has(word) || qualifiers.has(word)),
  }
}

/** A name as words of small letters: `date_of_birth` and `Date of birth` are the same. */
export const wordsOf = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** Words without accents: exports leave them out as often as not. */
const foldedWords = (name: string): Words =>
  wordsOf(name)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .split(' ')
    .filter((word) => word !== '')
