import type { Given } from '../given.ts'
import type { EvidenceRecord, Reader, ReadingContext, Translation } from '../reader.ts'
import { readRecord, sortOf } from './lever-records.ts'
import { applicationRef, neededMoment, recruitingEvent } from './recruiting-systems.ts'
import { notTaken, readAlone, readPage } from './sign-in-logs.ts'

/**
 * Lever: answers of the Data API `{data, hasNext, next}`, whole pages or the records of one a line, and webhook
 * deliveries `{event, triggeredAt, token, signature, data}`: opportunities and their applications, interviews, offers and
 * resumes. Made from hire.lever.co/developer (what it says of opportunities and contacts, Data API v1) and from the names
 * of fields that integrations in the open use (2024–2026). Only such integrations name what deliveries hold.
 *
 * A contact is the person (`ref`), an opportunity the candidacy (`application/ID`). Deliveries hold ids only: of them are
 * taken that somebody was hired, and what was deleted; of all others the object is to be exported. Their signature
 * is over token and time and not over what they say; whoever receives them has checked it.
 *
 * Not taken: opportunities without an application (sourced, never applied); reasons of archiving, stages, feedback, tags
 * and salaries; what customers ask for themselves, but for links and numbers.
 */
export const lever: Reader = {
  title: 'Lever (Data API or webhook)',
  type: 'ats',
  form: 'json',
  recognises: (first) => isDelivery(first) || isPage(first) || sortOf(first) !== undefined,
  read: (given, context) => {
    if (isDelivery(given)) return readAlone(given, context, readDelivery)
    if (isRefusal(given)) given.refuse('code', `the API refused: ${given.text('message')}`)
    if (!isPage(given)) return readAlone(given, context, readRecord)
    given.skip('hasNext', 'next')
    return readPage(given, context, { path: 'data', read: readRecord })
  },
}

const knownEvents = /^(application|candidate|contact|interview)[A-Z][A-Za-z]+$/

function isDelivery(record: Given): boolean {
  const names = record.names()
  const isTold = names.includes('triggeredAt') && names.includes('data')
  return isTold && knownEvents.test(record.text('event') ?? '')
}

/** An answer of the API. One that lists nothing is known by `hasNext`; one of a single object has only `data`. */
function isPage(record: Given): boolean {
  const names = record.names()
  if (!names.includes('data')) return false
  if (names.includes('hasNext')) return true
  const single = record.names('data').length > 0 ? record.inside('data') : undefined
  return names.length === 1 && single !== undefined && sortOf(single) !== undefined
}

/** What the API answers where the key or the request was wrong. */
const isRefusal = (record: Given): boolean =>
  ['code', 'message'].every((name) => record.names().includes(name)) && record.names().length <= 3

type ReadEvent = (data: Given, context: ReadingContext, at: string) => readonly EvidenceRecord[]

function readDelivery(given: Given, context: ReadingContext): Translation {
  const event = given.needed('event')
  const at = neededMoment(given, 'triggeredAt')
  const data = given.inside('data')
  given.skip('id', 'token', 'signature', 'signatureToken', 'data')
  const read = Object.hasOwn(events, event) ? events[event] : undefined
  if (read === undefined) return notTaken(namesOnly(event))
  if (data === undefined) given.refuse('data', 'needed, but it is absent')
  return { records: data === undefined ? [] : read(data, context, at ?? '') }
}

/** Changes of which nothing is taken, whatever their object holds. */
const changes: ReadonlySet<string> = new Set(['candidateStageChange', 'candidateArchiveChange'])

const namesOnly = (event: string): string =>
  changes.has(event)
    ? `event ${event}`
    : `event ${event}, which holds ids only: export what it names`

/** In older deliveries `candidateId`, which is the opportunity's id too. */
const opportunityOf = (data: Given): string =>
  data.text('opportunityId') ?? data.text('candidateId') ?? data.needed('opportunityId')

const hired: ReadEvent = (data, context, at) => {
  const under = applicationRef(opportunityOf(data))
  const subject = { ref: data.text('contactId') ?? under }
  const event = { id: `${under}/hire`, stage: 'offered', at, subject }
  return [recruitingEvent({ ...event, kind: 'employment' }, context)]
}

const withdrawn =
  (underOf: (data: Given) => string): ReadEvent =>
  (data, { source }, at) => [
    { source, withdraws: 'observations', under: underOf(data), reason: 'deleted', at },
  ]

/** What is deleted is the candidacy; the contact may have others. */
const events: Readonly<Record<string, ReadEvent>> = {
  candidateHired: hired,
  candidateDeleted: withdrawn((data) => applicationRef(opportunityOf(data))),
  interviewDeleted: withdrawn(
    (data) => `${applicationRef(opportunityOf(data))}/interview/${data.needed('interviewId')}`,
  ),
}
