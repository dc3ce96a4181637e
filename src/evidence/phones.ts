import type { CountryCode } from 'libphonenumber-js/min'
import { plainIdentifier } from './look-alikes.ts'
import { folded, remembered } from './normal-forms.ts'
import type { Observation } from './observation.ts'
import { loadNumberLengths } from './phone-library.ts'
import { isToken } from './tokens.ts'

/** The normal form of phone numbers. */

/** With its plus sign and country code, shorter than any subscriber number: not a phone number. */
const shortestNumber = 8

/**
 * E.164 of whatever can be parsed, valid or not: an invalid number is a fact about it, not a reason to lose the link. A
 * number that cannot be parsed stays as given, case folded. `country` (ISO 3166-1 alpha-2) reads a number without a
 * country code.
 */
export function normalPhone(phone: string, country = ''): string {
  return isToken(phone) ? phone : phoneOf(`${country.toUpperCase()} ${plainIdentifier(phone)}`)
}

/**
 * The country that a number without a country code is read with, where the observation names one: the person's claim,
 * else that of the role, else that of the employer.
 */
export const phoneCountry = ({ subject, role, organization }: Observation): string =>
  subject.claims?.country ?? role?.country ?? organization?.country ?? ''

/**
 * The normal forms of the numbers of one person in one observation. A number without a country code is read with
 * `country`, else with the country code of the others where they have one in common.
 */
export function normalPhones(phones: readonly string[], country: string): readonly string[] {
  const numbers = phones.map((phone) => normalPhone(phone, country))
  const isFull = (number: string): boolean => number.startsWith('+') || isToken(number)
  if (numbers.every(isFull)) return numbers
  const codes = new Set(numbers.flatMap((number) => callingCode(number) ?? []))
  const [code] = codes
  if (codes.size !== 1 || code === undefined) return numbers
  return numbers.map((number) => (isFull(number) ? number : withCallingCode(`${code} ${number}`)))
}

const callingCode = remembered((number) =>
  number.startsWith('+') ? parsedPhone(number)?.countryCallingCode : undefined,
)

const withCallingCode = remembered((asked) => {
  const space = asked.indexOf(' ')
  const [defaultCallingCode, text] = [asked.slice(0, space), asked.slice(space + 1)]
  const read = loadNumberLengths().parsePhoneNumberFromString(text, {
    extract: false,
    defaultCallingCode,
  })
  return read !== undefined && read.number.length >= shortestNumber ? read.number : text
})

/**
 * The subscriber's digits, without country code and trunk prefix. Of a number in E.164 one; of digits without a country
 * code each reading that is possible: they may begin with a country code that lost its plus sign, or with the 8 that is
 * dialed before long-distance numbers in Russia and Kazakhstan. Fewer than seven digits are too common to tell anything.
 */
export const nationalNumbers = remembered((number): readonly string[] => {
  const digits = number.replace(/\D/g, '')
  const readings = number.startsWith('+')
    ? [parsedPhone(number)?.nationalNumber ?? digits]
    : [digits, ...(digits.length >= shortestWithCode ? withCode(digits) : [])]
  const plain = readings.map((reading) => reading.replace(/^0+/, ''))
  return [...new Set(plain)].filter((reading) => reading.length >= fewestNational)
})

const fewestNational = 7
/** Digits of a subscriber behind a country code; shorter ones are hardly ever written without the plus sign. */
const shortestWithCode = 11

function withCode(digits: string): readonly string[] {
  const number = parsedPhone(`+${digits}`)
  const read = number?.isPossible() ? [number.nationalNumber] : []
  return /^8\d{10}$/.test(digits) ? [...read, digits.slice(1)] : read
}

const parsedPhone = (text: string) =>
  loadNumberLengths().parsePhoneNumberFromString(text, { extract: false })

const phoneOf = remembered((asked) => {
  const space = asked.indexOf(' ')
  return readPhone(asked.slice(space + 1), asked.slice(0, space))
})

function readPhone(phone: string, country: string): string {
  const { isSupportedCountry } = loadNumberLengths()
  const defaultCountry = isSupportedCountry(country)
    ? { defaultCountry: country as CountryCode }
    : {}
  const text = phone
    .normalize('NFKC')
    .trim()
    .replace(/^tel:/i, '')
    .replace(/^00[\s.-]*(?=[1-9])/, '+')
  let number = plainInternational.test(text)
    ? internationalNumber(text.replace(/[^+\d]/g, ''))
    : parsedNumber(text, defaultCountry)
  if (number.length < shortestNumber) return folded(phone)
  // A zero behind the country code goes with the first reading; another one needs another.
  for (
    let next = internationalNumber(number);
    next.length >= shortestNumber;
    next = internationalNumber(number)
  ) {
    if (next.length >= number.length) break
    number = next
  }
  return number
}

/** Digits behind a plus sign, with what people put between them: only the digits count. */
const plainInternational = /^\+\d(?:[ .()-]{0,2}\d)+$/

const parsedNumber = (text: string, options: { defaultCountry?: CountryCode } = {}): string =>
  loadNumberLengths().parsePhoneNumberFromString(text, { extract: false, ...options })?.number ?? ''

/** Digits behind a plus sign mean the same in every country, so each number is parsed once. */
const internationalNumber = remembered((number) => parsedNumber(number))
