import { countryCodeOf } from '../../taxonomy/index.ts'
import type { Given } from '../given.ts'
import { filledOrAbsent, type Reader, type ReadingContext, type Translation } from '../reader.ts'
import { namedContacts } from './named-profiles.ts'
import {
  anonymizedPerson,
  distinct,
  interviewStageOf,
  neededMoment,
  recruitingEvent,
  unknownMoment,
} from './recruiting-systems.ts'
import { notTaken, readAlone, readPage } from './sign-in-logs.ts'

/**
 * SmartRecruiters: answers of the Customer API `{content, totalFound, limit, offset}`, whole pages or the records of
 * one a line (`GET /candidates`, `GET /candidates/{id}`, interviews), and webhook notifications. Made from
 * developers.smartrecruiters.com (Candidate API, Interview API, "Receiving webhook notifications", 2026).
 *
 * A notification's body is `{id}` alone and the event stands in a header, so that whoever keeps it writes both down:
 * `{event, id}`, or `{name, body: {id}}` as the vendor's own sample client does. A deleted candidate is taken back; of all
 * others the object is to be exported.
 *
 * When somebody applied for which job, was offered it or hired the API does not say: a candidate is one
 * observation, at their first appearance. Not taken: leads, who have applied for nothing; education, ratings,
 * tags, reasons of rejection.
 */
export const smartRecruiters: Reader = {
  title: 'SmartRecruiters (API or webhook)',
  type: 'ats',
  form: 'json',
  recognises: (first) =>
    eventOf(first) !== undefined || isPage(first) || sortOf(first) !== undefined,
  read: (given, context) => {
    if (eventOf(given) !== undefined) return readAlone(given, context, readNotification)
    if (!isPage(given)) return readAlone(given, context, readRecord)
    given.skip('totalFound', 'limit', 'offset', 'nextPageId')
    return readPage(given, context, { path: 'content', read: readRecord })
  },
}

function isPage(record: Given): boolean {
  const names = record.names()
  const isCounted = ['totalFound', 'nextPageId'].some((name) => names.includes(name))
  return names.includes('content') && isCounted
}

type Sort = 'candidate' | 'interview'

const marks: Readonly<Record<Sort, readonly (readonly string[])[]>> = {
  candidate: [
    ['id', 'firstName', 'lastName', 'primaryAssignment'],
    ['id', 'firstName', 'lastName', 'createdOn', 'updatedOn'],
  ],
  interview: [['id', 'candidate', 'timeslots', 'createdOn']],
}

function sortOf(record: Given): Sort | undefined {
  const names = new Set(record.names())
  const isOf = (sort: Sort): boolean =>
    marks[sort].some((some) => some.every((name) => names.has(name)))
  return isOf('candidate') ? 'candidate' : isOf('interview') ? 'interview' : undefined
}

function readRecord(record: Given, context: ReadingContext): Translation {
  const sort = sortOf(record)
  if (record.names().join() === 'id') record.refuse('event', eventAlone)
  if (sort === undefined) return notTaken('record of another sort than those that are read')
  return sort === 'candidate' ? readCandidate(record, context) : readInterview(record, context)
}

const eventAlone =
  'is absent: a notification’s event stands in its header event-name; write it beside the id, {"event":"candidate.deleted","id":"…"}'

const candidateId = (ref: string): string => `candidate/${ref}`

const uselessOfCandidate = [
  ...['internal', 'updatedOn', 'tags', 'averageRating', 'education', 'experience', 'actions'],
  ...['primaryAssignment', 'secondaryAssignments', 'sourceDetails', 'consent'],
  ...['consents', 'consentStatus', 'location.regionCode', 'location.region', 'location.lat'],
  'location.lng',
]

function readCandidate(candidate: Given, context: ReadingContext): Translation {
  const ref = candidate.needed('id')
  const at = neededMoment(candidate, 'createdOn')
  const assigned = ['primaryAssignment', 'secondaryAssignments'].flatMap((path) =>
    candidate.list(path),
  )
  const applied = assigned.filter((each) => each.text('status') !== 'LEAD')
  const subject = subjectOf(candidate, ref)
  const titles = distinct(applied.flatMap((each) => each.text('job.title') ?? []))
  candidate.skip(...uselessOfCandidate)
  const { name, emails, phones, handles } = subject
  const retracted = anonymizedPerson(
    { ref, name, contacts: [...emails, ...phones, ...handles] },
    context,
  )
  if (retracted !== undefined) return retracted
  if (assigned.length === 0) return notTaken('candidate without an assignment')
  if (applied.length === 0) return notTaken('candidate of status LEAD')
  // Of several jobs nobody says which was applied for when.
  const jobTitle = titles.length === 1 ? titles[0] : undefined
  const event = { id: candidateId(ref), kind: 'application', at, jobTitle, subject } as const
  return {
    records: [recruitingEvent(event, context)],
    notTaken: applied.flatMap((each) => undated(each.text('status') ?? '')),
  }
}

const dated = new Set(['INTERVIEW', 'OFFERED', 'HIRED'])
const undated = (status: string): readonly string[] =>
  dated.has(status) ? [`assignment of status ${status}, which has no time`] : []

function subjectOf(candidate: Given, ref: string) {
  const services = ['skype', 'linkedin', 'facebook', 'twitter', 'website']
  const web = namedContacts(
    services.map((service) => ({ service, value: candidate.text(`web.${service}`) })),
  )
  const phone = candidate.text('phoneNumber')
  const countries = ['location.countryCode', 'location.country']
  const code = countries.flatMap((path) => countryCodeOf(candidate.text(path) ?? '') ?? [])[0]
  const employers = candidate.list('experience').flatMap((each) => each.text('company') ?? [])
  const name = ['firstName', 'lastName'].flatMap((part) => candidate.text(part) ?? []).join(' ')
  return {
    ref,
    name,
    emails: candidate.texts('email'),
    phones: distinct([...(phone === undefined ? [] : [phone]), ...web.phones]),
    handles: web.handles,
    claims: filledOrAbsent({
      country: code,
      city: candidate.text('location.city'),
      links: web.links,
      employers: distinct(employers),
    }),
  }
}

/** Somebody was invited, for each block of time; whether they came is said nowhere. */
function readInterview(interview: Given, context: ReadingContext): Translation {
  const id = interview.needed('id')
  const ref = interview.needed('candidate.id')
  const isDeclined = interview.text('candidate.status') === 'declined'
  const slots = interview.list('timeslots')
  interview.skip('jobId', 'location', 'organizerId', 'timezone', 'createdOn', 'refUrl', 'actions')
  for (const slot of slots) slot.skip('place', 'endsOn', 'interviewers')
  const records = slots.map((slot) => {
    const names = ['interviewType', 'title'].flatMap((path) => slot.text(path) ?? [])
    const event = {
      id: `${candidateId(ref)}/interview/${id}/${slot.needed('id')}`,
      kind: 'interview',
      stage: interviewStageOf(names.join(' ')),
      at: neededMoment(slot, 'startsOn'),
      subject: { ref },
      facts: { 'interview.proof': 'invited' },
    } as const
    return recruitingEvent(event, context)
  })
  return isDeclined ? notTaken('interview that the candidate declined') : { records }
}

const aboutPeople = /^(application|candidate|interview|offer)\./
const knownEvent = /^(application|candidate|interview|offer|job|position)\.[a-z][a-z.-]+$/

/** The event of a notification that was written down with its body, or with what it leads to. */
function eventOf(record: Given): string | undefined {
  const names = record.names()
  const field = ['event', 'name', 'event-name', 'eventName'].find((name) => names.includes(name))
  const hasId = names.includes('id') || record.names('body').includes('id')
  if (field === undefined || !hasId) return undefined
  // A name may be anything, and is looked at only as text.
  if (record.names(field).length > 0) return undefined
  const event = record.text(field)
  return event !== undefined && knownEvent.test(event) ? event : undefined
}

function readNotification(given: Given, context: ReadingContext): Translation {
  const event = eventOf(given) ?? ''
  const entity = given.names('entity').length > 0 ? given.inside('entity') : undefined
  given.skip('version', 'event-version', 'eventVersion', 'link', 'receivedAt', 'headers')
  if (event === 'candidate.deleted') {
    const { source } = context
    const ref = given.text('id') ?? given.needed('body.id')
    given.skip('entity')
    return {
      records: [{ source, withdraws: 'subject', ref, reason: 'deleted', at: unknownMoment }],
    }
  }
  given.skip('id', 'body')
  if (entity !== undefined && sortOf(entity) !== undefined) return readRecord(entity, context)
  return notTaken(
    aboutPeople.test(event)
      ? `event ${event}, which holds an id only: export what it names`
      : `event ${event}`,
  )
}
