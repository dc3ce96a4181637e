import { decoded } from './encodings.ts'
import type { InputFile } from './input-file.ts'
import { batchJsonRecords } from './json-records.ts'
import { batchLines, type LineBatch } from './lines.ts'

/** Within it, the first record of a file that has one a line ends. */
const firstLineBytes = 1024 * 1024

/**
 * JSON of somebody else's as batches of one record a line. Where the first line is a whole object, the
 * file has one a line, and a broken line costs only itself; anything else is cut by its brackets.
 */
export async function* batchJson(file: InputFile): AsyncIterable<LineBatch> {
  const pieces = (): AsyncIterable<Buffer> => decoded(file.pieces())
  yield* (await hasObjectPerLine(pieces())) ? batchLines(pieces()) : batchJsonRecords(pieces())
}

async function hasObjectPerLine(pieces: AsyncIterable<Buffer>): Promise<boolean> {
  let start = Buffer.alloc(0)
  for await (const piece of pieces) {
    start = Buffer.concat([start, piece])
    const text = start.toString('utf8').replace(/^\uFEFF?\s*/, '')
    const end = text.indexOf('\n')
    if (end >= 0) return isObjectText(text.slice(0, end))
    if (start.length > firstLineBytes) break
  }
  return false
}

function isObjectText(line: string): boolean {
  if (!line.startsWith('{')) return false
  try {
    JSON.parse(line)
    return true
  } catch {
    // The object goes on in the next line.
    return false
  }
}
