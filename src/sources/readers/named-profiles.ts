import type { EvidenceRecord } from '../reader.ts'
import { type Contacts, distinct, linkedContacts } from './recruiting-systems.ts'

/** A profile as forms ask for it: under the name of its service, as a link or as the account's name alone. */
export interface NamedProfile {
  /** As the vendor or the person calls it: `LinkedIn`, `twitter`. */
  readonly service: string | undefined
  readonly value: string | undefined
}

const otherNames: ReadonlyMap<string, string> = new Map([
  ['twitter', 'x'],
  ['stack overflow', 'stackoverflow'],
  ['angellist', 'wellfound'],
  ['hacker rank', 'hackerrank'],
])

/** Names under which a person has no account, but a page of their own. */
const ownPages: ReadonlySet<string> = new Set(['website', 'web', 'blog', 'portfolio', 'homepage'])
const accountName = /^@?[\p{L}\p{N}_][\p{L}\p{N}._:-]{0,99}$/u
const domainName = /^[^\s@]+\.[a-z]{2,}$/i

/** Links as everywhere; what is no link is the account's name at the service that is named beside it. */
export function namedContacts(profiles: readonly NamedProfile[]): Contacts {
  const read = profiles.map(contactsOf)
  return {
    handles: distinct(read.flatMap(({ handles }) => handles)),
    links: distinct(read.flatMap(({ links }) => links)),
    phones: distinct(read.flatMap(({ phones }) => phones)),
  }
}

function contactsOf({ service, value }: NamedProfile): Contacts {
  const linked = linkedContacts(value === undefined ? [] : [value])
  const isLink = linked.handles.length + linked.links.length + linked.phones.length > 0
  const account = service === undefined || isLink ? [] : accountAt(service, value ?? '')
  return { ...linked, handles: [...linked.handles, ...account] }
}

function accountAt(service: string, value: string): readonly EvidenceRecord[] {
  const named = service.trim().toLowerCase()
  const isAccount = accountName.test(value) && !(ownPages.has(named) || domainName.test(value))
  return isAccount
    ? [{ service: otherNames.get(named) ?? named, value: value.replace('@', '') }]
    : []
}
