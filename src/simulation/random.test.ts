import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkProperty } from '../../test/property.ts'
import { openPermutation } from './permutation.ts'
import { apportion, openQuota } from './quotas.ts'
import { below, fraction, mix, openStream } from './random.ts'

test('a permutation gives every place once, whatever the size', () => {
  checkProperty(
    fc.property(fc.integer({ min: 1, max: 700 }), fc.integer(), (size, seed) => {
      const order = openPermutation(seed, 'test', size)
      const places = Array.from({ length: size }, (_, place) => order(place))
      expect(new Set(places).size).toBe(size)
      expect(Math.max(...places)).toBe(size - 1)
    }),
    { runs: 100 },
  )
})

test('apportioned parts add up and lie within one of their exact share', () => {
  const weights = fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), {
    minLength: 1,
    maxLength: 12,
  })
  checkProperty(
    fc.property(fc.integer({ min: 0, max: 10_000 }), weights, (total, shares) => {
      const parts = apportion(total, shares)
      const sum = shares.reduce((left, right) => left + right, 0)
      expect(parts.reduce((left, right) => left + right, 0)).toBe(total)
      for (const [place, part] of parts.entries())
        expect(Math.abs(part - (total * (shares[place] ?? 0)) / sum)).toBeLessThan(1 + 1e-6)
    }),
    { runs: 100 },
  )
})

test('a quota keeps every count close to its share at every moment', () => {
  const next = openQuota(['a', 'b', 'c'])
  const counts = new Map<string, number>()
  for (let turn = 1; turn <= 500; turn++) {
    const item = next([0.73, 0.2, 0.07])
    counts.set(item, (counts.get(item) ?? 0) + 1)
    expect(Math.abs((counts.get('a') ?? 0) - 0.73 * turn)).toBeLessThan(2)
  }
})

test('streams follow their keys alone', () => {
  const draw = (...keys: readonly (number | string)[]) => {
    const next = openStream(...keys)
    return [next(), next(), next()]
  }
  expect(draw(1, 'a', 2)).toEqual(draw(1, 'a', 2))
  expect(draw(1, 'a', 2)).not.toEqual(draw(1, 'a', 3))
  expect(draw(1, 'a', 2)).not.toEqual(draw(2, 'a', 1))
  expect(mix(1, 2)).not.toBe(mix(2, 1))
})

test('draws are spread evenly over streams of neighbouring keys', () => {
  const tens = Array.from({ length: 10 }, () => 0)
  for (let key = 0; key < 20_000; key++) {
    const place = below(openStream(7, 'even', key), 10)
    tens[place] = (tens[place] ?? 0) + 1
  }
  // 2000 each; five standard deviations are 212.
  for (const count of tens) expect(Math.abs(count - 2000)).toBeLessThan(212)
  expect(fraction(openStream(1))).toBeLessThan(1)
})
