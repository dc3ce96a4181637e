import { remembered } from '../normal-forms.ts'
import { loadNumberingPlans } from '../phone-library.ts'
import { agreed, type DerivedFact } from './derived-fact.ts'
import type { SelectedObservation } from './selected-observation.ts'

/**
 * Country and validity of the phone numbers of an observation. Never the type of line: a numbering plan
 * says what a range was meant for and not what a number is. Numbers are carried over to other networks,
 * and of the United States it says nothing at all (`FIXED_LINE_OR_MOBILE`), where it would matter most.
 */
export function openPhoneFacts(dataSet: string) {
  const factsOfNumber = remembered((number) => readNumber(number, dataSet))
  return ({ facts, valuesOf, isWithoutCountry }: SelectedObservation): readonly DerivedFact[] => {
    const numbers = valuesOf('phone')
    // Of a number that has no country code nothing is known, and so of all of them nothing for certain.
    if (numbers.length === 0 || isWithoutCountry) return []
    return agreed(numbers.map(factsOfNumber)).filter(({ name }) => !Object.hasOwn(facts, name))
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
