import type { Given } from '../given.ts'
import type { ReadingContext, Translation } from '../reader.ts'
import { readApplication } from './ashby-person.ts'
import { readOffer, readSchedule } from './ashby-records.ts'
import {
  applicationRef,
  neededMoment,
  recruitingEvent,
  unknownMoment,
} from './recruiting-systems.ts'

/** Deliveries of Ashby's webhooks, `{action, data}`, as they were received. */
export const isDelivery = (record: Given): boolean =>
  knownActions.test(record.text('action') ?? '') && record.names().includes('data')

const knownActions =
  /^(ping|pushToHRIS|(application|candidate|interview|job|offer|opening|signature|survey)[A-Za-z]+)$/

export function readDelivery(given: Given, context: ReadingContext): Translation {
  const action = given.needed('action')
  const read = Object.hasOwn(actions, action) ? actions[action] : undefined
  const data = given.inside('data')
  if (read === undefined || data === undefined) {
    given.skip('data')
    return { records: [], notTaken: [`action ${action}`] }
  }
  return read(data, context)
}

type Read = (data: Given, context: ReadingContext) => Translation

const within =
  (name: string, read: Read): Read =>
  (data, context) => {
    const found = data.inside(name)
    if (found === undefined) data.refuse(name, 'needed, but it is absent')
    return found === undefined ? { records: [] } : read(found, context)
  }

/** The application, and the offer that was accepted; where there is none, that somebody is hired. */
const hire: Read = (data, context) => {
  const { records, notTaken = [] } = within('application', readApplication)(data, context)
  const offer = data.inside('offer')
  const offered = offer === undefined ? hired(data, context) : readOffer(offer, context)
  return {
    records: [...records, ...offered.records],
    notTaken: [...notTaken, ...(offered.notTaken ?? [])],
  }
}

function hired(data: Given, context: ReadingContext): Translation {
  const event = {
    id: `${applicationRef(data.needed('application.id'))}/hire`,
    kind: 'employment',
    stage: 'offered',
    at: neededMoment(data, 'application.updatedAt'),
    subject: { ref: data.needed('application.candidate.id') },
  } as const
  return { records: [recruitingEvent(event, context)] }
}

const deleteCandidate: Read = (data, { source }) => {
  const ref = data.needed('candidate.id')
  data.skip('candidate')
  return {
    records: [{ source, withdraws: 'subject', ref, reason: 'deleted', at: unknownMoment }],
  }
}

const mergeCandidate: Read = (data, { source }) => {
  const merges = data.needed('deletedCandidate.id')
  const into = data.needed('mergedCandidate.id')
  data.skip('deletedCandidate', 'mergedCandidate')
  return { records: [{ source, merges, into, at: unknownMoment }] }
}

const deleteOffer: Read = (data, { source }) => {
  const application = data.needed('offer.applicationId')
  const under = `${applicationRef(application)}/offer/${data.needed('offer.id')}`
  return {
    records: [{ source, withdraws: 'observations', under, reason: 'deleted', at: unknownMoment }],
  }
}

const ping: Read = (data) => {
  data.skip('')
  return { records: [] }
}

/** Every other action is named and left: jobs, openings, surveys, signatures. */
const actions: Readonly<Record<string, Read>> = {
  ping,
  applicationSubmit: within('application', readApplication),
  applicationUpdate: within('application', readApplication),
  candidateStageChange: within('application', readApplication),
  candidateHire: hire,
  candidateDelete: deleteCandidate,
  candidateMerge: mergeCandidate,
  interviewScheduleCreate: within('interviewSchedule', readSchedule),
  interviewScheduleUpdate: within('interviewSchedule', readSchedule),
  offerCreate: within('offer', readOffer),
  offerUpdate: within('offer', readOffer),
  offerDelete: deleteOffer,
}
