import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkProperty } from '../../test/property.ts'
import type { PairExplanation } from './explanation.ts'
import { waterfallSteps, waterfallSvg } from './waterfall.ts'

type Comparison = PairExplanation['comparisons'][number]

const compared = (
  comparison: string,
  bits: number,
  more: Partial<Comparison> = {},
): Comparison => ({
  comparison,
  left: 'one',
  right: 'other',
  level: 'shared',
  bits,
  because: 'for this test only',
  ...more,
})

function pairOf(comparisons: readonly Comparison[], prior = -13, threshold = 0): PairExplanation {
  const bits = comparisons.reduce((sum, each) => sum + each.bits, prior)
  return { prior_bits: prior, threshold_bits: threshold, comparisons, bits, compared: true }
}

const words = {
  title: 'Two are one.',
  subtitle: 'in bits',
  note: '',
  threshold: 'joins two subjects',
}

const bits = fc.double({ min: -40, max: 40, noNaN: true })
/** Texts that break out of markup where something forgets to escape. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '</text><script>x()</script>',
    '"onload="x()',
    '&lt;',
    ']]>',
    '\u202egro.elpmaxe',
    '\u0000',
    '\ud800',
  ),
)
const pairs = fc
  .tuple(fc.array(fc.tuple(bits, hostile, hostile), { maxLength: 8 }), bits, bits)
  .map(([all, prior, threshold]) =>
    pairOf(
      all.map(([each, left, right]) => compared('email', each, { left, right })),
      prior,
      threshold,
    ),
  )

/** The markup without its texts and figures. */
const skeleton = (svg: string): string =>
  svg.replace(/<style>[\s\S]*?<\/style>/, '').replace(/>[^<]*</g, '><')

const numbersOf = (svg: string, sort: string, name: string): number[] =>
  [...svg.matchAll(new RegExp(`class="${sort}"[^>]* ${name}="([-\\d.]+)"`, 'g'))].map(([, value]) =>
    Number(value),
  )

describe('the steps', () => {
  test('begin at nothing, follow each other and end at the sum', () => {
    checkProperty(
      fc.property(pairs, (pair) => {
        const steps = waterfallSteps(pair)
        expect(steps[0]).toMatchObject({ label: 'start', from: 0, to: pair.prior_bits })
        for (const [at, step] of steps.entries()) {
          if (at > 0) expect(step.from).toBe(steps[at - 1]?.to)
        }
        expect(steps.at(-1)?.to).toBeCloseTo(pair.bits, 6)
      }),
      { runs: 100 },
    )
  })

  test('leave out what says nothing, and say what was found', () => {
    const [, phone, ...more] = waterfallSteps(
      pairOf([
        compared('phone', 11, { left: '+12025550143', right: '+12025550143', members: 2 }),
        compared('birth_year', 0, { level: 'no evidence', left: null }),
        compared('name', -8, { level: 'last_word' }),
      ]),
    )
    expect(phone).toMatchObject({ found: 'shared, 2 have it', values: ['+12025550143'] })
    expect(more).toMatchObject([
      { label: 'name', found: 'the last word is the same', values: ['one', 'other'] },
    ])
  })
})

describe('the chart', () => {
  test('has the same markup whatever the values are', () => {
    checkProperty(
      fc.property(pairs, (pair) => {
        const plain = {
          ...pair,
          comparisons: pair.comparisons.map((each) => ({ ...each, left: 'a', right: 'b' })),
        }
        const given = waterfallSvg(pair, words)
        expect(skeleton(given)).toBe(skeleton(waterfallSvg(plain, words)))
        expect(given.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}\ufffe\uffff]/u)
        expect(given).not.toMatch(/NaN|Infinity/)
        expect(given.isWellFormed()).toBe(true)
        expect(given).not.toMatch(/&(?!(?:amp|lt|gt|quot);)/)
      }),
      { runs: 300 },
    )
  })

  test('escapes what stands around the bars too', () => {
    const evil = '</title><script>&"'
    const svg = waterfallSvg(pairOf([]), {
      title: evil,
      subtitle: evil,
      note: evil,
      threshold: evil,
    })
    expect(svg).not.toContain('<script')
    expect(svg.match(/&lt;\/title&gt;&lt;script&gt;&amp;&quot;/g)).toHaveLength(6)
  })

  test('draws every bar as long as its bits, from where the last one ended', () => {
    const pair = pairOf([compared('email', 20), compared('name', -4), compared('city', 1)])
    const svg = waterfallSvg(pair, words)
    const [scale = 0] = numbersOf(svg, 'start', 'width').map((width) => width / 13)
    const widths = ['for', 'against', 'total'].flatMap((sort) => numbersOf(svg, sort, 'width'))
    expect(widths.map((width) => Math.round((width / scale) * 10) / 10)).toEqual([20, 1, 4, 4])
    const [start = 0] = numbersOf(svg, 'start', 'x')
    expect(numbersOf(svg, 'for', 'x')[0]).toBe(start)
  })

  test('says to whom it is read what it shows, and stands alone', () => {
    const svg = waterfallSvg(pairOf([compared('email', 15.3)]), words)
    expect(svg).toMatch(/role="img" aria-labelledby="title description"/)
    expect(svg).toContain('<title id="title">Two are one.</title>')
    expect(svg).toContain('start −13.0, email +15.3; in all +2.3. 0.0 or more joins two subjects.')
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(|@import|href/)
    expect(svg).toContain('prefers-color-scheme:dark')
  })
})
