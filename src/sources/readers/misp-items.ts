import type { FieldProblem } from '../../evidence/index.ts'
import type { Given } from '../given.ts'
import type { EvidenceRecord } from '../reader.ts'
import {
  attributeTypes,
  neverRead,
  presentingObjects,
  realRoles,
  type Shows,
  victimObjects,
} from './misp-identifiers.ts'
import { isTakenOutOfDetection, type Meaning, readMeaning } from './misp-meaning.ts'
import { entryOf, type Level, levelOf, markNames, mayBeTaken } from './published.ts'

/** An attribute that stands by itself, or an object with its attributes, as they are read. */
export interface Item {
  readonly uuid: string
  /** Absent: nobody. */
  readonly presents?: 'person' | 'thing' | 'real'
  readonly shown: readonly Shown[]
  readonly isDeleted: boolean
  readonly deleted: readonly Gone[]
  /** What an earlier version of it may have said, where it is no longer taken. */
  readonly superseded?: readonly Gone[]
  readonly references: readonly Reference[]
  /** Where a name of ours may stand. */
  readonly texts: readonly string[]
  readonly changed: string | undefined
  readonly notTaken: readonly string[]
  readonly problems: readonly FieldProblem[]
}

interface Gone {
  readonly id: string
  readonly at: string | undefined
}

interface Shown {
  readonly id: string
  readonly uuid: string
  readonly at: string | undefined
  readonly shown: EvidenceRecord
  readonly facts: EvidenceRecord
}

interface Reference {
  readonly from: string
  readonly to: string
  readonly kind: string
}

/** Tags by name, without their values: `admiralty-scale:source-reliability`. Those of TLP are read apart. */
export const tagNames = (tags: readonly string[]): readonly string[] =>
  tags.filter((tag) => levelOf(tag) === undefined).map((tag) => `tag ${tag.split('=')[0]}`)

/** What every attribute and object has besides, and nobody needs. */
const plainFields = [
  ...['id', 'event_id', 'object_id', 'category', 'to_ids', 'disable_correlation', 'last_seen'],
  ...['first_seen', 'timestamp', 'comment'],
  ...['value1', 'value2', 'data', 'meta-category', 'description', 'template_uuid'],
  ...['template_version', 'SharingGroup', 'Galaxy', 'ShadowAttribute', 'Sighting'],
  ...['RelatedAttribute', 'Event', 'object_relation', 'event_uuid', 'Feed', 'decay_score'],
]

/** Begun as every item is: with what is deleted, and what is marked too high, out of the way. */
interface Begun {
  readonly uuid: string
  readonly isDeleted: boolean
  readonly isAllowed: boolean
  readonly changed: string | undefined
  readonly firstSeen: string | undefined
  readonly comment: string
  readonly meaning: Meaning
  readonly notTaken: readonly string[]
}

function begin(given: Given, { highest, tags: eventTags = [] }: Under): Begun {
  const uuid = given.needed('uuid')
  const tags = given.texts('Tag')
  given.skip(...plainFields, 'Tag')
  const marks = tags.flatMap((tag) => levelOf(tag) ?? [])
  const isDeleted = given.truth('deleted') === true
  const changed = given.text('timestamp') === '0' ? undefined : given.moment('timestamp')
  const firstSeen = given.moment('first_seen')
  return {
    uuid,
    isDeleted,
    isAllowed: isDeleted || mayBeTaken(given, { path: 'Tag', marks, highest }),
    comment: given.text('comment') ?? '',
    meaning: readMeaning(given, eventTags),
    notTaken: [...markNames(marks), ...tagNames(tags)],
    changed,
    firstSeen,
  }
}

/** Whoever it is of, nothing of it is shown. */
const nothing = { shown: [], deleted: [], references: [], texts: [] } as const

/** The event that something stands in. */
export interface Under {
  /** With what the ids of its parts begin. */
  readonly id: string
  /** The highest level that is taken of it. */
  readonly highest: Level
  /** Its own tags. */
  readonly tags?: readonly string[]
}

/** An attribute that stands by itself: a subject of its own, where its type identifies somebody. */
export function readAttribute(given: Given, under: Under): Item {
  const begun = begin(given, under)
  const { uuid, isDeleted, changed, notTaken, meaning } = begun
  const type = given.needed('type')
  const shows = entryOf(attributeTypes, type)
  const item = { ...nothing, uuid, isDeleted, changed }
  if (shows === undefined) {
    given.skip('value')
    const problems = given.problems()
    if (type.startsWith('target-')) return { ...item, presents: 'real', notTaken, problems }
    return { ...item, notTaken: [...notTaken, `attribute ${type}`], problems }
  }
  const id = `${under.id}/attribute/${uuid}`
  const shown = isDeleted ? undefined : shows(given.needed('value'))
  given.skip('value')
  const problems = given.problems()
  if (!begun.isAllowed || problems.length > 0) return { ...item, notTaken, problems }
  if (isDeleted) return { ...item, deleted: [{ id, at: changed }], notTaken, problems }
  const superseded = [{ id, at: changed }]
  if (meaning.turn === 'victim')
    return { ...item, presents: 'real', superseded, notTaken, problems }
  const reason = reasonAgainst(given, type, meaning)
  if (reason !== undefined) {
    return { ...item, superseded, notTaken: [...notTaken, `attribute ${type} ${reason}`], problems }
  }
  const at = begun.firstSeen ?? changed
  return {
    ...item,
    presents: 'thing',
    shown: shown === undefined ? [] : [{ id, uuid, shown, at, facts: meaning.facts }],
    texts: [begun.comment],
    notTaken,
    problems,
  }
}

/** Why a value that stands by itself accuses nobody. */
const reasonAgainst = (given: Given, type: string, { reason }: Meaning): string | undefined =>
  reason ?? (isTakenOutOfDetection(given, type) ? 'that is not for detection (to_ids)' : undefined)

/** An object that presents a person or an account, with its references; of any other, its name. */
export function readObject(given: Given, under: Under): Item {
  const begun = begin(given, under)
  const { uuid, isDeleted, changed } = begun
  const name = given.needed('name')
  const id = `${under.id}/object/${uuid}`
  const item = { uuid, isDeleted, changed }
  const isPresenting = entryOf(presentingObjects, name) !== undefined
  if (isPresenting && !isDeleted) {
    return { ...item, ...readParts({ given, name, id, begun, under }) }
  }
  const references = victimObjects.has(name) ? readReferences(given, uuid) : []
  given.skip('Attribute', 'ObjectReference')
  const rest = { ...item, ...nothing, notTaken: begun.notTaken, problems: given.problems() }
  if (victimObjects.has(name)) return { ...rest, references, presents: 'real' }
  if (!isPresenting) return { ...rest, notTaken: [...begun.notTaken, `object ${name}`] }
  return { ...rest, deleted: rest.problems.length > 0 ? [] : [{ id, at: changed }] }
}

interface PresentingObject {
  readonly given: Given
  readonly name: string
  readonly id: string
  readonly begun: Begun
  readonly under: Under
}

type Parts = Omit<Item, 'uuid' | 'isDeleted' | 'changed'>

/** The attributes of an object that presents somebody, each by its relation. */
function readParts({ given, name, id, begun, under }: PresentingObject): Parts {
  const attributes = given.apart('Attribute').map((part) => readPart(part, under))
  const references = readReferences(given, begun.uuid)
  const valid = attributes.filter(
    ({ part, isAllowed }) => isAllowed && part.problems().length === 0,
  )
  const reading = readingOf(name, valid)
  const standing = valid.filter(({ isDeleted }) => !isDeleted)
  const turned = standing.filter(
    ({ meaning }) => (meaning.turn ?? begun.meaning.turn) !== undefined,
  )
  const read = standing
    .filter((each) => !turned.includes(each))
    .map((attribute) => readValue(attribute, reading, { id, begun }))
  const isReal =
    [begun, ...attributes].some(({ meaning }) => meaning.turn === 'victim') ||
    attributes.some(({ relation, text }) => relation === 'role' && realRoles.has(text)) ||
    attributes.some(({ relation }) => relation === 'infection_type')
  const deleted = valid.filter(
    (each) => each.isDeleted && entryOf(reading.shows, each.relation) !== undefined,
  )
  const isWhole = begun.isAllowed && given.problems().length === 0
  return {
    // Whoever is to be kept out is kept out, whatever else is wrong with the object.
    ...(isWhole || isReal ? { presents: presented(name, isReal) } : {}),
    shown: isWhole ? read.flatMap(({ shown }) => shown) : [],
    deleted: deleted.map(({ uuid, changed }) => ({
      id: `${id}/attribute/${uuid}`,
      at: changed,
    })),
    // All of it where it is a real person's; otherwise what its publisher no longer stands by.
    superseded: isReal ? [{ id, at: begun.changed }] : turned.map((part) => goneOf(part, id)),
    references,
    texts: [begun.comment, ...valid.map(({ text }) => text)],
    notTaken: [
      ...begun.notTaken,
      ...attributes.flatMap((attribute) => attribute.notTaken),
      ...(isReal
        ? []
        : turned.map((part) => `${name} ${part.relation} ${turnedReason(part, begun)}`)),
      ...read.flatMap(({ notTaken }) => notTaken.map((relation) => `${name} ${relation}`)),
    ],
    problems: [...given.problems(), ...attributes.flatMap(({ part }) => part.problems())],
  }
}

const goneOf = ({ uuid, changed }: Part, id: string): Gone => ({
  id: `${id}/attribute/${uuid}`,
  at: changed,
})

const turnedReason = ({ meaning }: Part, begun: Begun): string =>
  meaning.reason ?? begun.meaning.reason ?? 'of a victim'

const presented = (name: string, isReal: boolean): 'person' | 'thing' | 'real' =>
  isReal ? 'real' : name === 'person' ? 'person' : 'thing'

interface Part extends Begun {
  readonly part: Given
  readonly relation: string
  /** Empty where it is never looked at, or deleted. */
  readonly text: string
}

function readPart(part: Given, under: Under): Part {
  const begun = begin(part, under)
  const relation = part.needed('object_relation')
  const isFile = ['attachment', 'malware-sample'].includes(part.text('type') ?? '')
  const isHidden = begun.isDeleted || isFile || neverRead.has(relation)
  const value = isHidden ? undefined : part.text('value')
  part.skip('value')
  const text = relation === 'role' ? value?.toLowerCase() : value
  return { ...begun, part, relation, text: text ?? '' }
}

interface PartReading {
  readonly shows: Readonly<Record<string, Shows>>
  readonly service?: string
}

/** How the attributes of an object are read, given which there are. */
function readingOf(name: string, parts: readonly Part[]): PartReading {
  const { shows = {}, service, instead = {} } = entryOf(presentingObjects, name) ?? {}
  const given = new Set(parts.filter(({ isDeleted }) => !isDeleted).map(({ relation }) => relation))
  const read = Object.entries(shows).filter(
    ([relation]) => !given.has(entryOf(instead, relation) ?? ''),
  )
  // Of several, the first by text: the order in which they stand says nothing.
  const [named] = parts.flatMap(({ relation, text }) => (relation === service ? [text] : [])).sort()
  return { shows: Object.fromEntries(read), ...(named ? { service: named } : {}) }
}

/** Relations that say what the others are. */
const readApart: ReadonlySet<string> = new Set(['role', 'account-type', 'type-of-account'])

function readValue(
  { relation, text, uuid, changed, firstSeen, meaning }: Part,
  { shows, service }: PartReading,
  { id, begun }: Pick<PresentingObject, 'id' | 'begun'>,
): { readonly shown: readonly Shown[]; readonly notTaken: readonly string[] } {
  const shown = text === '' ? undefined : entryOf(shows, relation)?.(text, service)
  if (shown === undefined) {
    const isKnown = text === '' || readApart.has(relation)
    return { shown: [], notTaken: isKnown ? [] : [relation] }
  }
  const at = firstSeen ?? begun.firstSeen ?? changed ?? begun.changed
  const facts = { ...begun.meaning.facts, ...meaning.facts }
  return {
    shown: [{ id: `${id}/attribute/${uuid}`, uuid, shown, at, facts }],
    notTaken: [],
  }
}

function readReferences(given: Given, from: string): readonly Reference[] {
  return given.list('ObjectReference').flatMap((reference) => {
    const kind = reference.text('relationship_type')
    const to = reference.text('referenced_uuid')
    const isDeleted = reference.truth('deleted') === true
    reference.skip(...reference.names())
    return kind === undefined || to === undefined || isDeleted ? [] : [{ from, to, kind }]
  })
}
