import type { Given } from '../given.ts'
import type { EvidenceRecord, ReadingContext, Translation } from '../reader.ts'
import {
  interviewEvent,
  jobTitleOf,
  offerEvent,
  profile,
  readApplication,
  readOffer,
} from './greenhouse-harvest.ts'
import { presentedBy } from './greenhouse-person.ts'
import { applicationRef, unknownMoment } from './recruiting-systems.ts'

/** Deliveries of Greenhouse's webhooks, `{action, payload}`, as they were received. */
export const isDelivery = (record: Given): boolean =>
  /^[a-z]+(_[a-z]+)*$/.test(record.text('action') ?? '') && record.names().includes('payload')

/** A delivery's observations, or what it takes back. */
export function readDelivery(given: Given, context: ReadingContext): Translation {
  const action = given.needed('action')
  const read = Object.hasOwn(actions, action) ? actions[action] : undefined
  const payload = given.inside('payload')
  if (read === undefined || payload === undefined) {
    given.skip('payload')
    return { records: [], notTaken: [`action ${action}`] }
  }
  return read(payload, context)
}

type Read = (payload: Given, context: ReadingContext) => Translation

/** Reads what the payload holds under a name; refuses it where there is nothing. */
const within =
  (name: string, read: Read): Read =>
  (payload, context) => {
    const found = payload.inside(name)
    if (found === undefined) payload.refuse(name, 'needed, but it is absent')
    return found === undefined ? { records: [] } : read(found, context)
  }

const ping: Read = (payload) => {
  payload.skip('')
  return { records: [] }
}

/** Somebody's application as it stands now, and the interviews that are arranged in its present stage. */
const application: Read = (given, context) => {
  if (given.truth('prospect') === true) {
    given.skip('')
    return { records: [], notTaken: ['application that is of a prospect'] }
  }
  const candidate = given.inside('candidate')
  if (candidate === undefined) {
    given.refuse('candidate', 'needed, but it is absent')
    return { records: [] }
  }
  const { records, notTaken = [] } = readApplication({ application: given, candidate }, context)
  const planned = plannedInterviews(given, context)
  return {
    records: [...records, ...planned.records],
    notTaken: [...notTaken, ...(planned.notTaken ?? [])],
  }
}

/**
 * Interviews of the present stage have no time of their own: the application's last change is when one was arranged,
 * or waited for its feedback. `complete` is left: papers and tests are complete too, and nobody met.
 */
function plannedInterviews(given: Given, context: ReadingContext): Translation {
  const interviews = given.list('current_stage.interviews').map((interview) => ({
    application: given.text('id') ?? '',
    candidate: given.text('candidate.id'),
    jobTitle: jobTitleOf(given),
    id: interview.text('id') ?? '',
    at: given.moment('last_activity_at'),
    status: interview.text('status') ?? '',
    name: interview.text('name'),
  }))
  const taken = interviews.filter(({ status, at }) => status !== 'complete' && at !== undefined)
  return {
    records: taken.flatMap((interview) => interviewEvent(interview, context)),
    notTaken: interviews
      .filter(({ status }) => status === 'complete')
      .map(() => 'interview of the present stage that is complete'),
  }
}

/** An offer was accepted. The day on which the person is to start is a plan. */
const hire: Read = (given, context) => {
  const offer = given.inside('offer')
  const candidate = given.inside('candidate')
  const id = given.needed('id')
  const ref = candidate?.needed('id') ?? given.needed('candidate.id')
  const { subject, notTaken } = presentedBy({ ref, candidate, application: given })
  if (offer === undefined) return { records: [], notTaken: [...notTaken, 'hire without an offer'] }
  const jobTitle = jobTitleOf(given)
  const made = { offer, application: id, isAccepted: true, jobTitle, subject }
  const { records, notTaken: left = [] } = offerEvent(made, context)
  return { records, notTaken: [...notTaken, ...left] }
}

type Reason = 'deleted' | 'anonymized'

const withdrawn = (under: string, source: string): EvidenceRecord => ({
  source,
  withdraws: 'observations',
  under,
  reason: 'deleted',
  at: unknownMoment,
})

const person = (ref: string, reason: Reason, source: string): EvidenceRecord => ({
  source,
  withdraws: 'subject',
  ref,
  reason,
  at: unknownMoment,
})

/** With the applications that went with the person, whose interviews may name no candidate. */
const deleteCandidate: Read = (given, { source }) => {
  const ref = given.needed('id')
  const applications = given.texts('deleted_application_ids')
  given.skip('')
  return {
    records: [
      person(ref, 'deleted', source),
      ...applications.map((id) => withdrawn(applicationRef(id), source)),
    ],
  }
}

const mergeCandidate: Read = (given, { source }) => {
  const merges = given.needed('id')
  const into = given.needed('new_candidate_id')
  given.skip('')
  return { records: [{ source, merges, into, at: unknownMoment }] }
}

const deleteApplication: Read = (given, { source }) => {
  const id = given.needed('id')
  given.skip('')
  return { records: [withdrawn(applicationRef(id), source)] }
}

const deleteOffer: Read = (given, { source }) => {
  const under = `${applicationRef(given.needed('application_id'))}/offer/${given.needed('id')}`
  given.skip('')
  return { records: [withdrawn(under, source)] }
}

/** Parts of a person that are read here; when one of them is anonymised, all is taken back. */
const personal =
  /name|mail|phone|address|website|social|attachment|location|question|custom|employment|company|linkedin/

const anonymize: Read = (given, { source }) => {
  const ref = given.needed('candidate_id')
  const fields = given.texts('anonymized_fields')
  return fields.length === 0 || fields.some((field) => personal.test(field))
    ? { records: [person(ref, 'anonymized', source)] }
    : { records: [], notTaken: ['anonymisation of what is not read'] }
}

/** Every other action is named and left: jobs, departments, scorecards, rejections and what undoes them. */
const actions: Readonly<Record<string, Read>> = {
  ping,
  new_candidate_application: within('application', application),
  application_updated: within('application', application),
  candidate_stage_change: within('application', application),
  update_candidate: within('candidate', profile),
  hire_candidate: within('application', hire),
  offer_created: readOffer,
  offer_approved: readOffer,
  offer_updated: readOffer,
  offer_deleted: within('offer', deleteOffer),
  delete_candidate: within('person', deleteCandidate),
  merge_candidate: within('person', mergeCandidate),
  candidate_anonymized: anonymize,
  delete_application: within('application', deleteApplication),
}
