import type { Given } from '../given.ts'
import { type EvidenceRecord, filled, filledOrAbsent, type ReadingContext } from '../reader.ts'

/** What feeds of both sorts have in common: publications, their markings, their origin, our own names in them. */

/** What a table has under a name that a feed gives; `constructor` and its like are none of it. */
export const entryOf = <Value>(
  table: Readonly<Record<string, Value>>,
  name: string,
): Value | undefined => (Object.hasOwn(table, name) ? table[name] : undefined)

/** One thing that a feed says about one subject. */
export interface Publication {
  readonly id: string
  readonly ref: string
  readonly at: string
  /** What is shown: `emails`, `handles` …, in the fields of the format's `subject`. */
  readonly shown: EvidenceRecord
  readonly origin: EvidenceRecord
  /** What the publisher says of it: `published.comment` and the like (`published-meaning.ts`). */
  readonly facts?: EvidenceRecord | undefined
}

/**
 * Publications as records of the format, in the order of their ids. Of whom only names are given, nothing is kept:
 * a name alone links nothing, and may be that of somebody who exists.
 */
export function publicationRecords(
  publications: readonly Publication[],
  source: string,
): { readonly records: readonly EvidenceRecord[]; readonly notTaken: readonly string[] } {
  const isName = ({ shown }: Publication): boolean =>
    Object.keys(shown).every((key) => key === 'name')
  const presented = new Set(publications.filter((each) => !isName(each)).map(({ ref }) => ref))
  const bare = new Set(publications.map(({ ref }) => ref).filter((ref) => !presented.has(ref)))
  const records = publications
    .filter(({ ref }) => presented.has(ref))
    .sort((one, other) => (one.id < other.id ? -1 : 1))
    .map(({ id, ref, at, shown, origin, facts = {} }) =>
      filled({
        ...{ source, id, kind: 'publication', at, origin, subject: { ref, ...shown } },
        facts: filledOrAbsent(facts),
      }),
    )
  return { records, notTaken: [...bare].map(() => 'a person of whom only a name is given') }
}

/** What is published under a name of ours comes back with it in `origin.id`: linkage knows it again by that. */
export const originOf = (
  organization: string | undefined,
  id: string,
  texts: readonly (string | undefined)[],
): EvidenceRecord =>
  filled({
    organization,
    id: texts.map((text) => ownName.exec(text ?? '')?.[0]).find((name) => name !== undefined) ?? id,
    first_hand: false,
  })

/** The name of an identity of ours. */
const ownName = /\bidn_[0-9A-Za-z]+\b/

/** The domain that a text gives, be it a bare one, in an e-mail address or in a link. */
export const domainIn = (text: string | undefined): string | undefined =>
  /(?:^|[\s@/<])((?:[a-z0-9-]{1,63}\.)+[a-z]{2,24})(?=$|[\s/>,;:])/i
    .exec(text ?? '')?.[1]
    ?.toLowerCase()

const levels = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const
export type Level = (typeof levels)[number]

/** Levels of the Traffic Light Protocol, 2.0 and before: `TLP:WHITE` was what `TLP:CLEAR` is. */
export function levelOf(text: string | undefined): Level | undefined {
  const named = text?.trim().toLowerCase().replace(/^tlp:/, '').replace('white', 'clear')
  return levels.find((level) => level === named)
}

/**
 * The highest level that is taken: the evidence format marks sources and not observations, and what is marked higher
 * than its source would be handed on more freely than its author allows.
 */
export const highestLevel = ({ tlp }: ReadingContext): Level => levelOf(tlp) ?? 'amber+strict'

export interface Marked {
  /** Where in the record the marks stand. */
  readonly path: string
  readonly marks: readonly Level[]
  readonly highest: Level
}

/** Refuses what is marked too high; gives whether it may be taken. */
export function mayBeTaken(given: Given, { path, marks, highest }: Marked): boolean {
  const above = marks.find((level) => levels.indexOf(level) > levels.indexOf(highest))
  if (above === undefined) return true
  const [mark, most] = [`TLP:${above.toUpperCase()}`, `TLP:${highest.toUpperCase()}`]
  given.refuse(
    path,
    `is marked ${mark}, and its source is ${most}: import it under a source that is declared ${mark}`,
  )
  return false
}

export const markNames = (marks: readonly Level[]): readonly string[] =>
  marks.map((level) => `marking TLP:${level.toUpperCase()}`)

/** Whose mailboxes and numbers are never taken, whoever lists them. */
export const realPerson = 'a real holder or victim'

/** Accounts of one machine or directory: who is `admin` here is somebody else there. */
const localAccounts: ReadonlySet<string> = new Set(
  'ldap nis radius tacacs unix windows windows-local windows-domain kerberos'.split(' '),
)
/** Says that the service is another one, not which. */
const noService: ReadonlySet<string> = new Set(['other', 'forum', 'unknown', 'account'])

/** An account as the format has it; undefined where its service is not said: equal names elsewhere are other people's. */
export function shownAccount(
  service: string | undefined,
  value: string | undefined,
): EvidenceRecord | undefined {
  const named = service
    ?.toLowerCase()
    .trim()
    .replace(/^twitter$/, 'x')
  if (named === undefined || value === undefined) return undefined
  if (named === 'phone') return { phones: [value] }
  if (named === 'email') return { emails: [value] }
  if (localAccounts.has(named) || noService.has(named)) return undefined
  return { handles: [{ service: named, value }] }
}
