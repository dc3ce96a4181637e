import type { Given } from '../given.ts'
import { isObject } from '../given-values.ts'
import type { Reader, Translation } from '../reader.ts'
import { readAttributes } from './misp-attributes.ts'
import { readEvent } from './misp-events.ts'

/**
 * Events of MISP, as an instance exports them (`{"Event"}`, `{"response": [{"Event"}]}`, a list of either) and as
 * a feed holds them, and its attributes as `attributes/restSearch` answers (`{"response": {"Attribute": […]}}`). Written
 * from the MISP core format (draft-dulaunoy-misp-core-format), the object templates of misp-objects, as of 2026, and
 * the OpenAPI description of the REST interface.
 *
 * Who is a person (decision 0020): each object that presents a person or an account is a subject, and so is
 * each attribute that stands by itself. An ObjectReference makes one subject of two where it says `same-as`,
 * `known-as`, `duplicate-of` or `Me`, and hands a thing to who has it where it says `uses`, `user-of`, `owns`,
 * `owner-of`, `used-by` or `belongs-to`; a thing that several have is its own. One observation per attribute, so
 * that deleting one takes back just that.
 *
 * What turns the meaning of a value (decision 0024): tags, sightings of type 1 and 2, hits of warning lists, `to_ids`.
 *
 * Of an answer of attributes, those that belong to an object are not taken: which object it is stands only in events,
 * and a victim's object would go unseen. The event's own tags are there only with `includeEventTags`.
 *
 * Not taken: recipients and victims with all that is joined to them, what is marked above TLP:AMBER+STRICT,
 * files, free text; grades, confidence and distribution are the operator's to give.
 */
export const misp: Reader = {
  title: 'MISP event',
  type: 'public_feed',
  form: 'json',
  recognises: (first) =>
    isManifest(first) ||
    eventsOf(first).some(isEvent) ||
    attributesOf(first).some(isListedAttribute) ||
    (first.names().join() === 'response' && isEmptyAnswer(first)),
  read: (given, context): Translation => {
    if (isManifest(given)) {
      given.skip(...given.names())
      return { records: [], notTaken: ['manifest of a feed'] }
    }
    const attributes = attributesOf(given)
    const read = [
      ...eventsOf(given).map((event) => readEvent(event, context)),
      ...(attributes.length > 0 ? [readAttributes(attributes, context)] : []),
    ]
    if (read.length === 0 && !isEmptyAnswer(given)) {
      given.refuse('Event', 'required object is missing, and there is no list of attributes')
    }
    return {
      records: read.flatMap(({ records }) => records),
      superseded: read.flatMap(({ superseded = [] }) => superseded),
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
  if (isListedAttribute(given)) return []
  const names = given.names()
  if (names.includes('response')) return given.apart('response').flatMap(eventsOf)
  return names.includes('Event') ? given.apart('Event') : isEvent(given) ? [given] : []
}

/** Attributes without their event: an answer of `attributes/restSearch`, a list of them, or one by itself. */
function attributesOf(given: Given): readonly Given[] {
  if (isListedAttribute(given)) return [given]
  if (given.names('response').includes('Attribute')) return given.apart('response.Attribute')
  return given.names().includes('Attribute') && !isEvent(given) ? given.apart('Attribute') : []
}

const isListedAttribute = (given: Given): boolean =>
  ['uuid', 'type', 'category', 'value', 'event_id'].every((name) => given.names().includes(name))

/** What an interface answers where nothing was found. */
function isEmptyAnswer(given: Given): boolean {
  const { response, Attribute } = given.raw()
  const list = isObject(response) ? response['Attribute'] : (response ?? Attribute)
  return Array.isArray(list) && list.length === 0
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
