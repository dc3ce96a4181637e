import type { SourceDeclaration } from '../evidence/index.ts'
import { chance, pick, pickWeighted, type Stream } from './random.ts'

/** Who observes. One without a declaration is heard all the same, at the lowest grade. */
export interface Source {
  readonly name: string
  readonly declaration?: SourceDeclaration
  /** Minutes from UTC in which it writes its times. */
  readonly offset: number
}

/** How often a recruiting system keeps each thing: chosen to be plausible, not measured. */
const keeping = {
  phones: 0.8,
  ips: 0.75,
  fingerprints: 0.5,
  handles: 0.55,
  cvs: 0.8,
  letters: 0.12,
  photos: 0.25,
  claims: 0.9,
  birthYears: 0.3,
  references: 0.2,
  addresses: 0.15,
  lineTypes: 0.65,
  networks: 0.9,
  browserZones: 0.4,
  pace: 0.25,
  mailAges: 0.2,
  codeAges: 0.12,
  cameras: 0.5,
  deepfakes: 0.15,
  voices: 0.15,
  faces: 0.15,
  screens: 0.25,
  joins: 0.35,
  notes: 0.75,
} as const

/**
 * What a recruiting system keeps of everybody who comes through it. That a field or a fact is there
 * follows from the system alone, never from who the person is: only its value may.
 */
export type Kept = Readonly<Record<keyof typeof keeping, boolean>>

/** A recruiting system, of one employer, or of a platform or agency that works for many. */
export interface Intake extends Source {
  readonly kept: Kept
  /** Writes its own numbers for people rather than texts. */
  readonly numericRefs: boolean
}

const drawKept = (draw: Stream): Kept =>
  Object.fromEntries(
    Object.entries(keeping).map(([thing, share]) => [thing, chance(draw, share)]),
  ) as Kept

const grades = [
  { grade: 'A', weight: 15 },
  { grade: 'B', weight: 45 },
  { grade: 'C', weight: 33 },
  { grade: 'D', weight: 7 },
]

interface Described {
  readonly name: string
  readonly title: string
  readonly type: string
  readonly organization: string
  readonly offset: number
  readonly tlp?: string
  readonly grade?: string
}

/** A source that declares itself. */
export function declareSource(draw: Stream, described: Described): Source {
  const { name, title, type, organization, tlp, grade } = described
  return {
    name,
    offset: chance(draw, 0.5) ? 0 : described.offset,
    declaration: {
      source: name,
      name: title,
      type,
      organization,
      reliability: grade ?? pickWeighted(draw, grades).grade,
      tlp: tlp ?? pick(draw, ['TLP:AMBER+STRICT', 'TLP:AMBER+STRICT', 'TLP:AMBER']),
    },
  }
}

/** A recruiting system. One in a hundred employers never declared it. */
export function declareIntake(draw: Stream, described: Described): Intake {
  const declared = declareSource(draw, described)
  const kept = drawKept(draw)
  const numericRefs = chance(draw, 0.3)
  const { name, offset } = declared
  return chance(draw, 0.01)
    ? { name, offset, kept, numericRefs }
    : { ...declared, kept, numericRefs }
}
