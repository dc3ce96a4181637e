import { addressParts } from './map-fields.ts'

type Fields = Readonly<Record<string, unknown>>

/** Countries in which the number of the house stands before the street. */
const numberFirst = [
  ...['US', 'CA', 'GB', 'IE', 'AU', 'NZ', 'FR', 'LU', 'MC', 'MT', 'IN', 'PK', 'ZA', 'NG', 'KE'],
  ...['SG', 'MY', 'PH', 'TH', 'IL'],
]
/** Countries in which the postcode stands behind the city and its state. */
const postcodeLast = [
  ...['US', 'CA', 'GB', 'IE', 'AU', 'NZ', 'IN', 'PK', 'ZA', 'NG', 'KE', 'SG', 'MY', 'PH', 'TH'],
]

/**
 * An address whose parts stand in columns of their own as one text, in the order in which its country writes it:
 * "Hauptstr. 5, 50667 Köln". A text that the map gives beside the parts is the street.
 */
export function withAddressText(fields: Fields): Fields {
  const given = (name: string): string | undefined =>
    typeof fields[name] === 'string' ? fields[name] : undefined
  if (!addressParts.some((name) => given(name) !== undefined)) return fields
  const country = given('country') ?? ''
  const street = given('street') ?? given('text')
  const house = [street, given('number')]
  const text = together(', ', [
    together(' ', numberFirst.includes(country) ? house.toReversed() : house),
    given('unit'),
    ...town({
      city: given('city'),
      state: given('state'),
      postcode: given('postcode'),
      isPostcodeLast:
        country === '' ? given('state') !== undefined : postcodeLast.includes(country),
    }),
  ])
  return { kind: fields['kind'], text, country: fields['country'] }
}

interface Town {
  readonly city: string | undefined
  readonly state: string | undefined
  readonly postcode: string | undefined
  readonly isPostcodeLast: boolean
}

const town = ({ city, state, postcode, isPostcodeLast }: Town): readonly (string | undefined)[] =>
  isPostcodeLast
    ? [city, together(' ', [state, postcode])]
    : [together(' ', [postcode, city]), state]

function together(mark: string, parts: readonly (string | undefined)[]): string | undefined {
  const filled = parts.filter((part) => part !== undefined)
  return filled.length === 0 ? undefined : filled.join(mark)
}
