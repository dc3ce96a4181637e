import type { FieldProblem } from '../../evidence/index.ts'
import type { Given } from '../given.ts'
import {
  type EvidenceRecord,
  filled,
  type Reader,
  type ReadingContext,
  type Translation,
} from '../reader.ts'
import { subjectsOf } from './holdings.ts'
import { type Item, readAttribute, readObject, tagNames } from './misp-items.ts'
import {
  domainIn,
  highestLevel,
  levelOf,
  markNames,
  mayBeTaken,
  originOf,
  type Publication,
  publicationRecords,
  realPerson,
} from './published.ts'

/**
 * Events of MISP, as an instance exports them (`{"Event"}`, `{"response": [{"Event"}]}`, a list of either) and as
 * a feed holds them. Made from the MISP core format (draft-dulaunoy-misp-core-format) and the object templates of
 * misp-objects, as of 2026.
 *
 * Who is a person (decision 0020): each object that presents a person or an account is a subject, and so is
 * each attribute that stands by itself. An ObjectReference makes one subject of two where it says `same-as`,
 * `known-as`, `duplicate-of` or `Me`, and hands a thing to who has it where it says `uses`, `user-of`, `owns`,
 * `owner-of`, `used-by` or `belongs-to`; a thing that several have is its own. One observation per attribute, so
 * that deleting one takes back just that.
 *
 * Not taken: recipients and victims with all that is joined to them, what is marked above TLP:AMBER+STRICT,
 * files, free text; grades, confidence and distribution are the operator's to give.
 */
export const misp: Reader = {
  title: 'MISP event',
  type: 'public_feed',
  form: 'json',
  recognises: (first) => isManifest(first) || eventsOf(first).some(isEvent),
  read: (given, context): Translation => {
    if (isManifest(given)) {
      given.skip(...given.names())
      return { records: [], notTaken: ['manifest of a feed'] }
    }
    const read = eventsOf(given).map((event) => readEvent(event, context))
    if (read.length === 0) given.refuse('Event', 'needed, but it is absent')
    return {
      records: read.flatMap(({ records }) => records),
      notTaken: read.flatMap(({ notTaken }) => notTaken),
      problems: read.flatMap(({ problems }) => problems),
    }
  },
}

/** The list of hashes that lies beside the manifest of a feed: `md5,uuid of the event` in each line, no header. */
export const mispHashes: Reader = {
  title: 'hashes.csv of a MISP feed',
  type: 'public_feed',
  form: 'table',
  recognises: (first) => {
    const [hash = '', event = '', ...more] = first.names()
    return more.length === 0 && /^[0-9a-f]{32}$/i.test(hash) && uuid.test(event)
  },
  read: (given): Translation => {
    given.skip(...given.names())
    return { records: [], notTaken: ['hash of a feed'] }
  },
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

function isManifest(given: Given): boolean {
  const [first, ...more] = given.names()
  if (first === undefined || ![first, ...more].every((name) => uuid.test(name))) return false
  const names = given.names(first)
  return names.includes('info') && names.includes('Orgc')
}

function eventsOf(given: Given): readonly Given[] {
  const names = given.names()
  if (names.includes('response')) return given.apart('response').flatMap(eventsOf)
  return names.includes('Event') ? given.apart('Event') : isEvent(given) ? [given] : []
}

function isEvent(given: Given): boolean {
  const names = given.names()
  return (
    ['uuid', 'info'].every((name) => names.includes(name)) &&
    mispFields.some((name) => names.includes(name))
  )
}

/** Of the fields of an event, names that no other format has. */
const mispFields = ['Orgc', 'orgc_id', 'threat_level_id', 'Attribute', 'Object']

interface ReadEvent extends Translation {
  readonly notTaken: readonly string[]
  readonly problems: readonly FieldProblem[]
}

/** Of no use as evidence: numbers of the instance, what the event is called, what belongs to its files. */
const plainFields = [
  ...['id', 'org_id', 'orgc_id', 'info', 'published', 'threat_level_id', 'analysis', 'timestamp'],
  ...['publish_timestamp', 'sighting_timestamp', 'first_publication', 'attribute_count', 'locked'],
  ...['proposal_email_lock', 'disable_correlation', 'protected', 'event_creator_email', 'Org'],
  ...['Orgc', 'RelatedEvent', 'CryptographicKey', 'SharingGroup'],
]

function readEvent(event: Given, context: ReadingContext): ReadEvent {
  const id = event.needed('uuid')
  const date = event.moment('date')
  const organization = event.text('Orgc.name')
  event.skip(...plainFields)
  const tags = event.texts('Tag')
  event.skip('Tag')
  const marks = tags.flatMap((tag) => levelOf(tag) ?? [])
  const highest = highestLevel(context)
  const notTaken = [...markNames(marks), ...tagNames(tags), ...otherParts(event)]
  if (!mayBeTaken(event, { path: 'Tag', marks, highest }) || event.problems().length > 0) {
    event.skip('Attribute', 'Object')
    return { records: [], notTaken, problems: event.problems() }
  }
  const whole = { id, date, organization: domainIn(organization) ?? organization }
  const under = { id: `event/${id}`, highest }
  const items = [
    ...event.apart('Attribute').map((attribute) => readAttribute(attribute, under)),
    ...event.apart('Object').map((object) => readObject(object, under)),
  ]
  const taken = publicationsOf(items, whole, context)
  return {
    records: [...taken.records, ...withdrawalsOf(items, whole, context)],
    notTaken: [...notTaken, ...items.flatMap((item) => item.notTaken), ...taken.notTaken],
    problems: [...event.problems(), ...items.flatMap(({ problems }) => problems)],
  }
}

/** Reports, galaxies, sightings and proposals of an event: counted. */
function otherParts(event: Given): readonly string[] {
  const parts = { EventReport: 'event report', Galaxy: 'galaxy', ShadowAttribute: 'proposal' }
  return Object.entries(parts).flatMap(([path, name]) => {
    event.skip(path)
    return event.list(path).map(() => name)
  })
}

interface WholeEvent {
  readonly id: string
  readonly date: string | undefined
  readonly organization: string | undefined
}

const same: ReadonlySet<string> = new Set(['same-as', 'known-as', 'duplicate-of', 'Me'])
const has: ReadonlySet<string> = new Set(['uses', 'user-of', 'owns', 'owner-of'])
const hadBy: ReadonlySet<string> = new Set(['used-by', 'belongs-to'])
/** Who impersonates or aims at somebody is not that person's. */
const against: ReadonlySet<string> = new Set(['impersonates', 'targets', 'spoofer-of', 'attacks'])

function publicationsOf(all: readonly Item[], event: WholeEvent, context: ReadingContext) {
  const items = latest(all.filter(({ isDeleted }) => !isDeleted))
  const references = items.flatMap((item) => item.references)
  const pairs = (kinds: ReadonlySet<string>) => references.filter(({ kind }) => kinds.has(kind))
  const known = new Set([...same, ...has, ...hadBy])
  const subjects = subjectsOf({
    persons: items.filter(({ presents }) => presents === 'person').map(({ uuid: key }) => key),
    things: items.filter(({ presents }) => presents === 'thing').map(({ uuid: key }) => key),
    real: new Set([
      ...items.filter(({ presents }) => presents === 'real').map(({ uuid: key }) => key),
      ...references.filter(({ kind }) => against.has(kind)).map(({ to }) => to),
    ]),
    same: pairs(same).map(({ from, to }) => [from, to]),
    holds: [
      ...pairs(has).map(({ from, to }) => [from, to] as const),
      ...pairs(hadBy).map(({ from, to }) => [to, from] as const),
    ],
    near: references
      .filter(({ kind }) => !against.has(kind))
      .map(({ from, to }) => [from, to] as const),
  })
  const publications = items.flatMap((item) => publicationsOfItem(item, subjects, event))
  const taken = publicationRecords(publications, context.source)
  const real = items.filter((item) => item.presents !== undefined && !subjects.has(item.uuid))
  const others = references
    .filter(({ kind }) => !known.has(kind))
    .map(({ kind }) => `reference ${kind}`)
  return {
    records: taken.records,
    notTaken: [...real.map(() => realPerson), ...others, ...taken.notTaken],
  }
}

/** Of what stands twice, the newest; of two as new, the one that is first by its text. */
function latest(items: readonly Item[]): readonly Item[] {
  const newest = new Map<string, Item>()
  const rank = ({ changed, shown }: Item): string => `${changed ?? ''} ${JSON.stringify(shown)}`
  for (const item of items) {
    const known = newest.get(item.uuid)
    if (known === undefined || rank(known) < rank(item)) newest.set(item.uuid, item)
  }
  return [...newest.values()]
}

function publicationsOfItem(
  { uuid: key, shown, texts }: Item,
  subjects: ReadonlyMap<string, string>,
  event: WholeEvent,
): readonly Publication[] {
  const ref = subjects.get(key)
  if (ref === undefined) return []
  return shown.map((each) => ({
    id: each.id,
    ref,
    at: each.at ?? event.date ?? '',
    shown: each.shown,
    origin: originOf(event.organization, `${event.id}/${each.uuid}`, texts),
  }))
}

/** What was deleted, at the time of the deletion. */
function withdrawalsOf(
  items: readonly Item[],
  event: WholeEvent,
  { source }: ReadingContext,
): readonly EvidenceRecord[] {
  return items
    .flatMap(({ deleted }) => deleted)
    .map(({ id, at = event.date }) =>
      filled({ source, withdraws: 'observations', under: id, reason: 'deleted', at }),
    )
}
