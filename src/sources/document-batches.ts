import { readFileSync } from 'node:fs'
import { refusalOfSize } from './documents/document-reader.ts'
import type { InputFile } from './input-file.ts'
import type { LineBatch } from './lines.ts'
import { withDocument } from './presented-documents.ts'
import { type EvidenceRecord, filled } from './reader.ts'
import { clearRecord } from './record-clearing.ts'
import type { BatchReading } from './source-kinds.ts'
import { DamagedInput } from './unpacking.ts'

/**
 * A CV or picture by itself, as one application: all that is known of it is what stands in it. Its id is
 * its hash, so that the same file, wherever it lies, is the same observation; it came when the file was
 * last written.
 */
export async function* batchDocument(
  file: InputFile,
  { context, documents }: BatchReading,
): AsyncIterable<LineBatch> {
  const read = await wholeFile(file)
  if ('refused' in read) return yield refusedFile(read.refused)
  const reading = await documents.read(read.bytes)
  if ('refused' in reading) return yield refusedFile(reading.refused)
  const { document } = reading
  const record = filled({
    source: context.source,
    id: `document/${document.sha256}`,
    kind: 'application',
    at: file.writtenAt,
    organization: context.organization && { domain: context.organization },
    subject: { ref: documentRef(document.sha256) },
  })
  const whole = withDocument(record, { kind: 'resume', document, keep: context.documents })
  yield batchOf([whole], document.cut)
}

const refDigits = 16

/** Who shows a document of which nothing else is known: the document stands for them. */
export const documentRef = (sha256: string): string => `document-${sha256.slice(0, refDigits)}`

export const refusedFile = (reason: string, line = 1): LineBatch => ({
  bytes: new Uint8Array(0),
  firstLine: line,
  refused: [{ line, field: '', reason, text: '' }],
})

/** Records of the evidence format, one a line. */
export function batchOf(given: readonly EvidenceRecord[], notTaken: readonly string[]): LineBatch {
  const cleared = given.map((record) => clearRecord(record, true))
  const lines = cleared.map(({ record }) => `${JSON.stringify(record)}\n`)
  return {
    bytes: new Uint8Array(Buffer.from(lines.join(''))),
    firstLine: 1,
    notTaken: [...notTaken, ...cleared.flatMap((each) => each.notTaken)],
  }
}

/** All of a file, or why it is not read: one broken CV must not stop the import of a folder. */
export async function wholeFile(
  file: InputFile,
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer> } | { readonly refused: string }> {
  const packed = refusalOfSize(file.size)
  if (packed !== undefined) return { refused: packed }
  if (file.packing === 'plain') return { bytes: new Uint8Array(readFileSync(file.path)) }
  try {
    const pieces: Buffer[] = []
    let bytes = 0
    for await (const piece of file.pieces()) {
      pieces.push(piece)
      bytes += piece.length
      const unpacked = refusalOfSize(bytes)
      if (unpacked !== undefined) return { refused: unpacked }
    }
    return { bytes: new Uint8Array(Buffer.concat(pieces)) }
  } catch (error) {
    if (!(error instanceof DamagedInput)) throw error
    return { refused: error.message }
  }
}
