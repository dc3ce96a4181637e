import type { Given } from '../given.ts'
import type { ReadingContext, Translation } from '../reader.ts'
import { agentFact, readApplication, readCandidate } from './ashby-person.ts'
import {
  applicationRef,
  interviewStageOf,
  neededMoment,
  recruitingEvent,
} from './recruiting-systems.ts'

type Read = (record: Given, context: ReadingContext) => Translation

type Sort = 'candidate' | 'application' | 'schedule' | 'offer' | 'client' | 'fraudCheck'

/** Names of fields that no other record of a recruiting system has together. */
const marks: Readonly<Record<Sort, readonly string[]>> = {
  application: ['id', 'candidate', 'job', 'currentInterviewStage'],
  candidate: ['id', 'name', 'applicationIds', 'socialLinks'],
  schedule: ['id', 'applicationId', 'interviewStageId', 'status'],
  offer: ['id', 'applicationId', 'acceptanceStatus'],
  client: ['id', 'ipAddress', 'relatedEntityType', 'candidateId'],
  fraudCheck: ['id', 'candidateId', 'fraudSignals'],
}

const sorts = Object.keys(marks) as readonly Sort[]

export function sortOf(record: Given): Sort | undefined {
  const names = new Set(record.names())
  return sorts.find((sort) => marks[sort].every((name) => names.has(name)))
}

/** A record of the API. What is of another sort is named by what it holds. */
export function readRecord(record: Given, context: ReadingContext): Translation {
  const sort = sortOf(record)
  if (sort !== undefined) return readers[sort](record, context)
  record.skip('')
  return { records: [], notTaken: ['record of another sort than those that are read'] }
}

/** Of all other statuses, no interview took place or is arranged. */
const proofs: Readonly<Record<string, string>> = {
  Scheduled: 'invited',
  WaitingOnFeedback: 'held',
  Complete: 'held',
}

const uselessOfEvent = [
  ...['interviewId', 'interviewScheduleId', 'interviewerUserIds', 'interviewers', 'createdAt'],
  ...['updatedAt', 'endTime', 'feedbackLink', 'location', 'meetingLink', 'extraData', 'interview'],
  ...[
    'interviewerCalendarEventId',
    'notetakerTranscriptId',
    'id',
    'startTime',
    'hasSubmittedFeedback',
  ],
]

/** The interviews of a schedule. One with feedback was held, whatever the others wait for; in a debrief nobody is interviewed. */
export const readSchedule: Read = (schedule, context) => {
  const application = schedule.needed('applicationId')
  schedule.skip('id', 'interviewStageId', 'scheduledBy', 'createdAt', 'updatedAt')
  const status = schedule.text('status') ?? 'that is not given'
  const proof = Object.hasOwn(proofs, status) ? proofs[status] : undefined
  const events = schedule.list('interviewEvents')
  for (const event of events) event.skip(...uselessOfEvent)
  if (proof === undefined) {
    return { records: [], notTaken: [`interview schedule of status ${status}`] }
  }
  const met = events.filter((event) => event.truth('interview.isDebrief') !== true)
  return {
    records: met.map((event) =>
      recruitingEvent(
        {
          id: `${applicationRef(application)}/interview/${event.needed('id')}`,
          kind: 'interview',
          stage: interviewStageOf(event.text('interview.title')),
          at: neededMoment(event, 'startTime'),
          subject: { ref: applicationRef(application) },
          facts: {
            'interview.proof': event.truth('hasSubmittedFeedback') === true ? 'held' : proof,
          },
        },
        context,
      ),
    ),
  }
}

/** Statuses in which the offer had reached the person. */
const reached: ReadonlySet<string> = new Set([
  'Accepted',
  'Declined',
  'WaitingOnResponse',
  'WaitingOnCandidateResponse',
  'CandidateRejected',
  'CandidateAccepted',
])

/**
 * An offer that reached the person, at the moment its latest version was written: when it was sent Ashby does not
 * say. A day on which somebody is to start shows of nobody that they have started.
 */
export const readOffer: Read = (offer, context) => {
  const application = offer.needed('applicationId')
  const id = offer.needed('id')
  const statuses = [offer.text('acceptanceStatus'), offer.text('offerStatus')]
  const at = offer.moment('latestVersion.createdAt') ?? offer.moment('decidedAt')
  offer.skip('latestVersion', 'decidedAt', 'versions', 'formDefinition', 'author')
  if (!statuses.some((status) => status !== undefined && reached.has(status))) {
    return { records: [], notTaken: [`offer of status ${statuses[0] ?? 'that is not given'}`] }
  }
  const event = {
    id: `${applicationRef(application)}/offer/${id}`,
    kind: 'employment',
    stage: 'offered',
    at,
    subject: { ref: applicationRef(application) },
  } as const
  return { records: [recruitingEvent(event, context)] }
}

/** Where a client that applied, or asked for a time to meet, came from. */
const readClient: Read = (client, context) => {
  const ref = client.needed('candidateId')
  const entity = client.text('relatedEntityId')
  const isOfApplication = client.text('relatedEntityType') === 'application' && entity !== undefined
  const under = isOfApplication ? applicationRef(entity) : `candidate/${ref}`
  return {
    records: [
      recruitingEvent(
        {
          id: `${under}/client/${client.needed('id')}`,
          kind: 'application',
          at: neededMoment(client, 'createdAt'),
          subject: { ref, ips: client.texts('ipAddress') },
          facts: agentFact(client.text('userAgent')) ?? {},
        },
        context,
      ),
    ],
  }
}

/**
 * What Ashby's own check noticed, by the names it gives its signals. They are no indicators of the catalogue, so they
 * are kept and weigh nothing; descriptions and values, which may name a place, are left.
 */
const readFraudCheck: Read = (check, context) => {
  const ref = check.needed('candidateId')
  const application = check.text('applicationId')
  const under = application === undefined ? `candidate/${ref}` : applicationRef(application)
  const flags = check.list('fraudSignals').flatMap((signal) => {
    signal.skip('id', 'category', 'description', 'value')
    const name = signal.text('name')
    return name === undefined ? [] : [{ indicator: 'ashby_fraud_signal', note: name, by: 'Ashby' }]
  })
  const event = { id: `${under}/fraud-check/${check.needed('id')}`, flags, subject: { ref } }
  const at = neededMoment(check, 'createdAt')
  if (flags.length === 0) return { records: [], notTaken: ['fraud check without a signal'] }
  return { records: [recruitingEvent({ ...event, kind: 'application', at }, context)] }
}

const readers: Readonly<Record<Sort, Read>> = {
  candidate: readCandidate,
  application: readApplication,
  schedule: readSchedule,
  offer: readOffer,
  client: readClient,
  fraudCheck: readFraudCheck,
}
