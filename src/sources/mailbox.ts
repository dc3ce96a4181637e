import { refusalOfSize } from './documents/document-reader.ts'
import type { InputFile } from './input-file.ts'
import { DamagedInput } from './unpacking.ts'

/** One mail of a file, or why it is not read, with the line on which it begins. */
export type CutMail =
  | { readonly line: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly line: number; readonly refused: string }

const lineFeed = 0x0a

/** The line before a mail in a mailbox (RFC 4155): its sender and when it arrived, in the form of `asctime`. */
const separator =
  /^From .*\b(mon|tue|wed|thu|fri|sat|sun),? +((jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* +\d{1,2}|\d{1,2} +[a-z]{3}) .*\d{4}/i
const longestSeparator = 512

/** Whether a text begins as a mailbox does, or as a mail that was taken out of one. */
export const startsAsMailbox = (start: string): boolean => /^From \S/.test(start)

export const withoutSeparator = (start: string): string =>
  startsAsMailbox(start) ? start.slice(start.indexOf('\n') + 1) : start

/**
 * The mails of a mailbox file (mbox, RFC 4155 and its usual variants), one at a time. A mail begins behind a line
 * `From …` at the start of the file or behind an empty line; within a mail such a line is written with `>` before it,
 * which is taken away. Memory: one longest mail.
 */
export async function* mailsOf(file: InputFile): AsyncIterable<CutMail> {
  const cutter = new MailCutter()
  try {
    for await (const piece of file.pieces()) yield* cutter.add(piece)
  } catch (error) {
    if (!(error instanceof DamagedInput)) throw error
    return yield { line: cutter.line, refused: error.message }
  }
  yield* cutter.finish()
}

class MailCutter {
  /** The line on which the open mail begins. */
  line = 2
  #nextLine = 1
  #rest: Buffer = Buffer.alloc(0)
  #parts: Buffer[] = []
  #bytes = 0
  #refused: string | undefined
  #isBehindEmptyLine = true

  #hold(part: Buffer): void {
    this.#bytes += part.length
    this.#refused ??= refusalOfSize(this.#bytes)
    if (this.#refused === undefined) this.#parts.push(Buffer.from(part))
    else this.#parts = []
  }

  *add(piece: Buffer): Iterable<CutMail> {
    const bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece])
    let from = 0
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, from)) {
      yield* this.#take(bytes.subarray(from, end + 1))
      from = end + 1
    }
    this.#rest = Buffer.from(bytes.subarray(from))
    // A line without an end is no separator: it is taken in parts.
    if (this.#rest.length > longestSeparator * 128) {
      this.#hold(this.#rest)
      this.#rest = Buffer.alloc(0)
      this.#isBehindEmptyLine = false
    }
  }

  *finish(): Iterable<CutMail> {
    if (this.#rest.length > 0) yield* this.#take(this.#rest)
    yield* this.#end()
  }

  *#take(line: Buffer): Iterable<CutMail> {
    const isFirst = this.#nextLine === 1
    this.#nextLine += 1
    if (isFirst || (this.#isBehindEmptyLine && isSeparator(line))) {
      yield* this.#end()
      this.line = this.#nextLine
    } else this.#hold(isQuoted(line) ? line.subarray(1) : line)
    this.#isBehindEmptyLine = line.length <= 2 && line.toString('latin1').trim() === ''
  }

  *#end(): Iterable<CutMail> {
    const { line } = this
    const bytes = new Uint8Array(Buffer.concat(this.#parts))
    if (this.#refused !== undefined) yield { line, refused: this.#refused }
    else if (bytes.length > 0) yield { line, bytes }
    this.#parts = []
    this.#bytes = 0
    this.#refused = undefined
  }
}

/** `From `, where it begins a line. */
const fromMark = Buffer.from('From ')

const isSeparator = (line: Buffer): boolean =>
  line.subarray(0, fromMark.length).equals(fromMark) &&
  separator.test(line.subarray(0, longestSeparator).toString('latin1'))

/** `>From `, `>>From ` …: one sign of them was added. */
const isQuoted = (line: Buffer): boolean =>
  line[0] === 0x3e && /^>+From /.test(line.subarray(0, 64).toString('latin1'))
