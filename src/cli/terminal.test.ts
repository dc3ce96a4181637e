import { describe, expect, test } from 'vitest'
import {
  isInteractive,
  progressLine,
  showCount,
  showNumber,
  showScore,
  textTable,
} from './terminal.ts'

describe('a table', () => {
  test('has its columns under their titles, numbers to the right', () => {
    const table = textTable(
      ['what', 'count', 'of'],
      [
        ['apples', 12, null],
        ['a', 1234567, 'basket'],
      ],
    )
    expect(table.split('\n')).toEqual([
      'what        count  of',
      'apples         12  –',
      'a       1,234,567  basket',
    ])
  })

  test('of nothing is its titles', () => {
    expect(textTable(['what', 'count'], [])).toBe('what  count')
  })
})

test('numbers and scores', () => {
  expect([1234567, 0.12345, 0].map(showNumber)).toEqual(['1,234,567', '0.123', '0'])
  expect([0.9614, 1, null].map(showScore)).toEqual(['0.961', '1.000', '–'])
})

test('a line that is drawn over and over is for terminals', () => {
  expect(isInteractive({ isTTY: false }, {})).toBe(false)
  expect(isInteractive({ isTTY: true }, { TERM: 'dumb' })).toBe(false)
  expect(isInteractive({ isTTY: true }, { TERM: 'xterm' })).toBe(true)
})

describe('the progress line', () => {
  const drawn = (columns?: number) => {
    const written: string[] = []
    let now = 1000
    const stream = {
      write: (text: string) => written.push(text),
      ...(columns === undefined ? {} : { columns }),
    }
    const line = progressLine(stream, () => now)
    const pass = (ms: number): void => {
      now += ms
    }
    return { written, line, pass }
  }

  test('says what, how far, how fast and how long still', () => {
    const { written, line, pass } = drawn(200)
    line.show({ what: 'reading x', done: 0, of: 4 * 1024 * 1024, unit: 'bytes' })
    pass(2000)
    line.show({ what: 'reading x', done: 1024 * 1024, of: 4 * 1024 * 1024, unit: 'bytes' })
    expect(written.at(-1)).toBe(
      '\r\u001b[Kreading x  ██████░░░░░░░░░░░░░░░░░░  25 %  0.5 MiB/s  6 s left',
    )
  })

  test('is not drawn more often than one can see, and is taken away once', () => {
    const { written, line, pass } = drawn()
    for (let done = 0; done < 50; done++) {
      line.show({ what: 'linking', done, unit: 'models' })
      pass(10)
    }
    expect(written.length).toBeLessThan(8)
    line.clear()
    line.clear()
    expect(written.filter((text) => text === '\r\u001b[K')).toHaveLength(1)
  })

  test('never breaks into a second line, never counts beyond the end', () => {
    const { written, line, pass } = drawn(40)
    line.show({
      what: 'reading a-file-with-quite-a-long-name.ndjson',
      done: 9,
      of: 3,
      unit: 'bytes',
    })
    pass(500)
    line.show({ what: 'x', done: 9, of: 3, unit: 'lines' })
    expect(written.map((text) => text.replace('\r\u001b[K', '').length)).toEqual([39, 39])
    expect(written.at(-1)).toContain('100 %')
  })
})

test('counts are said as people say them', () => {
  expect(showCount(1, 'subject')).toBe('1 subject')
  expect(showCount(0, 'group')).toBe('0 groups')
  expect(showCount(13_528, 'identity')).toBe('13,528 identities')
})
