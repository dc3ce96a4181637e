/** What a document may cost; beyond it, the document is refused or read in part. */
export interface DocumentLimits {
  readonly timeMs: number
  /** Memory that the process may grow by while a document is read, and what the thread's heap may hold. */
  readonly memoryMb: number
  readonly pages: number
  readonly bytes: number
  readonly textCharacters: number
  readonly pictures: number
}

export const documentLimits: DocumentLimits = {
  // A CV takes a tenth of a second, the largest PDF that people send a few; a busy machine is ten times slower.
  timeMs: 20_000,
  // A picture of the most pixels that are taken needs 200 MB while it is turned upright; the rest is room.
  memoryMb: 512,
  // Academic CVs reach 40 pages; whatever is longer is a book.
  pages: 50,
  // Mail systems and applicant tracking systems take 10 to 25 MB.
  bytes: 32 * 1024 * 1024,
  // 50 pages of 4,000 characters.
  textCharacters: 200_000,
  // A CV has one portrait; the others are logos and badges. One more page of them tells nothing new.
  pictures: 10,
}

/** Most pixels of a picture: phones take 50 million; 60,000 × 60,000 would be 3.6 thousand million. */
export const mostPixels = 50_000_000

export type DocumentForm = 'pdf' | 'docx' | 'text' | 'picture'

export interface ReadDocument {
  readonly form: DocumentForm
  /** Of the bytes, 64 hexadecimal digits. */
  readonly sha256: string
  /** Well-formed Unicode, without the control characters that evidence refuses; absent where there is none. */
  readonly text?: string
  /** When the document itself says that it was made, RFC 3339 (`-00:00` where it does not say the offset). */
  readonly writtenAt?: string
  /** Of those that could be a portrait: 64-bit perceptual hashes, 16 hexadecimal digits, each once. */
  readonly pictures: readonly { readonly phash: string }[]
  readonly contacts: Contacts
  /** What was left out because of a limit, in words. */
  readonly cut: readonly string[]
}

/** What a CV says of how its person, and those who vouch for them, can be reached. */
export interface Contacts {
  readonly emails: readonly string[]
  /** As they are written, or E.164 where a link says so. */
  readonly phones: readonly string[]
  readonly handles: readonly { readonly service: string; readonly value: string }[]
  /** Other addresses on the web, each with a registrable domain. */
  readonly links: readonly string[]
  readonly employers: readonly string[]
  readonly references: readonly Referee[]
  /** Where the first line is one beyond doubt; it supports a link between records and nothing else. */
  readonly name?: string
}

export interface Referee {
  readonly name?: string
  readonly email?: string
  readonly phone?: string
}

/** Either what was read, or what the document is refused for: what and why, never a stack. */
export type DocumentReading = { readonly document: ReadDocument } | { readonly refused: string }

/** A document that cannot be taken; its message ends the sentence "the document …". */
export class RefusedDocument extends Error {}

/** What the reader of one form finds, before the text is cleaned and searched. */
export interface RawDocument {
  readonly text?: string
  readonly writtenAt?: string
  /** Targets of links, in the document's order. */
  readonly links: readonly string[]
  readonly pictures: readonly { readonly phash: string }[]
  readonly cut: readonly string[]
}
