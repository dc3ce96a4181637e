import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkProperty } from '../../test/property.ts'
import { readCatalogue } from './catalogue.ts'
import type { FindingExplanation } from './explained-findings.ts'
import { bitsWhenAbsent, bitsWhenSeen, meanShare } from './rates.ts'
import { hypotheses } from './scales.ts'
import { type Asking, worthAsking } from './worth-asking.ts'

const { indicators } = readCatalogue('indicators')
const stages = ['application', 'screening', 'interview']
const even = { scheme: 0.5, other_fraud: 0.2, genuine: 0.3 }
const asking: Asking = { indicators, hypotheses: even, findings: [], stages }

/** A finding of an indicator, as far as asking looks at it. */
const findingOf = (id: string): FindingExplanation => {
  const indicator = indicators.find((each) => each.id === id)
  if (indicator === undefined) throw new Error(`no indicator ${id}`)
  const { other, genuine } = bitsWhenSeen(indicator)
  return {
    ...{ indicator: id, version: 1, title: indicator.title, category: indicator.category },
    ...{ group: indicator.group, direction: 'for', holds: true, counted: true, supports: true },
    ...{ bits: { other_fraud: other, genuine }, discount: 1, grade: 'A', told: false },
    ...{
      origins: [],
      observations: [],
      enriched: [],
      published: [],
      innocent: [],
      check: '',
      why: '',
    },
  }
}

describe('worth asking', () => {
  test('is the expected weight of evidence: by hand, through the posterior itself', () => {
    const [first] = worthAsking(asking)
    const indicator = indicators.find(({ id }) => id === first?.indicator)
    if (indicator === undefined) throw new Error('nothing is worth asking')
    const before = Math.log2(even.scheme / (1 - even.scheme))
    const logOddsAfter = (shares: readonly number[]): number => {
      const [scheme = 0, ...rest] = hypotheses.map((name, at) => even[name] * (shares[at] ?? 0))
      return Math.log2(scheme / rest.reduce((sum, share) => sum + share, 0))
    }
    const seen = hypotheses.map((name) => meanShare(indicator.rates[name]))
    const chance = hypotheses.reduce((sum, name, at) => sum + even[name] * (seen[at] ?? 0), 0)
    const absent =
      indicator.observable.length > 0 ? logOddsAfter(seen.map((share) => 1 - share)) : before
    const expected =
      chance * Math.abs(logOddsAfter(seen) - before) + (1 - chance) * Math.abs(absent - before)
    expect(first?.expected_bits).toBeCloseTo(expected, 9)
  })

  test('an indicator that is known is not asked for, and its group only for what is stronger', () => {
    const [first] = worthAsking(asking)
    const again = worthAsking({ ...asking, findings: [findingOf(first?.indicator ?? '')] })
    const sameGroup = again.find(({ group }) => group === first?.group)
    expect(again.map(({ indicator }) => indicator)).not.toContain(first?.indicator)
    expect(sameGroup?.expected_bits ?? 0).toBeLessThan(first?.expected_bits ?? 0)
  })

  test('nothing is asked of whom nobody has met, nor where all is known', () => {
    expect(worthAsking({ ...asking, stages: [] })).toEqual([])
    const all = indicators.map(({ id }) => findingOf(id))
    expect(worthAsking({ ...asking, findings: all })).toEqual([])
  })

  test('whatever is known and believed: five at most, one of a group, in order, nothing protected', () => {
    const share = fc.double({ min: 1e-9, max: 1, noNaN: true })
    const known = fc.subarray(indicators.map(({ id }) => id))
    const reached = fc.subarray([...stages, 'onboarding', 'employed', 'offboarding'])
    checkProperty(
      fc.property(
        fc.tuple(share, share, share),
        known,
        reached,
        ([scheme, other, genuine], ids, upTo) => {
          const sum = scheme + other + genuine
          const asked = worthAsking({
            indicators,
            hypotheses: { scheme: scheme / sum, other_fraud: other / sum, genuine: genuine / sum },
            findings: ids.map(findingOf),
            stages: upTo,
          })
          expect(asked.length).toBeLessThanOrEqual(5)
          expect(new Set(asked.map(({ group }) => group)).size).toBe(asked.length)
          const bits = asked.map(({ expected_bits }) => expected_bits)
          expect(bits).toEqual(bits.toSorted((a, b) => b - a))
          for (const { indicator: id, expected_bits } of asked) {
            const indicator = indicators.find((each) => each.id === id)
            expect(ids).not.toContain(id)
            expect(indicator?.strength).not.toBe('context')
            expect(indicator?.protected.risk).not.toBe('high')
            expect(indicator?.stages.some((stage) => upTo.includes(stage))).toBe(true)
            expect(Number.isFinite(expected_bits)).toBe(true)
            // No more than the most that it can say at all.
            const most = indicator && [bitsWhenSeen(indicator), bitsWhenAbsent(indicator)]
            const bound = Math.max(
              ...(most ?? []).flatMap(({ other: o, genuine: g }) => [Math.abs(o), Math.abs(g)]),
            )
            expect(expected_bits).toBeLessThanOrEqual(bound + 1e-9)
          }
        },
      ),
      { runs: 200 },
    )
  })
})
