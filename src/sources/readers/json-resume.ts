import { createHash } from 'node:crypto'
import { countryCodeOf } from '../../taxonomy/index.ts'
import type { Given } from '../given.ts'
import { momentOf } from '../moments.ts'
import {
  type EvidenceRecord,
  filled,
  filledOrAbsent,
  type Reader,
  type ReadingContext,
} from '../reader.ts'
import { namedContacts } from './named-profiles.ts'
import { distinct, recruitingEvent } from './recruiting-systems.ts'

/**
 * JSON Resume: a CV as data, one person in a file or a list of them. Made from the schema at jsonresume.org
 * (v1.0.0, and the names that its fields had before: `website`, `work[].company`).
 *
 * It has no id: what is taken of it has a hash, and that is its id and stands for the person, as with CVs in other
 * forms. Its time is `meta.lastModified`, or where it has none, when its file was last written. Written as the schema shows
 * it, that has a time of day without an offset: then it is the first moment of that day in UTC.
 *
 * Its prose is the text of the CV. Not taken: education, languages, awards, certificates, publications, interests,
 * pictures; what references wrote.
 */
export const jsonResume: Reader = {
  title: 'JSON Resume',
  type: 'ats',
  form: 'json',
  recognises: (first) => {
    const basics = first.names('basics')
    const isPerson = ['name', 'email', 'label', 'profiles'].some((name) => basics.includes(name))
    return isPerson && !['source', 'kind'].some((name) => first.names().includes(name))
  },
  read: (given, context) => {
    const at = writtenAt(given, context.fileWritten)
    const content = contentOf(given)
    given.skip('$schema', 'meta', 'education', 'languages', 'awards', 'certificates')
    given.skip('publications', 'interests', 'basics.image', 'basics.picture', 'basics.label')
    if (Object.keys(content).length === 0) given.refuse('basics', 'says nothing of a person')
    const sha256 = digestOf(JSON.stringify(content))
    const event = { id: `document/${sha256}`, kind: 'application', at } as const
    const subject = { ref: `document-${sha256.slice(0, refDigits)}`, ...kept(content, context) }
    return { records: [recruitingEvent({ ...event, subject }, context)] }
  },
}

/** As many as stand for the person of a CV in another form (`document-batches.ts`). */
const refDigits = 16

const digestOf = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

function writtenAt(given: Given, fileWritten: string | undefined): string | undefined {
  const text = given.text('meta.lastModified')
  const day = /^(\d{4}-\d{2}-\d{2})[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.exec(text ?? '')?.[1]
  if (text === undefined) return fileWritten
  return day === undefined ? given.moment('meta.lastModified') : momentOf(day)
}

/** All that is taken, in one order, whatever the order of the fields. */
function contentOf(given: Given): EvidenceRecord {
  const profiles = given.list('basics.profiles').map((profile) => ({
    service: profile.text('network'),
    value: profile.text('url') ?? profile.text('username'),
  }))
  const pages = ['basics.url', 'basics.website'].map((path) => given.text(path))
  const web = namedContacts([...profiles, ...pages.map((value) => ({ service: 'website', value }))])
  for (const profile of given.list('basics.profiles')) profile.skip('username')
  const country = countryCodeOf(given.text('basics.location.countryCode') ?? '')
  const phone = given.text('basics.phone')
  const prose = proseOf(given)
  return filled({
    name: given.text('basics.name'),
    emails: given.texts('basics.email'),
    phones: distinct([...(phone === undefined ? [] : [phone]), ...web.phones]),
    handles: web.handles,
    addresses: addressOf(given, country),
    documents: prose === '' ? [] : [{ kind: 'resume', sha256: digestOf(prose), text: prose }],
    claims: filledOrAbsent({
      country,
      city: given.text('basics.location.city'),
      links: web.links,
      employers: employersOf(given),
      references: referencesOf(given),
    }),
  })
}

/** Where texts of documents are not kept, their hash is. */
function kept(content: EvidenceRecord, { documents }: ReadingContext): EvidenceRecord {
  const texts = content['documents']
  if (documents === 'text' || !Array.isArray(texts)) return content
  const hashes = texts.map(({ kind, sha256 }: EvidenceRecord) => ({ kind, sha256 }))
  return { ...content, documents: hashes }
}

/** A town alone is no address. */
function addressOf(given: Given, country: string | undefined): readonly EvidenceRecord[] {
  const parts = ['address', 'postalCode', 'city', 'region'].map((part) =>
    given.text(`basics.location.${part}`),
  )
  const text = parts.filter((part) => part !== undefined).join(', ')
  return parts[0] === undefined ? [] : [filled({ kind: 'home', text, country })]
}

const employersOf = (given: Given): readonly string[] =>
  distinct(given.list('work').flatMap((post) => post.text('name') ?? post.text('company') ?? []))

/** With what names or reaches them; what they wrote is no evidence. */
function referencesOf(given: Given): readonly EvidenceRecord[] {
  return given.list('references').flatMap((each) => {
    each.skip('reference')
    const [name, email, phone] = ['name', 'email', 'phone'].map((part) => each.text(part))
    const contact = filledOrAbsent({ name, email, phone })
    return contact === undefined ? [] : [contact]
  })
}

/** Sections of prose, and what of their entries is read; the rest are dates and links. */
const sections: Readonly<Record<string, readonly string[]>> = {
  work: ['position', 'name', 'company', 'description', 'summary'],
  volunteer: ['position', 'organization', 'summary'],
  projects: ['name', 'description'],
  skills: ['name', 'level'],
}
const lists = ['highlights', 'keywords']
const uselessOfEntries = [
  'startDate',
  'endDate',
  'url',
  'website',
  'location',
  'roles',
  'entity',
  'type',
]

/** What the person wrote, an entry of theirs a line, as it would stand in a CV on paper. */
function proseOf(given: Given): string {
  const entries = Object.entries(sections).flatMap(([section, fields]) =>
    given.list(section).flatMap((entry) => {
      entry.skip(...uselessOfEntries)
      const head = fields.flatMap((field) => entry.text(field) ?? []).join('\n')
      return [head, ...lists.flatMap((list) => entry.texts(list))]
    }),
  )
  const beginning = ['basics.label', 'basics.summary'].map((path) => given.text(path) ?? '')
  return [...beginning, ...entries].filter((text) => text !== '').join('\n')
}
