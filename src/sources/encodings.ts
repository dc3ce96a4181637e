import { withWholeMark } from './lines.ts'

/** Encodings that exports of offices come in; UTF-16 is told by its mark. */
export const encodings = ['utf-8', 'windows-1252', 'utf-16le'] as const
export type Encoding = (typeof encodings)[number]

/**
 * The pieces of a text file as UTF-8. A file that begins with the mark of UTF-16 is UTF-16, whatever was
 * said; without a word it is UTF-8 and passes as it is.
 */
export async function* decoded(
  pieces: AsyncIterable<Buffer>,
  encoding: Encoding = 'utf-8',
): AsyncIterable<Buffer> {
  let decoder: InstanceType<typeof TextDecoder> | undefined
  let atStart = true
  for await (const piece of withWholeMark(pieces)) {
    if (atStart) {
      const told = markedEncoding(piece) ?? encoding
      decoder = told === 'utf-8' ? undefined : new TextDecoder(told)
    }
    atStart = false
    yield decoder === undefined ? piece : Buffer.from(decoder.decode(piece, { stream: true }))
  }
  const rest = decoder?.decode() ?? ''
  if (rest !== '') yield Buffer.from(rest)
}

function markedEncoding(start: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const [first, second] = start
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined
}
