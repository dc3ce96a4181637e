import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { getHostname } from 'tldts'
import type { Observation, PresentedDocument, PresentedPerson } from './observation.ts'

/**
 * A normalised identifier in an observation. Equal selectors link; `controlled` ones show that whoever
 * presented them could use them, claimed ones may belong to somebody else.
 */
export interface Selector {
  readonly kind: SelectorKind
  /** Service of a handle, kind of a device, account, address or document; '' otherwise. */
  readonly detail: string
  readonly value: string
  readonly controlled: boolean
}

export type SelectorKind =
  | 'email'
  | 'phone'
  | 'handle'
  | 'ip'
  | 'device'
  | 'account'
  | 'address'
  | 'document'
  | 'photo'
  | 'name'
  | 'reference_email'
  | 'reference_phone'

const controlledKinds: ReadonlySet<SelectorKind> = new Set([
  'email',
  'phone',
  'handle',
  'device',
  'account',
])

/** All selectors of an observation, without repetition, in the order of the format's fields. */
export function selectorsOf(observation: Observation): readonly Selector[] {
  const subject = observation.subject
  const country = subject.claims?.country
  const found = new Map<string, Selector>()
  const add = (kind: SelectorKind, value: string, detail = ''): void => {
    if (value === '') return
    const selector = { kind, detail, value, controlled: controlledKinds.has(kind) }
    found.set(`${kind}\n${detail}\n${value}`, selector)
  }
  for (const email of subject.emails ?? []) add('email', normalEmail(email))
  for (const phone of subject.phones ?? []) add('phone', normalPhone(phone, country))
  for (const handle of subject.handles ?? []) {
    add('handle', normalHandle(handle.value), folded(handle.service))
  }
  for (const ip of subject.ips ?? []) add('ip', normalIp(ip))
  for (const device of subject.devices ?? []) add('device', folded(device.value), device.kind)
  for (const account of subject.accounts ?? []) add('account', compact(account.value), account.kind)
  for (const address of subject.addresses ?? []) {
    add('address', normalWords(address.text), address.kind)
  }
  for (const document of subject.documents ?? []) addDocument(document, add)
  if (subject.name !== undefined) add('name', normalWords(subject.name))
  addReferences(subject, add)
  return [...found.values()]
}

type Add = (kind: SelectorKind, value: string, detail?: string) => void

function addDocument(document: PresentedDocument, add: Add): void {
  const hash = document.sha256?.toLowerCase() ?? (document.text && sha256(document.text))
  if (hash) add('document', hash, document.kind)
  if (document.phash) add('photo', document.phash.toLowerCase(), document.kind)
}

function addReferences(subject: PresentedPerson, add: Add): void {
  for (const reference of subject.claims?.references ?? []) {
    if (reference.email) add('reference_email', normalEmail(reference.email))
    if (reference.phone) add('reference_phone', normalPhone(reference.phone, subject.claims?.country))
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** A keyed token made at the source is opaque: it is compared, and nothing is derived from it. */
const isToken = (value: string): boolean => value.startsWith('token:')

const folded = (text: string): string => (isToken(text) ? text : text.trim().toLowerCase())

const compact = (text: string): string =>
  isToken(text) ? text : text.replace(/\s+/g, '').toLowerCase()

/** Case-folded, accents folded, punctuation dropped, word order kept. */
export function normalWords(text: string): string {
  if (isToken(text)) return text
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/['’`´]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** Providers whose own documentation says that dots in the local part do not count. */
const dotsIgnored: ReadonlySet<string> = new Set(['gmail.com', 'googlemail.com'])

export function normalEmail(email: string): string {
  if (isToken(email)) return email
  const address = email.trim().toLowerCase()
  const at = address.lastIndexOf('@')
  if (at < 1 || at === address.length - 1) return address
  const domain = address.slice(at + 1).replace(/\.$/, '')
  const plus = address.indexOf('+')
  const local = plus > 0 && plus < at ? address.slice(0, plus) : address.slice(0, at)
  return `${dotsIgnored.has(domain) ? local.replaceAll('.', '') : local}@${domain}`
}

/** Shorter than any subscriber number with its country code: not a phone number. */
const fewestDigits = 7

/**
 * E.164 of whatever can be parsed, valid or not: an invalid number is a fact about it, not a reason
 * to lose the link. A number that cannot be parsed stays as given, case folded.
 */
export function normalPhone(phone: string, claimedCountry?: string): string {
  if (isToken(phone)) return phone
  const text = phone.trim().replace(/^tel:/i, '').replace(/^00(?=[1-9])/, '+')
  const country = claimedCountry?.toUpperCase()
  const parsed = parsePhoneNumberFromString(text, {
    extract: false,
    ...(country && isSupportedCountry(country) ? { defaultCountry: country as CountryCode } : {}),
  })
  return parsed && parsed.number.length > fewestDigits ? parsed.number : folded(phone)
}

/** Path parts of profile addresses that come before the account's name. */
const beforeAccount = new Set(['in', 'pub', 'u', 'user', 'users', 'profile', 'people', 'freelancers'])

/** An account name: an address is reduced to it, a leading @ is dropped. */
export function normalHandle(handle: string): string {
  if (isToken(handle)) return handle
  const text = handle.trim().toLowerCase()
  const path = /^(?:https?:\/\/)?[^/\s]+\.[a-z]{2,}\/+([^?#]*)/.exec(text)?.[1]
  if (path === undefined) return text.replace(/^@/, '')
  const parts = path.split('/').filter((part) => part !== '')
  const account = parts.find((part) => !beforeAccount.has(part)) ?? parts[0] ?? text
  return account.replace(/^[@~]/, '')
}

/** Canonical IPv4 or IPv6 text (RFC 5952); an IPv4 address inside IPv6 is the IPv4 address. */
export function normalIp(ip: string): string {
  if (isToken(ip)) return ip
  const text = ip.trim().toLowerCase().replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '')
  const version = isIP(text)
  if (version !== 6) return text
  const canonical = new URL(`http://[${text}]`).hostname.slice(1, -1)
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical)
  return mapped ? dotted(mapped[1] ?? '', mapped[2] ?? '') : canonical
}

function dotted(high: string, low: string): string {
  const words = [Number.parseInt(high, 16), Number.parseInt(low, 16)]
  return words.flatMap((word) => [word >> 8, word & 255]).join('.')
}

/**
 * What makes two mentions of an organization the same one: its domain (host name in lower case,
 * without scheme, path and `www.`); without a domain, its normalised name and country.
 */
export function organizationKey(organization: {
  readonly domain?: string
  readonly name?: string
  readonly country?: string
}): string | undefined {
  const domain = organization.domain?.trim().toLowerCase()
  if (domain) return (getHostname(domain) ?? domain).replace(/^www\./, '')
  const name = organization.name === undefined ? '' : normalWords(organization.name)
  return name === '' ? undefined : `${name}|${(organization.country ?? '').toUpperCase()}`
}
