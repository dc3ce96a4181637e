const startsWith = (bytes: Uint8Array, text: string, at = 0): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .subarray(at, at + text.length)
    .equals(Buffer.from(text, 'latin1'))

/** Readers of PDF look for the header that far (Adobe's implementation note 13 of ISO 32000). */
const pdfHeaderWithin = 1024

const holds = (bytes: Uint8Array, text: string): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(text, 0, 'latin1')

const isPicture = (start: Uint8Array): boolean =>
  startsWith(start, '\x89PNG\r\n\x1a\n') ||
  startsWith(start, '\xff\xd8\xff') ||
  startsWith(start, 'GIF87a') ||
  startsWith(start, 'GIF89a') ||
  (startsWith(start, 'RIFF') && startsWith(start, 'WEBP', 8))

/** Whether it is a ZIP archive, with or without entries. */
export const isZip = (start: Uint8Array): boolean =>
  startsWith(start, 'PK\x03\x04') || startsWith(start, 'PK\x05\x06')

/**
 * What a document is by its first bytes; the more of them, the surer for DOCX, which is a ZIP archive that
 * names `word/document.xml`. Undefined for anything else, also for plain text, which has no mark.
 */
export function documentFormOf(start: Uint8Array): 'pdf' | 'docx' | 'picture' | undefined {
  if (isPicture(start)) return 'picture'
  if (isZip(start)) return holds(start, 'word/document.xml') ? 'docx' : undefined
  return holds(start.subarray(0, pdfHeaderWithin), '%PDF-') ? 'pdf' : undefined
}

const otherForms: readonly (readonly [string, number, string])[] = [
  ['PK\x03\x04', 0, 'is a ZIP archive but no DOCX document'],
  ['PK\x05\x06', 0, 'is an empty ZIP archive'],
  [
    '\xd0\xcf\x11\xe0',
    0,
    'is an old Word document (.doc) or one locked with a password: save it as .docx or PDF without one',
  ],
  ['{\\rtf', 0, 'is rich text (RTF): save it as .docx or PDF'],
  ['ftyp', 4, 'is a HEIC picture or a video: save the picture as JPEG'],
  ['\x1f\x8b', 0, 'is packed with gzip: unpack it first'],
]

/** Why bytes that look like none of the forms are no document, where their first bytes tell. */
export const otherFormOf = (start: Uint8Array): string | undefined =>
  otherForms.find(([mark, at]) => startsWith(start, mark, at))?.[2]
