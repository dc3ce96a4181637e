import { z } from 'zod'
import { factProblem } from './fact-types.ts'
import { isMoment, latestYear, momentRule } from './moment.ts'
import { type FactValue, kinds, stages } from './observation.ts'

/** The evidence format as schemas: what is needed, what type it has, which lists are closed. */

/** Longest text of a single field; a CV of a few hundred pages stays below it. */
const longestText = 1_000_000
const longestIdentifier = 2_000
const longestList = 1_000
const longestName = 200

/** `longest` counts characters as people do: one beyond the basic plane is one, not two. */
const ofLength = (longest: number) => (value: string) =>
  value.length <= longest || (value.length <= 2 * longest && [...value].length <= longest)
/** A text with one check for its length and its characters: texts are most of what is read. */
const limited = (longest: number, characters?: RegExp) => {
  const fits = ofLength(longest)
  return z.string().check(({ value, issues }) => {
    if (!fits(value)) {
      issues.push({ code: 'custom', message: `longer than ${longest} characters`, input: value })
    } else if (characters && !characters.test(value)) {
      issues.push({ code: 'custom', message: 'holds a control character', input: value })
    }
  })
}

/** Texts may be written in lines, such as an address; DEL and C1 are a wrong encoding in disguise. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const text = limited(longestIdentifier, /^[^\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]*$/)
const identifier = (longest = longestIdentifier) => limited(longest, /^\P{Cc}*$/u)
/** Long texts were taken out of documents, which hold all sorts of marks. */
const words = limited(longestText)
const country = z.string().regex(/^[A-Za-z]{2}$/, 'write an ISO 3166-1 alpha-2 code such as US')
const list = <Item extends z.ZodType>(item: Item) =>
  z.array(item).max(longestList, `more than ${longestList} items`)
const hex = (digits: number) =>
  z.string().regex(new RegExp(`^[0-9a-fA-F]{${digits}}$`), `write ${digits} hexadecimal digits`)
const year = z.int().min(1900).max(latestYear)
/** Present but null is the same as absent: many exporters write every column. */
const maybe = <Schema extends z.ZodType>(schema: Schema) => schema.nullish()

const filled = (longest = longestIdentifier) => identifier(longest).min(1, 'is empty')

const sourceId = filled(128).refine((id) => !id.includes('/'), 'must not contain "/"')

const Organization = z.object({
  domain: maybe(identifier()),
  name: maybe(text),
  industry: maybe(z.string().regex(/^\d{2,6}$/, 'write a NAICS code of 2 to 6 digits as text')),
  country: maybe(country),
  ai: maybe(z.enum(['pure', 'product', 'none'])),
  tags: maybe(list(text)),
  size: maybe(text),
  parent: maybe(identifier()),
  work_mode: maybe(z.enum(['remote', 'hybrid', 'onsite'])),
})

const Claims = z.looseObject({
  country: maybe(country),
  timezone: maybe(text),
  city: maybe(text),
  birth_year: maybe(year),
  references: maybe(list(z.object({ name: maybe(text), email: maybe(text), phone: maybe(text) }))),
})

const valued = <Name extends string>(name: Name, closed: readonly [string, ...string[]]) =>
  list(z.object({ [name]: z.enum(closed), value: identifier() }))

const Subject = z.object({
  ref: filled(),
  name: maybe(text),
  emails: maybe(list(identifier())),
  phones: maybe(list(identifier())),
  handles: maybe(list(z.object({ service: filled(128), value: identifier() }))),
  ips: maybe(list(identifier())),
  devices: maybe(valued('kind', ['fingerprint', 'serial', 'mfa', 'hardware'])),
  accounts: maybe(valued('kind', ['bank', 'paypal', 'payoneer', 'wise', 'wallet', 'other'])),
  addresses: maybe(
    list(
      z.object({
        kind: z.enum(['home', 'shipping', 'office']),
        text,
        country: maybe(country),
      }),
    ),
  ),
  companies: maybe(
    list(
      z.object({
        name: text,
        registration: maybe(text),
        domain: maybe(identifier()),
        agent: maybe(text),
      }),
    ),
  ),
  documents: maybe(
    list(
      z.object({
        kind: z.enum(['resume', 'cover_letter', 'photo', 'id', 'work_sample']),
        sha256: maybe(hex(64)),
        text: maybe(words),
        phash: maybe(hex(16)),
      }),
    ),
  ),
  claims: maybe(Claims),
})

const FactList = list(text)

/** One function instead of a union of four schemas: facts are the most frequent values there are. */
function isFactValue(value: unknown): value is FactValue {
  if (typeof value === 'string') return ofLength(longestText)(value)
  if (typeof value === 'number') return Number.isFinite(value)
  return typeof value === 'boolean' || FactList.safeParse(value).success
}

const factRule = 'expected text, a number, true, false or a list of text'
const FactsRecord = z.record(z.string(), maybe(z.custom<FactValue>(isFactValue, factRule)))

const Facts = FactsRecord.superRefine((facts, context) => {
  if (Object.keys(facts).length > longestList) {
    context.addIssue({ code: 'custom', message: `more than ${longestList} facts` })
  }
  for (const [name, value] of Object.entries(facts)) {
    const named = name !== '' && name.length <= longestName
    const problem = named
      ? value != null && factProblem(name, value)
      : `name a fact in 1 to ${longestName} characters`
    if (problem) context.addIssue({ code: 'custom', path: [name], message: problem })
  }
})

const ObservationSchema = z
  .object({
    source: sourceId,
    id: filled(256),
    kind: z.enum(kinds),
    at: z.string().refine(isMoment, momentRule),
    stage: maybe(text),
    organization: maybe(Organization),
    role: maybe(
      z.object({
        title: maybe(text),
        requisition: maybe(text),
        soc: maybe(text),
        remote: maybe(z.boolean()),
        country: maybe(country),
      }),
    ),
    subject: Subject,
    engagement: maybe(
      z.object({
        type: maybe(z.enum(['employee', 'contractor', 'agency', 'platform', 'subcontract'])),
        via: maybe(text),
        client: maybe(Organization),
      }),
    ),
    origin: maybe(
      z.object({ organization: maybe(text), id: maybe(text), first_hand: maybe(z.boolean()) }),
    ),
    facts: maybe(Facts),
    flags: maybe(
      list(z.object({ indicator: filled(longestName), note: maybe(words), by: maybe(text) })),
    ),
  })
  .superRefine((observation, context) => {
    const allowed: readonly string[] | undefined = stages[observation.kind as keyof typeof stages]
    if (allowed && !allowed.includes(observation.stage ?? '')) {
      const message = `needed for ${observation.kind}: one of ${allowed.join(', ')}`
      context.addIssue({ code: 'custom', path: ['stage'], message })
    }
  })

const SourceSchema = z
  .object({
    source: sourceId,
    name: maybe(text),
    type: maybe(
      z.enum([
        'ats',
        'idp',
        'hris',
        'endpoint',
        'verification',
        'employer_report',
        'partner',
        'public_feed',
        'actor_side',
      ]),
    ),
    organization: maybe(text),
    reliability: maybe(z.enum(['A', 'B', 'C', 'D', 'E', 'F'])),
    tlp: maybe(z.enum(['TLP:CLEAR', 'TLP:GREEN', 'TLP:AMBER', 'TLP:AMBER+STRICT', 'TLP:RED'])),
    acquisition: maybe(z.object({ basis: filled(), by: filled(), at: filled(100) })),
  })
  .superRefine((source, context) => {
    if (source.type !== 'actor_side' || source.acquisition != null) return
    const message = 'needed for actor_side: {basis, by, at}, how it was lawfully obtained'
    context.addIssue({ code: 'custom', path: ['acquisition'], message })
  })

const ExposureSchema = z.object({
  period: z.string().regex(/^\d{4}(-Q[1-4]|-\d{2})?$/, 'write 2024, 2024-Q1 or 2024-03'),
  sector: maybe(z.string().regex(/^\d{2,6}$/, 'write a NAICS code of 2 to 6 digits as text')),
  country: maybe(country),
  unit: z.enum(['postings', 'remote_postings', 'applications', 'reporting_sources']),
  value: z.number().min(0, 'must not be negative'),
  provenance: maybe(words),
})

/** Strict: a field that is not understood might have said that less was meant to go. */
const erasure = {
  source: sourceId,
  reason: z.enum(['deleted', 'anonymized']),
  at: z.string().refine(isMoment, momentRule),
}

const SubjectErasure = z.strictObject({
  withdraws: z.enum(['subject', 'observations']),
  ref: filled(),
  ...erasure,
})

const ObservationsErasure = z.strictObject({
  withdraws: z.literal('observations'),
  under: filled(256).refine((id) => !id.endsWith('/'), 'name the id without the slash at its end'),
  ...erasure,
})

const MergeSchema = z
  .strictObject({ source: sourceId, merges: filled(), into: filled(), at: erasure.at })
  .refine(({ merges, into }) => merges !== into, {
    path: ['into'],
    message: 'is the same as merges',
  })

export const schemas = {
  observation: ObservationSchema,
  source: SourceSchema,
  exposure: ExposureSchema,
  subject_erasure: SubjectErasure,
  observations_erasure: ObservationsErasure,
  merge: MergeSchema,
}
