import type { Given } from '../given.ts'
import { type EvidenceRecord, filledOrAbsent } from '../reader.ts'
import {
  type Answer,
  answeredContacts,
  countryOfPlace,
  distinct,
  linkedContacts,
} from './recruiting-systems.ts'

/** What a candidate and an application of Greenhouse show of the person, in webhooks and in Harvest alike. */
export interface Presented {
  readonly subject: EvidenceRecord
  readonly notTaken: readonly string[]
}

/** Either may be absent: a list of applications holds no candidates. */
export interface PersonRecords {
  readonly ref: string
  readonly candidate?: Given | undefined
  readonly application?: Given | undefined
}

/** Links that expire, colleagues of the employer, and what nobody may weigh. */
const uselessOfCandidate = [
  ...['url', 'photo_url', 'is_private', 'private', 'can_email', 'external_id', 'tags', 'title'],
  ...['educations', 'education_ids', 'recruiter', 'coordinator', 'recruiter_id', 'coordinator_id'],
  ...['linked_user_ids', 'linked_candidate_ids', 'application_ids', 'employment_ids', 'headline'],
  ...['created_at', 'updated_at', 'last_activity', 'last_activity_at', 'tag_ids', 'custom_fields'],
  ...['keyed_custom_fields', 'preferred_name', 'applications'],
]

const uselessOfApplication = [
  ...['url', 'credited_to', 'recruiter', 'coordinator', 'source', 'prospect_detail', 'job_post_id'],
  ...['rejected_at', 'rejection_reason', 'rejection_details', 'last_activity_at', 'status', 'job'],
  ...['prospective_office', 'prospective_department', 'opening', 'custom_fields', 'referrer_id'],
  ...['keyed_custom_fields', 'candidate', 'created_at', 'updated_at', 'stage_id', 'stage_name'],
  ...['source_id', 'recruiter_id', 'coordinator_id', 'hired_at', 'job_id', 'current_stage', 'jobs'],
  ...['rejected_by_user_id', 'prospect', 'offer', 'converted_prospect_at', 'needs_decision'],
]

/** The subject with all that the records hold of it; fields that say nothing of a person are skipped. */
export function presentedBy({ ref, candidate, application }: PersonRecords): Presented {
  candidate?.skip(...uselessOfCandidate)
  application?.skip(...uselessOfApplication)
  const records = [candidate, application].flatMap((record) => record ?? [])
  const files = records.map(attachedFiles)
  const place = application?.inside('location')?.text('address')
  const own = answeredContacts(records.flatMap(customFields), 'custom field')
  const answers = answeredContacts(application ? answersOf(application) : [], 'answer to')
  const web = linkedContacts(candidate === undefined ? [] : webAddresses(candidate))
  const numbers = candidate === undefined ? noNumbers : phoneNumbers(candidate)
  const links = distinct([...web.links, ...own.links, ...answers.links])
  return {
    subject: {
      ref,
      name: candidate && nameOf(candidate),
      emails: distinct(candidate?.texts('email_addresses') ?? []),
      phones: distinct([...numbers.phones, ...web.phones, ...own.phones, ...answers.phones]),
      handles: distinct([...numbers.skype, ...web.handles, ...own.handles, ...answers.handles]),
      addresses: candidate === undefined ? [] : addressesOf(candidate),
      documents: distinct(files.flatMap(({ documents }) => documents)),
      claims: filledOrAbsent({
        country: countryOfPlace(place),
        location: place,
        links,
        employers: candidate && employersOf(candidate),
      }),
    },
    notTaken: [...files.flatMap((each) => each.notTaken), ...own.notTaken, ...answers.notTaken],
  }
}

const nameOf = (candidate: Given): string =>
  ['first_name', 'last_name'].flatMap((part) => candidate.text(part) ?? []).join(' ')

const noNumbers = { phones: [], skype: [] }

/** One of the documented types of a phone number is `skype`. */
function phoneNumbers(candidate: Given) {
  const numbers = candidate.list('phone_numbers').map((number) => ({
    value: number.text('value') ?? '',
    isName: number.text('type') === 'skype' && !/^\+?[\d\s().-]+$/.test(number.text('value') ?? ''),
  }))
  const filled = numbers.filter(({ value }) => value !== '')
  return {
    phones: filled.filter(({ isName }) => !isName).map(({ value }) => value),
    skype: filled
      .filter(({ isName }) => isName)
      .map(({ value }) => ({ service: 'skype', value: value })),
  }
}

function webAddresses(candidate: Given): readonly string[] {
  const fields = ['website_addresses', 'social_media_addresses']
  const texts = fields.flatMap((field) => candidate.texts(field))
  candidate.skip(...fields, 'email_addresses')
  return texts
}

const addressesOf = (candidate: Given): readonly EvidenceRecord[] =>
  candidate.list('addresses').flatMap((address) => {
    const text = address.text('value')
    const kind = address.text('type') === 'work' ? 'office' : 'home'
    return text === undefined ? [] : [{ kind, text }]
  })

function employersOf(candidate: Given): readonly string[] {
  const worked = candidate.list('employments').flatMap((each) => each.text('company_name') ?? [])
  const now = candidate.text('company')
  candidate.skip('employments')
  return distinct([...(now === undefined ? [] : [now]), ...worked])
}

/** Types of attachments that the person handed in. */
const documentKinds: Readonly<Record<string, string>> = {
  resume: 'resume',
  cover_letter: 'cover_letter',
  take_home_test: 'work_sample',
}

/** The employer's own papers. */
const ownPapers: ReadonlySet<string> = new Set([
  'offer_packet',
  'offer_letter',
  'signed_offer_letter',
])

function attachedFiles(record: Given) {
  const documents: EvidenceRecord[] = []
  const notTaken: string[] = []
  for (const attachment of record.list('attachments')) {
    attachment.skip('url', 'created_at', 'id')
    const type = attachment.text('type') ?? 'that is not named'
    const file = attachment.text('filename')
    const kind = Object.hasOwn(documentKinds, type) ? documentKinds[type] : undefined
    if (kind !== undefined && file !== undefined) documents.push({ kind, file })
    else if (!ownPapers.has(type)) notTaken.push(`attachment of type ${type}`)
  }
  return { documents, notTaken }
}

/**
 * Fields of the customer's own, whatever their form: `{key: {name, type, value}}` (webhooks, `keyed_custom_fields`),
 * `{key: value}` (Harvest v1) or a list of `{name_key, value}` (Harvest v3).
 */
function customFields(record: Given): readonly Answer[] {
  const keyed = record.names('keyed_custom_fields').length > 0
  const place = keyed ? 'keyed_custom_fields' : 'custom_fields'
  const named = record.names(place).map((name) => ({
    name,
    given: record,
    // A key is a slug of the field's name and holds no dot.
    path: record.names(`${place}.${name}`).includes('value')
      ? `${place}.${name}.value`
      : `${place}.${name}`,
  }))
  return named.length > 0 ? named : listedFields(record)
}

const listedFields = (record: Given): readonly Answer[] =>
  record.names('custom_fields').length > 0
    ? []
    : record.list('custom_fields').map((field) => ({
        name: field.text('name_key') ?? field.text('name') ?? 'without a name',
        given: field,
        path: 'value',
      }))

function answersOf(application: Given): readonly Answer[] {
  const answers = application.list('answers').map((answer) => ({
    name: answer.text('question') ?? 'a question that is not given',
    given: answer,
    path: 'answer',
  }))
  application.skip('answers')
  return answers
}
