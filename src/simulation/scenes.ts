import type { Observation, PresentedPerson } from '../evidence/index.ts'
import type { Applicant } from './applicant.ts'
import { end, writeInstant } from './calendar.ts'
import type { Employer } from './employers.ts'
import { mistype, type Name, writeName } from './names.ts'
import { chance, opaque, type Stream } from './random.ts'
import type { Intake, Source } from './sources.ts'
import type { World } from './world.ts'

/** Somebody's application to somewhere, decided before any of its events is written. */
export interface Application {
  readonly employer: number
  readonly title: string
  readonly appliedAt: number
  readonly interviewedAt?: number
  readonly offered: boolean
  readonly started: boolean
}

/** What every event of one application has at hand. */
export interface Scene {
  readonly world: World
  readonly applicant: Applicant
  readonly employer: Employer
  readonly intake: Intake
  readonly application: Application
  /** False where a recruiter approached them: the interview is then the first that is seen. */
  readonly applied: boolean
  readonly draw: Stream
}

/** An event as its source tells it; who and when are put into the source's own words here. */
export type Event = Omit<Observation, 'source' | 'id' | 'at' | 'subject'> & {
  readonly instant: number
  readonly subject: Omit<PresentedPerson, 'ref'>
}

const idPrefixes = {
  application: 'app',
  interview: 'int',
  employment: 'emp',
  sign_in: 'sig',
  device: 'dev',
  shipment: 'shp',
  payment: 'pay',
  verification: 'ver',
  report: 'rep',
  publication: 'pub',
  outcome: 'out',
} as const

/** The observation, or none where it lies after the end of the period: what comes later is not yet seen. */
export function observe(
  who: { readonly seed: number; readonly number: number; readonly draw: Stream },
  source: Source | Intake,
  event: Event,
): readonly Observation[] {
  const { instant, subject, ...rest } = event
  if (instant > end) return []
  const id = `${idPrefixes[rest.kind]}-${who.draw().toString(16)}${who.draw().toString(16).padStart(8, '0')}`
  return [
    {
      source: source.name,
      id,
      ...rest,
      at: writeInstant(instant, source.offset),
      subject: { ref: refAt(who.seed, source, who.number), ...subject },
    },
  ]
}

/** As above, of the applicant of the scene. */
export function observeApplicant(
  scene: Scene,
  source: Source | Intake,
  event: Event,
): readonly Observation[] {
  const { world, applicant, draw } = scene
  return observe({ seed: world.seed, number: applicant.number, draw }, source, event)
}

/** A source's own id of a person: the same in all of its events, and like nothing elsewhere. */
function refAt(seed: number, source: Source | Intake, number: number): string {
  const id = opaque(seed, source.name, number)
  const numeric = 'numericRefs' in source && source.numericRefs
  return numeric ? String(Number.parseInt(id, 16)) : `${refPrefix(source.name)}-${id}`
}

const refPrefix = (source: string): string =>
  source.startsWith('ats') ? 'cand' : /^(idp|hris|edr)-/.test(source) ? 'emp' : 'case'

/** The name as given that day: in full, with an initial, or with a slip of the keyboard. */
export function presentName(draw: Stream, applicant: Applicant, instant: number): string {
  const { biography, renamed } = applicant
  const name: Name = renamed && instant >= renamed.from ? renamed.name : biography.name
  const written = chance(draw, 0.04)
    ? `${name.given} ${String.fromCharCode(65 + (applicant.number % 26))}. ${name.family}`
    : writeName(name)
  return chance(draw, 0.02) ? mistype(draw, written) : written
}
