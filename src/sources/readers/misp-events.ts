import type { FieldProblem } from '../../evidence/index.ts'
import type { Given } from '../given.ts'
import { type EvidenceRecord, filled, type ReadingContext, type Translation } from '../reader.ts'
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
import { unknownMoment } from './recruiting-systems.ts'

/** What an event, or a list of attributes, says in the evidence format. */
export interface ReadEvent extends Translation {
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

/** One event with its attributes and objects. */
export function readEvent(event: Given, context: ReadingContext): ReadEvent {
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
  const under = { id: `event/${id}`, highest, tags }
  const items = [
    ...event.apart('Attribute').map((attribute) => readAttribute(attribute, under)),
    ...event.apart('Object').map((object) => readObject(object, under)),
  ]
  const taken = itemsTaken(items, whole, context)
  return {
    ...taken,
    notTaken: [...notTaken, ...taken.notTaken],
    problems: [...event.problems(), ...taken.problems],
  }
}

/** What is published by attributes and objects of one event, and what is retracted of them. */
export function itemsTaken(
  items: readonly Item[],
  whole: WholeEvent,
  context: ReadingContext,
): ReadEvent {
  const taken = publicationsOf(items, whole, context)
  const published = new Set(taken.ids)
  const superseded = items
    .flatMap(({ superseded: own = [], shown }) => [...own, ...shown])
    .filter(({ id }) => !published.has(id))
  return {
    records: [
      ...taken.records,
      ...erasures(
        items.flatMap(({ deleted }) => deleted),
        whole,
        context,
      ),
    ],
    superseded: erasures(superseded, whole, context),
    notTaken: [...items.flatMap((item) => item.notTaken), ...taken.notTaken],
    problems: items.flatMap(({ problems }) => problems),
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
    ids: publications.map(({ id }) => id),
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
    facts: each.facts,
  }))
}

/** Retractions of what was deleted, or is no longer taken, at the time of the change. */
const erasures = (
  gone: Item['deleted'],
  event: WholeEvent,
  { source }: ReadingContext,
): readonly EvidenceRecord[] =>
  gone.map(({ id, at = event.date ?? unknownMoment }) =>
    filled({ source, withdraws: 'observations', under: id, reason: 'deleted', at }),
  )
