import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { comparePair, pairFiles, readPairs } from '../../test/addresses/pairs.ts'
import { checkProperty } from '../../test/property.ts'
import { normalAddress, unitIn } from './addresses.ts'

/** Labeled by authors who did not know the program, after the postal formats of each country (bench/addresses.ts). */
const pairs = pairFiles.flatMap(readPairs)
const compared = pairs.map((pair) => ({ ...pair, ...comparePair(pair) }))

describe('labeled pairs of addresses', () => {
  test('two places are never one, but for towns that share a postcode and a town with two streets of one name', () => {
    const merged = compared.filter(({ place, isPlace }) => isPlace && place === 'different')
    expect(merged.map(({ left }) => left)).toEqual([
      '25 Washington St, Boston, MA 02129',
      'Via Garibaldi 15, 20090 Opera (MI)',
    ])
  })

  test('two flats are never one, where the places are two', () => {
    const merged = compared.filter(
      ({ place, unit, isUnit }) => isUnit && place === 'same' && unit === 'different',
    )
    expect(merged).toEqual([])
  })

  test('of the same places nine in ten are told to be one, and of the same flats likewise', () => {
    const same = compared.filter(({ place }) => place === 'same')
    const flats = same.filter(({ unit }) => unit === 'same')
    expect(same.filter(({ isPlace }) => isPlace).length / same.length).toBeGreaterThan(0.9)
    expect(flats.filter(({ isUnit }) => isUnit).length / flats.length).toBeGreaterThan(0.85)
  })
})

describe('an address', () => {
  test.each([
    [
      '1418 Larkspur Lane, Nashville, TN 37013',
      ['1418 larkspur ln, 37013', '1418 larkspur ln, nashville tn'],
      undefined,
    ],
    [
      '1418 LARKSPUR LN NASHVILLE TN 37013-1234',
      ['1418 larkspur ln, 37013', '1418 larkspur ln, nashville tn'],
      undefined,
    ],
    [
      'c/o J. Smith, 1418 Larkspur Ln. #B, Nashville, Tennessee 37013, USA',
      ['1418 larkspur ln, 37013', '1418 larkspur ln, nashville tn'],
      'b',
    ],
    ['1418 Larkspur Ln', ['1418 larkspur ln'], undefined],
    ['P.O. Box 12, Austin, TX 78701', ['po box 12, 78701', 'po box 12, austin tx'], undefined],
    ['Musterstraße 12 a, D-10115 Berlin', ['12a musterstr, 10115'], undefined],
    ['Flat 3, 12 Church Road, London SE19 2AB', ['12 church rd, se192ab'], '3'],
    ['東京都渋谷区1-2-3', ['東京都渋谷区1 2 3'], undefined],
  ])('%j', (text, places, unit) => {
    expect(normalAddress(text)).toEqual(unit === undefined ? { places } : { places, unit })
  })

  test.each(['Austin, TX', 'Berlin', 'Nashville, TN 37013', '37013', '', '???'])(
    '%j names no house',
    (text) => {
      expect(normalAddress(text)).toEqual({ places: [] })
    },
  )

  test('of 3/12 the flat comes first in Australia and last in Poland; where no country is known both stay', () => {
    expect(normalAddress('3/12 Smith St, Newcastle NSW 2300', 'AU').unit).toBe('3')
    expect(normalAddress('Długa 3/12, 00-238 Warszawa', 'PL').unit).toBe('12')
    expect(normalAddress('Long 3/12').places).toEqual(['3/12 long'])
  })
})

const written = pairs.flatMap(({ left, left_country, right, right_country }) => [
  [left, left_country] as const,
  [right, right_country] as const,
])

test('a form of a place is its own form, whatever address it came from', () => {
  const unstable = written.flatMap(([text, country]) =>
    normalAddress(text, country || undefined).places.filter(
      (place) => !normalAddress(place, country || undefined).places.includes(place),
    ),
  )
  // A name of one letter would be that of the number, a box with another number behind it another box.
  expect(unstable.filter((place) => !/^(po box|\w+ [a-z]\d? |[a-z]\d )/.test(place))).toEqual([])
})

test('no digit of a street is lost, and no text makes it fail', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom('12', '3/4', 'Main St', 'Apt', '#', ', ', 'TN', '37013', 'c/o', 'º'),
  )
  const text = fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(' '))
  checkProperty(
    fc.property(text, fc.constantFrom('US', 'DE', 'AU', 'NL', undefined), (given, country) => {
      const { places, unit } = normalAddress(given, country)
      for (const place of places) {
        expect(place).toBe(place.trim())
        if (unit !== undefined) expect(unitIn(place, unit)).toMatch(/, unit \S/)
      }
    }),
    { runs: 500 },
  )
})
