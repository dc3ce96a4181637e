import { hash } from 'node:crypto'
import { normalAddress, unitIn } from './addresses.ts'
import { readIdentifiers } from './identifiers.ts'
import {
  compact,
  folded,
  normalEmail,
  normalHandle,
  normalIp,
  normalService,
  normalWords,
  remembered,
} from './normal-forms.ts'
import type { Observation, PresentedCompany, PresentedDocument } from './observation.ts'
import { nationalNumbers, normalPhone, normalPhones, phoneCountry } from './phones.ts'
import { isToken } from './tokens.ts'
import {
  emptyDocument,
  type IdentifierKind,
  isBlankPicture,
  unusableReason,
} from './unusable-values.ts'

/**
 * A normalized identifier in an observation. Equal selectors link; `controlled` ones show that whoever presented them could
 * use them, claimed ones may belong to somebody else.
 */
export interface Selector {
  readonly kind: SelectorKind
  /** Service of a handle, kind of a device, account, address or document …; '' otherwise. */
  readonly detail: string
  readonly value: string
  readonly controlled: boolean
}

export type SelectorKind =
  | 'email'
  | 'phone'
  | 'national_number'
  | 'handle'
  | 'ip'
  | 'device'
  | 'account'
  | 'place'
  | 'unit'
  | 'company'
  | 'document'
  | 'photo'
  | 'name'
  | 'reference_email'
  | 'reference_phone'

const controlledKinds: ReadonlySet<SelectorKind> = new Set([
  'email',
  'phone',
  'national_number',
  'handle',
  'device',
  'account',
])

/** Detail of a national number that was written without a country code. */
export const withoutCountryCode = 'without_prefix'

/** What linkage and assessment can use of an observation, and why the rest cannot be used. */
export interface ReadSelectors {
  /** Without repetition, in the order of the format's fields. */
  readonly selectors: readonly Selector[]
  /** One reason for each value that cannot be an identifier: `placeholder for a mailbox`. */
  readonly unusable: readonly string[]
}

/** Reads all selectors of an observation. */
export function readSelectors(observation: Observation): ReadSelectors {
  const found: FoundSelectors = { selectors: new Map(), unusable: [] }
  addContacts(observation, found)
  addPossessions(observation, found)
  const { subject } = observation
  for (const document of subject.documents ?? []) addDocument(document, found)
  for (const company of subject.companies ?? []) addCompany(company, found)
  if (subject.name !== undefined) addName(subject.name, found)
  addReferences(observation, found)
  return { selectors: [...found.selectors.values()], unusable: found.unusable }
}

interface FoundSelectors {
  readonly selectors: Map<string, Selector>
  readonly unusable: string[]
}

type NewSelector = Pick<Selector, 'kind' | 'value'> & { readonly detail?: string }

function add({ selectors }: FoundSelectors, { kind, value, detail = '' }: NewSelector): void {
  if (value === '') return
  const selector = { kind, detail, value, controlled: controlledKinds.has(kind) }
  // No identifier holds a control character, so none runs into the next.
  selectors.set(`${kind}\u0000${detail}\u0000${value}`, selector)
}

/** The usable values of one field of an observation; why others are not is noted. */
function usable(found: FoundSelectors, kind: IdentifierKind, text: string): readonly string[] {
  const { values, unusable } = readIdentifiers(kind, text)
  found.unusable.push(...unusable)
  return values
}

function addContacts(observation: Observation, found: FoundSelectors): void {
  const { subject } = observation
  for (const email of subject.emails ?? []) {
    for (const each of usable(found, 'email', email))
      add(found, { kind: 'email', value: normalEmail(each) })
  }
  const phones = (subject.phones ?? []).flatMap((phone) => usable(found, 'phone', phone))
  for (const number of normalPhones(phones, phoneCountry(observation))) addPhone(number, found)
  for (const { service, value } of subject.handles ?? []) {
    for (const each of usable(found, 'handle', value)) {
      add(found, { kind: 'handle', value: normalHandle(each), detail: normalService(service) })
    }
  }
  addIps(subject.ips ?? [], found)
}

function addIps(ips: readonly string[], found: FoundSelectors): void {
  for (const ip of ips) {
    // Read into their normal form, which tells a range and a private address.
    for (const value of usable(found, 'ip', ip)) add(found, { kind: 'ip', value })
  }
}

/** A number in full, and its digits without the country code: what a number without one can be compared with. */
function addPhone(number: string, found: FoundSelectors): void {
  const isFull = number.startsWith('+')
  const national = isFull || !isToken(number) ? nationalNumbers(number) : []
  if (isFull || national.length === 0) add(found, { kind: 'phone', value: number })
  const detail = isFull ? '' : withoutCountryCode
  for (const value of national) add(found, { kind: 'national_number', value, detail })
}

function addPossessions({ subject }: Observation, found: FoundSelectors): void {
  for (const { kind, value } of subject.devices ?? []) {
    for (const each of usable(found, 'device', value)) {
      add(found, { kind: 'device', value: folded(each), detail: kind })
    }
  }
  for (const { kind, value } of subject.accounts ?? []) {
    for (const each of usable(found, 'account', value)) {
      add(found, { kind: 'account', value: compact(each), detail: kind })
    }
  }
  for (const { kind, text, country } of subject.addresses ?? []) {
    for (const each of usable(found, 'address', text))
      addAddress({ kind, text: each, country }, found)
  }
}

interface GivenAddress {
  readonly kind: string
  readonly text: string
  readonly country: string | undefined
}

function addAddress({ kind, text, country }: GivenAddress, found: FoundSelectors): void {
  const { places, unit } = isToken(text) ? { places: [text] } : normalAddress(text, country)
  if (places.length === 0) found.unusable.push('address without a house or street')
  for (const place of places) {
    add(found, { kind: 'place', value: place, detail: kind })
    if (unit !== undefined) add(found, { kind: 'unit', value: unitIn(place, unit), detail: kind })
  }
}

function addDocument(
  { kind, sha256: given, text, phash }: PresentedDocument,
  found: FoundSelectors,
): void {
  const value = given?.toLowerCase() ?? (text && sha256(text))
  if (value === emptyDocument) found.unusable.push('hash of an empty document')
  else if (value) add(found, { kind: 'document', value, detail: kind })
  if (phash === undefined) return
  if (isBlankPicture(phash)) found.unusable.push('hash of a picture of one color')
  else add(found, { kind: 'photo', value: phash.toLowerCase(), detail: kind })
}

function addCompany(
  { name, registration, domain, agent }: PresentedCompany,
  found: FoundSelectors,
): void {
  const details = { name, registration, domain, agent }
  for (const [detail, text] of Object.entries(details)) {
    if (text === undefined || text.trim() === '') continue
    const reason = unusableReason('name', text)
    if (reason !== undefined) found.unusable.push(reason.replace('a name', 'a company'))
    else add(found, { kind: 'company', value: normalWords(text), detail })
  }
}

function addName(name: string, found: FoundSelectors): void {
  if (name.trim() === '') return
  const reason = reasonOfName(name)
  if (reason === '') add(found, { kind: 'name', value: normalWords(name) })
  else found.unusable.push(reason)
}

/** Why a name is none; empty where it is one. */
const reasonOfName = remembered((name) => unusableReason('name', name) ?? '')

function addReferences(observation: Observation, found: FoundSelectors): void {
  for (const { email, phone } of observation.subject.claims?.references ?? []) {
    for (const each of email ? usable(found, 'email', email) : []) {
      add(found, { kind: 'reference_email', value: normalEmail(each) })
    }
    for (const each of phone ? usable(found, 'phone', phone) : []) {
      add(found, { kind: 'reference_phone', value: normalPhone(each, phoneCountry(observation)) })
    }
  }
}

const placeOf = (text: string): string => normalAddress(text).places[0] ?? normalWords(text)

function unitOf(text: string): string {
  const { places, unit } = normalAddress(text)
  const [place] = places
  return place === undefined || unit === undefined ? normalWords(text) : unitIn(place, unit)
}

/** The forms of values in the order of `SelectorKind`; a phone number without country code stays without one. */
const forms: Readonly<Record<SelectorKind, (value: string) => string>> = {
  email: normalEmail,
  phone: (value) => normalPhone(value),
  national_number: (value) => value.replace(/\D/g, '').replace(/^0+/, ''),
  handle: normalHandle,
  ip: normalIp,
  device: folded,
  account: compact,
  place: placeOf,
  unit: unitOf,
  company: normalWords,
  document: folded,
  photo: folded,
  name: normalWords,
  reference_email: normalEmail,
  reference_phone: (value) => normalPhone(value),
}

/** The normal form of an identifier that somebody typed: what an observation that shows it has as its selector. */
export const normalSelector = (kind: SelectorKind, detail: string, value: string) => ({
  kind,
  detail: kind === 'handle' ? normalService(detail) : folded(detail),
  value: isToken(value) ? value : forms[kind](value),
})

/** SHA-256, hexadecimal. */
export const sha256 = (text: string): string => hash('sha256', text)
