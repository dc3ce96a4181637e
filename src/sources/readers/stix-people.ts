import { targetOf } from '../documents/web-addresses.ts'
import { type EvidenceRecord, filled } from '../reader.ts'
import { subjectsOf } from './holdings.ts'
import { domainIn, originOf, type Publication } from './published.ts'
import { factsOfObject } from './stix-meaning.ts'
import { refsOf, type Seen, type StixObject } from './stix-objects.ts'
import { type Thing, thingsOf } from './stix-things.ts'

/** Who uses what, and of which mailbox an account is: what makes one subject of several objects. */
const holding: ReadonlySet<string> = new Set(['uses', 'owns'])
/** The other way round: an indicator indicates somebody. */
const heldBy: ReadonlySet<string> = new Set(['indicates', 'belongs-to'])
/** Who impersonates or targets somebody is not that person's. */
const against: ReadonlySet<string> = new Set(['impersonates', 'targets', 'compromises'])

/** The same, said of the one who is harmed. */
const harmedBy: ReadonlySet<string> = new Set([
  ...['victim-of', 'impersonated-by', 'targeted-by', 'compromised-by', 'real-holder-of'],
])

export interface Relationship {
  readonly id: string
  readonly kind: string
  readonly from: string
  readonly to: string
  readonly object: StixObject
}

export const relationshipsIn = (objects: readonly StixObject[]): readonly Relationship[] =>
  objects
    .filter(({ type }) => type === 'relationship')
    .map((object) => ({
      id: object.id,
      kind: object.given.needed('relationship_type'),
      from: object.given.needed('source_ref'),
      to: object.given.needed('target_ref'),
      object,
    }))

/** Somebody in person, and not an organization or a group: `identity_class`, and what says so of a threat actor. */
export function isIndividual({ type, given }: StixObject): boolean {
  if (type === 'identity') return given.text('identity_class') === 'individual'
  if (type !== 'threat-actor') return false
  const types = given.names('extensions').map((name) => given.text(`extensions.${name}.type`))
  // OpenCTI tells persons from groups by a type of its own; the specification only by their means.
  const isPerson = [given.text('x_opencti_type'), ...types].includes('Threat-Actor-Individual')
  return given.text('resource_level') === 'individual' || isPerson
}

const realRole = /victim|target|impersonat|holder|witness|employee/i

/** Ids of victims, real holders and authors: by their roles, and by who refers to them. */
export function realPeople(
  objects: readonly StixObject[],
  relationships: readonly Relationship[],
): ReadonlySet<string> {
  const identities = objects.filter(({ type }) => type === 'identity')
  const authors = new Set(objects.flatMap(({ creator }) => creator ?? []))
  const places = objects.flatMap(({ given }) => given.texts('where_sighted_refs'))
  return new Set([
    ...identities.filter((each) => authors.has(each.id) && isIndividual(each)).map(({ id }) => id),
    ...identities
      .filter(({ given }) => given.texts('roles').some((role) => realRole.test(role)))
      .map(({ id }) => id),
    ...places,
    ...relationships.filter(({ kind }) => against.has(kind)).map(({ to }) => to),
    ...relationships.filter(({ kind }) => harmedBy.has(kind)).map(({ from }) => from),
  ])
}

export interface Bundle {
  /** What may be taken, each once. */
  readonly objects: readonly StixObject[]
  /** Of those that may be taken. */
  readonly relationships: readonly Relationship[]
  /** Of all: who is near a real person is kept out, whoever says so. */
  readonly near: readonly Relationship[]
  readonly real: ReadonlySet<string>
  /** Ids of what its publisher does not stand by, with the reason. */
  readonly out: ReadonlyMap<string, string>
  readonly seen: ReadonlyMap<string, Seen>
}

export interface ReadPeople {
  readonly publications: readonly Publication[]
  readonly notTaken: readonly string[]
  /** Keys and ids of what its publisher does not stand by, and of equal values. */
  readonly out: Iterable<string>
  /** Keys and ids that are real people's. */
  readonly kept: ReadonlySet<string>
  /** Relationships that say whose something is. */
  readonly used: ReadonlySet<string>
}

export function peopleIn(bundle: Bundle): ReadPeople {
  const { relationships, real } = bundle
  const read = bundle.objects.map(thingsOf)
  // What turned out to be broken when it was read is refused, and not half taken.
  const whole = read
    .flatMap((each) => each.things)
    .filter(({ object }) => object.given.problems().length === 0)
  const out = outOf(whole, bundle)
  const objects = bundle.objects.filter(({ id }) => !out.has(id))
  const things = whole.filter(({ key, object }) => !out.has(key) && !out.has(object.id))
  const persons = objects.filter(isIndividual).map(({ id }) => id)
  const keys = Map.groupBy(things, ({ object }) => object.id)
  /** An indicator is all of its alternatives. */
  const each = (id: string): readonly string[] => keys.get(id)?.map(({ key }) => key) ?? [id]
  const holds = holdsIn(relationships)
  const mailboxes = objects
    .filter(({ type }) => type === 'email-addr')
    .flatMap((object) => refsOf(object, 'belongs_to_ref').map((by) => [by, object.id] as const))
  const subjects = subjectsOf({
    persons,
    things: things.map(({ key }) => key),
    real: withEqual(new Set([...real].flatMap(each)), things),
    same: samePersons(relationships, new Set(persons)),
    holds: [...holds.map(({ by, held }) => [by, held] as const), ...mailboxes].flatMap(
      ([by, held]) => each(held).map((key) => [by, key] as const),
    ),
    near: bundle.near
      .filter(({ kind }) => !against.has(kind) && !harmedBy.has(kind))
      .flatMap(({ from, to }) =>
        each(from).flatMap((one) => each(to).map((other) => [one, other] as const)),
      ),
  })
  const publishing: Publishing = {
    bundle,
    subjects,
    ties: Map.groupBy(holds, ({ held }) => held),
    mailboxes: new Map(mailboxes.map(([by, held]) => [held, by])),
    byId: new Map(objects.map((object) => [object.id, object])),
  }
  return {
    publications: [
      ...things.flatMap((thing) => publicationOf(thing, publishing)),
      ...objects.flatMap((object) => nameOf(object, publishing)),
    ],
    notTaken: [...read.flatMap(({ notTaken }) => notTaken), ...out.values()],
    out: out.keys(),
    kept: new Set(
      [...persons, ...things.map(({ key }) => key)].filter((key) => !subjects.has(key)),
    ),
    used: new Set(
      holds
        .filter(({ by, held }) => each(held).some((key) => isOne(subjects, key, by)))
        .map(({ relationship }) => relationship.id),
    ),
  }
}

const samePersons = (
  relationships: readonly Relationship[],
  isPerson: ReadonlySet<string>,
): readonly (readonly [string, string])[] =>
  relationships
    .filter(
      ({ kind, from, to }) => kind === 'duplicate-of' && isPerson.has(from) && isPerson.has(to),
    )
    .map(({ from, to }) => [from, to])

/** What is called harmless or wrong, and equal values of the same file: what one object lists, another takes out. */
function outOf(things: readonly Thing[], { out }: Bundle): ReadonlyMap<string, string> {
  if (out.size === 0) return out
  const reasons = new Map(
    things.flatMap((thing) => {
      const reason = out.get(thing.object.id)
      return reason === undefined ? [] : [[identifiers(thing), reason] as const]
    }),
  )
  const equal = things.flatMap((thing) => {
    const reason = out.has(thing.object.id) ? undefined : reasons.get(identifiers(thing))
    return reason === undefined ? [] : [[thing.key, `value of another ${reason}`] as const]
  })
  return new Map([...out, ...equal])
}

/** With the keys of things that show the same: a victim's mailbox is one wherever it stands in the file. */
function withEqual(real: ReadonlySet<string>, things: readonly Thing[]): ReadonlySet<string> {
  const theirs = new Set(things.filter(({ key }) => real.has(key)).map(identifiers))
  const equal = theirs.size === 0 ? [] : things.filter((thing) => theirs.has(identifiers(thing)))
  return new Set([...real, ...equal.map(({ key }) => key)])
}

const identifiers = ({ shown: { name: _, ...shown } }: Thing): string => JSON.stringify(shown)

const isOne = (subjects: ReadonlyMap<string, string>, one: string, other: string): boolean =>
  subjects.has(one) && subjects.get(one) === subjects.get(other)

interface Hold {
  readonly by: string
  readonly held: string
  readonly relationship: Relationship
}

const holdsIn = (relationships: readonly Relationship[]): readonly Hold[] =>
  relationships.flatMap((relationship) => {
    const { kind, from, to } = relationship
    if (holding.has(kind)) return [{ by: from, held: to, relationship }]
    return heldBy.has(kind) ? [{ by: to, held: from, relationship }] : []
  })

interface Publishing {
  readonly bundle: Bundle
  readonly subjects: ReadonlyMap<string, string>
  readonly ties: ReadonlyMap<string, readonly Hold[]>
  /** Account of each mailbox that names one. */
  readonly mailboxes: ReadonlyMap<string, string>
  readonly byId: ReadonlyMap<string, StixObject>
}

function publicationOf(thing: Thing, publishing: Publishing): readonly Publication[] {
  const { key, object, shown } = thing
  const { subjects, bundle, byId } = publishing
  const ref = subjects.get(key)
  if (ref === undefined) return []
  const tie = ref === key ? undefined : tieOf(object.id, ref, publishing)
  const seen = bundle.seen.get(object.id)
  const at = momentOf(thing, seen)
  if (at === undefined) {
    const where = 'no observed-data, relationship or report that refers to it'
    object.given.refuse('', `nothing says when it was seen: there is ${where}`)
    return []
  }
  const creator = tie?.object.creator ?? object.creator ?? seen?.creator
  const texts = [object, tie?.object, byId.get(ref)].flatMap((each) => each?.texts ?? [])
  // An observable cannot be revoked, the relationship that says whose it is can.
  const isRevocable = object.type === 'indicator' || tie === undefined
  return [
    {
      id: isRevocable ? key : `${tie.id}/${key}`,
      ref,
      at,
      shown,
      origin: originOf(organizationOf(creator, byId), object.id, texts),
      facts: factsOfObject(object, shown),
    },
  ]
}

const momentOf = ({ object, at }: Thing, seen: Seen | undefined): string | undefined =>
  object.type !== 'indicator' && seen?.rank === 0 ? seen.at : (at ?? seen?.at)

/** The relationship by which something is a subject's; of several, the first by its id. */
function tieOf(
  id: string,
  ref: string,
  { ties, subjects, mailboxes }: Publishing,
): Relationship | undefined {
  const found = [id, mailboxes.get(id) ?? id].map((held) =>
    (ties.get(held) ?? [])
      .filter(({ by }) => subjects.get(by) === ref)
      .map(({ relationship }) => relationship)
      .sort((one, other) => (one.id < other.id ? -1 : 1))
      .at(0),
  )
  return found[0] ?? found[1]
}

/** The name under which a person is presented. What analysts call a threat actor is none. */
function nameOf(
  object: StixObject,
  { subjects, bundle, byId }: Publishing,
): readonly Publication[] {
  const { id, type, given, created, creator, texts } = object
  const ref = subjects.get(id)
  if (type !== 'identity' || ref === undefined) return []
  const name = given.text('name')
  const contacts = contactsIn(given.text('contact_information'))
  const shown = filled({ name, ...contacts })
  const at = created ?? bundle.seen.get(id)?.at
  if (Object.keys(shown).length === 0 || at === undefined) return []
  const origin = originOf(organizationOf(creator, byId), id, [...texts, name ?? ''])
  return [{ id, ref, at, shown, origin, facts: factsOfObject(object, shown) }]
}

/** Free text: what is a mailbox, a number with its country code or the address of a profile beyond doubt. */
function contactsIn(text = ''): EvidenceRecord {
  const words = text.split(/[\s,;<>()|"']+/)
  const targets = words.flatMap((word) => (/^https?:/i.test(word) ? (targetOf(word) ?? []) : []))
  return {
    emails: [...new Set(words.map(withoutLabel).filter((word) => mailbox.test(word)))],
    phones: [...new Set(text.match(phone) ?? [])].map((number) => number.trim()),
    handles: targets.flatMap((target) =>
      target.kind === 'handle' ? [{ service: target.service, value: target.value }] : [],
    ),
  }
}

const withoutLabel = (word: string): string =>
  word.replace(/^(e-?mail|mailto):/i, '').replace(/[.:]+$/, '')
const mailbox = /^[^\s@:/]+@(?:[a-z0-9-]+\.)+[a-z]{2,24}$/i
const phone = /(?<![\w+])\+\d[\d ().-]{6,20}\d(?!\w)/g

/** The organization that made something, by its domain where it gives one. A person who did is not named. */
function organizationOf(
  creator: string | undefined,
  byId: ReadonlyMap<string, StixObject>,
): string | undefined {
  const author = creator === undefined ? undefined : byId.get(creator)
  if (author === undefined || author.type !== 'identity' || isIndividual(author)) return undefined
  const name = author.given.text('name')
  return domainIn(author.given.text('contact_information')) ?? domainIn(name) ?? name
}

/** Whether a relationship is of a kind that makes something somebody's. */
export const saysWhose = ({ type, given }: StixObject): boolean => {
  const kind = given.text('relationship_type') ?? ''
  return type === 'relationship' && (holding.has(kind) || heldBy.has(kind))
}
