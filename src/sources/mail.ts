import { createHash } from 'node:crypto'
import PostalMime, { type Attachment, type Email } from 'postal-mime'
import { reasonOf } from '../problem.ts'
import { batchOf, documentRef, refusedFile, wholeFile } from './document-batches.ts'
import type { DocumentReader, ReadDocument } from './documents/document-reader.ts'
import type { InputFile } from './input-file.ts'
import { type LineBatch, withWholeMark } from './lines.ts'
import { type CutMail, mailsOf, startsAsMailbox, withoutSeparator } from './mailbox.ts'
import { withDocument } from './presented-documents.ts'
import { type EvidenceRecord, filled, type ReadingContext } from './reader.ts'
import type { BatchReading } from './source-kinds.ts'

/** Fields that begin the header of a mail, whoever saved it (RFC 5322 section 3.6). */
const headerField =
  /^(received|from|to|date|subject|message-id|mime-version|return-path|delivered-to|dkim-signature|authentication-results|arc-[a-z-]+|x-[a-z0-9-]+):[ \t]/i

/** Whether a text begins with the header of a mail: two lines of fields at least, one of which is From or Received. */
export function looksLikeMail(start: string): boolean {
  const header = withoutSeparator(start).split(/\r?\n\r?\n/, 1)[0] ?? ''
  const fields = header.split(/\r?\n/).filter((line) => headerField.test(line))
  return headerField.test(header) && fields.length > 1 && /^(from|received):/im.test(header)
}

/**
 * An application by e-mail (RFC 5322, `.eml`): who sent it, the address it says it came from, and the
 * documents attached to it. The text of the mail is its cover letter. A mailbox (mbox) holds many: what the employer
 * wrote, and answers within a thread without a document, are no applications and are counted.
 */
export async function* batchMail(file: InputFile, reading: BatchReading): AsyncIterable<LineBatch> {
  if (await isMailbox(file)) {
    for await (const cut of mailsOf(file))
      yield await batchOfMail(cut, { ...reading, isOfMany: true })
    return
  }
  const whole = await wholeFile(file)
  yield await batchOfMail({ line: 1, ...whole }, { ...reading, isOfMany: false })
}

async function isMailbox(file: InputFile): Promise<boolean> {
  for await (const piece of withWholeMark(file.pieces())) {
    return startsAsMailbox(piece.subarray(0, mostMark).toString('latin1'))
  }
  return false
}

const mostMark = 64

interface MailReading extends BatchReading {
  /** The mail stands in a mailbox, with whole threads and what was sent. */
  readonly isOfMany: boolean
}

async function batchOfMail(
  cut: CutMail,
  { context, documents, isOfMany }: MailReading,
): Promise<LineBatch> {
  const refused = (reason: string): LineBatch => refusedFile(reason, cut.line)
  if ('refused' in cut) return refused(cut.refused)
  const { bytes } = cut
  let mail: Email
  try {
    mail = await PostalMime.parse(bytes, { maxHeadersSize: 1024 * 1024, maxNestingDepth: 32 })
  } catch (error) {
    return refused(`is no mail that can be read: ${reasonOf(error)}`)
  }
  if (!mail.date || Number.isNaN(Date.parse(mail.date))) {
    return refused('has no date in its header that can be read')
  }
  return applicationOf({ mail, bytes, context, documents, isOfMany })
}

interface ReadMail {
  readonly isOfMany: boolean
  readonly mail: Email
  readonly bytes: Uint8Array
  readonly context: ReadingContext
  readonly documents: DocumentReader
}

async function applicationOf(read: ReadMail): Promise<LineBatch> {
  const { mail, context } = read
  const sender = senderOf(mail, context.organization)
  const notTaken: string[] = sender.notTaken === undefined ? [] : [sender.notTaken]
  const parts = await readParts(partsOf(mail, sender.isAuthor, notTaken), read.documents, notTaken)
  const reason = read.isOfMany ? reasonAgainst(mail, sender, parts) : undefined
  if (reason !== undefined) return batchOf([], [reason])
  if (!sendsForOthers(sender, parts)) {
    return batchOf([applicationBy(read, { sender, parts, id: idOf(read) })], notTaken)
  }
  const resumes = parts.filter(({ kind }) => kind === 'resume')
  notTaken.push('sender who passed on somebody else’s CV')
  const records = resumes.map((part) => {
    const ofSeveral = resumes.length === 1 ? '' : `/${documentRef(part.document.sha256)}`
    const id = `${idOf(read)}${ofSeveral}`
    return applicationBy(read, { sender: { isAuthor: false }, parts: [part], id })
  })
  return batchOf(records, notTaken)
}

/** Why a mail of a mailbox is no application. */
function reasonAgainst(
  mail: Email,
  { address }: Sender,
  parts: readonly ReadPart[],
): string | undefined {
  const hasDocument = parts.some(({ kind }) => kind !== 'cover_letter')
  if (hasDocument) return undefined
  if (address === undefined) return 'mail of the employer or a machine, without a document'
  return mail.inReplyTo ? 'answer in a thread, without a document' : undefined
}

interface Presented {
  readonly sender: Sender
  readonly parts: readonly ReadPart[]
  readonly id: string
}

function applicationBy(read: ReadMail, { sender, parts, id }: Presented): EvidenceRecord {
  const { mail, context } = read
  const record = filled({
    source: context.source,
    id,
    kind: 'application',
    at: new Date(mail.date ?? '').toISOString(),
    organization: context.organization && { domain: context.organization },
    subject: filled({
      ref: sender.address ?? documentRef(parts.at(-1)?.document.sha256 ?? digestOf(read.bytes)),
      name: sender.name,
      emails: sender.address === undefined ? [] : [sender.address],
      ips: sender.isAuthor ? originatingIps(mail) : [],
    }),
  })
  const keep = context.documents
  return parts.reduce<EvidenceRecord>(
    (so, { kind, document }) => withDocument(so, { kind, document, keep }),
    record,
  )
}

/**
 * Whether a CV is sent by somebody else than the person in it, by an agency's desk say, whose one mailbox would make one
 * person of all its people: neither the sender's name nor their address has a word of the CV's. A CV that
 * names no mailbox says nothing.
 */
function sendsForOthers({ address, name = '' }: Sender, parts: readonly ReadPart[]): boolean {
  if (address === undefined) return false
  const resumes = parts.filter(({ kind }) => kind === 'resume')
  const people = resumes.map(({ document: { contacts } }) => contacts)
  const isSenders = people.map(({ name: own = '', emails }) => {
    const words = new Set([own, ...emails.map(localPart)].flatMap(wordsOf))
    return (
      emails.length === 0 ||
      [name, localPart(address)].flatMap(wordsOf).some((word) => words.has(word))
    )
  })
  return people.length > 0 && !isSenders.some(Boolean)
}

const localPart = (address: string): string => address.slice(0, address.lastIndexOf('@'))

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/\p{L}{3,}/gu) ?? []

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** The sender's own id of the mail, which is the same in every copy; without one, the digest of the file. */
function idOf({ mail, bytes }: ReadMail): string {
  const given = mail.messageId?.replace(/^<|>$/g, '') ?? ''
  return `mail/${given === '' || given.length > longestId ? digestOf(bytes) : given}`
}

/** With its beginning and the name of a CV, what the evidence format takes. */
const longestId = 225

interface ReadPart {
  readonly kind: Part['kind']
  readonly document: ReadDocument
}

async function readParts(
  parts: readonly Part[],
  documents: DocumentReader,
  notTaken: string[],
): Promise<readonly ReadPart[]> {
  const read: ReadPart[] = []
  for (const { kind, content } of parts) {
    const reading = await documents.read(content)
    if ('refused' in reading) notTaken.push(`attachment that cannot be read: ${reading.refused}`)
    else {
      read.push({ kind, document: reading.document })
      notTaken.push(...reading.document.cut.map((cut) => `of an attachment: ${cut}`))
    }
  }
  return read
}

interface Sender {
  readonly address?: string
  readonly name?: string
  /** Whether the text of the mail is theirs, and not that of a job board or a colleague who passed it on. */
  readonly isAuthor: boolean
  readonly notTaken?: string
}

/** Mailboxes of machines, which send in everybody's name. */
const machineMailbox =
  /^(no-?reply|do-?not-?reply|notifications?|jobs?|careers?|mailer-daemon|postmaster|bounces?)([+._-].*)?@/i

/**
 * Whose application it is: who is to be answered, else who sent it. Somebody of the employer's own who passed it
 * on is not the applicant, and neither is a job board's machine: their one address would make one person of all.
 */
function senderOf({ from, replyTo }: Email, organization: string | undefined): Sender {
  const candidates = [...(replyTo ?? []), ...(from ? [from] : [])].flatMap(({ address, name }) =>
    address ? [{ address: address.trim(), name: name?.trim() ?? '' }] : [],
  )
  const isOwn = (address: string): boolean =>
    organization !== undefined && address.toLowerCase().endsWith(`@${organization.toLowerCase()}`)
  const found = candidates.find(({ address }) => !isOwn(address) && !machineMailbox.test(address))
  const author = from?.address?.trim() ?? ''
  const isAuthor = !isOwn(author) && !machineMailbox.test(author)
  if (found === undefined) {
    return { isAuthor, notTaken: 'sender who passed it on: the employer or a machine' }
  }
  const { address, name } = found
  return { address, isAuthor, ...(name !== '' && name !== address ? { name } : {}) }
}

/** What webmail notes of who wrote; the servers in between say nothing about the person. */
const originatingIps = ({ headers }: Email): readonly string[] =>
  headers
    .filter(({ key }) => key === 'x-originating-ip' || key === 'x-sender-ip')
    .map(({ value }) => value.replace(/[[\]\s]/g, ''))

interface Part {
  readonly kind: 'resume' | 'cover_letter' | 'photo'
  readonly content: Uint8Array<ArrayBuffer>
}

/** Attachments of a mail that are read: an application has a handful. */
const mostAttachments = 10

function partsOf(mail: Email, isAuthor: boolean, notTaken: string[]): readonly Part[] {
  const documents = mail.attachments.filter((attachment) => isDocument(attachment))
  const left = mail.attachments.length - Math.min(documents.length, mostAttachments)
  if (left > 0) notTaken.push(...Array.from({ length: left }, () => 'attachment of another sort'))
  const attached = documents.slice(0, mostAttachments).map((attachment) => ({
    kind: kindOf(attachment),
    content: bytesOf(attachment.content),
  }))
  const letter: Part[] =
    isAuthor && mail.text?.trim() ? [{ kind: 'cover_letter', content: bytesOf(mail.text) }] : []
  return [...letter, ...attached]
}

const isDocument = ({ mimeType, filename, disposition }: Attachment): boolean =>
  /^(application\/(pdf|vnd\.openxmlformats-officedocument\.wordprocessingml\.document)|text\/plain|image\/(png|jpeg|webp))$/i.test(
    mimeType,
  ) ||
  (disposition === 'attachment' && /\.(pdf|docx|txt|png|jpe?g|webp)$/i.test(filename ?? ''))

function kindOf({ filename, mimeType }: Attachment): Part['kind'] {
  if (mimeType.startsWith('image/')) return 'photo'
  return /cover|letter|anschreiben|motivation/i.test(filename ?? '') ? 'cover_letter' : 'resume'
}

const bytesOf = (content: string | ArrayBuffer | Uint8Array): Uint8Array<ArrayBuffer> =>
  new Uint8Array(typeof content === 'string' ? Buffer.from(content) : content)
