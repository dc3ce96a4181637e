import type { Given } from '../given.ts'
import { filledOrAbsent, type ReadingContext, type Translation } from '../reader.ts'
import {
  type Answer,
  answeredContacts,
  applicationIsOf,
  applicationRef,
  countryOfPlace,
  distinct,
  interviewStageOf,
  linkedContacts,
  neededMoment,
  recruitingEvent,
  unknownMoment,
} from './recruiting-systems.ts'
import { notTaken } from './sign-in-logs.ts'

/** What the Data API lists, one record at a time. */
type Sort = 'opportunity' | 'application' | 'interview' | 'offer' | 'resume'

/** Names of fields that no other record of a recruiting system has together. */
const marks: Readonly<Record<Sort, readonly string[]>> = {
  opportunity: ['id', 'contact', 'applications', 'stage'],
  application: ['id', 'opportunityId', 'posting', 'customQuestions'],
  interview: ['id', 'panel', 'interviewers', 'date'],
  offer: ['id', 'posting', 'signatures', 'sentAt'],
  resume: ['id', 'parsedData', 'file'],
}

const sorts = Object.keys(marks) as readonly Sort[]

export function sortOf(record: Given): Sort | undefined {
  const names = new Set(record.names())
  return sorts.find((sort) => marks[sort].every((name) => names.has(name)))
}

type Read = (record: Given, context: ReadingContext) => Translation
type ReadOf = (record: Given, context: ReadingContext, opportunity: string) => Translation

export function readRecord(record: Given, context: ReadingContext): Translation {
  const sort = sortOf(record)
  return sort === undefined
    ? notTaken('record of another sort than those that are read')
    : readers[sort](record, context)
}

/** Lever's lists below an opportunity say nowhere whose they are; only applications do. */
const unnamed =
  'is absent: lists of one opportunity do not name it. Add the opportunity’s id to each record, or put the list into the opportunity'

const ofOpportunity =
  (read: ReadOf): Read =>
  (record, context) => {
    const opportunity = record.text('opportunityId')
    if (opportunity === undefined) record.refuse('opportunityId', unnamed)
    return read(record, context, opportunity ?? '')
  }

const uselessOfOpportunity = [
  ...['headline', 'stage', 'stageChanges', 'archived', 'tags', 'sources', 'sourcedBy', 'origin'],
  ...['owner', 'followers', 'urls', 'dataProtection', 'confidentiality', 'snoozedUntil'],
  ...['lastInteractionAt', 'lastAdvancedAt', 'updatedAt', 'phones', 'links', 'opportunityLocation'],
]

/**
 * A candidacy: the subject is its contact, which several of them may share. `headline` names employers and schools
 * alike, so it is not read. Contacts are merged: whose an opportunity is holds from its last change on.
 */
const readOpportunity: Read = (opportunity, context) => {
  const id = opportunity.needed('id')
  const ref = idAt(opportunity, 'contact')
  const at = neededMoment(opportunity, 'createdAt')
  const changed = opportunity.moment('updatedAt') ?? at
  opportunity.skip(...uselessOfOpportunity)
  if (opportunity.truth('isAnonymized') === true) {
    opportunity.skip('name', 'emails', 'applications', 'location')
    return anonymized(ref, id, context)
  }
  if (opportunity.texts('applications').length === 0) {
    return notTaken('opportunity without an application')
  }
  const web = linkedContacts(opportunity.texts('links'))
  const place = opportunity.text('location')
  const numbers = opportunity.list('phones').flatMap((phone) => phone.text('value') ?? [])
  const subject = {
    ref,
    name: opportunity.text('name'),
    emails: distinct(opportunity.texts('emails')),
    phones: distinct([...numbers, ...web.phones]),
    handles: web.handles,
    claims: filledOrAbsent({ country: countryOfPlace(place), location: place, links: web.links }),
  }
  const below = recordsBelow(opportunity, context, id)
  return {
    records: [
      recruitingEvent({ id: applicationRef(id), kind: 'application', at, subject }, context),
      ...applicationIsOf(id, { candidate: ref, at: changed, source: context.source }),
      ...below.flatMap(({ records }) => records),
    ],
    notTaken: below.flatMap((each) => each.notTaken ?? []),
  }
}

/** An id, or the object that stands in its place where it was expanded. */
const idAt = (record: Given, path: string): string => {
  if (record.names(path).length === 0) return record.needed(path)
  record.skip(path)
  return record.needed(`${path}.id`)
}

function anonymized(ref: string, id: string, { source }: ReadingContext): Translation {
  const of = { source, reason: 'anonymized', at: unknownMoment }
  return {
    records: [
      { ...of, withdraws: 'subject', ref },
      { ...of, withdraws: 'observations', under: applicationRef(id) },
    ],
  }
}

/** Lists that whoever exports has put into the opportunity. */
const recordsBelow = (
  opportunity: Given,
  context: ReadingContext,
  id: string,
): readonly Translation[] => {
  const lists = { interviews: readInterview, offers: readOffer, resumes: readResume }
  return Object.entries(lists).flatMap(([name, read]) =>
    opportunity.list(name).map((record) => read(record, context, id)),
  )
}

const uselessOfApplication = [
  ...['candidateId', 'type', 'posting', 'postingHiringManager', 'postingOwner', 'user', 'comments'],
  ...['resume', 'customQuestions', 'archived', 'requisitionForHire', 'links', 'phone', 'updatedAt'],
]

/** What somebody wrote into the form of a posting, or whoever referred them. */
const readApplication: ReadOf = (application, context, opportunity) => {
  const id = application.needed('id')
  const own = answeredContacts(questionsOf(application), 'answer to')
  const web = linkedContacts(application.texts('links'))
  const isObject = application.names('phone').length > 0
  const phone = application.text(isObject ? 'phone.value' : 'phone')
  const company = application.text('company')
  const isExpanded = application.names('posting').length > 0
  const jobTitle = isExpanded ? application.text('posting.text') : undefined
  const subject = {
    ref: applicationRef(opportunity),
    name: application.text('name'),
    emails: application.texts('email'),
    phones: distinct([...(phone === undefined ? [] : [phone]), ...web.phones, ...own.phones]),
    handles: distinct([...web.handles, ...own.handles]),
    claims: filledOrAbsent({
      employers: company === undefined ? [] : [company],
      links: distinct([...web.links, ...own.links]),
    }),
  }
  application.skip(...uselessOfApplication)
  const event = {
    id: `${applicationRef(opportunity)}/application/${id}`,
    at: neededMoment(application, 'createdAt'),
    jobTitle,
    subject,
  }
  return {
    records: [recruitingEvent({ ...event, kind: 'application' }, context)],
    notTaken: own.notTaken,
  }
}

const questionsOf = (application: Given): readonly Answer[] =>
  application.list('customQuestions').flatMap((form) =>
    form.list('fields').map((field) => ({
      name: field.text('text') ?? 'a question that is not given',
      given: field,
      path: 'value',
    })),
  )

const uselessOfInterview = [
  ...['panel', 'note', 'interviewers', 'timezone', 'createdAt', 'duration', 'location', 'user'],
  ...['feedbackTemplate', 'feedbackForms', 'feedbackReminder', 'stage', 'postings', 'gcalEventUrl'],
]

/** An interview was held where somebody has written feedback of it; of all others it is only known that they were arranged. */
const readInterview: ReadOf = (interview, context, opportunity) => {
  const id = interview.needed('id')
  const at = neededMoment(interview, 'date')
  const stage = interviewStageOf(interview.text('subject'))
  const isHeld = interview.texts('feedbackForms').length > 0
  interview.skip(...uselessOfInterview)
  if (interview.text('canceledAt') !== undefined) return notTaken('interview that was cancelled')
  const event = {
    id: `${applicationRef(opportunity)}/interview/${id}`,
    kind: 'interview',
    stage,
    at,
    subject: { ref: applicationRef(opportunity) },
    facts: { 'interview.proof': isHeld ? 'held' : 'invited' },
  } as const
  return { records: [recruitingEvent(event, context)] }
}

const uselessOfOffer = [
  ...['posting', 'createdAt', 'creator', 'fields', 'signatures', 'approved', 'approvedAt'],
  ...['sentDocument', 'signedDocument'],
]

/** An offer that reached the person: when it was sent, or first shown by what they did with it. */
const readOffer: ReadOf = (offer, context, opportunity) => {
  const id = offer.needed('id')
  const at = ['sentAt', 'signatures.candidate.firstOpenedAt', 'signatures.candidate.signedAt']
    .map((path) => offer.moment(path))
    .find((moment) => moment !== undefined)
  const title = offer.list('fields').find((field) => field.text('identifier') === 'job_title')
  const jobTitle = title?.text('value')
  const status = offer.text('status') ?? 'that is not given'
  offer.skip(...uselessOfOffer)
  if (at === undefined) return notTaken(`offer of status ${status} that has no time of sending`)
  const event = {
    id: `${applicationRef(opportunity)}/offer/${id}`,
    stage: 'offered',
    at,
    jobTitle,
    subject: { ref: applicationRef(opportunity) },
  }
  return { records: [recruitingEvent({ ...event, kind: 'employment' }, context)] }
}

/** A CV: its file, which is found by its name, and the employers that Lever has read out of it. Schools are not read. */
const readResume: ReadOf = (resume, context, opportunity) => {
  const id = resume.needed('id')
  const at = neededMoment(resume, 'createdAt')
  const file = resume.text('file.name')
  const employers = resume.list('parsedData.positions').flatMap((each) => each.text('org') ?? [])
  resume.skip('file', 'parsedData')
  const subject = {
    ref: applicationRef(opportunity),
    documents: file === undefined ? [] : [{ kind: 'resume', file }],
    claims: filledOrAbsent({ employers: distinct(employers) }),
  }
  if (file === undefined && employers.length === 0) {
    return notTaken('resume without a file and without employers')
  }
  const event = { id: `${applicationRef(opportunity)}/resume/${id}`, at, subject }
  return { records: [recruitingEvent({ ...event, kind: 'application' }, context)] }
}

const readers: Readonly<Record<Sort, Read>> = {
  opportunity: readOpportunity,
  application: ofOpportunity(readApplication),
  interview: ofOpportunity(readInterview),
  offer: ofOpportunity(readOffer),
  resume: ofOpportunity(readResume),
}
