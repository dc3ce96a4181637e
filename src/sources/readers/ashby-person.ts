import { countryCodeOf } from '../../taxonomy/index.ts'
import type { Given } from '../given.ts'
import {
  type EvidenceRecord,
  filledOrAbsent,
  type ReadingContext,
  type Translation,
} from '../reader.ts'
import {
  type Answered,
  anonymizedPerson,
  answeredContacts,
  applicationIsOf,
  applicationRef,
  distinct,
  linkedContacts,
  neededMoment,
  recruitingEvent,
} from './recruiting-systems.ts'

type Read = (record: Given, context: ReadingContext) => Translation

const uselessOfCandidate = [
  ...['tags', 'position', 'school', 'applicationIds', 'profileUrl', 'source', 'creditedToUser'],
  ...['updatedAt', 'customFields', 'primaryLocation', 'linkedInUrl', 'githubUrl', 'websiteUrl'],
  ...['emailAddresses', 'primaryEmailAddress', 'phoneNumbers', 'primaryPhoneNumber', 'location'],
]

/** Somebody as the system holds them; the moment is that of their first appearance. */
export const readCandidate: Read = (candidate, context) => {
  const ref = candidate.needed('id')
  const own = answersOf(candidate)
  candidate.skip(...uselessOfCandidate)
  const web = linkedContacts(
    candidate.list('socialLinks').flatMap((each) => each.text('url') ?? []),
  )
  candidate.skip('socialLinks')
  const contacts = contactsOf(candidate, own)
  const documents = filesOf(candidate)
  const retracted = anonymizedPerson(
    {
      ref,
      name: contacts.name,
      contacts: [
        ...contacts.emails,
        ...contacts.phones,
        ...web.handles,
        ...web.links,
        ...documents,
      ],
      applications: candidate.texts('applicationIds'),
    },
    context,
  )
  if (retracted !== undefined) return retracted
  const subject = {
    ...contacts,
    handles: distinct([...web.handles, ...own.handles]),
    documents,
    claims: claimsOf(candidate, [...web.links, ...own.links]),
  }
  const at = neededMoment(candidate, 'createdAt')
  const event = { id: `candidate/${ref}`, kind: 'application', at, subject } as const
  const flags = fraudStatus(candidate)
  return { records: [recruitingEvent({ ...event, flags }, context)], notTaken: own.notTaken }
}

/** Name, mailboxes and numbers of a candidate, whole or as applications carry them. */
function contactsOf(candidate: Given, own: Answered) {
  const values = (list: string, one: string): readonly string[] =>
    distinct([
      ...(candidate.text(`${one}.value`) === undefined
        ? []
        : [candidate.text(`${one}.value`) ?? '']),
      ...candidate.texts(list),
    ])
  return {
    ref: candidate.text('id'),
    name: candidate.text('name'),
    emails: values('emailAddresses', 'primaryEmailAddress'),
    phones: distinct([...values('phoneNumbers', 'primaryPhoneNumber'), ...own.phones]),
  }
}

const answersOf = (record: Given): Answered =>
  answeredContacts(
    record.list('customFields').map((field) => {
      field.skip('id', 'isPrivate', 'valueLabel')
      return { name: field.text('title') ?? 'without a title', given: field, path: 'value' }
    }),
    'custom field',
  )

/** The CV, and other files whose kind only their name tells: those are left. */
function filesOf(candidate: Given): readonly EvidenceRecord[] {
  const file = candidate.text('resumeFileHandle.name')
  candidate.skip('resumeFileHandle', 'fileHandles')
  return file === undefined ? [] : [{ kind: 'resume', file }]
}

function claimsOf(candidate: Given, links: readonly string[]): EvidenceRecord | undefined {
  const parts = candidate.list('location.locationComponents')
  const part = (type: string): string | undefined =>
    parts.find((each) => each.text('type') === type)?.text('name')
  const company = candidate.text('company')
  return filledOrAbsent({
    country: countryCodeOf(part('Country') ?? ''),
    city: part('City'),
    location: candidate.text('location.locationSummary'),
    timezone: candidate.text('timezone'),
    links: distinct(links),
    employers: company === undefined ? [] : [company],
  })
}

/**
 * What a reviewer made of the product's fraud signals. That nobody has looked, and that nothing was found, says
 * nothing of a person.
 */
function fraudStatus(candidate: Given): readonly EvidenceRecord[] {
  const status = candidate.text('fraudStatus')
  return status === 'Fraudulent'
    ? [{ indicator: 'ashby_marked_fraudulent', note: 'marked as fraudulent in Ashby', by: 'Ashby' }]
    : []
}

const uselessOfApplication = [
  ...[
    'updatedAt',
    'customFields',
    'currentInterviewStage',
    'source',
    'archiveReason',
    'archivedAt',
  ],
  ...['job', 'creditedToUser', 'hiringTeam', 'appliedViaJobPostingId', 'openings', 'candidate'],
]

/**
 * Somebody's application, with the address it was sent from where it came over the job board, and that its subject
 * is the candidate.
 */
export const readApplication: Read = (application, context) => {
  const id = application.needed('id')
  const candidate = application.inside('candidate')
  const ref = application.needed('candidate.id')
  const own = answersOf(application)
  application.skip(...uselessOfApplication)
  const at = neededMoment(application, 'createdAt')
  const event = {
    id: applicationRef(id),
    at,
    jobTitle: application.text('job.title'),
    subject: {
      ...(candidate && contactsOf(candidate, own)),
      ref,
      handles: own.handles,
      ips: application.texts('submitterClientIp'),
      claims: filledOrAbsent({ links: own.links }),
    },
    facts: agentFact(application.text('submitterUserAgent')),
  }
  if (application.text('status') === 'Lead') {
    return { records: [], notTaken: ['application of status Lead'] }
  }
  return {
    records: [
      recruitingEvent({ ...event, kind: 'application' }, context),
      ...applicationIsOf(id, { candidate: ref, at, source: context.source }),
    ],
    notTaken: own.notTaken,
  }
}

export const agentFact = (agent: string | undefined): EvidenceRecord | undefined =>
  filledOrAbsent({ 'client.user_agent': agent })
