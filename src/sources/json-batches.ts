import { decoded } from './encodings.ts'
import type { InputFile } from './input-file.ts'
import { insideList, type ListPath } from './json-list.ts'
import { batchJsonRecords } from './json-records.ts'
import { batchLines, type LineBatch } from './lines.ts'
import { parseJson } from './parse-json.ts'

/** Within it, the first record of a file that has one a line ends. */
const firstLineBytes = 1024 * 1024

/**
 * JSON of somebody else's as batches of one record a line. Where the first line is a whole object, the
 * file has one a line, and a broken line costs only itself; anything else is cut by its brackets. Of a list under a
 * key, the rows are the records.
 */
export async function* batchJson(file: InputFile, list?: ListPath): AsyncIterable<LineBatch> {
  const pieces = (): AsyncIterable<Buffer> => decoded(file.pieces())
  if (list !== undefined) return yield* batchJsonRecords(insideList(pieces(), list))
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

/** The first record of a file of JSON as it was parsed; undefined where there is none, or where it is no JSON. */
export async function firstRecord(file: InputFile): Promise<unknown> {
  for await (const batch of batchJson(file)) {
    const [first = ''] = Buffer.from(batch.bytes).toString('utf8').split('\n', 1)
    return parsed(first)
  }
  return undefined
}

/** What a text of JSON says; undefined where it is none. */
export function parsed(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    // Not swallowed: it is read as evidence, and each line is refused with its reason.
    return undefined
  }
}

/** Whether the file has one object a line, as the evidence format has. */
export const hasLines = (file: InputFile): Promise<boolean> =>
  hasObjectPerLine(decoded(file.pieces()))
