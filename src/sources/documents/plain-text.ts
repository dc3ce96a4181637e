import { RefusedDocument } from './document.ts'
import { otherFormOf } from './document-form.ts'

/** Text that holds more of them per character is data of some other form. */
const mostControlShare = 0.01

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\u0000-\u0008\u000b\u000e-\u001f]/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: evidence refuses these; C1 and DEL print nothing
const unwanted = /[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufeff]/g

/** Text as evidence takes it: well-formed Unicode without control characters, lines ended by line feeds. */
export const cleanText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    // A soft hyphen shows only at the end of a line, where it joins a word; white space may follow it.
    .replace(/\u00ad[ \t]*\n[ \t]*/g, '')
    .replace(/\u00ad/g, '')
    .replace(unwanted, '')
    .replace(/(?<![ \t\u00a0])[ \t\u00a0]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()

/** The first characters of a text, never half of one. */
export const beginning = (text: string, characters: number): string =>
  text.slice(0, characters).replace(/[\ud800-\udbff]$/, '')

/**
 * The text of bytes that are in none of the other forms: UTF-8 or UTF-16 with its mark, UTF-8 without one,
 * else Windows-1252. Throws `RefusedDocument` for what is no text.
 */
export function readPlainText(bytes: Uint8Array): string {
  const other = otherFormOf(bytes)
  if (other !== undefined) throw new RefusedDocument(other)
  const text = decode(bytes)
  const controls = text.match(control)?.length ?? 0
  if (controls > text.length * mostControlShare) {
    throw new RefusedDocument('is none of PDF, DOCX, PNG, JPEG, WebP, GIF and plain text')
  }
  if (text.trim() === '') throw new RefusedDocument('holds nothing but white space')
  return text
}

function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // Windows-1252 gives every byte a meaning: what is no text shows by its control characters.
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
