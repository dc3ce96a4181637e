import type { Given } from '../given.ts'
import {
  type EvidenceRecord,
  filled,
  type Reader,
  type ReadingContext,
  type Translation,
} from '../reader.ts'
import { entryOf, highestLevel, markNames, publicationRecords, realPerson } from './published.ts'
import { lowConfidence } from './published-meaning.ts'
import { unknownMoment } from './recruiting-systems.ts'
import { isLowConfidence, readStatedMeanings } from './stix-meaning.ts'
import {
  embeddedIn,
  isTaken,
  marksDefined,
  newestOfEach,
  readCommon,
  type StixObject,
  seenIn,
} from './stix-objects.ts'
import { observables } from './stix-observables.ts'
import {
  isIndividual,
  peopleIn,
  type Relationship,
  realPeople,
  relationshipsIn,
  saysWhose,
} from './stix-people.ts'

/**
 * STIX 2.1 and 2.0: a bundle, an envelope of TAXII 2.1, or objects one a line. Written from the OASIS specifications
 * (2.1 of June 2021, 2.0 of July 2017), with the observables that OpenCTI adds (telephone numbers, wallets, bank
 * accounts). Of STIX 2.0 the observables within an `observed-data` are read, and `labels` as the types of an indicator.
 *
 * Who is a person (decision 0020): an `identity` of class individual, and a `threat-actor` that is one individual.
 * Theirs is what they use or own by a relationship, what an indicator indicates of them, and the mailbox of an
 * account of theirs; what several of them use is a subject of its own, and so is every other observable and
 * every alternative of an indicator's pattern. `related-to` ties nothing. Objects one a line are read each by itself.
 *
 * What turns the meaning of a value (decision 0024): indicators of type `benign`, a confidence of 0, an opinion that
 * strongly disagrees and labels such as `false-positive` take it out, with equal values elsewhere in the file;
 * `compromised` makes it a victim's; `valid_until` and a low confidence are kept as facts of the publication.
 *
 * Not taken: victims, whoever is impersonated, targeted or an author, and all that is joined to them; what is
 * marked above TLP:AMBER+STRICT; groups, campaigns and whatever identifies nobody. Not verified against exports of
 * products: no TAXII server was at hand.
 */
export const stix: Reader = {
  title: 'STIX 2.1 or 2.0',
  type: 'public_feed',
  form: 'json',
  recognises: (first) => {
    if (first.text('type') === 'bundle') return isId(first.text('id')) || hasObjects(first)
    if (hasObjects(first)) return first.apart('objects').some(isObject)
    return isObject(first)
  },
  read: (given, context): Translation => {
    const all = objectsOf(given)
    const objects = readObjects(all)
    const newest = newestOfEach(objects.filter(({ id, type }) => id !== '' && type !== ''))
    const read = readNewest(newest, context)
    return {
      records: [...read.records, ...withdrawalsOf(newest, context.source)],
      superseded: read.superseded,
      notTaken: read.notTaken,
      problems: all.flatMap((object) => object.problems()),
    }
  },
}

const isId = (id: string | undefined): boolean => /^[a-z][a-z0-9-]*--[0-9a-f-]{36}$/i.test(id ?? '')
const hasObjects = (given: Given): boolean => given.names().includes('objects')
const isObject = (given: Given): boolean =>
  isId(given.text('id')) && given.text('id')?.split('--')[0] === given.text('type')

function objectsOf(given: Given): readonly Given[] {
  if (!hasObjects(given) && given.text('type') !== 'bundle') return [given]
  given.skip('type', 'id', 'spec_version', 'more', 'next')
  return given.apart('objects')
}

function readObjects(all: readonly Given[]): readonly StixObject[] {
  const defined = marksDefined(all)
  return all.map((given) => readCommon(given, defined))
}

/** What refers to observables and says when they were seen. */
const containers: ReadonlySet<string> = new Set([
  ...['observed-data', 'sighting', 'report', 'grouping', 'note', 'opinion'],
])

const isRead = ({ type }: StixObject): boolean =>
  ['identity', 'threat-actor', 'indicator', 'relationship'].includes(type) ||
  containers.has(type) ||
  entryOf(observables, type) !== undefined

function readNewest(
  newest: readonly StixObject[],
  context: ReadingContext,
): Required<Pick<Translation, 'records' | 'superseded' | 'notTaken'>> {
  const standing = newest.filter(({ isRevoked }) => !isRevoked)
  const all = relationshipsIn(standing)
  const allowed = standing.filter(isRead).filter(isTaken(highestLevel(context)))
  const taken = [...allowed, ...allowed.flatMap(embeddedIn)]
  const isAllowed = new Set(taken.map(({ id }) => id))
  const relationships = all.filter(({ id }) => isAllowed.has(id))
  const embedded = standing.flatMap(embeddedIn)
  const turned = readStatedMeanings([...standing, ...embedded])
  const people = peopleIn({
    objects: taken,
    relationships,
    near: all,
    real: new Set([...realPeople(standing, all), ...turned.victims]),
    out: turned.out,
    seen: seenIn(taken),
  })
  skipPlain([...newest, ...embedded])
  const { records, notTaken } = publicationRecords(people.publications, context.source)
  return {
    records,
    superseded: supersededIn(newest, new Set([...people.out, ...people.kept]), context),
    notTaken: [
      ...notTaken,
      ...people.notTaken,
      ...[...people.kept].map(() => realPerson),
      ...taken.filter(isLowConfidence).map(() => lowConfidence),
      ...newest.flatMap(({ marks }) => markNames(marks)),
      ...newest.flatMap(({ unknownMarks }) => unknownMarks.map((mark) => `marking ${mark}`)),
      ...[...standing, ...embedded].flatMap(nameOfType),
      ...untied(relationships, people.used),
    ],
  }
}

const untied = (
  relationships: readonly Relationship[],
  used: ReadonlySet<string>,
): readonly string[] =>
  relationships.filter(({ id }) => !used.has(id)).map(({ kind }) => `relationship ${kind}`)

/** What no observation takes, by its type; of identities and threat actors, those that are no individuals. */
function nameOfType(object: StixObject): readonly string[] {
  const { type, given } = object
  if (type === 'marking-definition' || type === 'extension-definition') return []
  if (type === 'identity' && !isIndividual(object)) {
    return [`identity of class ${given.text('identity_class') ?? 'unknown'}`]
  }
  if (type === 'threat-actor' && !isIndividual(object))
    return ['threat-actor that is no individual']
  const isTold = ['observed-data', 'sighting'].includes(type) || !containers.has(type)
  return isRead(object) && isTold ? [] : [type]
}

/** Fields of the types that are read which say nothing of who somebody is. */
const plainFields: Readonly<Record<string, readonly string[]>> = {
  identity: ['name', 'sectors', 'roles'],
  indicator: ['name', 'kill_chain_phases'],
  'observed-data': ['last_observed', 'number_observed'],
  relationship: ['stop_time'],
  sighting: ['last_seen', 'count', 'summary', 'observed_data_refs'],
  opinion: ['explanation', 'authors'],
}

function skipPlain(objects: readonly StixObject[]): void {
  for (const object of objects) {
    const { given, type } = object
    const names = given.names()
    const isNamed =
      entryOf(plainFields, type) !== undefined || entryOf(observables, type) !== undefined
    given.skip('extensions', ...names.filter((name) => name.startsWith('x_opencti_')))
    given.skip(...(isNamed && !object.isRevoked ? (entryOf(plainFields, type) ?? []) : names))
  }
}

/**
 * What an earlier version of an object that is no longer taken may have said: a value called harmless now, or a victim's,
 * must not go on standing as a listed one.
 */
function supersededIn(
  newest: readonly StixObject[],
  gone: ReadonlySet<string>,
  { source }: ReadingContext,
): readonly EvidenceRecord[] {
  const byId = new Map(newest.map((object) => [object.id, object]))
  return [...gone].flatMap((key) => {
    const object = byId.get(key.split('/')[0] ?? key)
    if (object === undefined || object.isRevoked || object.given.problems().length > 0) return []
    const { modified, created } = object
    const base = { source, reason: 'deleted', at: modified ?? created ?? unknownMoment }
    return isIndividual(object)
      ? [filled({ ...base, withdraws: 'subject', ref: key })]
      : [filled({ ...base, withdraws: 'observations', under: key })]
  })
}

/** What was revoked is taken back: a person with all that was theirs, a relationship with what it made somebody's. */
function withdrawalsOf(newest: readonly StixObject[], source: string): readonly EvidenceRecord[] {
  return newest
    .filter(({ isRevoked, given }) => isRevoked && given.problems().length === 0)
    .flatMap((object) => {
      const { id, modified, created } = object
      const base = { source, reason: 'deleted', at: modified ?? created }
      if (isIndividual(object)) return [filled({ ...base, withdraws: 'subject', ref: id })]
      const holdsObservables = object.given.names('objects').length > 0
      const isWithdrawn = object.type === 'indicator' || saysWhose(object) || holdsObservables
      return isWithdrawn ? [filled({ ...base, withdraws: 'observations', under: id })] : []
    })
}
