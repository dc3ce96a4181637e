import type { Observation } from '../evidence/index.ts'
import type { Applicant } from './applicant.ts'
import { day } from './calendar.ts'
import { networkFacts, presentAddress, presentMailboxes } from './contacts.ts'
import { round } from './interviewing.ts'
import { between, chance, opaque, type Stream } from './random.ts'
import { observeApplicant, presentName, type Scene } from './scenes.ts'

/** An identity check, and another try where it was not passed: the same rule for everybody. */
export function observeChecks(scene: Scene, from: number): readonly Observation[] {
  const { applicant, draw } = scene
  const { passes, abandons } = applicant.work
  const observations: Observation[] = []
  for (let attempt = 0; attempt < 3; attempt++) {
    const instant = from + Math.floor(between(draw, attempt, attempt + 1) * day)
    const result = chance(draw, passes)
      ? 'passed'
      : chance(draw, abandons / (1 - passes))
        ? 'abandoned'
        : 'failed'
    observations.push(...observeCheck(scene, instant, result))
    if (result === 'passed' || chance(draw, 0.4)) break
  }
  return observations
}

/** How often a past employer denies the history given, where somebody asked: chosen, not measured. */
const denials: Readonly<Record<Applicant['manner'], number>> = {
  worker: 0.25,
  proxy: 0.08,
  padded: 0.55,
  two_jobs: 0.04,
  genuine: 0.015,
}

function observeCheck(scene: Scene, instant: number, result: string): readonly Observation[] {
  const { world, applicant, employer, draw } = scene
  const { biography, work, manner, number } = applicant
  const { verifier } = employer
  const { ip, connection } = presentAddress(draw, applicant.connections)
  const denied = chance(draw, denials[manner] * Math.min(1.2, applicant.openness))
  return observeApplicant(scene, verifier, {
    kind: 'verification',
    instant,
    subject: {
      name: presentName(draw, applicant, instant),
      emails: presentMailboxes(scene),
      ips: [ip],
      documents: [{ kind: 'id', sha256: opaque(world.seed, 'id', number).repeat(6).slice(0, 64) }],
      claims: {
        country: biography.home.country,
        city: biography.home.city,
        birth_year: biography.birthYear,
      },
    },
    organization: employer.brief,
    facts: {
      'verification.result': result,
      'verification.provider': verifier.name,
      'verification.in_person': chance(draw, 0.04),
      ...networkFacts(draw, connection),
      ...(chance(draw, 0.5) && { 'face.match_score': matchScore(draw, result) }),
      ...(chance(draw, 0.6) && {
        'document.tampered': result === 'failed' && chance(draw, work.tampers * 1.5),
      }),
      ...(chance(draw, 0.35) && { 'employment.denied_by_employer': denied }),
    },
  })
}

const matchScore = (draw: Stream, result: string): number =>
  round(
    result === 'passed' || chance(draw, 0.4) ? between(draw, 0.72, 0.99) : between(draw, 0.2, 0.75),
  )
