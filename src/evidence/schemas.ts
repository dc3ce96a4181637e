/** Longest text of a single field; a CV of a few hundred pages stays below it. */
const longestText = 1_000_000
const longestIdentifier = 2_000
const longestList = 1_000
/** Depth of what is kept as given in `claims`: real exports nest two or three deep. */
const deepestClaim = 8
/** Before 1990 there was no remote hiring; after 2100 a date is a typing error. */
const earliestYear = 1990
const latestYear = 2100

const text = z.string().max(longestIdentifier)
const words = z.string().max(longestText)
const filled = (longest: number) => z.string().min(1).max(longest)
const country = z.string().regex(/^[A-Za-z]{2}$/, 'write an ISO 3166-1 alpha-2 code such as US')
const list = <Item extends z.ZodType>(item: Item) => z.array(item).max(longestList)
const hex = (digits: number) =>
  z.string().regex(new RegExp(`^[0-9a-fA-F]{${digits}}$`), `write ${digits} hexadecimal digits`)
const year = z.int().min(1900).max(latestYear)
/** Present but null is the same as absent: many exporters write every column. */
const maybe = <Schema extends z.ZodType>(schema: Schema) => schema.nullish()

const sourceId = filled(128).refine((id) => !id.includes('/'), 'must not contain "/"')

const Organization = z.object({
  domain: maybe(filled(253)),
  name: maybe(text),
  industry: maybe(z.string().regex(/^\d{2,6}$/, 'write a NAICS code of 2 to 6 digits as text')),
  country: maybe(country),
  ai: maybe(z.enum(['pure', 'product', 'none'])),
  tags: maybe(list(text)),
  size: maybe(text),
  parent: maybe(text),
  work_mode: maybe(z.enum(['remote', 'hybrid', 'onsite'])),
})

const Claims = z.looseObject({
  country: maybe(country),
  timezone: maybe(text),
  city: maybe(text),
  birth_year: maybe(year),
  references: maybe(
    list(z.object({ name: maybe(text), email: maybe(text), phone: maybe(text) })),
  ),
})

const valued = <Name extends string>(name: Name, closed: readonly [string, ...string[]]) =>
  list(z.object({ [name]: z.enum(closed), value: filled(longestIdentifier) }))

const Subject = z.object({
  ref: filled(longestIdentifier),
  name: maybe(text),
  emails: maybe(list(filled(longestIdentifier))),
  phones: maybe(list(filled(longestIdentifier))),
  handles: maybe(list(z.object({ service: filled(128), value: filled(longestIdentifier) }))),
  ips: maybe(list(filled(longestIdentifier))),
  devices: maybe(valued('kind', ['fingerprint', 'serial', 'mfa', 'hardware'])),
  accounts: maybe(valued('kind', ['bank', 'paypal', 'payoneer', 'wise', 'wallet', 'other'])),
  addresses: maybe(
    list(
      z.object({
        kind: z.enum(['home', 'shipping', 'office']),
        text: filled(longestIdentifier),
        country: maybe(country),
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

const FactValue = z.union([words, z.number(), z.boolean(), list(text)])

const Facts = z.record(filled(200), maybe(FactValue)).superRefine((facts, context) => {
  for (const [name, value] of Object.entries(facts)) {
    const problem = value == null ? undefined : factProblem(name, value)
    if (problem) context.addIssue({ code: 'custom', path: [name], message: problem })
  }
})

const ObservationSchema = z
  .object({
    source: sourceId,
    id: filled(256),
    kind: z.enum(kinds),
    at: z.string().refine(isMoment, {
      error: `write an RFC 3339 date-time with an offset, from ${earliestYear} to ${latestYear}, such as 2024-03-18T09:41:07Z`,
    }),
    stage: maybe(text),
    organization: maybe(Organization),
    role: maybe(
      z.object({
        title: maybe(text),
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
      list(z.object({ indicator: filled(200), note: maybe(words), by: maybe(text) })),
    ),
  })
  .superRefine((observation, context) => {
    const allowed: readonly string[] | undefined =
      stages[observation.kind as keyof typeof stages]
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
    tlp: maybe(
      z.enum(['TLP:CLEAR', 'TLP:GREEN', 'TLP:AMBER', 'TLP:AMBER+STRICT', 'TLP:RED']),
    ),
    acquisition: maybe(z.object({ basis: filled(2000), by: filled(2000), at: filled(100) })),
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
  value: z.number().min(0),
  provenance: maybe(words),
})

const schemas = { observation: ObservationSchema, source: SourceSchema, exposure: ExposureSchema }

