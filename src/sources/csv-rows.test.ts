import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkProperty } from '../../test/property.ts'
import { CsvRows } from './csv-rows.ts'
import { longestLine, type TextLine } from './lines.ts'

/** Each row as its line and cells, each refusal as its line and reason. */
function rowsOf(text: string, isUtf8: (line: number) => boolean = () => true): unknown[] {
  const rows = new CsvRows()
  const lines = text.split('\n').map((line, i): TextLine => ({ text: line, isUtf8: isUtf8(i + 1) }))
  const found = lines.flatMap((line, index) => [...rows.add(line, index + 1)])
  return [...found, ...rows.finish()].map((row) =>
    'cells' in row ? [row.line, ...row.cells] : `${row.line} ${row.reason}`,
  )
}

describe('rows', () => {
  test.each([
    ['a,b,c', [[1, 'a', 'b', 'c']]],
    [
      'a,b\r\nc,d\r\n',
      [
        [1, 'a', 'b'],
        [2, 'c', 'd'],
      ],
    ],
    ['a,,', [[1, 'a', '', '']]],
    [',\r', [[1, '', '']]],
    ['"a","b ""c""",""', [[1, 'a', 'b "c"', '']]],
    ['"a,b",c', [[1, 'a,b', 'c']]],
    [
      '\n\na,b\n\n  \nc,d',
      [
        [3, 'a', 'b'],
        [6, 'c', 'd'],
      ],
    ],
    [
      '"a\nb",c\nd,e',
      [
        [1, 'a\nb', 'c'],
        [3, 'd', 'e'],
      ],
    ],
    [
      '"a\r\n\n""b""",c\r\nd,e',
      [
        [1, 'a\r\n\n"b"', 'c'],
        [4, 'd', 'e'],
      ],
    ],
    [
      'x,"a\nb","c\nd"\r\ne',
      [
        [1, 'x', 'a\nb', 'c\nd'],
        [4, 'e'],
      ],
    ],
    ['" a "', [[1, ' a ']]],
    [' a , b ', [[1, ' a ', ' b ']]],
  ])('%j', (text, rows) => expect(rowsOf(text)).toEqual(rows))

  test.each([
    ['a,6"2,b\nc,d,e', ['1 a quote stands inside a cell', [2, 'c', 'd', 'e']]],
    ['a, "b"\nc,d', ['1 a quote stands inside a cell', [2, 'c', 'd']]],
    ['"a"b,c\nd,e', ['1 text stands behind a closing quote', [2, 'd', 'e']]],
    [
      '"a\nb"c,d\ne,f',
      ['1 text stands behind a closing quote', '2 a quote stands inside a cell', [3, 'e', 'f']],
    ],
    ['a,"b\nc,d\n\ne,f', ['1 a quote is opened and never closed', [2, 'c', 'd'], [4, 'e', 'f']]],
    ['a,"', ['1 a quote is opened and never closed']],
    ['"a\n"b\n', ['1 text stands behind a closing quote', '2 a quote is opened and never closed']],
  ])('that are wrong cost no others: %j', (text, rows) => expect(rowsOf(text)).toEqual(rows))

  test('that are not UTF-8 are refused where they begin', () => {
    const text = 'a,b\n"c\nd",e\nf,g'
    const refused = ['2 is not UTF-8', [4, 'f', 'g']]
    expect(rowsOf(text, (line) => line !== 2)).toEqual([[1, 'a', 'b'], ...refused])
    expect(rowsOf(text, (line) => line !== 3)).toEqual([[1, 'a', 'b'], ...refused])
    expect(rowsOf(text, (line) => line !== 1)).toEqual([
      '1 is not UTF-8',
      [2, 'c\nd', 'e'],
      [4, 'f', 'g'],
    ])
  })

  test('a quote that closes by chance costs no row in between', () => {
    expect(rowsOf('a,"b\nc,d\ne,6" f\ng,h')).toEqual([
      '1 text stands behind a closing quote',
      [2, 'c', 'd'],
      '3 a quote stands inside a cell',
      [4, 'g', 'h'],
    ])
  })

  const reasonsOf = (texts: readonly string[]): unknown[] => {
    const rows = new CsvRows()
    const found = texts.flatMap((text, i) => [...rows.add({ text, isUtf8: true }, i + 1)])
    return [...found, ...rows.finish()].map((row) => ('cells' in row ? row.cells : row.reason))
  }

  test('a row that is too long is skipped; what stands in its cells never becomes rows', () => {
    const long = Array.from({ length: 10 }, () => `x,${'y'.repeat(1_000_000)}`)
    expect(longestLine).toBeLessThan(9_000_000)
    expect(reasonsOf(['a,"b', ...long, 'forged,row', 'end"', 'c,d'])).toEqual([
      'the row is longer than 8 MiB and was skipped',
      ['c', 'd'],
    ])
    expect(reasonsOf(['a,"b', ...long, 'c,d'])).toEqual(['a quote is opened and never closed'])
  })

  test('what stands in the cells of a row that is not UTF-8 never becomes rows', () => {
    expect(rowsOf('"a\nforged,row\nb",c\nd,e', (line) => line !== 1)).toEqual([
      '1 is not UTF-8',
      [4, 'd', 'e'],
    ])
  })

  test('a cell of very many lines is put together', () => {
    const cell = 'line\n'.repeat(200_000)
    expect(rowsOf(`"${cell}",b\nc,d`)).toEqual([
      [1, cell, 'b'],
      [200_002, 'c', 'd'],
    ])
  })

  const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`

  test('whatever was written as RFC 4180 asks comes back, at its line', () => {
    const characters = fc.constantFrom(...'ab,"\n\r é😀|\\')
    const cells = fc.array(fc.string({ unit: characters, maxLength: 8 }), {
      minLength: 1,
      maxLength: 4,
    })
    const ends = fc.constantFrom('\n', '\r\n')
    const same = fc.property(fc.array(cells, { maxLength: 6 }), ends, (rows, end) => {
      let line = 1
      const expected = rows.map((row) => {
        const at = line
        line += row.join('').split('\n').length
        return [at, ...row]
      })
      const text = rows.map((row) => `${row.map(quoted).join(',')}${end}`).join('')
      expect(rowsOf(text)).toEqual(expected)
    })
    checkProperty(same, { runs: 300 })
  })

  test('no text makes them fail, and no line is lost or counted twice', () => {
    const characters = fc.constantFrom(...'a,"\n\r ')
    const told = fc.property(fc.string({ unit: characters, maxLength: 60 }), (text) => {
      const found = rowsOf(text).map((row) => Number.parseInt(String(row), 10))
      expect(found).toEqual([...new Set(found)].sort((one, other) => one - other))
    })
    checkProperty(told, { runs: 1000 })
  })
})
