import { isToken, normalPhone, remembered } from '../normal-forms.ts'
import type { Observation } from '../observation.ts'
import { loadNumberingPlans } from '../phone-library.ts'
import { agreed, type DerivedFact } from './derived-fact.ts'

/**
 * Country and validity of the phone numbers of an observation. Never the type of line: a numbering plan
 * says what a range was meant for and not what a number is. Numbers are carried over to other networks,
 * and of the United States it says nothing at all (`FIXED_LINE_OR_MOBILE`), where it would matter most.
 */
export function openPhoneFacts(dataSet: string) {
  const factsOfNumber = remembered((number) => readNumber(number, dataSet))
  return ({ subject, facts = {} }: Observation): readonly DerivedFact[] => {
    const { phones = [], claims } = subject
    if (phones.length === 0) return []
    const each = phones.map((phone) => {
      const number = normalPhone(phone, claims?.country)
      return isToken(number) ? [] : factsOfNumber(number)
    })
    return agreed(each).filter(({ name }) => !Object.hasOwn(facts, name))
  }
}

/** A number without a country code may be anything; an invalid one is of no country. */
function readNumber(number: string, dataSet: string): readonly DerivedFact[] {
  const parsed = number.startsWith('+')
    ? loadNumberingPlans().parsePhoneNumberFromString(number)
    : undefined
  if (parsed === undefined) return []
  const isValid = parsed.isValid()
  const validity = { name: 'phone.valid', value: isValid, dataSet }
  if (!isValid || parsed.country === undefined) return [validity]
  return [{ name: 'phone.country', value: parsed.country, dataSet }, validity]
}
