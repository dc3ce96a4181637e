import { describe, expect, test } from 'vitest'
import others from '../../taxonomy/country-names.json' with { type: 'json' }
import { countryCodeOf, countryFromName, countryName, countryOf, countryRows } from './index.ts'

const repeated = (values: readonly string[]) =>
  values.filter((value, at) => values.indexOf(value) !== at)

describe('countries', () => {
  test('ISO 3166-1 has 249, each once, all but Antarctica in a region', () => {
    expect(countryRows()).toHaveLength(249)
    expect(repeated(countryRows().map(({ code }) => code))).toEqual([])
    expect(countryRows().filter(({ region }) => region === null)).toMatchObject([{ code: 'AQ' }])
  })

  test('names', () => {
    expect(countryName('us')).toBe('United States')
    expect(countryOf('DE')).toEqual({
      code: 'DE',
      alpha3: 'DEU',
      numeric: '276',
      name: 'Germany',
      region: 'Europe',
    })
    expect(countryName('ZZ')).toBe('ZZ')
  })

  test('alpha-3 and numeric codes are whole and lead back', () => {
    expect(countryRows().filter(({ alpha3 }) => !/^[A-Z]{3}$/.test(alpha3))).toEqual([])
    expect(countryRows().filter(({ numeric }) => !/^\d{3}$/.test(numeric))).toEqual([])
    for (const { code, alpha3, numeric, name } of countryRows()) {
      const given = [code, code.toLowerCase(), alpha3, alpha3.toLowerCase(), numeric, name]
      expect(given.map(countryCodeOf)).toEqual(given.map(() => code))
    }
  })

  test('the names are those of CLDR as Node has them', () => {
    const cldr = new Intl.DisplayNames('en', { type: 'region' })
    const differing = countryRows().filter(({ code, name }) => cldr.of(code) !== name)
    // Another edition of Node may have another edition of CLDR.
    expect(differing.length).toBeLessThanOrEqual(3)
  })

  test('every other name leads to its country, and to no other', () => {
    for (const { code, names } of others) {
      expect(names.map(countryFromName)).toEqual(names.map(() => code))
    }
  })

  test.each([
    ['United States', 'US'],
    ['U.S.', 'US'],
    ['USA', 'US'],
    ['the united states of america', 'US'],
    ['UK', 'GB'],
    ['United Kingdom of Great Britain and Northern Ireland (the)', 'GB'],
    ['Korea, Republic of', 'KR'],
    ['Korea (the Republic of)', 'KR'],
    ["Democratic People's Republic of Korea", 'KP'],
    ['Viet Nam', 'VN'],
    ['Turkiye', 'TR'],
    ['Turkey', 'TR'],
    ['DEUTSCHLAND', 'DE'],
    ['Federal Republic of Germany', 'DE'],
    ['Iran (Islamic Republic of)', 'IR'],
    ['St Lucia', 'LC'],
    ['Saint Lucia', 'LC'],
    ["Cote d'Ivoire", 'CI'],
    ['日本', 'JP'],
    ['Republic of China', 'TW'],
    ["People's Republic of China", 'CN'],
    ['Georgia', 'GE'],
  ])('%s is %s', (text, code) => expect(countryFromName(text)).toBe(code))

  test.each([
    'Korea',
    'Congo',
    'Virgin Islands',
    'Europe',
    'Atlantis',
    'California',
    'ZZ',
    'ZZZ',
    '000',
    '',
    ' ',
  ])('nobody knows which country %j is', (text) => expect(countryCodeOf(text)).toBeUndefined())
})
