import { isIP } from 'node:net'
import { plainIdentifier } from './look-alikes.ts'
import { normalIp } from './normal-forms.ts'
import { isToken } from './tokens.ts'
import {
  type IdentifierKind,
  noValueReason,
  plainReason,
  unusableReason,
} from './unusable-values.ts'

/** What one field of an observation gives: the single values that can be identifiers, and why others cannot. */
export interface ReadIdentifiers {
  /** As written, without what is around them; not yet in their normal form. */
  readonly values: readonly string[]
  /** One reason for each part that cannot be an identifier. */
  readonly unusable: readonly string[]
}

/**
 * Reads what a source wrote for an identifier: several values in one cell are several, a defanged value is the value, what
 * stands around it goes, and what cannot be an identifier is reported with its reason. Only where the meaning is certain; a
 * value that is merely unusual stays as it is. A token is opaque and stays.
 */
export function readIdentifiers(kind: IdentifierKind, text: string): ReadIdentifiers {
  if (isToken(text)) return { values: [text], unusable: [] }
  if (isPlain(kind, text)) {
    const value = kind === 'ip' ? normalIp(text) : text
    return readPart(value, plainReason(kind, value))
  }
  // An empty text is an absent one.
  if (text.trim() === '') return { values: [], unusable: [] }
  const plain = withoutShell(kind === 'address' ? text : plainIdentifier(text))
  const parts = partsOf(kind, plain)
  const whole = parts.length < 2 ? noValueReason(kind, plain) : undefined
  if (whole !== undefined) return { values: [], unusable: [whole] }
  const read = parts.map((part) => {
    const value = cleaned[kind](part).trim()
    return readPart(value, unusableReason(kind, value))
  })
  return {
    values: read.flatMap(({ values }) => values),
    unusable: read.flatMap(({ unusable }) => unusable),
  }
}

const readPart = (value: string, reason: string | undefined): ReadIdentifiers =>
  reason === undefined ? { values: [value], unusable: [] } : { values: [], unusable: [reason] }

/** Letters, digits and the marks of identifiers: most values are, and none of them holds several or stands in a shell. */
const plainText = /^[\w.@+:-]+$/
/** What such a value may be all the same: masked, rounded, two mailboxes, with a mark too many. */
const needsCare = /^x{2,}|^\d+(?:\.\d+)?e\+?\d+$|\.0$|[.:]$|@.*@|^[._:@+-]/i
const plainPhone = /^\+\d(?:[ .()-]{0,2}\d){6,14}$/

/** Whether a value is one identifier, written plainly: half of the time of an import went into what it cannot hold. */
function isPlain(kind: IdentifierKind, text: string): boolean {
  if (kind === 'phone') return plainPhone.test(text)
  if (kind === 'ip') return isIP(text) !== 0
  if (kind === 'address' || kind === 'name' || (kind === 'email' && text.includes(':')))
    return false
  return plainText.test(text) && !needsCare.test(text)
}

/** Excel's `="…"` and `'…`, quotation marks, and a number's `.0` of a table that was read as numbers. */
const withoutShell = (text: string): string =>
  text
    .trim()
    .replace(/^=?"(.*)"$/s, '$1')
    .replace(/^[=']+(?=\+?[\w(])/, '')
    .replace(/^[“”„«‹`']+|[“”»›`']+$/g, '')
    .replace(/^(\+?\d{5,})\.0$/, '$1')
    .trim()

const cleaned: Readonly<Record<IdentifierKind, (part: string) => string>> = {
  email: (part) =>
    refanged(part)
      .replace(/^mailto:/i, '')
      .replace(trailingNote, '')
      .replace(/[.,;:]+$/, ''),
  phone: (part) => part.replace(/^(?:tel|phone|mobile|cell|fax|whatsapp|signal):\s*/i, ''),
  handle: (part) => refanged(part).replace(trailingNote, ''),
  ip: (part) => normalIp(refanged(part).replace(trailingNote, '')),
  device: (part) => part,
  account: (part) => part,
  address: (part) => part,
  name: (part) => part,
}

/** `t.me/x (ID: 1)`, `ana@mail.example (work)`. */
const trailingNote = /\s+\([^()]*\)$/

/** Defanged as reports on threats write them: `hxxps://`, `persona[at]mail[.]example`, `203.0.113[.]7`. */
const refanged = (text: string): string =>
  text
    .replace(/^h(?:xx|\*\*|__)p(s?)(?:\[?:\]?\/\/|:\/\/)/i, 'http$1://')
    .replace(/\s?(?:\[|\(|\{|<)\s?(?:\.|dot)\s?(?:\]|\)|\}|>)\s?/gi, '.')
    .replace(/\s?(?:\[|\(|\{|<)\s?(?:@|at)\s?(?:\]|\)|\}|>)\s?/gi, '@')
    .replace(/\[:\]/g, ':')

/** One cell's values, each by itself; one where the cell holds one. */
function partsOf(kind: IdentifierKind, text: string): readonly string[] {
  switch (kind) {
    case 'email':
      return mailboxesIn(text)
    case 'phone':
      return numbersIn(text)
    case 'ip':
      return /\s[-–]\s/.test(text) ? [text] : splitAt(text, /[\s,;|]+/)
    case 'handle':
    case 'device':
    case 'account':
      // Not at the decimal comma of `4,53E+15`.
      return splitAt(text, /\s*[;|\n]\s*|\s*,\s*(?!\d+e\+?\d)/i)
    default:
      return [text]
  }
}

const splitAt = (text: string, mark: RegExp): readonly string[] =>
  text.split(mark).filter((part) => part !== '')

const plainMailbox = /^[\w.+'-]+@[\w.-]+$/
const between = /\s*[;,|\n]\s*|\s+(?:or|and|und|oder|et|ou|y|o|e|&|\/)\s+|\s+(?=\S+@)/i

/** `Ana Muster <ana@mail.example>, am@mail.example` names two. */
function mailboxesIn(text: string): readonly string[] {
  if (plainMailbox.test(text)) return [text]
  const whole = refanged(text)
  const bracketed = [...whole.matchAll(/<\s*(?:mailto:)?([^<>\s]+@[^<>\s]+)\s*>/gi)]
  if (bracketed.length > 0) {
    const rest = whole.replace(/[^<>,;|\n]*<[^<>]*>/g, ' ')
    const others = rest.split(between).filter((part) => part.includes('@'))
    return [...bracketed.map((match) => match[1] ?? ''), ...others]
  }
  // A quoted name before the @ may hold anything.
  if (whole.startsWith('"')) return [whole]
  const parts = whole.split(between).filter((part) => part.trim() !== '')
  const several = parts.flatMap((part) =>
    (part.match(/@/g)?.length ?? 0) > 1 ? part.split('/') : [part],
  )
  // Words beside one mailbox are a note on it.
  const mailboxes = several.filter((part) => part.includes('@'))
  return mailboxes.length > 0 ? mailboxes : several.length > 0 ? [whole] : []
}

/** Digits that a number has at least where several stand in one cell: `0151/12345678` is one, `…0143 / …0144` two. */
const fewestDigits = 7

function numbersIn(text: string): readonly string[] {
  for (const mark of [
    /\s*[;|\n]\s*/,
    /\s*,\s*|\s+(?:or|and|und|oder|et|ou|y|o|&)\s+/i,
    /\s*\/\s*|\s+(?=\+\d)/,
  ]) {
    const parts = splitAt(text, mark)
    const isSeveral = parts.every((part) => part.replace(/\D/g, '').length >= fewestDigits)
    if (parts.length > 1 && isSeveral) return parts.flatMap(numbersIn)
  }
  // One number with a word or a placeholder beside it: the parts with digits, or all of it.
  const parts = splitAt(text, /\s*[;|\n]\s*/)
  return parts.length > 1 ? parts : [text]
}
