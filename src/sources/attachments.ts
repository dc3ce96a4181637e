import { readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import {
  type DocumentReader,
  openDocumentReader,
  refusalOfSize,
} from './documents/document-reader.ts'
import { isObject } from './given-values.ts'
import { presentedIn, withDocument } from './presented-documents.ts'
import type { EvidenceRecord, ReadingContext } from './reader.ts'

/** Files that records name, read from a folder that the user has given. Nothing is ever fetched. */
export interface Attachments {
  readonly attach: (record: EvidenceRecord, context: ReadingContext) => Promise<Attached>
  readonly close: () => Promise<void>
}

export interface Attached {
  readonly record: EvidenceRecord
  /** What could not be taken, in words that many records may share. */
  readonly notTaken: readonly string[]
}

/**
 * A reader puts `{kind, file}` among the documents of a subject where the record names a file; here it
 * becomes what the file says, or nothing.
 */
interface NamedDocument {
  readonly kind: string
  readonly file: string
}

const isNamed = (document: unknown): document is NamedDocument =>
  isObject(document) && typeof document['file'] === 'string'

const documentsOf = (record: EvidenceRecord): readonly unknown[] => {
  const subject = record['subject']
  const documents = isObject(subject) ? subject['documents'] : undefined
  return Array.isArray(documents) ? documents : []
}

export const attachedNames = (record: EvidenceRecord): readonly string[] =>
  documentsOf(record).flatMap((document) => (isNamed(document) ? [document.file] : []))

export function openAttachments(): Attachments {
  let reader: DocumentReader | undefined
  return {
    attach: async (record, context) => {
      reader ??= openDocumentReader()
      return attach(record, context, reader)
    },
    close: async () => reader?.close(),
  }
}

async function attach(
  record: EvidenceRecord,
  context: ReadingContext,
  reader: DocumentReader,
): Promise<Attached> {
  const notTaken: string[] = []
  const named = documentsOf(record).filter(isNamed)
  let read = presentedIn(
    record,
    documentsOf(record).filter((document) => !isNamed(document)),
  )
  for (const { kind, file } of named) {
    const found = findFile(file, context.attachments)
    if (typeof found === 'string') {
      notTaken.push(found)
      continue
    }
    const reading = await reader.read(found.bytes)
    if ('refused' in reading) notTaken.push(`attachment that cannot be read: ${reading.refused}`)
    else {
      read = withDocument(read, { kind, document: reading.document, keep: context.documents })
      notTaken.push(...reading.document.cut.map((cut) => `of an attachment: ${cut}`))
    }
  }
  return { record: read, notTaken }
}

interface FoundFile {
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** By its name alone: a path in somebody else's record leads nowhere outside of the folder. */
function findFile(file: string, folder: string | undefined): FoundFile | string {
  if (folder === undefined)
    return 'attachment: links are not fetched; give a folder with --attachments'
  const path = join(folder, basename(file.replaceAll('\\', '/')))
  const size = statSync(path, { throwIfNoEntry: false })
  if (!size?.isFile()) return 'attachment that is not in the folder of attachments'
  const refusal = refusalOfSize(size.size)
  return refusal === undefined
    ? { bytes: new Uint8Array(readFileSync(path)) }
    : `attachment that cannot be read: ${refusal}`
}
