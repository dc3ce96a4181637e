import { isUtf8 } from 'node:buffer'
import { DamagedInput } from './unpacking.ts'

/** Lines of a file, cut at line ends, for a reading worker. */
export interface LineBatch {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Number of the first line, from 1. */
  readonly firstLine: number
  /** Line number of each line, where they are not consecutive (rows of CSV and Parquet). */
  readonly lineNumbers?: readonly number[]
  /** Lines that stand in no batch, because they cannot be read. */
  readonly refused?: readonly RefusedLine[]
  /** What should be known of how the file is read: said once, and kept with the record of the import. */
  readonly remarks?: readonly string[]
  /** What was knowingly left out while the lines were made, by name. */
  readonly notTaken?: readonly string[]
}

export interface RefusedLine {
  readonly line: number
  readonly field: string
  readonly reason: string
  /** The beginning of the line. */
  readonly text: string
}

/** A line longer than this is no observation; it is skipped without being held. */
export const longestLine = 8 * 1024 * 1024
/** What goes to a worker at once: some 4,000 ordinary observations. */
export const batchBytes = 4 * 1024 * 1024
/** Bounds what a batch of very short lines takes, each of which may be refused with its reason. */
const batchLineCount = 20_000
/** Enough of a refused line to find it again; the line number leads to the rest. */
export const shownText = 2_000

const lineFeed = 0x0a

/**
 * Cuts pieces of a text file into batches of whole lines. Memory: one batch and one longest line,
 * whatever the file holds. An over-long line is refused and skipped; so is what the file's damage has
 * cut short. Data that are damaged before their first byte throw the `DamagedInput`.
 */
export async function* batchLines(pieces: AsyncIterable<Buffer>): AsyncIterable<LineBatch> {
  const cutter = new LineCutter()
  let atStart = true
  try {
    for await (const piece of withWholeMark(pieces)) {
      if (atStart && isSixteenBit(piece)) {
        yield cutter.refuse('is UTF-16; save it as UTF-8')
        return
      }
      yield* cutter.add(atStart ? withoutMark(piece) : piece)
      atStart = false
    }
  } catch (error) {
    if (atStart || !(error instanceof DamagedInput)) throw error
    yield* cutter.damaged(error.message)
    return
  }
  yield* cutter.finish()
}

/** The longest mark of an encoding at the start of a file. */
const markBytes = 4

/** The same pieces, the first of which is long enough to show the mark of an encoding. */
export async function* withWholeMark(pieces: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  let start: Buffer | undefined = Buffer.alloc(0)
  for await (const piece of pieces) {
    if (start === undefined) yield piece
    else {
      start = Buffer.concat([start, piece])
      if (start.length < markBytes) continue
      yield start
      start = undefined
    }
  }
  if (start !== undefined && start.length > 0) yield start
}

/** By its mark, or by the zero beside the first character, which no text in UTF-8 has. */
function isSixteenBit(start: Buffer): boolean {
  const [first = 0, second = 0] = start
  const marked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  return marked || (start.length > 1 && (first === 0) !== (second === 0))
}

/** Without the mark of UTF-8. */
export const withoutMark = (start: Buffer): Buffer =>
  start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf ? start.subarray(3) : start

class LineCutter {
  #held: Buffer[] = []
  #heldBytes = 0
  #heldLines = 0
  /** Bytes held behind the last line end: the beginning of a line. */
  #tailBytes = 0
  #nextLine = 1
  #skipping = false

  /** Refuses the line that has begun. */
  refuse(reason: string): LineBatch {
    const text = Buffer.concat(this.#held).subarray(0, shownText).toString('utf8')
    const refused = [{ line: this.#nextLine, field: '', reason, text }]
    return { bytes: new Uint8Array(0), firstLine: this.#nextLine, refused }
  }

  /** Takes one piece of the file and gives the batches that it completes. */
  *add(piece: Buffer): Iterable<LineBatch> {
    const rest = this.#skipping ? this.#afterLongLine(piece) : piece
    const end = rest.indexOf(lineFeed)
    const grown = this.#tailBytes + (end < 0 ? rest.length : end)
    if (grown > longestLine) {
      yield* this.#skipLongLine(rest)
      if (end >= 0) yield* this.add(rest)
      return
    }
    this.#hold(rest)
    if (this.#heldBytes >= batchBytes || this.#heldLines >= batchLineCount) yield* this.#cut()
  }

  *finish(): Iterable<LineBatch> {
    if (this.#tailBytes > 0) this.#hold(Buffer.from('\n'))
    yield* this.#cut()
  }

  /** The whole lines, and the one that the damage has cut short as refused. */
  *damaged(reason: string): Iterable<LineBatch> {
    yield* this.#cut()
    yield this.refuse(reason)
  }

  #hold(piece: Buffer): void {
    if (piece.length === 0) return
    const lines = countLineFeeds(piece)
    const tail = piece.length - 1 - piece.lastIndexOf(lineFeed)
    this.#held.push(piece)
    this.#heldBytes += piece.length
    this.#heldLines += lines
    this.#tailBytes = lines > 0 ? tail : this.#tailBytes + piece.length
  }

  /** Gives the whole lines, if there are any, and keeps the beginning of the next one. */
  *#cut(): Iterable<LineBatch> {
    if (this.#heldLines === 0) return
    const all = Buffer.concat(this.#held, this.#heldBytes)
    const whole = all.length - this.#tailBytes
    const batch = { bytes: new Uint8Array(all.subarray(0, whole)), firstLine: this.#nextLine }
    this.#nextLine += this.#heldLines
    this.#held = this.#tailBytes > 0 ? [Buffer.from(all.subarray(whole))] : []
    this.#heldBytes = this.#tailBytes
    this.#heldLines = 0
    yield batch
  }

  *#skipLongLine(rest: Buffer): Iterable<LineBatch> {
    yield* this.#cut()
    if (this.#heldBytes === 0) this.#held = [rest]
    yield this.refuse(`the line is longer than ${longestLine / 1024 / 1024} MiB and was skipped`)
    this.#held = []
    this.#heldBytes = 0
    this.#tailBytes = 0
    this.#skipping = true
  }

  /** What stands behind the long line that is being skipped; nothing while it goes on. */
  #afterLongLine(piece: Buffer): Buffer {
    const end = piece.indexOf(lineFeed)
    if (end < 0) return piece.subarray(0, 0)
    this.#skipping = false
    this.#nextLine += 1
    return piece.subarray(end + 1)
  }
}

function countLineFeeds(bytes: Uint8Array): number {
  let count = 0
  for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) {
    count += 1
    // Runs of blank lines are counted here: a call of `indexOf` for each would cost ten times as much.
    for (; bytes[at + 1] === lineFeed; at += 1) count += 1
  }
  return count
}

export interface TextLine {
  /** Without its line end; with replacement characters where it is not UTF-8. */
  readonly text: string
  readonly isUtf8: boolean
}

/** The lines of a batch, decoded at once where all of it is UTF-8. */
export function* textLines(bytes: Uint8Array): Iterable<TextLine> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (!isUtf8(buffer)) return yield* mixedLines(buffer)
  const text = buffer.toString('utf8')
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from)
    const stop = end < 0 ? text.length : end
    yield { text: text.slice(from, stop), isUtf8: true }
    from = stop + 1
  }
}

function* mixedLines(buffer: Buffer): Iterable<TextLine> {
  for (let from = 0; from < buffer.length; ) {
    const end = buffer.indexOf(lineFeed, from)
    const stop = end < 0 ? buffer.length : end
    const line = buffer.subarray(from, stop)
    yield { text: line.toString('utf8'), isUtf8: isUtf8(line) }
    from = stop + 1
  }
}

/** A batch of no lines that says how the file is read. */
export const remarkBatch = (remark: string): LineBatch => ({
  bytes: new Uint8Array(0),
  firstLine: 1,
  remarks: [remark],
})
