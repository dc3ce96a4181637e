import { isPlaceholder } from '../evidence/index.ts'
import { isObject } from './given-values.ts'
import { type EvidenceRecord, filled } from './reader.ts'

/*
 * What records of other formats hold that is somebody else's or says nothing, where the evidence format would take it at
 * its word: the employer's own mailbox in an applicant's record, and products that are called "none". Values that cannot be
 * identifiers are left out for every format alike (evidence/).
 */

export interface ClearedRecord {
  readonly record: EvidenceRecord
  /** What was left out, in words that many records may share; once for each. */
  readonly notTaken: readonly string[]
}

/** The record without them. `isOfApplicant`: its source holds people who apply, not staff. */
export function clearRecord(record: EvidenceRecord, isOfApplicant: boolean): ClearedRecord {
  const subject = record['subject']
  if (!isObject(subject)) return { record, notTaken: [] }
  const notTaken: string[] = []
  const kept = isOfApplicant ? withoutOwnMailboxes(record, subject, notTaken) : subject
  const facts = clearedFacts(record['facts'], notTaken)
  if (notTaken.length === 0) return { record, notTaken }
  const { facts: _, ...others } = record
  const rest = filled({ ...others, subject: filled(kept) })
  return {
    record: isObject(facts) && Object.keys(facts).length > 0 ? { ...rest, facts } : rest,
    notTaken,
  }
}

/**
 * A mailbox of the employer's own in a record of an applicant belongs to the recruiter who typed it in or tried the
 * form: it would join all such applicants, and the recruiter to them.
 */
function withoutOwnMailboxes(
  { organization }: EvidenceRecord,
  subject: EvidenceRecord,
  notTaken: string[],
): EvidenceRecord {
  const domain = isObject(organization) ? organization['domain'] : undefined
  const { emails } = subject
  if (typeof domain !== 'string' || !Array.isArray(emails)) return subject
  const own = `@${domain.toLowerCase()}`
  const others = emails.filter(
    (email) => typeof email !== 'string' || !email.trim().toLowerCase().endsWith(own),
  )
  notTaken.push(...emails.slice(others.length).map(() => 'mailbox of the employer’s own'))
  return { ...subject, emails: others }
}

/** Facts that name products, where `none` is a word for nothing. */
const productFacts = ['remote_admin.tools', 'kvm.device', 'vpn.product']

/** A product that is called `none` is none: not observed, as an empty cell. */
function clearedFacts(facts: unknown, notTaken: string[]): unknown {
  if (!isObject(facts)) return facts
  const cleared = Object.entries(facts).map(([name, value]) => {
    if (!productFacts.includes(name)) return [name, value]
    const texts: readonly unknown[] = Array.isArray(value) ? value : [value]
    const named = texts.filter((text) => typeof text !== 'string' || !isPlaceholder(text))
    if (named.length < texts.length) notTaken.push(`placeholder in facts.${name}`)
    // A list that was empty says that there is none; one of nothing but placeholders says nothing.
    const isAbsent = named.length === 0 && texts.length > 0
    return [name, isAbsent ? undefined : Array.isArray(value) ? named : value]
  })
  return Object.fromEntries(cleared.filter(([, value]) => value !== undefined))
}
