import { isPlaceholder } from '../../evidence/index.ts'
import type { EvidenceRecord } from '../reader.ts'
import { type Contacts, distinct, linkedContacts } from './recruiting-systems.ts'

/** A profile as forms ask for it: under the name of its service, as a link or as the account's name alone. */
interface NamedProfile {
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
/** `john.smith` is an account at the service it is asked for, and would be a domain anywhere else. */
const link = /^(https?|skype|tg|tel|mailto):|^www\.|\//i
const accountName = /^@?[\p{L}\p{N}_][\p{L}\p{N}._:-]{1,99}$/u

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
  if (value === undefined || isPlaceholder(value)) return linkedContacts([])
  const named = service?.trim().toLowerCase()
  if (link.test(value) || named === undefined || ownPages.has(named)) return linkedContacts([value])
  return { ...linkedContacts([]), handles: accountAt(otherNames.get(named) ?? named, value) }
}

const accountAt = (service: string, value: string): readonly EvidenceRecord[] =>
  accountName.test(value) ? [{ service, value: value.replace('@', '') }] : []
