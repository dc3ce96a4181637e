import { readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import {
  type DocumentReader,
  type DocumentReading,
  openDocumentReader,
  refusalOfSize,
} from './documents/document-reader.ts'
import { isObject } from './given-values.ts'
import { presentedIn, showsSamePerson, withDocument } from './presented-documents.ts'
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
  const others = documentsOf(record).filter((document) => !isNamed(document))
  let read = presentedIn(record, others)
  for (const { kind, file } of named) {
    const found = findFile(file, refOf(record), context.attachments)
    const reading = typeof found === 'string' ? { refused: found } : await reader.read(found.bytes)
    const refusal = refusalOf(record, found, reading)
    if ('refused' in reading || refusal !== undefined) notTaken.push(refusal ?? '')
    else {
      read = withDocument(read, { kind, document: reading.document, keep: context.documents })
      notTaken.push(...reading.document.cut.map((cut) => `of an attachment: ${cut}`))
    }
  }
  return { record: read, notTaken }
}

function refusalOf(
  record: EvidenceRecord,
  found: FoundFile | string,
  reading: DocumentReading,
): string | undefined {
  if (typeof found === 'string') return found
  if ('refused' in reading) return `attachment that cannot be read: ${reading.refused}`
  if (found.isNamedForRef || showsSamePerson(record, reading.document)) return undefined
  return 'attachment under a bare name that does not show whose it is: put it into a folder named by the id of the person'
}

const refOf = (record: EvidenceRecord): string => {
  const subject = record['subject']
  return isObject(subject) && typeof subject['ref'] === 'string' ? subject['ref'] : ''
}

interface FoundFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Whether it lies in a folder of the person's own, so that no other record can mean it. */
  readonly isNamedForRef: boolean
}

/**
 * `FOLDER/ID/NAME`, else `FOLDER/NAME`, by names alone: a path in somebody else's record leads nowhere outside
 * of the folder. Two people's `resume.pdf` overwrite each other in one folder, so a bare name does not yet say whose
 * the file is.
 */
function findFile(file: string, ref: string, folder: string | undefined): FoundFile | string {
  if (folder === undefined)
    return 'attachment: links are not fetched; give a folder with --attachments'
  const name = basename(file.replaceAll('\\', '/'))
  // Of `application/71980812` the vendor's own id.
  const id = ref.split('/').at(-1) ?? ''
  const own = /^\.*$|\\/.test(id) ? undefined : join(folder, id, name)
  const path = [own, join(folder, name)].find((each) => each !== undefined && isFile(each))
  if (path === undefined) return 'attachment that is not in the folder of attachments'
  const refusal = refusalOfSize(statSync(path).size)
  return refusal === undefined
    ? { bytes: new Uint8Array(readFileSync(path)), isNamedForRef: path === own }
    : `attachment that cannot be read: ${refusal}`
}

/** The longest name that file systems take, in bytes. */
const longestName = 255

/** What no file can be called is asked of no file system. */
const isName = (name: string): boolean =>
  !name.includes('\u0000') && Buffer.byteLength(name) <= longestName

const isFile = (path: string): boolean =>
  path.split('/').every(isName) && statSync(path, { throwIfNoEntry: false })?.isFile() === true
