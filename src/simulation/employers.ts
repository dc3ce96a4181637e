import type { Organization } from '../evidence/index.ts'
import type { Exchanges } from './exchanges.ts'
import { aiOf, type Cell, industries } from './industries.ts'
import { countryOf } from './places.ts'
import { chance, openStream, pick, pickWeighted, type Stream } from './random.ts'
import { declareIntake, declareSource, type Intake, type Source } from './sources.ts'

/** What the plan decides of an employer; everything else follows from the seed and its number. */
export interface EmployerOutline {
  readonly cell: Cell
  readonly country: string
}

export interface Employer {
  readonly index: number
  readonly cell: Cell
  readonly domain: string
  readonly country: string
  /** As recruiting systems write it, with all that is known of it. */
  readonly card: Organization
  /** As systems write it that take the rest for granted. */
  readonly brief: Organization
  /** How many people apply there, against others. */
  readonly appeal: number
  readonly intake: Intake
  /** A platform that part of its applicants come through. */
  readonly platform?: Intake
  /** Systems behind the hiring; a third of employers have them joined to the evidence. */
  readonly stack?: Stack
  readonly reports?: Source
  readonly verifier: Source
  /** Checks identities before an offer, of everybody alike. */
  readonly checksEarly: boolean
}

export interface Stack {
  readonly directory: Source
  readonly personnel: Source
  readonly endpoints?: Source
}

const first =
  'North Blue Clear Bright Iron Silver Open Stone River Lake High Oak True Swift Quiet Grand Green Amber Polar Coastal'.split(
    ' ',
  )
const second =
  'field gate bridge works point ridge harbor loop signal grove crest forge path mill stack beacon vale port spring line'.split(
    ' ',
  )
const endings: Partial<Record<Cell, readonly string[]>> = {
  health: ['Health', 'Clinics', 'Medical', 'Care'],
  finance: ['Financial', 'Capital', 'Bank', 'Mutual'],
  public: ['Agency', 'Authority', 'County', 'Services'],
  professional: ['Partners', 'Advisers', 'Consulting', 'Studio'],
  other: ['Industries', 'Stores', 'Logistics', 'Group'],
}

const sizes = [
  { size: '1-9', appeal: 1, weight: 10 },
  { size: '10-49', appeal: 1, weight: 28 },
  { size: '50-249', appeal: 2, weight: 28 },
  { size: '250-999', appeal: 3, weight: 18 },
  { size: '1000-4999', appeal: 4, weight: 11 },
  { size: '5000+', appeal: 6, weight: 5 },
]

interface Numbered extends EmployerOutline {
  readonly index: number
  /** A number in its name that tells nothing of its place in the plan. */
  readonly mark: number
}

/** An employer, all of it drawn from the seed and its number. */
export function drawEmployer(seed: number, outline: Numbered, exchanges: Exchanges): Employer {
  const { index, mark, cell, country } = outline
  const draw = openStream(seed, 'employer', index)
  const word = `${pick(draw, first)}${pick(draw, second)}`
  const name = `${word} ${pick(draw, endings[cell] ?? ['Systems', 'Labs', 'Software', 'Cloud'])} ${mark}`
  const domain = `${word.toLowerCase()}${mark}.example`
  const { size, appeal } = pickWeighted(draw, sizes)
  const { naics, tags = [] } = pickWeighted(draw, industries[cell])
  const card: Organization = {
    domain,
    name,
    industry: naics,
    country,
    ai: aiOf(cell),
    ...(tags.length > 0 && { tags }),
    size,
    ...(chance(draw, 0.04) && { parent: `${word.toLowerCase()}-group.example` }),
    work_mode: pick(draw, ['remote', 'remote', 'hybrid', 'hybrid', 'onsite']),
  }
  return {
    index,
    cell,
    domain,
    country,
    card,
    brief: { domain, name },
    appeal,
    ...drawSources(draw, { domain, title: name, country, appeal }, exchanges),
  }
}

interface Sourced {
  readonly domain: string
  readonly title: string
  readonly country: string
  readonly appeal: number
}

function drawSources(draw: Stream, employer: Sourced, exchanges: Exchanges) {
  const label = employer.domain.split('.')[0] ?? ''
  const describe = (prefix: string, type: string, grade?: string) => ({
    name: `${prefix}-${label}`,
    title: `${employer.title} ${type}`,
    type,
    organization: employer.domain,
    offset: countryOf(employer.country).offset,
    ...(grade !== undefined && { grade }),
  })
  const intake = declareIntake(draw, describe('ats', 'ats'))
  const joined = chance(draw, 0.24 + 0.05 * employer.appeal)
  const stack: Stack = {
    directory: declareSource(draw, describe('idp', 'idp', pick(draw, ['A', 'B', 'B']))),
    personnel: declareSource(draw, describe('hris', 'hris')),
    ...(chance(draw, 0.8) && { endpoints: declareSource(draw, describe('edr', 'endpoint', 'A')) }),
  }
  const reports = declareSource(
    draw,
    describe('sec', 'employer_report', pick(draw, ['A', 'B', 'C'])),
  )
  return {
    intake,
    ...(chance(draw, 0.16) && { platform: pick(draw, exchanges.platforms) }),
    ...(joined && { stack }),
    ...(chance(draw, joined ? 0.8 : 0.2) && { reports }),
    verifier: pick(draw, exchanges.verifiers),
    checksEarly: chance(draw, 0.2),
  }
}
