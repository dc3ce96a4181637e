import { type CvSection, sectionsOf } from './cv-sections.ts'
import type { Contacts, Referee } from './document.ts'
import { employersOf } from './employers.ts'
import { nameIn, nameOf } from './person-name.ts'
import { distinctNumbers, phonesIn } from './phone-numbers.ts'
import { type Handle, labelledHandles, linksIn, type Target, targetOf } from './web-addresses.ts'

export interface FoundContacts {
  readonly contacts: Contacts
  /** What was not taken, in words. */
  readonly cut: readonly string[]
}

/** A person has a private mailbox, one for work and old ones; more are a list of somebody's contacts. */
const mostOfOnePerson = 5
const mostReferees = 10
/** No address has so many characters without a space, and looking for one in them would take long. */
const endless = /\S{500,}/g
/** More of them are a bibliography. */
const mostLinks = 50

/**
 * How the person of a CV can be reached, by its text and the targets of its links; `country` (ISO 3166-1
 * alpha-2) reads numbers without a country code. What stands behind a heading `References` belongs to
 * the referees. Nothing is taken of languages, nationality, birth, school and age.
 */
export const contactsOf = (
  text: string,
  links: readonly string[] = [],
  country?: string,
): Contacts => findContacts(text, links, country).contacts

/** The same, and what was left out. */
export function findContacts(
  text: string,
  links: readonly string[],
  country?: string,
): FoundContacts {
  const sections = sectionsOf(text.replace(endless, ' '))
  const theirs = textOf(sections, ({ kind }) => kind === 'references')
  const references = refereesOf(theirs, country)
  const own = textOf(sections, ({ kind }) => kind !== 'references')
  const reached = reachedBy(own, { links: ownLinks(links, { own, theirs, references }), country })
  const crowd = crowdOf(reached)
  const name = nameOf(own)
  return {
    contacts: {
      ...(crowd === undefined ? reached : { ...reached, emails: [], phones: [], handles: [] }),
      employers: sections
        .filter(({ kind }) => kind === 'experience')
        .flatMap(({ lines }) => employersOf(lines)),
      references,
      ...(name === undefined || crowd !== undefined ? {} : { name }),
    },
    cut: crowd === undefined ? [] : [crowd],
  }
}

const textOf = (
  sections: readonly CvSection[],
  isWanted: (section: CvSection) => boolean,
): string =>
  sections
    .filter(isWanted)
    .flatMap(({ lines }) => lines)
    .join('\n')

type Reached = Pick<Contacts, 'emails' | 'phones' | 'handles' | 'links'>

interface Hints {
  readonly links: readonly string[]
  readonly country: string | undefined
}

function reachedBy(text: string, { links, country }: Hints): Reached {
  const targets = [...linksIn(text), ...links].flatMap((link) => targetOf(link) ?? [])
  const of = (wanted: Target['kind']): readonly string[] =>
    targets.filter(({ kind }) => kind === wanted).map(({ value }) => value)
  const profiles = targets
    .filter((target) => target.kind === 'handle')
    .map(({ service, value }) => ({ service, value }))
  return {
    emails: distinct([...emailsIn(text), ...of('email')], (email) => email.toLowerCase()),
    phones: distinctNumbers([...phonesIn(text, country), ...of('phone')]),
    handles: distinct<Handle>(
      [...profiles, ...labelledHandles(text)],
      ({ service, value }) => `${service} ${value.toLowerCase()}`,
    ),
    links: distinct(of('link'), (link) => link).slice(0, mostLinks),
  }
}

function distinct<Value>(
  values: readonly Value[],
  keyOf: (value: Value) => string,
): readonly Value[] {
  const seen = new Map<string, Value>()
  for (const value of values) if (!seen.has(keyOf(value))) seen.set(keyOf(value), value)
  return [...seen.values()]
}

// Local parts and labels as long as RFC 5321 allows, so that no text takes long.
const email =
  /(?<![\p{L}\p{N}._%+'-])[\p{L}\p{N}][\p{L}\p{N}._%+'-]{0,63}@(?:[\p{L}\p{N}][\p{L}\p{N}-]{0,62}\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}])/gu

const emailsIn = (text: string): readonly string[] =>
  distinct(
    [...text.matchAll(email)].map(([address]) => address),
    (address) => address.toLowerCase(),
  )

/** Why a document is a list of people and not the CV of one. */
function crowdOf({ emails, phones, handles }: Reached): string | undefined {
  const services = Map.groupBy(handles, ({ service }) => service)
  const counts = [
    [emails.length, 'mail addresses'],
    [phones.length, 'phone numbers'],
    ...[...services].map(([service, of]) => [of.length, `accounts at ${service}`] as const),
  ] as const
  const crowd = counts.find(([count]) => count > mostOfOnePerson)
  return crowd && `contacts: ${crowd[0]} ${crowd[1]} are those of many people, so none was taken`
}

interface Sides {
  readonly own: string
  readonly theirs: string
  readonly references: readonly Referee[]
}

/**
 * The targets of links that are the person's own. A target has no place in the text, so where there are
 * referees, what is written only with them is theirs, and of each service the first profile counts:
 * heads of CVs come first.
 */
function ownLinks(links: readonly string[], { own, theirs, references }: Sides): readonly string[] {
  if (references.length === 0) return links
  const services = new Set<string>()
  return links.filter((link) => {
    const target = targetOf(link)
    if (target === undefined || isOnlyIn(theirs, own, target.value)) return false
    if (target.kind === 'phone') return !references.some(({ phone }) => isSame(phone, target.value))
    if (target.kind !== 'handle') return true
    const isFirst = !services.has(target.service)
    services.add(target.service)
    return isFirst
  })
}

function isOnlyIn(theirs: string, own: string, value: string): boolean {
  const sought = value.toLowerCase()
  return theirs.toLowerCase().includes(sought) && !own.toLowerCase().includes(sought)
}

const isSame = (phone: string | undefined, other: string): boolean =>
  phone !== undefined && distinctNumbers([phone, other]).length === 1

/** Those who vouch: each has a mailbox or a number, and a name where a line before it is one. */
function refereesOf(text: string, country: string | undefined): readonly Referee[] {
  const referees: Referee[] = []
  let current: Referee = {}
  const finish = (): void => {
    if (current.email !== undefined || current.phone !== undefined) referees.push(current)
    current = {}
  }
  for (const line of text.split('\n')) {
    const found = refereeOn(line, country)
    const isNext = Object.keys(found).some((key) => key in current)
    if (isNext || (line.trim() === '' && (current.email || current.phone))) finish()
    current = { ...current, ...found }
  }
  finish()
  return referees.slice(0, mostReferees)
}

function refereeOn(line: string, country: string | undefined): Referee {
  const [email] = emailsIn(line)
  const [phone] = phonesIn(line, country)
  const name = nameIn(line)
  return {
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(phone === undefined ? {} : { phone }),
  }
}
