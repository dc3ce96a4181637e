import { DamagedInput } from './input-file.ts'

/** Lines of a file, cut at line ends, for a reading worker. */
export interface LineBatch {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Number of the first line, from 1. */
  readonly firstLine: number
  /** Line number of each line, where they are not consecutive (records of CSV and Parquet). */
  readonly lineNumbers?: readonly number[]
  /** What is wrong with the input after this batch, at its last line. */
  readonly damage?: { readonly line: number; readonly reason: string }
}

/** A line longer than this is no observation; it is skipped without being held. */
export const longestLine = 8 * 1024 * 1024
/** What goes to a worker, and into one transaction, at once: some 15,000 ordinary observations. */
const batchBytes = 16 * 1024 * 1024

const lineFeed = 0x0a

/**
 * Cuts pieces of a file into batches of whole lines. Memory: one batch and one longest line, whatever
 * the file holds. An over-long line is reported as damage of its batch and skipped.
 */
export async function* batchLines(pieces: AsyncIterable<Buffer>): AsyncIterable<LineBatch> {
  const cutter = new LineCutter()
  try {
    for await (const piece of pieces) yield* cutter.add(piece)
  } catch (error) {
    if (!(error instanceof DamagedInput)) throw error
    yield* cutter.finish()
    yield cutter.damaged(error.message)
    return
  }
  yield* cutter.finish()
}

class LineCutter {
  #held: Buffer[] = []
  #heldBytes = 0
  #lastLineEnd = -1
  #nextLine = 1
  #skipping = false

  /** Takes one piece of the file and gives the batches that it completes. */
  add(piece: Buffer): LineBatch[] {
    const rest = this.#skipping ? this.#afterLongLine(piece) : piece
    this.#hold(rest)
    if (this.#heldBytes - this.#lastLineEnd - 1 > longestLine) return this.#skipLongLine()
    return this.#heldBytes >= batchBytes && this.#lastLineEnd >= 0 ? [this.#cut()] : []
  }

  finish(): LineBatch[] {
    if (this.#heldBytes === 0) return []
    this.#lastLineEnd = this.#heldBytes - 1
    return [this.#cut()]
  }

  damaged(reason: string): LineBatch {
    return {
      bytes: new Uint8Array(0),
      firstLine: this.#nextLine,
      damage: { line: this.#nextLine, reason },
    }
  }

  #hold(piece: Buffer): void {
    if (piece.length === 0) return
    const end = piece.lastIndexOf(lineFeed)
    if (end >= 0) this.#lastLineEnd = this.#heldBytes + end
    this.#held.push(piece)
    this.#heldBytes += piece.length
  }

  /** Gives everything up to the last line end and keeps the beginning of the next line. */
  #cut(): LineBatch {
    const all = Buffer.concat(this.#held, this.#heldBytes)
    const bytes = new Uint8Array(all.subarray(0, this.#lastLineEnd + 1))
    const tail = Buffer.from(all.subarray(this.#lastLineEnd + 1))
    const batch = { bytes, firstLine: this.#nextLine }
    this.#nextLine += countLineFeeds(bytes)
    this.#held = tail.length > 0 ? [tail] : []
    this.#heldBytes = tail.length
    this.#lastLineEnd = -1
    return batch
  }

  #skipLongLine(): LineBatch[] {
    const before = this.#lastLineEnd >= 0 ? [this.#cut()] : []
    const batches = [
      ...before,
      this.damaged(`the line is longer than ${longestLine / 1024 / 1024} MiB and was skipped`),
    ]
    this.#held = []
    this.#heldBytes = 0
    this.#skipping = true
    return batches
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
  for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) count += 1
  return count
}
