import { isSpecialAddress } from '../../evidence/index.ts'
import { countryCodeOf } from '../../taxonomy/index.ts'
import type { Given } from '../given.ts'
import {
  type EvidenceRecord,
  filled,
  filledOrAbsent,
  type ReadingContext,
  type Translation,
} from '../reader.ts'

/**
 * What the logs of identity providers have alike; one reader each makes of it.
 *
 * - Only what succeeded is taken: an attempt with a wrong password shows that somebody knew a name, not that
 *   the person could use the account. Failures are counted by their kind, whoever succeeds later.
 * - Who it was is written as every source of type `idp` writes it, so that linkage treats all of them alike:
 *   `ref` is the provider's id of the account, `emails` the address that it is signed in with. That mailbox
 *   is the employer's and was given at hire, but whoever signs in can use it, and personnel records name the
 *   same one: it joins the account to the person who was hired, and to nobody else.
 * - The address is the client's own. What stands between it and the provider is nobody's.
 */
export interface SeenAccount {
  readonly kind: 'sign_in' | 'device'
  readonly id: string
  readonly at: string | undefined
  /** Domain of the employer, where the record says it and the importer does not. */
  readonly domain?: string | undefined
  readonly subject: Readonly<Record<string, unknown>>
  readonly facts: Readonly<Record<string, unknown>>
}

/** The observation of it, without what was not observed. */
export function observationOf(seen: SeenAccount, context: ReadingContext): EvidenceRecord {
  const domain = context.organization ?? seen.domain
  return filled({
    source: context.source,
    id: seen.id,
    kind: seen.kind,
    at: seen.at,
    organization: domain && { domain },
    subject: filled(seen.subject),
    facts: filledOrAbsent(seen.facts),
  })
}

export const notTaken = (...names: readonly string[]): Translation => ({
  records: [],
  notTaken: names,
})

type ReadEvent = (event: Given, context: ReadingContext) => Translation

/** A record that is one event. Where nothing of it is taken, its name says so and its fields are not named. */
export function readAlone(given: Given, context: ReadingContext, read: ReadEvent): Translation {
  const translation = read(given, context)
  if (translation.records.length === 0) given.skip('')
  return translation
}

/** A page of events, each of which stands for itself: a broken one costs only itself. */
export function readPage(
  given: Given,
  context: ReadingContext,
  { path, read }: { readonly path: string; readonly read: ReadEvent },
): Translation {
  const events = given.apart(path).map((event) => readApart(event, context, read))
  const hasNext = ['@odata.nextLink', 'nextPageToken'].some(
    (name) => given.text(name) !== undefined,
  )
  // Each event has named what is unknown in it, those that were not taken excepted.
  given.skip(path)
  return {
    records: events.flatMap(({ records }) => records),
    notTaken: [
      ...events.flatMap((event) => event.notTaken ?? []),
      ...(hasNext ? ['page that names a next one: is that exported too?'] : []),
    ],
    problems: events.flatMap(({ problems = [] }) => problems),
  }
}

function readApart(event: Given, context: ReadingContext, read: ReadEvent): Translation {
  const { records, notTaken: names = [] } = read(event, context)
  const problems = event.problems()
  if (problems.length > 0) return { records: [], problems }
  return { records, notTaken: records.length === 0 ? names : [...names, ...event.untouched()] }
}

/** Those of the texts that are mail addresses; a login name or a placeholder is none. */
export function mailboxesOf(...texts: readonly (string | undefined)[]): readonly string[] {
  const mailboxes = texts.filter((text) => text !== undefined && isMailbox(text))
  return [...new Set(mailboxes as readonly string[])]
}

/** Entra writes a guest as `jo_home.example#EXT#@acme.onmicrosoft.com`, which is no mailbox. */
const isMailbox = (text: string): boolean =>
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) && !text.includes('#EXT#')

interface SeenAddress {
  readonly ips: readonly string[]
  readonly notTaken: readonly string[]
}

/** The client's address, unless it says nothing outside of its own network. */
export function addressOf(ip: string | undefined): SeenAddress {
  if (ip === undefined) return { ips: [], notTaken: [] }
  if (!isSpecialAddress(ip)) return { ips: [ip], notTaken: [] }
  return { ips: [], notTaken: ['address within a private network'] }
}

/** A system number, with or without `AS` before it; zero is none. */
export function systemNumberOf(text: string | undefined): number | undefined {
  const digits = /^(?:AS)?(\d{1,10})$/i.exec(text ?? '')?.[1]
  return digits === undefined || Number(digits) === 0 ? undefined : Number(digits)
}

/** Logs name few countries, and each of them in every line; a name takes longer to look up than to remember. */
const mostRemembered = 1_000
const remembered = new Map<string, string | undefined>()

/** ISO 3166-1 alpha-2 of what is given as a country: a code, or Okta's English name. */
export function countryCodeIn(text: string | undefined): string | undefined {
  if (text === undefined || remembered.has(text)) return text && remembered.get(text)
  if (remembered.size >= mostRemembered) remembered.clear()
  const code = countryCodeOf(text)
  remembered.set(text, code)
  return code
}

/**
 * Networks through which Apple's iCloud Private Relay leaves, by Apple's list of its exits: Cloudflare, Akamai
 * and Fastly. The maker of the device has switched it on; the doubt is the person's.
 */
const relaySystems: ReadonlySet<number> = new Set([13_335, 36_183, 54_113])
const relayNames = /private relay|icloud|cloudflare|akamai|fastly/i
/** Servers for rent of a company that Akamai has bought. */
const rentedNames = /linode|connected cloud/i

interface Carrier {
  readonly system: number | undefined
  /** Names of the network and of the provider. */
  readonly names: readonly (string | undefined)[]
}

/** Whether an address that is called a proxy may as well be a privacy relay. */
export function isPrivacyRelay({ system, names }: Carrier): boolean {
  if (system !== undefined && relaySystems.has(system)) return true
  const name = names.join(' ')
  return relayNames.test(name) && !rentedNames.test(name)
}
