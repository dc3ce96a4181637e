import { expect, test } from 'vitest'
import { wordLines, words } from './words.ts'

test('the ranges cover all probabilities, each once', () => {
  expect(words.map(({ from }) => from)).toEqual([0, ...words.slice(0, -1).map(({ to }) => to)])
  expect(words.at(-1)?.to).toBe(1)
})

test('a promise is kept, may be kept, cannot be, or was never given', () => {
  const lines = wordLines(
    new Map([
      ['likely', { said: 10, were: 7 }],
      ['very likely', { said: 6, were: 6 }],
      ['unlikely', { said: 40, were: 39 }],
      // One case of what was said to be rare says little, whatever its interval.
      ['very unlikely', { said: 1, were: 1 }],
    ]),
  )
  const kept = Object.fromEntries(lines.map((line) => [line.word, line.kept]))
  expect(kept).toEqual({
    'almost no chance': null,
    'very unlikely': 'possible',
    unlikely: 'broken',
    'roughly even chance': null,
    likely: 'within',
    'very likely': 'possible',
    'almost certain': null,
  })
})
