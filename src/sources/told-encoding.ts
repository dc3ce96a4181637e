import { isUtf8 } from 'node:buffer'
import type { Encoding } from './encodings.ts'
import type { InputFile } from './input-file.ts'
import { DamagedInput } from './unpacking.ts'

/** Within it, a file of an office program shows that it is no UTF-8. */
const lookedAtBytes = 4 * 1024 * 1024

/**
 * Windows-1252 where the bytes of a table say so: they are no UTF-8, none of their letters is one in UTF-8, and
 * none is a byte that Windows-1252 does not have. A file in which both occur is damaged, and is not guessed at.
 */
export async function toldEncoding(file: InputFile): Promise<'windows-1252' | undefined> {
  let told: 'windows-1252' | undefined
  for await (const lines of wholeLines(file)) {
    const encoding = encodingOfBytes(lines)
    if (encoding === 'utf-8' || encoding === 'none') return undefined
    if (encoding === 'windows-1252') told = encoding
  }
  return told
}

/** The beginning of a file, cut at line ends: a character may go on in the next piece. What is damaged is told when it is read. */
async function* wholeLines(file: InputFile): AsyncIterable<Buffer> {
  let seen = 0
  let rest: Buffer = Buffer.alloc(0)
  try {
    for await (const piece of file.pieces()) {
      if (seen === 0 && isMarked(piece)) return
      const bytes = Buffer.concat([rest, piece])
      const end = bytes.lastIndexOf(0x0a) + 1
      yield bytes.subarray(0, end)
      rest = bytes.subarray(end)
      seen += piece.length
      if (seen > lookedAtBytes) return
    }
  } catch (error) {
    if (!(error instanceof DamagedInput)) throw error
  }
  yield rest
}

/** What the letters of some bytes say: `ascii` nothing, `none` that they are neither. */
function encodingOfBytes(bytes: Buffer): 'ascii' | 'none' | Exclude<Encoding, 'utf-16le'> {
  const high = bytes.filter((byte) => byte >= 0x80)
  if (high.length === 0) return 'ascii'
  if (isUtf8(bytes)) return 'utf-8'
  const isMissing = high.some((byte) => missing.includes(byte))
  return isMissing || /[^\0-\x7f\ufffd]/.test(bytes.toString('utf8')) ? 'none' : 'windows-1252'
}

/** Bytes that Windows-1252 does not have. */
const missing: readonly number[] = [0x81, 0x8d, 0x8f, 0x90, 0x9d]

/** By the mark of an encoding. */
function isMarked(bytes: Buffer): boolean {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return true
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
}
