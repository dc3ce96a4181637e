import type { Contacts, ReadDocument } from './documents/document-reader.ts'
import { isObject } from './given-values.ts'
import { type EvidenceRecord, filled, filledOrAbsent } from './reader.ts'

/** The record with these documents in place of those it had. */
export const presentedIn = (
  record: EvidenceRecord,
  documents: readonly unknown[],
): EvidenceRecord => ({
  ...record,
  subject: filled({ ...subjectOf(record), documents }),
})

const subjectOf = (record: EvidenceRecord): EvidenceRecord => {
  const subject = record['subject']
  return isObject(subject) ? subject : {}
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

export interface Presented {
  /** Kind of the evidence format: `resume`, `cover_letter`, `work_sample` … */
  readonly kind: string
  readonly document: ReadDocument
  readonly keep: 'text' | 'hash'
}

/**
 * The record with what a document shows: its hash, its text where that is kept, the hashes of its
 * pictures, and the contacts that stand in it, behind those the record gave itself.
 */
export function withDocument(record: EvidenceRecord, presented: Presented): EvidenceRecord {
  const { kind, document, keep } = presented
  const subject = subjectOf(record)
  const { contacts } = document
  const documents = [...listOf(subject['documents']), ...documentParts(kind, document, keep)]
  return {
    ...record,
    subject: filled({
      ...subject,
      name: subject['name'] ?? contacts.name,
      emails: merged(subject['emails'], contacts.emails),
      phones: merged(subject['phones'], contacts.phones),
      handles: merged(subject['handles'], contacts.handles),
      documents,
      claims: filledOrAbsent(claimsOf(subject['claims'], contacts)),
    }),
  }
}

function documentParts(
  kind: string,
  { form, sha256, text, pictures }: ReadDocument,
  keep: 'text' | 'hash',
): readonly EvidenceRecord[] {
  if (form === 'picture') return pictures.map(({ phash }) => ({ kind: 'photo', sha256, phash }))
  return [
    filled({ kind, sha256, text: keep === 'text' ? text : undefined }),
    ...pictures.map(({ phash }) => ({ kind: 'photo', phash })),
  ]
}

/** References, employers and other links are claims: they may belong to somebody else. */
function claimsOf(given: unknown, contacts: Contacts): EvidenceRecord {
  const claims = isObject(given) ? given : {}
  return {
    ...claims,
    references: merged(claims['references'], contacts.references),
    employers: merged(claims['employers'], contacts.employers),
    links: merged(claims['links'], contacts.links),
  }
}

function merged(given: unknown, found: readonly unknown[]): readonly unknown[] {
  const known = new Set(listOf(given).map((each) => JSON.stringify(each).toLowerCase()))
  return [
    ...listOf(given),
    ...found.filter((each) => !known.has(JSON.stringify(each).toLowerCase())),
  ]
}

const digits = (text: unknown): string => String(text).replace(/\D/g, '')
const plain = (text: unknown): string => String(text).trim().toLowerCase()
/** Of two ways to write a number, the last digits are the same; fewer than these are anybody's. */
const sameDigits = 8

/** Whether a document shows a mailbox, number or name that the record gives for the person. */
export function showsSamePerson(record: EvidenceRecord, { contacts }: ReadDocument): boolean {
  const subject = subjectOf(record)
  const mailboxes = new Set(listOf(subject['emails']).map(plain))
  const numbers = new Set(
    listOf(subject['phones']).map((phone) => digits(phone).slice(-sameDigits)),
  )
  return (
    contacts.emails.some((email) => mailboxes.has(plain(email))) ||
    contacts.phones
      .map((phone) => digits(phone).slice(-sameDigits))
      .some((end) => end.length === sameDigits && numbers.has(end)) ||
    (contacts.name !== undefined && plain(contacts.name) === plain(subject['name'] ?? ''))
  )
}
