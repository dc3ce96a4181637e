import type { Given } from '../given.ts'
import type { EvidenceRecord, ReadingContext, Translation } from '../reader.ts'
import { presentedBy } from './greenhouse-person.ts'
import {
  anonymizedPerson,
  applicationIsOf,
  applicationRef,
  distinct,
  interviewStageOf,
  neededMoment,
  recruitingEvent,
} from './recruiting-systems.ts'

/** What a list of the Harvest API holds, one record at a time; webhooks hold the same objects. */
export type ExportSort = 'candidate' | 'application' | 'interview' | 'offer'

/** By names of fields, which are there whether or not they are filled. */
export function exportOf(record: Given): ExportSort | undefined {
  const names = new Set(record.names())
  const has = (...needed: readonly string[]): boolean => needed.every((name) => names.has(name))
  if (has('id', 'first_name', 'last_name', 'email_addresses', 'phone_numbers')) return 'candidate'
  if (
    has('id', 'candidate_id') &&
    ['prospect', 'stage_name', 'job_post_id'].some((name) => has(name))
  )
    return 'application'
  if (has('id', 'application_id', 'version') && (has('starts_at') || has('starts_on')))
    return 'offer'
  const isInterview = has('interview', 'start') || has('job_interview_id', 'starts_at')
  return has('id', 'application_id', 'status') && isInterview ? 'interview' : undefined
}

type Read = (record: Given, context: ReadingContext) => Translation

export const readersOfExports: Readonly<Record<ExportSort, Read>> = {
  candidate: readCandidate,
  application: readListedApplication,
  interview: readInterview,
  offer: readOffer,
}

/** Somebody as the system holds them, with the applications that the record brings along. */
function readCandidate(candidate: Given, context: ReadingContext): Translation {
  const applications = candidate.list('applications')
  const retracted = anonymized(candidate, context)
  if (retracted !== undefined) return retracted
  const applied = applications.filter((application) => application.truth('prospect') !== true)
  if (applications.length > 0 && applied.length === 0) {
    candidate.skip(...candidate.names())
    return { records: [], notTaken: ['candidate who is a prospect'] }
  }
  if (applied.length === 0) return profile(candidate, context)
  const read = applied.map((application) => readApplication({ application, candidate }, context))
  return {
    records: read.flatMap(({ records }) => records),
    notTaken: read.flatMap(({ notTaken = [] }) => notTaken),
  }
}

/**
 * A candidate by themselves, as exports of v3 and updates have them. When they wrote what stands there nobody
 * says: the moment is that of their first appearance.
 */
export function profile(candidate: Given, context: ReadingContext): Translation {
  const retracted = anonymized(candidate, context)
  if (retracted !== undefined) return retracted
  const ref = candidate.needed('id')
  const { subject, notTaken } = presentedBy({ ref, candidate })
  const id = `candidate/${ref}`
  const at = neededMoment(candidate, 'created_at')
  return {
    records: [recruitingEvent({ id, kind: 'application', at, subject }, context)],
    notTaken,
  }
}

/** The retraction of a candidate whom the record shows as anonymized, with their applications. */
function anonymized(candidate: Given, context: ReadingContext): Translation | undefined {
  const contactLists = ['email_addresses', 'social_media_addresses', 'website_addresses']
  const objectLists = ['phone_numbers', 'addresses', 'attachments']
  const person = {
    ref: candidate.needed('id'),
    name: ['first_name', 'last_name'].flatMap((part) => candidate.text(part) ?? []).join(' '),
    contacts: [
      ...contactLists.flatMap((path) => candidate.texts(path)),
      ...objectLists.flatMap((path) => candidate.list(path)),
    ],
    applications: [
      ...candidate.texts('application_ids'),
      ...candidate.list('applications').flatMap((application) => application.text('id') ?? []),
    ],
  }
  const retracted = anonymizedPerson(
    { ...person, applications: distinct(person.applications) },
    context,
  )
  if (retracted !== undefined) candidate.skip('')
  return retracted
}

interface ApplicationRecords {
  readonly application: Given
  readonly candidate: Given
}

/** Somebody's application, and that its subject is the candidate. */
export function readApplication(
  { application, candidate }: ApplicationRecords,
  context: ReadingContext,
): Translation {
  const id = application.needed('id')
  const ref = candidate.needed('id')
  const retracted = anonymized(candidate, context)
  if (retracted !== undefined) {
    application.skip('')
    return retracted
  }
  const at = neededMoment(application, 'applied_at')
  const { subject, notTaken } = presentedBy({ ref, candidate, application })
  application.skip('candidate_id')
  const records = [
    recruitingEvent(
      {
        id: applicationRef(id),
        kind: 'application',
        at,
        jobTitle: jobTitleOf(application),
        subject,
      },
      context,
    ),
    ...applicationIsOf(id, { candidate: ref, at, source: context.source }),
  ]
  return { records, notTaken }
}

export const jobTitleOf = (application: Given): string | undefined =>
  application.list('jobs')[0]?.text('name')

/**
 * An application without its candidate, as lists of applications have it. It is an observation of its own, so that
 * it does not replace the one that knows how the person can be reached.
 */
function readListedApplication(application: Given, context: ReadingContext): Translation {
  if (application.truth('prospect') === true) {
    application.skip(...application.names())
    return { records: [], notTaken: ['application that is of a prospect'] }
  }
  const id = application.needed('id')
  const ref = application.needed('candidate_id')
  const at = application.moment('applied_at') ?? neededMoment(application, 'created_at')
  const { subject, notTaken } = presentedBy({ ref, application })
  const jobTitle = jobTitleOf(application)
  const event = { id: `${applicationRef(id)}/listed`, at, jobTitle, subject }
  return {
    records: [
      recruitingEvent({ ...event, kind: 'application' }, context),
      ...applicationIsOf(id, { candidate: ref, at, source: context.source }),
    ],
    notTaken,
  }
}

/** What a status of an interview shows; of all others, none took place or is arranged. */
export const interviewProofs: Readonly<Record<string, string>> = {
  scheduled: 'invited',
  awaiting_feedback: 'held',
  complete: 'held',
}

const uselessOfInterview = [
  ...['end', 'ends_at', 'all_day_end_on', 'location', 'video_conferencing_url', 'organizer'],
  ...['organizer_id', 'interviewers', 'external_event_id', 'created_at', 'updated_at', 'job_id'],
  ...['scheduled_at', 'availability_received_at', 'start', 'interview'],
]

/**
 * A scheduled interview, of v1 (`start.date_time`, or `start.date` of a whole day) or v3 (`starts_at`,
 * `all_day_start_on`; there its name stands elsewhere). The id is that of the interview in the plan, as
 * webhooks have it: rescheduled, it is the same one.
 */
function readInterview(interview: Given, context: ReadingContext): Translation {
  interview.skip(...uselessOfInterview)
  const application = interview.needed('application_id')
  const own = interview.needed('id')
  const planned = interview.text('interview.id') ?? interview.text('job_interview_id') ?? own
  const at = ['start.date_time', 'start.date', 'starts_at', 'all_day_start_on']
    .map((path) => interview.moment(path))
    .find((moment) => moment !== undefined)
  const status = interview.text('status') ?? 'that is not given'
  const records = interviewEvent(
    { application, id: planned, at, status, name: interview.text('interview.name') },
    context,
  )
  if (records.length > 0 && at === undefined) interview.refuse('start', 'needed, but it is absent')
  return records.length > 0
    ? { records }
    : { records: [], notTaken: [`interview of status ${status}`] }
}

interface Interview {
  readonly application: string
  readonly id: string
  readonly at: string | undefined
  readonly status: string
  readonly name: string | undefined
  readonly candidate?: string | undefined
  readonly jobTitle?: string | undefined
}

export function interviewEvent(
  interview: Interview,
  context: ReadingContext,
): readonly EvidenceRecord[] {
  const { status, application, id, at, jobTitle } = interview
  const proof = Object.hasOwn(interviewProofs, status) ? interviewProofs[status] : undefined
  if (proof === undefined) return []
  const event = {
    id: `${applicationRef(application)}/interview/${id}`,
    stage: interviewStageOf(interview.name),
    subject: { ref: interview.candidate ?? applicationRef(application) },
    facts: { 'interview.proof': proof },
  }
  return [recruitingEvent({ ...event, kind: 'interview', at, jobTitle }, context)]
}

const uselessOfOffer = [
  ...['version', 'job_id', 'opening', 'opening_id', 'created_at', 'updated_at', 'starts_at'],
  ...['starts_on', 'start_date', 'user_id', 'offering_user_id', 'creator_id', 'notes'],
  ...['custom_fields', 'keyed_custom_fields', 'resolved_on', 'sent_by_id'],
]

/**
 * An offer that was made: the day it was sent, or, of one that was accepted without being sent from there, when it
 * was. A day on which somebody is to start shows of nobody that they have started.
 */
export function readOffer(offer: Given, context: ReadingContext): Translation {
  offer.skip(...uselessOfOffer)
  const application = offer.needed('application_id')
  const candidate = offer.text('candidate_id')
  return offerEvent({ offer, application, candidate }, context)
}

interface Offer {
  readonly offer: Given
  readonly application: string
  readonly candidate?: string | undefined
  /** Known to be accepted, whatever the record of the offer says. */
  readonly isAccepted?: boolean
  readonly jobTitle?: string | undefined
  /** The person, where the record shows more than an id. */
  readonly subject?: EvidenceRecord
}

/** Status is `unresolved`, `accepted`, `rejected`, `deprecated` (Harvest), or `Created` for the first (webhooks). */
export function offerEvent(made: Offer, context: ReadingContext): Translation {
  const { offer, application, candidate, jobTitle } = made
  const id = offer.needed('id')
  const status = (offer.text('status') ?? offer.text('offer_status') ?? '').toLowerCase()
  const sent = ['sent_at', 'sent_on'].flatMap((path) => offer.moment(path) ?? [])[0]
  const resolved = offer.moment('resolved_at')
  const isAccepted = made.isAccepted === true || status === 'accepted'
  const at = sent ?? (isAccepted ? resolved : undefined)
  if (status === 'deprecated') return { records: [], notTaken: ['offer that a newer one replaced'] }
  if (at === undefined) return { records: [], notTaken: ['offer that was not sent'] }
  const event = {
    id: `${applicationRef(application)}/offer/${id}`,
    stage: 'offered',
    subject: made.subject ?? { ref: candidate ?? applicationRef(application) },
  }
  return { records: [recruitingEvent({ ...event, kind: 'employment', at, jobTitle }, context)] }
}
