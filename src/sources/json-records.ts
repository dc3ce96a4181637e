import {
  batchBytes,
  type LineBatch,
  type RefusedLine,
  shownText,
  withoutMark,
  withWholeMark,
} from './lines.ts'
import { DamagedInput } from './unpacking.ts'

/** A bundle or event that hangs together is read at once; a larger one is refused. */
export const longestRecord = 64 * 1024 * 1024

/** Bounds what a batch of very short records takes, each of which may be refused with its reason. */
const batchRecordCount = 20_000

const brackets = { open: 0x5b, close: 0x5d, openBrace: 0x7b, closeBrace: 0x7d } as const
const [quote, backslash, lineFeed, carriageReturn, space] = [0x22, 0x5c, 0x0a, 0x0d, 0x20]

/**
 * Cuts JSON as people have it, pretty-printed or not, into records: the items of a top-level array, and
 * whatever objects stand one after the other. Each comes out in one line, with the number of the line on
 * which it began. It only counts brackets and quotes; whether a record is JSON is for the parser to say.
 * Memory: one batch and one longest record.
 */
export async function* batchJsonRecords(pieces: AsyncIterable<Buffer>): AsyncIterable<LineBatch> {
  const cutter = new RecordCutter()
  let atStart = true
  try {
    for await (const piece of withWholeMark(pieces)) {
      yield* cutter.add(atStart ? withoutMark(piece) : piece)
      atStart = false
    }
  } catch (error) {
    if (atStart || !(error instanceof DamagedInput)) throw error
    yield* cutter.finish(error.message)
    return
  }
  yield* cutter.finish()
}

interface Cut {
  readonly line: number
  readonly bytes: Buffer
}

class RecordCutter {
  #line = 1
  /** Open brackets, a top-level array not counted. */
  #depth = 0
  #inArray = false
  #inText = false
  #escaped = false
  /** The record that is open, and its beginning. */
  #parts: Buffer[] = []
  #partBytes = 0
  #begins = 1
  #tooLong = false
  #cuts: Cut[] = []
  #cutBytes = 0
  #refused: RefusedLine[] = []

  #isFull(): boolean {
    return (
      this.#cutBytes >= batchBytes || this.#cuts.length + this.#refused.length >= batchRecordCount
    )
  }

  *add(piece: Buffer): Iterable<LineBatch> {
    let from = this.#isOpen() ? 0 : -1
    for (let at = 0; at < piece.length; at += 1) {
      from = this.#advance(piece, at, from)
      if (from < 0 && this.#isFull()) yield this.#batch()
    }
    if (from >= 0) this.#hold(piece.subarray(from))
  }

  /** Takes one byte; gives where in the piece the open record begins, or -1 between records. */
  #advance(piece: Buffer, at: number, from: number): number {
    const byte = piece[at] ?? 0
    if (byte === lineFeed) this.#line += 1
    if (from < 0) return this.#begin(byte) ? at : -1
    if (!this.#endsWith(byte)) return from
    this.#hold(piece.subarray(from, at + 1))
    this.#close()
    return -1
  }

  #endsWith(byte: number): boolean {
    this.#step(byte)
    return !this.#isOpen()
  }

  *finish(damage?: string): Iterable<LineBatch> {
    if (this.#isOpen()) this.#refuse(damage ?? 'is not whole JSON: it ends in the middle')
    else if (damage !== undefined || this.#inArray) {
      this.#begins = this.#line
      this.#refuse(damage ?? 'is not whole JSON: the list is not closed')
    }
    if (this.#cuts.length + this.#refused.length > 0) yield this.#batch()
  }

  #isOpen(): boolean {
    return this.#depth > 0 || this.#inText
  }

  /** Between records: whether this byte begins one. Stray text is refused once per run of it. */
  #begin(byte: number): boolean {
    if (byte === brackets.open && !this.#inArray) this.#inArray = true
    else if (byte === brackets.close && this.#inArray) this.#inArray = false
    else if (byte === brackets.openBrace || byte === brackets.open || byte === quote) {
      this.#begins = this.#line
      this.#step(byte)
      return true
    } else if (byte > space && byte !== 0x2c) this.#stray()
    return false
  }

  #step(byte: number): void {
    if (this.#inText) {
      if (this.#escaped) this.#escaped = false
      else if (byte === backslash) this.#escaped = true
      else if (byte === quote) this.#inText = false
    } else if (byte === quote) this.#inText = true
    else if (byte === brackets.open || byte === brackets.openBrace) this.#depth += 1
    else if (byte === brackets.close || byte === brackets.closeBrace) this.#depth -= 1
  }

  #hold(part: Buffer): void {
    this.#partBytes += part.length
    if (this.#partBytes > longestRecord) {
      this.#tooLong = true
      this.#parts.length = Math.min(this.#parts.length, 1)
    } else this.#parts.push(part)
  }

  #close(): void {
    if (this.#tooLong) {
      this.#refuse(`is longer than ${longestRecord / 1024 / 1024} MiB and was skipped`)
      return
    }
    // A copy: the piece it stands in is used again. A raw line end can stand between tokens only.
    const bytes = Buffer.concat(this.#parts, this.#partBytes)
    for (let at = 0; at < bytes.length; at += 1) {
      if (bytes[at] === lineFeed || bytes[at] === carriageReturn) bytes[at] = space
    }
    this.#cuts.push({ line: this.#begins, bytes })
    this.#cutBytes += bytes.length
    this.#reset()
  }

  #stray(): void {
    const last = this.#refused.at(-1)
    if (last?.line === this.#line) return
    this.#refused.push({ line: this.#line, field: '', reason: 'is not a JSON object', text: '' })
  }

  #refuse(reason: string): void {
    const text = Buffer.concat(this.#parts).subarray(0, shownText).toString('utf8')
    this.#refused.push({ line: this.#begins, field: '', reason, text })
    this.#reset()
  }

  #reset(): void {
    this.#parts = []
    this.#partBytes = 0
    this.#tooLong = false
  }

  #batch(): LineBatch {
    const feed = Buffer.from([lineFeed])
    const batch: LineBatch = {
      bytes: new Uint8Array(Buffer.concat(this.#cuts.flatMap(({ bytes }) => [bytes, feed]))),
      firstLine: this.#cuts[0]?.line ?? 1,
      lineNumbers: this.#cuts.map(({ line }) => line),
      refused: this.#refused,
    }
    this.#cuts = []
    this.#cutBytes = 0
    this.#refused = []
    return batch
  }
}
