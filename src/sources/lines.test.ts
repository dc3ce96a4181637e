import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkAsyncProperty } from '../../test/property.ts'
import { batchLines, longestLine, textLines } from './lines.ts'
import { DamagedInput } from './unpacking.ts'

async function* inPieces(bytes: Buffer, size: number): AsyncIterable<Buffer> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}

/** What is read: each line that is not blank with its number, and what was refused. */
async function read(pieces: AsyncIterable<Buffer>): Promise<readonly string[]> {
  const found: string[] = []
  for await (const { bytes, firstLine, refused = [] } of batchLines(pieces)) {
    const lines = [...textLines(bytes)].map(({ text, isUtf8 }, index) => {
      const note = isUtf8 ? '' : ' (not UTF-8)'
      return text.trim() === '' ? [] : [`${firstLine + index}${note}: ${text}`]
    })
    found.push(...lines.flat(), ...refused.map(({ line, reason }) => `${line} ${reason}`))
  }
  return found
}

const readText = (text: string | Buffer, size = 64 * 1024): Promise<readonly string[]> =>
  read(inPieces(Buffer.from(text), size))

/** Over-long lines are too long to be shown. */
const shortened = (found: readonly string[]): readonly string[] =>
  found.map((line) => (line.length > 100 ? `${line.slice(0, 5)}… ${line.length}` : line))

describe('lines', () => {
  test.each([
    ['', []],
    ['\n\n \n', []],
    ['a', ['1: a']],
    ['a\nb\n', ['1: a', '2: b']],
    ['a\n\n  \nb', ['1: a', '4: b']],
    ['a\r\nb\r\n', ['1: a\r', '2: b\r']],
    ['\ufeffa\nb', ['1: a', '2: b']],
    ['\ufeff', []],
    ['a\n\ufeffb', ['1: a', '2: \ufeffb']],
  ])('%j', async (text, lines) => {
    for (const size of [1, 2, 3, 1000]) expect(await readText(text, size)).toEqual(lines)
  })

  test('come with their numbers, wherever the pieces are cut', async () => {
    const texts = fc.array(fc.oneof(fc.constant(''), fc.string({ unit: 'grapheme' })), {
      maxLength: 20,
    })
    const same = fc.asyncProperty(texts, fc.integer({ min: 1, max: 40 }), async (given, size) => {
      const lines = given.map((text) => text.replaceAll('\n', '').replaceAll('\ufeff', ''))
      const expected = lines.flatMap((text, i) => (text.trim() === '' ? [] : [`${i + 1}: ${text}`]))
      expect(await readText(lines.join('\n'), size)).toEqual(expected)
    })
    await checkAsyncProperty(same, { runs: 300 })
  })

  test('keep their numbers over many batches', async () => {
    const line = 'x'.repeat(99)
    const text = Buffer.from(`${line}\n`.repeat(200_000))
    let next = 1
    for await (const batch of batchLines(inPieces(text, 256 * 1024))) {
      expect(batch.firstLine).toBe(next)
      for (const { text: read } of textLines(batch.bytes)) {
        if (read !== line) expect(read).toBe(line)
        next += 1
      }
    }
    expect(next).toBe(200_001)
  })

  test('that are not UTF-8 are told apart from those beside them', async () => {
    const bytes = Buffer.concat([
      Buffer.from('é\n'),
      Buffer.from([0x4a, 0xe9, 0x0a]),
      Buffer.from('ok\n'),
      Buffer.from([0xe2, 0x82]),
    ])
    expect(await readText(bytes, 3)).toEqual([
      '1: é',
      '2 (not UTF-8): J\ufffd',
      '3: ok',
      '4 (not UTF-8): \ufffd',
    ])
  })
})

describe('UTF-16 is told once', () => {
  const text = '{"source":"a"}\n{"source":"b"}\n'
  const little = Buffer.from(text, 'utf16le')
  const big = Buffer.from(little).swap16()
  test.each([
    ['little-endian with its mark', Buffer.concat([Buffer.from([0xff, 0xfe]), little])],
    ['big-endian with its mark', Buffer.concat([Buffer.from([0xfe, 0xff]), big])],
    ['little-endian', little],
    ['big-endian', big],
  ])('%s', async (_, bytes) => {
    for (const size of [1, 1000]) {
      expect(await readText(bytes, size)).toEqual(['1 is UTF-16; save it as UTF-8'])
    }
  })
})

describe('a line that is too long', () => {
  const skipped = 'the line is longer than 8 MiB and was skipped'
  const long = (bytes: number): string => 'x'.repeat(bytes)

  test.each([[64 * 1024], [256 * 1024], [1_000_003]])(
    'is skipped from the first byte too many on, in pieces of %i',
    async (size) => {
      const text = ['a', long(longestLine), 'b', long(longestLine + 1), 'c', ''].join('\n')
      expect(shortened(await readText(text, size))).toEqual([
        '1: a',
        `2: xx… ${longestLine + 3}`,
        '3: b',
        `4 ${skipped}`,
        '5: c',
      ])
    },
  )

  test('may be the first, the last, the only one, or one after the other', async () => {
    const text = long(longestLine + 1)
    expect(await readText(text)).toEqual([`1 ${skipped}`])
    expect(await readText(`${text}\na`)).toEqual([`1 ${skipped}`, '2: a'])
    expect(await readText(`a\n${text}\n${text}\n\nb`)).toEqual([
      '1: a',
      `2 ${skipped}`,
      `3 ${skipped}`,
      '5: b',
    ])
  })

  test('is not held, however long it is', async () => {
    const piece = Buffer.alloc(1024 * 1024, 'x')
    async function* endless(): AsyncIterable<Buffer> {
      for (let i = 0; i < 400; i++) yield piece
      yield Buffer.from('\nlast')
    }
    const before = process.memoryUsage()
    let most = 0
    for await (const batch of batchLines(endless())) {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before.arrayBuffers)
      expect(batch.bytes.length).toBeLessThan(100)
    }
    expect(most).toBeLessThan(64 * 1024 * 1024)
  })
})

describe('damage', () => {
  async function* damaged(...texts: readonly string[]): AsyncIterable<Buffer> {
    for (const text of texts) yield Buffer.from(text)
    throw new DamagedInput('ends early')
  }

  test('leaves the whole lines before it and refuses the one that it cuts', async () => {
    expect(await read(damaged('a\nb\n', 'half of c'))).toEqual(['1: a', '2: b', '3 ends early'])
    expect(await read(damaged('a\nb\n'))).toEqual(['1: a', '2: b', '3 ends early'])
  })

  test('before the first byte is thrown', async () => {
    await expect(read(damaged())).rejects.toThrow(DamagedInput)
  })

  test('of another sort is thrown as it is', async () => {
    async function* broken(): AsyncIterable<Buffer> {
      yield Buffer.from('a\nb\n')
      throw new TypeError('a bug')
    }
    await expect(read(broken())).rejects.toThrow(TypeError)
  })
})
