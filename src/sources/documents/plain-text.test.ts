import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkProperty } from '../../../test/property.ts'
import { findControlCharacter } from '../../evidence/index.ts'
import { cleanText } from './plain-text.ts'
import { docxMoment, pdfMoment } from './written-at.ts'

describe('clean text', () => {
  test('is what evidence takes, and clean already', () => {
    const unit = fc.oneof(
      fc.constantFrom('\0', '\v', '\x1b', '\r', '\n', ' ', '\u00ad', '\u0085', '\ufeff', '\ud800'),
      fc.string({ unit: 'binary', maxLength: 1 }),
    )
    checkProperty(
      fc.property(fc.array(unit), (units) => {
        const text = cleanText(units.join(''))
        expect(findControlCharacter(JSON.stringify(text), text)).toBeUndefined()
        expect(cleanText(text)).toBe(text)
      }),
      { runs: 100 },
    )
  })

  test('joins words at soft hyphens and keeps lines', () => {
    expect(cleanText('Kranken\u00ad \n  häuser und Pra\u00adxen\r\n\r\n\r\n\tEnde  ')).toBe(
      'Krankenhäuser und Praxen\n\n\tEnde',
    )
  })
})

describe('when it was made', () => {
  test.each([
    ["D:20240301093000+01'00'", '2024-03-01T09:30:00+01:00'],
    ["D:20240301093000-08'30", '2024-03-01T09:30:00-08:30'],
    ['D:20240301093000Z', '2024-03-01T09:30:00Z'],
    ['D:202403010930', '2024-03-01T09:30:00-00:00'],
    ['D:20240231093000Z', undefined],
    ['D:19700101000000Z', undefined],
    ['D:2024', undefined],
    ['yesterday', undefined],
    [20_240_301, undefined],
  ])('a PDF with %j says %j', (date, moment) => {
    expect(pdfMoment(date)).toBe(moment)
  })

  test.each([
    ['2024-03-01T09:30:00Z', '2024-03-01T09:30:00Z'],
    ['2024-03-01T09:30:00.5+01:00', '2024-03-01T09:30:00.5+01:00'],
    ['2024-03-01', undefined],
    ['1601-01-01T00:00:00Z', undefined],
    ['&lt;', undefined],
  ])('a DOCX with %j says %j', (date, moment) => {
    const properties = `<cp:coreProperties><dcterms:created xsi:type="dcterms:W3CDTF">${date}</dcterms:created></cp:coreProperties>`
    expect(docxMoment(properties)).toBe(moment)
  })
})
