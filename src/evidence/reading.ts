import { z } from 'zod'
import { type Exposure, kinds, type Observation, type SourceDeclaration, stages } from './observation.ts'

/**
 * The border: a value that somebody gave becomes an observation, a declaration of a source or an
 * exposure, or a list of problems that name their fields. Strict where the format is (types, needed
 * fields, closed lists), lenient where it says "kept": unknown facts, claims and flags stay, and
 * fields that the format does not have are left out and reported by name.
 */
export type Reading =
  | { readonly record: 'observation'; readonly value: Observation; readonly leftOut: readonly string[] }
  | { readonly record: 'source'; readonly value: SourceDeclaration; readonly leftOut: readonly string[] }
  | { readonly record: 'exposure'; readonly value: Exposure; readonly leftOut: readonly string[] }
  | { readonly record: 'problems'; readonly problems: readonly FieldProblem[] }

export interface FieldProblem {
  /** Dotted path as in the format, `subject.phones[0]`; empty for the line as a whole. */
  readonly field: string
  readonly reason: string
}

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

/** Type of each known fact; a fact of another name may hold any value. */
export const factTypes: Readonly<Record<string, 'text' | 'number' | 'boolean' | 'list' | 'share'>> = {
  'ip.country': 'text',
  'ip.asn': 'number',
  'ip.network': 'text',
  'phone.line_type': 'text',
  'phone.country': 'text',
  'email.disposable': 'boolean',
  'email.age_days': 'number',
  'timezone.browser': 'text',
  'hour.local': 'number',
  'camera.state': 'text',
  'video.deepfake_score': 'share',
  'face.match_score': 'share',
  'voice.same_as_previous': 'boolean',
  'screen.other_persona': 'boolean',
  'remote_admin.tools': 'list',
  'kvm.device': 'text',
  'input.simulated': 'boolean',
  'vpn.product': 'text',
  'document.tampered': 'boolean',
  'verification.result': 'text',
  'verification.provider': 'text',
  'verification.in_person': 'boolean',
  'employment.denied_by_employer': 'boolean',
  'identity.denied_by_holder': 'boolean',
  'shipment.redirected': 'boolean',
  'shipment.country': 'text',
  'outcome.type': 'text',
  'outcome.truth': 'text',
  'outcome.established_by': 'text',
  'loss.amount': 'number',
  'loss.currency': 'text',
  'access.scopes': 'list',
  'ended.reason': 'text',
  'interview.proof': 'text',
  'payment.holder_matches': 'boolean',
  'payment.third_party': 'boolean',
  'code.account_age_days': 'number',
  'code.commits_before_account': 'number',
  'applications.last_24h': 'number',
}

function factProblem(name: string, value: unknown): string | undefined {
  const type = factTypes[name]
  if (type === undefined) return undefined
  if (type === 'list') return Array.isArray(value) ? undefined : 'expected a list of text'
  if (type === 'share') {
    const inRange = typeof value === 'number' && value >= 0 && value <= 1
    return inRange ? undefined : 'expected a number from 0 to 1'
  }
  const expected = type === 'text' ? 'string' : type
  return typeof value === expected ? undefined : `expected ${type}`
}

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

/** Reads one parsed value. `source` fills in where a line does not name its own. */
export function readRecord(value: unknown, source?: string): Reading {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return problem('', 'expected a JSON object, one per line')
  }
  const given = value as Record<string, unknown>
  const record = recordOf(given)
  const named =
    source !== undefined && record !== 'exposure' && given['source'] === undefined
      ? { ...given, source }
      : given
  if (tooDeep(named)) return problem('', `nested deeper than ${deepestClaim} levels`)
  const parsed = schemas[record].safeParse(named)
  if (!parsed.success) return { record: 'problems', problems: parsed.error.issues.map(fieldProblem) }
  const leftOut = fieldsLeftOut(record, named)
  return { record, value: withoutAbsent(parsed.data), leftOut } as Reading
}

const problem = (field: string, reason: string): Reading => ({
  record: 'problems',
  problems: [{ field, reason }],
})

function recordOf(given: Record<string, unknown>): 'observation' | 'source' | 'exposure' {
  if ('id' in given || 'kind' in given || 'subject' in given || 'at' in given) return 'observation'
  if ('unit' in given || 'period' in given) return 'exposure'
  const declares = ['type', 'reliability', 'tlp', 'name', 'organization'].some((key) => key in given)
  return declares ? 'source' : 'observation'
}

function fieldProblem(issue: z.core.$ZodIssue): FieldProblem {
  const field = issue.path.reduce<string>(
    (path, part) =>
      typeof part === 'number' ? `${path}[${part}]` : path === '' ? String(part) : `${path}.${String(part)}`,
    '',
  )
  return { field, reason: reasonOf(issue) }
}

function reasonOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') {
    const absent = issue.message.endsWith('received undefined')
    return absent ? 'needed, but it is absent' : issue.message.replace('Invalid input: ', '')
  }
  if (issue.code === 'invalid_value') return `expected one of ${issue.values.join(', ')}`
  if (issue.code === 'invalid_union') return 'expected text, a number, true, false or a list of text'
  return issue.message.replace('Invalid input: ', '')
}

/** RFC 3339 section 5.6 with the days of each month; a leap second is a moment too. */
const moment =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(\.\d+)?([Zz]|[+-](\d{2}):(\d{2}))$/

function isMoment(at: string): boolean {
  const parts = moment.exec(at)
  if (!parts) return false
  const [y = 0, m = 0, d = 0, h = 0, min = 0, s = 0] = parts.slice(1, 7).map(Number)
  const inYears = y >= earliestYear && y <= latestYear
  const isDay = m >= 1 && m <= 12 && d >= 1 && d <= new Date(Date.UTC(y, m, 0)).getUTCDate()
  const isTime = h < 24 && min < 60 && s <= 60
  return inYears && isDay && isTime && Number(parts[9] ?? 0) < 24 && Number(parts[10] ?? 0) < 60
}

/** Milliseconds since 1970 of a moment that `isMoment` accepted. */
export function momentMs(at: string): number {
  // A leap second is counted as the second before it: DuckDB and JavaScript know no 60th second.
  return Date.parse(at.replace(' ', 'T').replace(/:60(?=[.Zz+-])/, ':59').toUpperCase())
}

/** Walks without recursion, so that a million brackets cannot overflow the stack. */
function tooDeep(value: object): boolean {
  let level: object[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepestClaim) return true
    const next: object[] = []
    for (const parent of level) {
      for (const child of Object.values(parent)) {
        if (child !== null && typeof child === 'object') next.push(child)
      }
    }
    level = next
  }
  return false
}

const fieldsOf = {
  observation: new Set(Object.keys(ObservationSchema.shape)),
  source: new Set(Object.keys(SourceSchema.shape)),
  exposure: new Set(Object.keys(ExposureSchema.shape)),
}
const nested: Readonly<Record<string, ReadonlySet<string>>> = {
  subject: new Set(Object.keys(Subject.shape)),
  organization: new Set(Object.keys(Organization.shape)),
  role: new Set(['title', 'soc', 'remote', 'country']),
  engagement: new Set(['type', 'via', 'client']),
  origin: new Set(['organization', 'id', 'first_hand']),
}

/** Names of fields that the format does not have, one and two levels deep. */
function fieldsLeftOut(record: keyof typeof fieldsOf, given: Record<string, unknown>): string[] {
  const strange = Object.keys(given).filter((key) => !fieldsOf[record].has(key))
  if (record !== 'observation') return strange
  for (const [parent, known] of Object.entries(nested)) {
    const child = given[parent]
    if (child === null || typeof child !== 'object') continue
    for (const key of Object.keys(child)) if (!known.has(key)) strange.push(`${parent}.${key}`)
  }
  return strange
}

/** Drops keys without a value (absent or null) and sorts the rest: equal content has equal text. */
function withoutAbsent(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutAbsent)
  if (value === null || typeof value !== 'object') return value
  const kept: Record<string, unknown> = {}
  for (const key of Object.keys(value).sort()) {
    const child = (value as Record<string, unknown>)[key]
    if (child != null) kept[key] = withoutAbsent(child)
  }
  return kept
}

// Control characters other than tab, line feed, form feed and carriage return, lone surrogates. DEL and
// C1 (what Windows-1252 becomes when it is read as UTF-8) are refused in identifiers by their fields.
const suspicious = /\\u(?:00[01]|[dD][89a-fA-F])|\\b/
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\u0000-\u0008\u000b\u000e-\u001f]/

/**
 * Finds text with control characters or broken Unicode. Raw ones never pass the JSON parser, so a
 * line without such escapes needs no walk.
 */
export function findControlCharacter(line: string, value: unknown): FieldProblem | undefined {
  return suspicious.test(line) ? walkForControl(value, '') : undefined
}

function walkForControl(value: unknown, path: string): FieldProblem | undefined {
  if (typeof value === 'string') {
    if (control.test(value)) return { field: path, reason: 'holds a control character' }
    return value.isWellFormed() ? undefined : { field: path, reason: 'holds broken Unicode' }
  }
  if (value === null || typeof value !== 'object') return undefined
  for (const [key, child] of Object.entries(value)) {
    const at = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`
    const found = control.test(key)
      ? { field: at.replace(/\p{Cc}/gu, '?'), reason: 'its name holds a control character' }
      : walkForControl(child, at)
    if (found) return found
  }
  return undefined
}
