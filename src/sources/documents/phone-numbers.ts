import { type CountryCode, findPhoneNumbersInText, isSupportedCountry } from 'libphonenumber-js/max'

/** Digits that are no phone numbers, however they look: periods, dates, numbers of books and accounts. */
const otherNumbers: readonly RegExp[] = [
  /(?:isbn|issn|iban|orcid|doi|isni)[^\n]{0,8}[\dxX][\dxX ./-]{5,40}/gi,
  /(?<!\d)97[89][- ]?(?:\d[- ]?){9}\d(?!\d)/g,
  /(?<!\d)(?:\d{1,2}[./-]){0,2}(?:19|20)\d{2}\s*(?:[-–—/]|to|bis)\s*(?:\d{1,2}[./-]){0,2}(?:19|20)\d{2}(?!\d)/gi,
  /(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)|(?<!\d)\d{1,2}[./]\d{1,2}[./]\d{2,4}(?!\d)/g,
]

/** Mailboxes and addresses on the web have digits too. */
const addresses =
  /\S{0,64}@\S{0,255}|https?:\/\/\S*|www\.\S*|\S{1,64}\.(?:com|io|me|org|net)\/\S*/gi

/** The shape of North American numbers, which nothing else has. */
const northAmerican = /(?<![\d+(.-])(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[.-]\d{4}(?![\d-])/g
const labelled =
  /(?<!\p{L})(?:phone|tele(?:ph|f)one?|tel|fon|mobile?|cell|handy|whatsapp)(?: no| number|nummer)?[.: \t]{1,4}(\(?\d[\d ()./-]{5,22}\d)/giu

/** Shorter than any number that reaches another town. */
const fewestDigits = 7
const mostDigits = 15

/**
 * The phone numbers in a text: E.164 where they have a country code or a country is given, as written
 * where a label or their shape tells that they are numbers. Each once, in the order of these two.
 */
export function phonesIn(text: string, country = ''): readonly string[] {
  const masked = [...otherNumbers, addresses].reduce(
    (rest, pattern) => rest.replace(pattern, ' | '),
    text,
  )
  const known = isSupportedCountry(country) ? { defaultCountry: country as CountryCode } : {}
  const found = findPhoneNumbersInText(masked, { ...known }).map(({ number }) => number.number)
  const written = [
    ...[...masked.matchAll(northAmerican)].map(([number]) => number),
    ...[...masked.matchAll(labelled)].map(([, number = '']) => number),
  ].filter((number) => isLikely(number) && !found.some((other) => endsWith(other, number)))
  return distinctNumbers([...found, ...written])
}

const digitsOf = (number: string): string => number.replace(/\D/g, '')

const isLikely = (number: string): boolean => {
  const { length } = digitsOf(number)
  return length >= fewestDigits && length <= mostDigits
}

/** Whether a number with a country code is the same as one without: `+49 30 …` and `030 …`. */
const endsWith = (whole: string, part: string): boolean =>
  digitsOf(whole).endsWith(digitsOf(part).replace(/^0+/, ''))

/** Each number once, however it is written: of two forms of one the longer stays. */
export function distinctNumbers(numbers: readonly string[]): readonly string[] {
  const kept: string[] = []
  for (const number of numbers) {
    const shorter = kept.findIndex((other) => endsWith(number, other))
    if (shorter === -1 && !kept.some((other) => endsWith(other, number))) kept.push(number)
    else if (shorter !== -1 && digitsOf(number).length > digitsOf(kept[shorter] ?? '').length) {
      kept[shorter] = number
    }
  }
  return kept
}
