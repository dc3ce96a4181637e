import countries from '../../taxonomy/countries.json' with { type: 'json' }

export interface Country {
  /** ISO 3166-1 alpha-2. */
  readonly code: string
  readonly name: string
  /** Region of UN M49; null for Antarctica, which is in none. */
  readonly region: string | null
}

const byCode: ReadonlyMap<string, Country> = new Map(
  countries.map((country) => [country.code, country]),
)

/** Every country of ISO 3166-1, by code. */
export const countryRows = (): readonly Country[] => countries

/** The country of an alpha-2 code in either case; undefined where the standard does not list it. */
export const countryOf = (code: string): Country | undefined => byCode.get(code.toUpperCase())

/** The English name of a country; a code that the standard does not list is given back as it is. */
export const countryName = (code: string): string => countryOf(code)?.name ?? code
