import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkProperty } from '../../../test/property.ts'
import { type PlacedText, pageText } from './pdf-layout.ts'

/** A piece of ten-point text, half a point of a letter wide for each. */
const at = (x: number, y: number, text: string): PlacedText => ({
  text,
  x,
  y,
  width: text.length * 5,
  size: 10,
  rightToLeft: false,
})

const below = (x: number, y: number, texts: readonly string[]): readonly PlacedText[] =>
  texts.map((text, index) => at(x, y + index * 14, text))

describe('the text of a page', () => {
  test('joins the pieces of a line, with spaces where there are gaps', () => {
    const pieces = [at(72, 100, 'Senior'), at(105, 100.4, 'engi'), at(125, 100, 'neer')]
    expect(pageText(pieces)).toBe('Senior engineer')
  })

  test('joins words that are parted at the end of a line, and keeps the hyphens of others', () => {
    const page = below(72, 100, [
      'Long experi-',
      'ence in full-',
      'stack work, 2019-',
      '2022 for Acme-',
      'Health',
    ])
    expect(pageText(page)).toBe('Long experience in full-stack work, 2019-\n2022 for Acme-\nHealth')
  })

  test('keeps bullets with their lines and parts paragraphs', () => {
    const bullets = [
      at(72, 100, '•'),
      at(95, 100, 'Built it'),
      at(72, 114, '2.'),
      at(105, 114, 'Ran it'),
    ]
    expect(pageText([...bullets, at(72, 150, 'Next')])).toBe('• Built it\n2. Ran it\n\nNext')
  })

  test('reads columns one after the other, and what is across them in its place', () => {
    const page = [
      at(72, 50, 'Jordan Reyes, engineer of many things that are long to tell here'),
      ...below(72, 100, ['Skills', 'TypeScript', 'SQL', 'Linux', 'Kubernetes']),
      ...below(250, 103, [
        'Experience',
        'I built a large thing',
        'that many people use',
        'every day',
        'since then',
      ]),
      at(72, 250, 'A last line that goes from the left side to the right side of it all'),
    ]
    expect(pageText(page)).toBe(
      [
        'Jordan Reyes, engineer of many things that are long to tell here',
        '',
        'Skills\nTypeScript\nSQL\nLinux\nKubernetes',
        '',
        'Experience\nI built a large thing\nthat many people use\nevery day\nsince then',
        '',
        'A last line that goes from the left side to the right side of it all',
      ].join('\n'),
    )
  })

  test('reads a table of dates across, on whichever side they stand', () => {
    const dates = ['2019 – 2022', '2016 – 2019', '01/2014 – 12/2015', 'seit 2013', '2010 – 2012']
    const posts = ['Engineer at Acme', 'Engineer at Globex', 'Developer', 'Intern', 'Tester']
    const across = dates.map((date, row) => `${date}\t${posts[row]}`).join('\n')
    expect(pageText([...below(72, 100, dates), ...below(220, 100, posts)])).toBe(across)
    const mirrored = dates.map((date, row) => `${posts[row]}\t${date}`).join('\n')
    expect(pageText([...below(72, 100, posts), ...below(420, 100, dates)])).toBe(mirrored)
  })

  test('holds every piece once, in whatever order they come', () => {
    const place = fc.record({
      x: fc.integer({ min: 0, max: 19 }),
      y: fc.integer({ min: 0, max: 49 }),
    })
    const places = fc.uniqueArray(place, { selector: ({ x, y }) => x * 100 + y, maxLength: 80 })
    checkProperty(
      fc.property(places, fc.infiniteStream(fc.nat()), (found, numbers) => {
        const pieces = found.map(({ x, y }) => at(x * 45, y * 14, `w${x}-${y}`))
        const shuffled = pieces
          .map((piece) => ({ piece, key: Number(numbers.next().value) }))
          .sort((one, other) => one.key - other.key)
          .map(({ piece }) => piece)
        const text = pageText(pieces)
        expect(pageText(shuffled)).toBe(text)
        expect(text.split(/\s+/).filter(Boolean).sort()).toEqual(
          pieces.map((piece) => piece.text).sort(),
        )
      }),
      { runs: 100 },
    )
  })
})
