import { hash } from 'node:crypto'
import {
  compact,
  folded,
  normalEmail,
  normalHandle,
  normalIp,
  normalPhone,
  normalWords,
} from './normal-forms.ts'
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

type Add = (kind: SelectorKind, value: string, detail?: string) => void

/** All selectors of an observation, without repetition, in the order of the format's fields. */
export function selectorsOf(observation: Observation): readonly Selector[] {
  const { subject } = observation
  const found = new Map<string, Selector>()
  const add: Add = (kind, value, detail = '') => {
    if (value === '') return
    const selector = { kind, detail, value, controlled: controlledKinds.has(kind) }
    // No identifier holds a control character, so none runs into the next.
    found.set(`${kind}\u0000${detail}\u0000${value}`, selector)
  }
  addContacts(subject, add)
  addPossessions(subject, add)
  for (const document of subject.documents ?? []) addDocument(document, add)
  if (subject.name !== undefined) add('name', normalWords(subject.name))
  addReferences(subject, add)
  return [...found.values()]
}

function addContacts(subject: PresentedPerson, add: Add): void {
  const country = subject.claims?.country
  for (const email of subject.emails ?? []) add('email', normalEmail(email))
  for (const phone of subject.phones ?? []) add('phone', normalPhone(phone, country))
  for (const { service, value } of subject.handles ?? []) {
    add('handle', normalHandle(value), folded(service))
  }
  for (const ip of subject.ips ?? []) add('ip', normalIp(ip))
}

function addPossessions(subject: PresentedPerson, add: Add): void {
  for (const { kind, value } of subject.devices ?? []) add('device', folded(value), kind)
  for (const { kind, value } of subject.accounts ?? []) add('account', compact(value), kind)
  for (const { kind, text } of subject.addresses ?? []) add('address', normalWords(text), kind)
}

function addDocument(document: PresentedDocument, add: Add): void {
  const hash = document.sha256?.toLowerCase() ?? (document.text && sha256(document.text))
  if (hash) add('document', hash, document.kind)
  if (document.phash) add('photo', document.phash.toLowerCase(), document.kind)
}

function addReferences(subject: PresentedPerson, add: Add): void {
  for (const reference of subject.claims?.references ?? []) {
    if (reference.email) add('reference_email', normalEmail(reference.email))
    if (reference.phone) {
      add('reference_phone', normalPhone(reference.phone, subject.claims?.country))
    }
  }
}

/** The forms of values in the order of `SelectorKind`; a phone number without country code stays without one. */
const forms: Readonly<Record<SelectorKind, (value: string) => string>> = {
  email: normalEmail,
  phone: (value) => normalPhone(value),
  handle: normalHandle,
  ip: normalIp,
  device: folded,
  account: compact,
  address: normalWords,
  document: folded,
  photo: folded,
  name: normalWords,
  reference_email: normalEmail,
  reference_phone: (value) => normalPhone(value),
}

/** The normal form of an identifier that somebody typed: what an observation that shows it has as its selector. */
export const normalSelector = (kind: SelectorKind, detail: string, value: string) => ({
  kind,
  detail: folded(detail),
  value: forms[kind](value),
})

/** SHA-256, hexadecimal. */
export const sha256 = (text: string): string => hash('sha256', text)
