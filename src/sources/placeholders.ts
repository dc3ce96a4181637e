import { countryCodeOf } from '../taxonomy/index.ts'
import { isObject } from './given-values.ts'
import { type EvidenceRecord, filled, filledOrAbsent } from './reader.ts'

/*
 * What stands in a field and identifies nobody: words for "nothing", numbers of zeros, mailboxes of machines, serial
 * numbers that a maker forgot to set. Each would be one selector of everybody who gave it. Every reader's
 * records, those of maps, mail and documents too, come through here before they are read strictly; data in
 * the evidence format does not: there whoever made it says what it is.
 */

/** What people and systems write into a field that has to be filled. */
const nothing =
  /^(n[./\\\s]*a\.?|none|no|nil|null|undefined|unknown|not (applicable|available|provided|given|known|specified|set)|yes|same|private|tbd|tba|test|empty|invalid|k\.?\s?a\.?|keine?|aucune?|ninguno|[-–—._/?*x#\s]*)$/i

/** Whether a text is none of the person's, whatever was asked for. */
export const isPlaceholder = (text: string): boolean => nothing.test(text.trim())

/** Names of mailboxes that nobody reads or that stand for having none, at any domain. */
const nobodysMailbox =
  /^(no[._-]?reply|do[._-]?not[._-]?reply|no[._-]?e?[._-]?mail|none|null|unknown|nobody|not[._-]?(provided|available|applicable)|mailer-daemon|postmaster)([+_-].*)?@/i
/** Domains that stand for having none; a few letters at a domain that everybody thinks of first. */
const nobodysDomain = /@(none|no|no-?e?-?mail|na|test|nowhere)\.(com|net|org)$|\.invalid$/i
const thoughtUp =
  /^(no|na|n\.a|test|tests?\d*|a+|x+|abc|email|mail|user|name|your-?name|someone)@(e?mail|example|domain|your-?domain|company|abc|xyz)\.(com|net|org)$/i

const isNobodysMailbox = (email: string): boolean =>
  [nobodysMailbox, nobodysDomain, thoughtUp].some((words) => words.test(email.trim()))

/** Fewer digits than any subscriber's number has. */
const fewestDigits = 5
const counted = ['01234567890123', '98765432109876']

/** One digit again and again behind a country code or none; digits counted up or down; too few of them. */
function isNobodysNumber(phone: string): boolean {
  const digits = phone.replace(/\D/g, '')
  if (digits.length < fewestDigits) return true
  const isCounted = digits.length >= 7 && counted.some((all) => all.includes(digits))
  return isCounted || /^\d{0,3}(\d)\1{6,}$/.test(digits)
}

/** Names in addresses of profiles that are no account's: one's own page, and what a form shows as an example. */
const nobodysAccount =
  /^(me|in|your-?(user)?-?name|user-?name|first-?(name)?-?last-?(name)?|profile|example|n-a|name)$/i

/** What firmware says where its maker has set nothing; a row of one sign; the UUID that many boards have. */
const nobodysDevice =
  /^(to be filled( by o\.?e\.?m\.?)?|default( string)?|(system|chassis|base board) serial number|o\.?e\.?m\.?|serial|0?123456789|03000200-0400-0500-0006-000700080009)$/i

const isNobodysDevice = (value: string): boolean =>
  nobodysDevice.test(value.trim()) || /^([0fx])\1*$/i.test(value.replace(/[-:.\s]/g, ''))

/** A place that is nowhere, or as large as a country. */
const isNobodysAddress = (text: string): boolean =>
  /^(remote|home|online|anywhere|worldwide|various|usa?|u\.s\.a?\.)$/i.test(text.trim()) ||
  countryCodeOf(text) !== undefined

/** Addresses within a network (RFC 1918, 4193, 6598), of the link or of the machine: every household has the same. */
export const innerAddress =
  /^(10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|0\.0\.0\.0$|::1?$|fe[89ab][0-9a-f]:|f[cd][0-9a-f]{2}:)/i

/** Facts that name products, where `none` is a word for nothing. */
const productFacts = ['remote_admin.tools', 'kvm.device', 'vpn.product']

/** A list of the subject: what the user is told, the text of an item, and when it is nobody's. */
interface Identifiers {
  readonly field: string
  readonly told: string
  readonly value?: string
  readonly isNobodys: (value: string) => boolean
}

const identifiers: readonly Identifiers[] = [
  { field: 'emails', told: 'placeholder for a mailbox', isNobodys: isNobodysMailbox },
  { field: 'phones', told: 'placeholder for a phone number', isNobodys: isNobodysNumber },
  {
    field: 'handles',
    told: 'placeholder for an account',
    value: 'value',
    isNobodys: (value) => nobodysAccount.test(value.trim()),
  },
  {
    field: 'devices',
    told: 'placeholder for a device',
    value: 'value',
    isNobodys: isNobodysDevice,
  },
  {
    field: 'accounts',
    told: 'placeholder for a payout account',
    value: 'value',
    isNobodys: (value) => /^0+$/.test(value.replace(/[\s-]/g, '')),
  },
  {
    field: 'addresses',
    told: 'placeholder for an address',
    value: 'text',
    isNobodys: isNobodysAddress,
  },
  {
    field: 'ips',
    told: 'address within a private network',
    isNobodys: (ip) => innerAddress.test(ip),
  },
]

export interface Cleared {
  readonly record: EvidenceRecord
  /** What was left out, in words that many records may share; once for each. */
  readonly notTaken: readonly string[]
}

/** The record without what identifies nobody. `isOfApplicants`: its source holds people who apply, not staff. */
export function withoutPlaceholders(record: EvidenceRecord, isOfApplicants: boolean): Cleared {
  const subject = record['subject']
  if (!isObject(subject)) return { record, notTaken: [] }
  const notTaken: string[] = []
  const lists = identifiers.map((each) => [each.field, clearedList(subject, each, notTaken)])
  const claims = clearedClaims(subject, notTaken)
  const cleared = { ...subject, ...Object.fromEntries(lists), claims }
  const kept = isOfApplicants ? withoutOwnMailboxes(record, cleared, notTaken) : cleared
  const facts = clearedFacts(record['facts'], notTaken)
  if (notTaken.length === 0) return { record, notTaken }
  return { record: filled({ ...record, subject: filled(kept), facts }), notTaken }
}

function clearedList(
  subject: EvidenceRecord,
  { field, told, value, isNobodys }: Identifiers,
  notTaken: string[],
): unknown {
  const list = subject[field]
  if (!Array.isArray(list)) return list
  return list.filter((item: unknown) => {
    const text = value !== undefined && isObject(item) ? item[value] : item
    // What is no text is refused later, with its place.
    if (typeof text !== 'string' || /^token:/.test(text)) return true
    const isOut = isPlaceholder(text) || isNobodys(text)
    if (isOut) notTaken.push(told)
    return !isOut
  })
}

/** Referees too are many people's, where they are nobody. */
function clearedClaims({ claims }: EvidenceRecord, notTaken: string[]): unknown {
  if (!isObject(claims) || !Array.isArray(claims['references'])) return claims
  const unless = (value: unknown, isNobodys: (text: string) => boolean): unknown => {
    const isOut = typeof value === 'string' && (isPlaceholder(value) || isNobodys(value))
    if (isOut) notTaken.push('placeholder for a referee’s mailbox or number')
    return isOut ? undefined : value
  }
  const references = claims['references'].map((reference: unknown) =>
    isObject(reference)
      ? filled({
          ...reference,
          email: unless(reference['email'], isNobodysMailbox),
          phone: unless(reference['phone'], isNobodysNumber),
        })
      : reference,
  )
  return { ...claims, references }
}

/**
 * A mailbox of the employer's own in a record of an applicant is that of the recruiter who typed it in or tried the form:
 * it would join all such applicants, and the recruiter to them.
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

/** A product that is called `none` is none: not observed, as an empty cell. */
function clearedFacts(facts: unknown, notTaken: string[]): unknown {
  if (!isObject(facts)) return facts
  const cleared = Object.entries(facts).map(([name, value]) => {
    if (!productFacts.includes(name)) return [name, value]
    const texts: readonly unknown[] = Array.isArray(value) ? value : [value]
    const named = texts.filter((text) => typeof text !== 'string' || !isPlaceholder(text))
    if (named.length < texts.length) notTaken.push(`placeholder in facts.${name}`)
    return [name, named.length === 0 ? undefined : Array.isArray(value) ? named : value]
  })
  return filledOrAbsent(Object.fromEntries(cleared))
}
