import { createHash } from 'node:crypto'
import PostalMime, { type Attachment, type Email } from 'postal-mime'
import { reasonOf } from '../problem.ts'
import { batchOfOne, documentRef, refusedFile, wholeFile } from './document-batches.ts'
import type { DocumentReader } from './documents/document-reader.ts'
import { refusalOfSize } from './documents/document-reader.ts'
import type { InputFile } from './input-file.ts'
import type { LineBatch } from './lines.ts'
import { withDocument } from './presented-documents.ts'
import { type EvidenceRecord, filled, type ReadingContext } from './reader.ts'
import type { BatchReading } from './source-kinds.ts'

/** Fields that begin the header of a mail, whoever saved it (RFC 5322 section 3.6). */
const headerField =
  /^(received|from|to|date|subject|message-id|mime-version|return-path|delivered-to|dkim-signature|authentication-results|arc-[a-z-]+|x-[a-z0-9-]+):[ \t]/i

/** Whether a text begins with the header of a mail: two lines of fields at least, one of which is From or Received. */
export function looksLikeMail(start: string): boolean {
  const header = start.split(/\r?\n\r?\n/, 1)[0] ?? ''
  const fields = header.split(/\r?\n/).filter((line) => headerField.test(line))
  return headerField.test(header) && fields.length > 1 && /^(from|received):/im.test(header)
}

/**
 * An application by e-mail (RFC 5322, `.eml`): who sent it, the address it says it came from, and the
 * documents attached to it. The text of the mail is its cover letter.
 */
export async function* batchMail(
  file: InputFile,
  { context, documents }: BatchReading,
): AsyncIterable<LineBatch> {
  const refusal = refusalOfSize(file.size)
  if (refusal !== undefined) return yield refusedFile(refusal)
  const bytes = await wholeFile(file)
  let mail: Email
  try {
    mail = await PostalMime.parse(bytes, { maxHeadersSize: 1024 * 1024, maxNestingDepth: 32 })
  } catch (error) {
    return yield refusedFile(`is no mail that can be read: ${reasonOf(error)}`)
  }
  if (!mail.date || Number.isNaN(Date.parse(mail.date))) {
    return yield { ...refusedFile('has no date in its header that can be read') }
  }
  yield await applicationOf({ mail, bytes, context, documents })
}

interface ReadMail {
  readonly mail: Email
  readonly bytes: Uint8Array
  readonly context: ReadingContext
  readonly documents: DocumentReader
}

async function applicationOf(read: ReadMail): Promise<LineBatch> {
  const { mail, bytes, context } = read
  const sender = senderOf(mail, context.organization)
  const digest = createHash('sha256').update(bytes).digest('hex')
  let record: EvidenceRecord = filled({
    source: context.source,
    id: mail.messageId
      ? `mail/${mail.messageId.replace(/^<|>$/g, '')}`.slice(0, 256)
      : `mail/${digest}`,
    kind: 'application',
    at: new Date(mail.date ?? '').toISOString(),
    organization: context.organization && { domain: context.organization },
    subject: filled({
      ref: sender.address ?? documentRef(digest),
      name: sender.name,
      emails: sender.address === undefined ? [] : [sender.address],
      ips: originatingIps(mail),
    }),
  })
  const notTaken: string[] = sender.notTaken ? [sender.notTaken] : []
  for (const { kind, content } of partsOf(mail, notTaken)) {
    const reading = await read.documents.read(content)
    if ('refused' in reading) notTaken.push(`attachment that cannot be read: ${reading.refused}`)
    else {
      record = withDocument(record, { kind, document: reading.document, keep: context.documents })
      notTaken.push(...reading.document.cut.map((cut) => `of an attachment: ${cut}`))
    }
  }
  return batchOfOne(record, notTaken)
}

interface Sender {
  readonly address?: string
  readonly name?: string
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
  if (found === undefined) return { notTaken: 'sender: passed on by the employer or by a machine' }
  return {
    address: found.address,
    ...(found.name && found.name !== found.address ? { name: found.name } : {}),
  }
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

function partsOf(mail: Email, notTaken: string[]): readonly Part[] {
  const documents = mail.attachments.filter((attachment) => isDocument(attachment))
  const left = mail.attachments.length - Math.min(documents.length, mostAttachments)
  if (left > 0) notTaken.push(...Array.from({ length: left }, () => 'attachment of another sort'))
  const attached = documents.slice(0, mostAttachments).map((attachment) => ({
    kind: kindOf(attachment),
    content: bytesOf(attachment.content),
  }))
  const letter = mail.text?.trim()
    ? [{ kind: 'cover_letter' as const, content: bytesOf(mail.text) }]
    : []
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
