import { countryFromName } from '../taxonomy/index.ts'
import {
  agedThings,
  ageMentions,
  countryThings,
  fromCountry,
  mentions,
  otherAges,
  peopleWords,
  personNouns,
} from './trait-words.ts'

/*
 * Whether a note mentions a protected attribute of a person: nationality, birth, language, accent, looks, age, sex, faith,
 * health. The words alone do not decide: "a Chinese accent" mentions one, "a Chinese IP address" does not, and neither do
 * "account age", "a Visa card" and "he accented the point". Where it cannot be told, the note is held to mention one: what a
 * missed mention costs a person is more than what a lost note costs an analyst (decisions/0025).
 */

const whole = (words: readonly string[], flags = 'u'): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join('|')})(?![\\p{L}\\p{N}])`, flags)

/** The word alone, or its plural. */
const isWord = (words: readonly string[]): RegExp => new RegExp(`^(?:${words.join('|')})s?$`, 'u')

const plainMention = whole(mentions)
const peopleWord = whole(peopleWords, 'gu')
const ageMention = whole(ageMentions, 'gu')
const visa = whole(['visa'], 'gu')
const isCountryThing = isWord(countryThings)
const isPersonNoun = isWord(personNouns)
const isPeopleWord = isWord([...peopleWords, 'english|englisch|anglais|ingles'])
const isAgedThing = isWord(agedThings)
const isCard =
  /^(?:cards?|payouts?|payments?|pay|paid|paying|debit|credit|prepaid|ending|ends|mastercard|amex|paypal|\d{4}|karte|kreditkarte|carte|bancaire|tarjeta|checkout|fee|network|merchant)$/

/** Words beside a word: enough for an adjective and its noun. */
const near = 2

/** True where a note mentions a protected attribute of a person. */
export function mentionsTrait(note: string): boolean {
  const text = folded(note)
  return (
    plainMention.test(text) ||
    some(text, peopleWord, isOfPerson) ||
    some(text, ageMention, isPersonsAge) ||
    some(
      text,
      visa,
      (before, after) =>
        ![...before.slice(-near), ...after.slice(0, near)].some((word) => isCard.test(word)),
    ) ||
    isFromCountry(text) ||
    isPolish(note)
  )
}

/** Small letters without accents; marks that end a phrase stay as words of their own. */
function folded(note: string): string {
  return note
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/[’'`´]s?(?=\s)/g, ' s')
    .replace(/[’'`´]/g, ' ')
    .replace(/([,.;:!?()"])/g, ' $1 ')
    .replace(/\s+/g, ' ')
}

/** Words before and after a place, the phrase's own first. */
function some(
  text: string,
  pattern: RegExp,
  isMention: (before: readonly string[], after: readonly string[], rest: string) => boolean,
): boolean {
  for (const found of text.matchAll(pattern)) {
    const end = found.index + found[0].length
    const before = wordsOf(text.slice(Math.max(0, found.index - window), found.index))
    if (isMention(before, wordsOf(text.slice(end, end + window)), text.slice(end, end + window)))
      return true
  }
  return false
}

/** Characters around a word that are looked at. */
const window = 80

const wordsOf = (text: string): readonly string[] =>
  text.split(/[\s/-]+/).filter((word) => word !== '')

const isMark = (word: string | undefined): boolean =>
  word === undefined || /^[,.;:!?()"]$/.test(word)
const joins = /^(?:and|or|und|oder|et|ou|y|o|,|-based|based)$/

/** The noun of the adjective decides; without one, the people-word is the noun itself. */
function isOfPerson(before: readonly string[], after: readonly string[]): boolean {
  const [first, second] = afterPeople(after)
  if (first !== undefined && isPersonNoun.test(first)) return true
  if (first !== undefined && isCountryThing.test(first)) return false
  if (
    !isMark(first) &&
    second !== undefined &&
    !isPersonNoun.test(second) &&
    isCountryThing.test(second)
  )
    return stops.test(first ?? '')
  // In French and Spanish the thing stands before its adjective.
  return !before.slice(-near).some((word) => isCountryThing.test(word)) || before.at(-1) === ','
}

const stops =
  /^(?:is|was|were|on|from|with|in|at|but|who|that|his|her|their|the|a|an|to|via|behind|using)$/

/** Past "Chinese and Russian" and "Chinese-based". */
function afterPeople(after: readonly string[]): readonly string[] {
  let rest = after
  while (rest[0] !== undefined && joins.test(rest[0])) {
    if (!/based/.test(rest[0]) && !isPeopleWord.test(rest[1] ?? '')) break
    rest = rest.slice(isPeopleWord.test(rest[1] ?? '') ? 2 : 1)
  }
  return rest
}

/** How far before "12 years old" its thing may stand, and how far behind "age of". */
const agedBefore = 6
const agedAfter = 5

function isPersonsAge(before: readonly string[], after: readonly string[], rest: string): boolean {
  if (otherAges.test(rest)) return false
  if (/^(?:digital|new|modern|jet|stone|golden|and)$/.test(before.at(-1) ?? '')) return false
  if (/^(?:in|the)$/.test(before.at(-1) ?? '') && after[0] === 'of') return hasPerson(after)
  const isOfThing = ['of', 'du', 'de', 'des', 'der', 'd'].includes(after[0] ?? '')
  const ahead = isOfThing ? after.slice(1, agedAfter) : []
  return ![...sinceMark(before).slice(-agedBefore), ...ahead].some((word) => isAgedThing.test(word))
}

const hasPerson = (words: readonly string[]): boolean =>
  words
    .slice(0, agedAfter)
    .some((word) => /^(?:candidate|applicant|person|employee|worker|man|woman)$/.test(word))

/** The phrase that a word stands in. */
const sinceMark = (before: readonly string[]): readonly string[] =>
  before.slice(before.findLastIndex((word) => /^[,.;:!?]$/.test(word)) + 1)

/** "He is from …", "born in …", "a degree from …", and then a country. */
function isFromCountry(text: string): boolean {
  for (const [, place = ''] of text.matchAll(fromCountry)) {
    const words = place.trim().split(' ')
    for (let count = words.length; count > 0; count -= 1) {
      const name = words.slice(0, count).join(' ')
      if (name.length > 2 && (countryFromName(name) !== undefined || countries.test(name)))
        return true
    }
  }
  return false
}

const countries =
  /^(?:(?:north |south )?korea|dprk|asia|africa|china|india|russia|europe|eastern europe|the middle east|latin america|nordkorea|coree|corea|chine|inde|russland|indien)$/

/** "Polish" is a people where it has its capital and no article of work behind it. */
const isPolish = (note: string): boolean =>
  /\bPolish(?! (?:the|your|up|my|it|this|IP|phone|number|address|bank|company|VPN|SIM|proxy|site|office|IBAN|account)\b)/.test(
    note,
  )
