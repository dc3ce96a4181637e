import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkAsyncProperty } from '../../test/property.ts'
import { batchJsonRecords, longestRecord } from './json-records.ts'
import { DamagedInput } from './unpacking.ts'

interface Cut {
  readonly records: readonly { readonly line: number; readonly text: string }[]
  readonly refused: readonly { readonly line: number; readonly reason: string }[]
}

async function cut(pieces: Iterable<string | Buffer> | AsyncIterable<Buffer>): Promise<Cut> {
  async function* buffers(): AsyncIterable<Buffer> {
    for await (const piece of pieces) yield Buffer.from(piece)
  }
  const records: { line: number; text: string }[] = []
  const refused: { line: number; reason: string }[] = []
  for await (const batch of batchJsonRecords(buffers())) {
    const texts = Buffer.from(batch.bytes).toString('utf8').split('\n').slice(0, -1)
    expect(texts.length).toBe(batch.lineNumbers?.length)
    for (const [at, text] of texts.entries()) {
      records.push({ line: batch.lineNumbers?.[at] ?? 0, text })
    }
    refused.push(...(batch.refused ?? []).map(({ line, reason }) => ({ line, reason })))
  }
  return { records, refused }
}

/** Texts with all that has a meaning between the quotes of JSON. */
const text = fc.oneof(
  fc.string(),
  fc.constantFrom('"', '\\', '\\"', '{', '}', '[', ']', 'a\nb', '\\\\', 'ü', '\u2028', ','),
)
const record = fc.dictionary(text, fc.oneof(text, fc.integer(), fc.constant(null), fc.array(text)))

/** A record as it is cut out of a list or of one after the other, where each stands so deep: in one line. */
const inOneLine = (value: unknown, space: number, depth = 0): string =>
  JSON.stringify(value, null, space).replaceAll('\n', ` ${' '.repeat(depth)}`)

describe('records of JSON', () => {
  // Texts are compared, not what they parse to: V8 confuses some names with escapes in them (`"\\"` and `"\""`).
  test.each([
    [
      'a list',
      (all: readonly unknown[], space: number) => JSON.stringify(all, null, space),
      (each: unknown, space: number) => inOneLine(each, space, space),
    ],
    [
      'one after the other',
      (all: readonly unknown[], space: number) =>
        all.map((each) => JSON.stringify(each, null, space)).join('\r\n'),
      inOneLine,
    ],
    [
      'a list behind a byte order mark',
      (all: readonly unknown[]) => `\uFEFF ${JSON.stringify(all)}`,
      (each: unknown) => inOneLine(each, 0),
    ],
  ])('%s gives each as it was, wherever the pieces are cut', async (_name, write, textOf) => {
    await checkAsyncProperty(
      fc.asyncProperty(
        fc.array(record, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(0, 2),
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 6 }),
        async (all, space, sizes) => {
          const bytes = Buffer.from(write(all, space))
          const { records, refused } = await cut(inPieces(bytes, sizes))
          expect(refused).toEqual([])
          expect(records.map(({ text }) => text)).toEqual(all.map((each) => textOf(each, space)))
        },
      ),
      { runs: 150 },
    )
  })

  test('says on which line each began', async () => {
    const { records } = await cut(['[\n {\n  "a": 1},\n\n {"b":\n 2}, {"c": 3}\n]\n'])
    expect(records).toEqual([
      { line: 2, text: '{   "a": 1}' },
      { line: 5, text: '{"b":  2}' },
      { line: 6, text: '{"c": 3}' },
    ])
  })

  test('what is cut short is refused, what stood before it is taken', async () => {
    const { records, refused } = await cut(['[{"a": 1},\n{"b": "x'])
    expect(records).toHaveLength(1)
    expect(refused).toEqual([{ line: 2, reason: 'is not whole JSON: it ends in the middle' }])
    const open = await cut(['[{"a": 1},\n'])
    expect(open.refused).toEqual([{ line: 2, reason: 'is not whole JSON: the list is not closed' }])
  })

  test('stray text is refused once a line', async () => {
    const { records, refused } = await cut(['{"a":1} und so weiter\n{"b":2}'])
    expect(records).toHaveLength(2)
    expect(refused).toEqual([{ line: 1, reason: 'is not a JSON object' }])
  })

  test('a record that is too long costs only itself, and is not held', async () => {
    function* pieces(): Iterable<string> {
      yield '[{"a":"'
      const megabyte = 'x'.repeat(1024 * 1024)
      for (let at = 0; at <= longestRecord / 1024 / 1024; at += 1) yield megabyte
      yield '"},\n{"b":2}]'
    }
    const { records, refused } = await cut(pieces())
    expect(records).toEqual([{ line: 2, text: '{"b":2}' }])
    expect(refused).toEqual([{ line: 1, reason: 'is longer than 64 MiB and was skipped' }])
  })

  test('damage costs what it has cut short', async () => {
    async function* damaged(): AsyncIterable<Buffer> {
      yield Buffer.from('[{"a":1},{"b"')
      throw new DamagedInput('the packed data end early')
    }
    const { records, refused } = await cut(damaged())
    expect(records).toHaveLength(1)
    expect(refused).toEqual([{ line: 1, reason: 'the packed data end early' }])
  })

  test('a million brackets are refused, not followed', async () => {
    const { refused } = await cut(['['.repeat(1_000_000)])
    expect(refused).toHaveLength(1)
  })
})

function* inPieces(bytes: Buffer, sizes: readonly number[]): Iterable<Buffer> {
  let from = 0
  for (const size of sizes) {
    yield bytes.subarray(from, from + size)
    from += size
  }
  yield bytes.subarray(from)
}
