import type { Given } from '../given.ts'
import { entryOf, type Level, levelOf, mayBeTaken } from './published.ts'

/** An object of STIX with what all of them have. */
export interface StixObject {
  readonly id: string
  readonly type: string
  readonly given: Given
  readonly created: string | undefined
  /** The version that it is; cyber observables have none. */
  readonly modified: string | undefined
  readonly creator: string | undefined
  readonly isRevoked: boolean
  /** Its `labels`, which in STIX 2.0 also say of what type an indicator is. */
  readonly labels: readonly string[]
  /** 0–100; none where the object states none. */
  readonly confidence: number | undefined
  readonly marks: readonly Level[]
  readonly unknownMarks: readonly string[]
  /** Where a name of ours may stand. */
  readonly texts: readonly string[]
  /** The `observed-data` of STIX 2.0 that it stands in. */
  readonly holder?: StixObject
}

/** TLP markings that every tool knows by their ids: 2.0, 1.x, and what OpenCTI has for the level that 1.x lacks. */
const knownMarks: ReadonlyMap<string, Level> = new Map([
  ['94868c89-83c2-464b-929b-a1a8aa3c8487', 'clear'],
  ['bab4a63c-aed9-4cf5-a766-dfca5abac2bb', 'green'],
  ['55d920b0-5e8b-4f79-9ee9-91f868d9b421', 'amber'],
  ['939a9414-2ddd-4d32-a0cd-375ea402b003', 'amber+strict'],
  ['e828b379-4e03-4974-9ac4-e53a884c97c1', 'red'],
  ['613f2e26-407d-48c7-9eca-b8e91df99dc9', 'clear'],
  ['34098fce-860f-48ae-8e50-ebd3cc5e41da', 'green'],
  ['f88d31f6-486f-44da-b317-01333bde0b82', 'amber'],
  ['826578e1-40ad-459f-bc73-ede076f81f37', 'amber+strict'],
  ['5e57c739-391a-4eb3-b6be-7d15ca92d5ed', 'red'],
])

/** The markings that the file itself defines; the id of one that is no TLP has no level. */
export function marksDefined(objects: readonly Given[]): ReadonlyMap<string, Level | undefined> {
  const definitions = objects.filter((given) => given.text('type') === 'marking-definition')
  return new Map(
    definitions.map((given) => {
      const extended = given.names('extensions').map((name) => `extensions.${name}.tlp_2_0`)
      const paths = [...extended, 'definition.tlp', 'name', 'x_opencti_definition']
      const level = paths
        .map((path) => levelOf(given.text(path)))
        .find((each) => each !== undefined)
      return [given.text('id') ?? '', level]
    }),
  )
}

/** Of no use as evidence. */
const plainFields = ['spec_version', 'description', 'lang', 'pattern_version', 'revoked']

/** What stands in every object. Without an id and a type it is refused. */
export function readCommon(
  given: Given,
  defined: ReadonlyMap<string, Level | undefined>,
): StixObject {
  const granular = given.list('granular_markings').flatMap((mark) => {
    mark.skip('selectors', 'lang')
    return mark.texts('marking_ref')
  })
  const refs = [...given.texts('object_marking_refs'), ...granular]
  const levels = refs.map((ref) => ({ ref, level: levelAt(ref, defined) }))
  given.skip(...plainFields)
  return {
    id: given.needed('id'),
    type: given.needed('type'),
    given,
    created: given.moment('created'),
    modified: given.moment('modified'),
    creator: given.text('created_by_ref'),
    isRevoked: given.truth('revoked') === true,
    labels: given.texts('labels'),
    confidence: confidenceOf(given),
    marks: levels.flatMap(({ level }) => level ?? []),
    unknownMarks: levels
      .filter(({ ref, level }) => level === undefined && !defined.has(ref))
      .map(({ ref }) => ref),
    texts: [...externalIds(given), given.text('x_ringer_identity') ?? ''],
  }
}

function confidenceOf(given: Given): number | undefined {
  const confidence = given.number('confidence')
  if (confidence === undefined || (confidence >= 0 && confidence <= 100)) return confidence
  given.refuse('confidence', 'is not between 0 and 100')
  return undefined
}

/**
 * The cyber observables that an `observed-data` of STIX 2.0 holds within itself, as objects of their own: they have
 * its times, its author and its markings, and ids that begin with its own.
 */
export function embeddedIn(object: StixObject): readonly StixObject[] {
  const { id, type, given } = object
  if (type !== 'observed-data') return []
  return given.names('objects').flatMap((key) => {
    const inner = given.inside(`objects.${key}`)
    if (inner === undefined) return []
    const own = { id: `${id}/${key}`, type: inner.needed('type'), given: inner, holder: object }
    return [{ ...object, ...own, created: given.moment('first_observed') ?? object.created }]
  })
}

/** The ids that a field of an object refers to; within an `observed-data` of STIX 2.0 they are keys of its own list. */
export const refsOf = ({ given, holder }: StixObject, path: string): readonly string[] =>
  given.texts(path).map((ref) => (holder === undefined ? ref : `${holder.id}/${ref}`))

function levelAt(ref: string, defined: ReadonlyMap<string, Level | undefined>): Level | undefined {
  return knownMarks.get(ref.replace(/^marking-definition--/, '')) ?? defined.get(ref)
}

function externalIds(given: Given): readonly string[] {
  const ids = given
    .list('external_references')
    .flatMap((reference) => reference.texts('external_id'))
  given.skip('external_references')
  return ids
}

/**
 * Each object once, in the order of the ids, in its newest version (of two as new, the one that is first by what
 * it says): in which order a bundle has them means nothing.
 */
export function newestOfEach(objects: readonly StixObject[]): readonly StixObject[] {
  const newest = new Map<string, StixObject>()
  for (const object of objects) {
    const known = newest.get(object.id)
    if (known === undefined || isNewer(object, known)) newest.set(object.id, object)
  }
  return [...newest.values()].sort((one, other) => (one.id < other.id ? -1 : 1))
}

function isNewer(one: StixObject, other: StixObject): boolean {
  const [left, right] = [one, other].map(({ modified }) => Date.parse(modified ?? '') || 0)
  if (left !== right) return (left ?? 0) > (right ?? 0)
  return [...one.given.names()].sort().join() > [...other.given.names()].sort().join()
}

/** Whether an object is whole, and not marked higher than what is taken. */
export const isTaken =
  (highest: Level) =>
  ({ given, marks }: StixObject): boolean =>
    mayBeTaken(given, { path: 'object_marking_refs', marks, highest }) &&
    given.problems().length === 0

/** When something was seen, and who says so. The lower the rank, the closer it is to what was seen. */
export interface Seen {
  readonly rank: number
  readonly at: string
  readonly creator: string | undefined
}

/** Types that refer to what was seen. */
const referring: ReadonlySet<string> = new Set([
  ...['observed-data', 'relationship', 'sighting', 'report', 'grouping', 'note', 'opinion'],
])

/** Whatever an object refers to was seen by the time that it gives, or when it was made. */
export function seenIn(objects: readonly StixObject[]): ReadonlyMap<string, Seen> {
  const seen = new Map<string, Seen>()
  for (const object of objects.filter((each) => referring.has(each.type) && !isUnseen(each))) {
    const own = seenBy(object)
    if (own === undefined) continue
    for (const ref of referred(object)) {
      const known = seen.get(ref)
      if (known === undefined || isCloser(own, known)) seen.set(ref, own)
    }
  }
  return seen
}

/** A sighting of which the count is zero says that somebody looked and saw nothing. */
const isUnseen = ({ type, given }: StixObject): boolean =>
  type === 'sighting' && given.number('count') === 0

const isCloser = (one: Seen, other: Seen): boolean =>
  one.rank !== other.rank
    ? one.rank < other.rank
    : Date.parse(one.at) < Date.parse(other.at) ||
      (one.at === other.at && (one.creator ?? '') < (other.creator ?? ''))

/** The moments of each type that say when, best first. */
const moments: Readonly<Record<string, string>> = {
  'observed-data': 'first_observed',
  relationship: 'start_time',
  sighting: 'first_seen',
  report: 'published',
}

function seenBy({ type, given, created, creator }: StixObject): Seen | undefined {
  const observed = given.moment(entryOf(moments, type) ?? '')
  const isSight = observed !== undefined && type !== 'report'
  const at = observed ?? created
  if (at === undefined) return undefined
  return { rank: isSight ? 0 : type === 'relationship' ? 1 : 2, at, creator }
}

const referred = ({ given }: StixObject): readonly string[] =>
  ['object_refs', 'source_ref', 'target_ref', 'sighting_of_ref'].flatMap((path) =>
    given.texts(path),
  )
