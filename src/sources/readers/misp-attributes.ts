import { type Given, givenOf } from '../given.ts'
import type { Reader, ReadingContext, Translation } from '../reader.ts'
import { itemsTaken, type ReadEvent } from './misp-events.ts'
import { victimObjects } from './misp-identifiers.ts'
import { readAttribute } from './misp-items.ts'
import { highestLevel, realPerson } from './published.ts'

/** Attributes by themselves, each under the event that it names, so that the event's own export says the same. */
export function readAttributes(attributes: readonly Given[], context: ReadingContext): ReadEvent {
  const byEvent = Map.groupBy(attributes, eventUuidOf)
  const highest = highestLevel(context)
  const read = [...byEvent].map(([id, all]) => {
    const whole = { id, date: undefined, organization: undefined }
    const alone = all.filter((each) => !belongsToObject(each))
    const under = { id: id === '' ? 'event' : `event/${id}`, highest }
    const items = alone.map((each) => readAttribute(each, under))
    const inObjects = all.filter(belongsToObject)
    for (const each of inObjects) each.skip(...each.names())
    const taken = itemsTaken(items, whole, context)
    return { ...taken, notTaken: [...taken.notTaken, ...inObjects.map(reasonOfPart)] }
  })
  return {
    records: read.flatMap(({ records }) => records),
    superseded: read.flatMap(({ superseded = [] }) => superseded),
    notTaken: read.flatMap(({ notTaken }) => notTaken),
    problems: [
      ...read.flatMap(({ problems }) => problems),
      ...attributes.filter(belongsToObject).flatMap((each) => each.problems()),
    ],
  }
}

const reasonOfPart = (part: Given): string =>
  victimObjects.has(part.text('object_name') ?? '')
    ? realPerson
    : 'attribute of an object: export the event, which says whose it is'

const belongsToObject = (attribute: Given): boolean =>
  !['', '0'].includes(attribute.text('object_id') ?? '') ||
  attribute.text('object_relation') !== undefined ||
  attribute.text('object_uuid') !== undefined

const eventUuidOf = (attribute: Given): string =>
  attribute.text('Event.uuid') ?? attribute.text('event_uuid') ?? ''

const neededColumns = ['uuid', 'event_id', 'category', 'type', 'value', 'to_ids']

/**
 * Attributes of MISP as CSV (`returnFormat: csv`, *Download as… › CSV*): one a row, with `date` in seconds since 1970
 * and the tags in `attribute_tag`, if the export has them. From the source of MISP's CSV export. It names the event by a
 * number of the instance only, so the ids are those of the attributes alone.
 */
export const mispCsv: Reader = {
  title: 'MISP attributes, CSV',
  formOf: 'misp',
  type: 'public_feed',
  form: 'table',
  recognises: (first) => neededColumns.every((name) => first.names().includes(name)),
  read: (row, context): Translation => {
    const tags = ['attribute_tag', 'event_tag'].flatMap((name) => splitTags(row.text(name)))
    const attribute = givenOf({
      ...row.raw(),
      to_ids: row.text('to_ids') === '1' ? 'true' : 'false',
      timestamp: row.text('date'),
      Tag: tags,
    })
    for (const name of attribute.names().filter((each) => !readColumns.has(each))) {
      attribute.skip(name)
    }
    const read = readAttributes([attribute], context)
    row.skip(...row.names())
    return { ...read, notTaken: [...read.notTaken, ...attribute.untouched()] }
  },
}

const readColumns: ReadonlySet<string> = new Set([
  ...['uuid', 'type', 'value', 'category', 'comment', 'to_ids', 'timestamp', 'Tag'],
  ...['object_relation', 'object_uuid', 'object_name', 'object_id'],
])

/** Tags stand behind one another with commas; a comma within quotes is one of the tag. */
const splitTags = (text = ''): readonly string[] =>
  (text.match(/(?:[^,"]|"[^"]*")+/g) ?? []).map((tag) => tag.trim()).filter((tag) => tag !== '')
