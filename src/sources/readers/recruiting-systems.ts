import { countryCodeOf } from '../../taxonomy/index.ts'
import { type Target, targetOf } from '../documents/web-addresses.ts'
import type { Given } from '../given.ts'
import { unusedBehind } from '../maps/never-evidence.ts'
import { type EvidenceRecord, filled, type ReadingContext, type Translation } from '../reader.ts'

/**
 * What recruiting systems have alike; one reader each makes of it.
 *
 * - Whatever belongs to an application has an id that begins with the application's: who deletes it there
 *   takes all of it back here.
 * - Interviews and offers name an application and often no candidate. They are of the subject
 *   `application/ID`, and whichever record knows the candidate says that this subject is the candidate
 *   (`applicationIsOf`): the files may come in any order.
 */
export interface RecruitingEvent {
  readonly id: string
  readonly kind: 'application' | 'interview' | 'employment'
  readonly at: string | undefined
  readonly stage?: string | undefined
  readonly jobTitle?: string | undefined
  readonly subject: Readonly<Record<string, unknown>>
  readonly facts?: Readonly<Record<string, unknown>> | undefined
  readonly flags?: readonly EvidenceRecord[]
}

/** The observation of it, without what was not observed. */
export const recruitingEvent = (event: RecruitingEvent, context: ReadingContext): EvidenceRecord =>
  filled({
    source: context.source,
    id: event.id,
    kind: event.kind,
    stage: event.stage,
    at: event.at,
    organization: context.organization && { domain: context.organization },
    role: event.jobTitle && { title: event.jobTitle },
    subject: filled(event.subject),
    facts: event.facts,
    flags: event.flags,
  })

export const applicationRef = (application: string): string => `application/${application}`

/** Whether a merge is this program's own join of an application and its candidate: no vendor calls a record so. */
export const isOwnJoin = (withdrawal: object): boolean =>
  'merges' in withdrawal && String(withdrawal.merges).startsWith(applicationRef(''))

/**
 * That the subject of an application is the candidate. `at` is when the candidate applied, so that saying it
 * again changes nothing.
 */
export const applicationIsOf = (
  application: string,
  { candidate, at, source }: { candidate: string; at: string | undefined; source: string },
): readonly EvidenceRecord[] =>
  at === undefined || candidate === ''
    ? []
    : [{ source, merges: applicationRef(application), into: candidate, at }]

/** The moment at a place of the record, without which it is refused. */
export function neededMoment(record: Given, path: string): string | undefined {
  const moment = record.moment(path)
  if (record.text(path) === undefined) record.refuse(path, 'needed, but it is absent')
  return moment
}

/**
 * Of deletions and merges neither Greenhouse nor Ashby says when; whatever the order in which word of an
 * erasure comes, it holds. The earliest moment that evidence can have.
 */
export const unknownMoment = '1990-01-01T00:00:00Z'

/** What systems write in place of a name that they have erased, and what they put behind it. */
const erasedWords: ReadonlySet<string> = new Set([
  ...['anonymized', 'anonymised', 'anonymous', 'deleted', 'erased', 'redacted'],
])
const erasedNouns: ReadonlySet<string> = new Set([
  ...['candidate', 'applicant', 'person', 'user', 'profile', 'name'],
])

interface PersonalFields {
  readonly ref: string
  readonly name: string | undefined
  /** Whatever the record holds by which the person could be reached. */
  readonly contacts: readonly unknown[]
  readonly applications?: readonly string[]
}

/**
 * The retraction of a candidate whom an export shows as anonymized: a name such as "Anonymized 501" and no contact left.
 * Undefined for everybody else; a person who has a mailbox or a number is one, whatever their name.
 */
export function anonymizedPerson(
  { ref, name = '', contacts, applications = [] }: PersonalFields,
  { source }: ReadingContext,
): Translation | undefined {
  const words = name.toLowerCase().match(/[\p{L}\d-]+/gu) ?? []
  const [first = ''] = words
  const isErased =
    erasedWords.has(first) &&
    words.every((word) => erasedWords.has(word) || erasedNouns.has(word) || /\d/.test(word))
  if (!isErased || contacts.length > 0 || ref === '') return undefined
  const base = { source, reason: 'anonymized', at: unknownMoment }
  return {
    records: [
      { ...base, withdraws: 'subject', ref },
      ...applications.map((id) => ({
        ...base,
        withdraws: 'observations',
        under: applicationRef(id),
      })),
    ],
  }
}

/**
 * Which interview it was, by words of its name, which every customer chooses; the first row that fits. A
 * technical screen is technical whichever comes first, and what says nothing of itself is a follow-up: initial
 * interviews are counted, and one too few is the safer error.
 */
const interviewNames: readonly (readonly [stage: string, words: RegExp])[] = [
  [
    'technical',
    /\b(tech\w*|cod(e|ing)|programming|pairing|pair[- ]program\w*|systems? design|architecture|algorithms?|whiteboard\w*|live exercise|hackerrank|coderpad)\b/i,
  ],
  [
    'final',
    /\b(final|last|on[- ]?site|super ?day|executive|exec|ceo|cto|founders?|bar[- ]?raiser)\b/i,
  ],
  [
    'initial',
    /\b(phone|initial|intro\w*|first|preliminary|recruiter|recruiting|talent|pre[- ]?screen\w*|screen\w*|discovery|get to know)\b/i,
  ],
]

export const interviewStageOf = (name: string | undefined): string =>
  interviewNames.find(([, words]) => words.test(name ?? ''))?.[0] ?? 'follow_up'

/** Where profiles, links and numbers of a person are collected. */
export interface Contacts {
  readonly handles: readonly EvidenceRecord[]
  readonly links: readonly string[]
  readonly phones: readonly string[]
}

/**
 * What somebody gave as links: profiles become handles, other addresses stay links. An account's name alone
 * (`@name`) says of no service whose it is and is left.
 */
export function linkedContacts(texts: readonly string[]): Contacts {
  const targets = texts.flatMap((text) => targetOf(withScheme(text)) ?? [])
  const of = (kind: 'link' | 'phone'): readonly string[] =>
    targets.flatMap((target) => (target.kind === kind ? [target.value] : []))
  return {
    handles: distinct(targets.flatMap(handleOf)),
    links: distinct(of('link')),
    phones: distinct(of('phone')),
  }
}

const withScheme = (text: string): string =>
  /^[a-z]+:/i.test(text) || !/^[^\s/@]+\.[a-z]{2,}([/?#]|$)/i.test(text) ? text : `https://${text}`

const handleOf = (target: Target): readonly EvidenceRecord[] =>
  target.kind === 'handle' ? [{ service: target.service, value: target.value }] : []

export function distinct<Value>(values: readonly Value[]): readonly Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()]
}

/** A question or field that a customer made up, and what was answered. */
export interface Answer {
  readonly name: string
  readonly given: Given
  readonly path: string
}

/** What forms of recruiting ask besides what is never evidence by `unusedBehind`; never read, whatever it holds. */
const demographic =
  /hispanic|latin[oax]|orientation|lgbt|transgender|eeo|demographic|immigra|graduat|school|universit|language/i
const link =
  /linked[\s_-]?in|git[\s_-]?(hub|lab)|stack[\s_-]?overflow|twitter|portfolio|web[\s_-]?site|personal[\s_-]?(site|page)|home[\s_-]?page/i
const phone = /\b(phone|mobile|cell|whatsapp)([\s_]?number)?\b/i

export interface Answered extends Contacts {
  /** `custom field desired_salary`. */
  readonly notTaken: readonly string[]
}

/** Of what customers ask for themselves, only what is plainly a link or a number by its name. */
export function answeredContacts(answers: readonly Answer[], word: string): Answered {
  const taken = answers.filter((each) => !isDemographic(each) && isAnswered(each))
  const links = taken.filter(({ name }) => link.test(name))
  const numbers = taken.filter(({ name }) => !link.test(name) && phone.test(spaced(name)))
  const found = linkedContacts(links.flatMap(textOf))
  const others = taken.filter((each) => !links.includes(each) && !numbers.includes(each))
  return {
    ...found,
    phones: distinct([...found.phones, ...numbers.flatMap(textOf).filter(isNumber)]),
    notTaken: distinct(others.map(({ name }) => `${word} ${name.slice(0, longestName)}`)),
  }
}

/** An underscore is a letter to an expression's word boundary. */
const spaced = (name: string): string => name.replaceAll('_', ' ')
/** Of a customer's question; it names a count in a report. */
const longestName = 60
const isNumber = (text: string): boolean => /^\+?[\d\s().-]{7,25}$/.test(text)
const textOf = ({ given, path }: Answer): readonly string[] => given.texts(path)

/** Every record asks for the same few names, and each is held against many words. */
const mostRemembered = 10_000
const asked = new Map<string, boolean>()

function isDemographic({ name }: Answer): boolean {
  const known = asked.get(name)
  if (known !== undefined) return known
  const isOne = demographic.test(name) || unusedBehind(name) !== undefined
  if (asked.size >= mostRemembered) asked.clear()
  asked.set(name, isOne)
  return isOne
}

const isAnswered = ({ given, path }: Answer): boolean =>
  given.names(path).length > 0 || given.texts(path).length > 0

/**
 * The country that a place ends with (`Lyon, France`). Two letters are as often a state, and so is Georgia:
 * they say nothing here.
 */
export function countryOfPlace(place: string | undefined): string | undefined {
  const last = place?.split(',').at(-1)?.trim() ?? ''
  return /^\p{L}[\p{L}\s.'-]{2,}$/u.test(last) && !/^georgia$/i.test(last)
    ? countryCodeOf(last)
    : undefined
}
