import type { Observation } from '../evidence/index.ts'
import { day, hour } from './calendar.ts'
import { networkFacts, presentAddress, presentDevice, presentMailboxes } from './contacts.ts'
import { between, chance, fraction, type Stream } from './random.ts'
import { roleOf } from './roles.ts'
import { observeApplicant, presentName, type Scene } from './scenes.ts'
import { noteSigns } from './signs.ts'

type Stage = 'initial' | 'follow_up' | 'technical' | 'final'

/**
 * How often an initial interview leads to each further one. The report says that the same persona was
 * interviewed several times for one role and gives no share: these are ours, alike for everybody but
 * lower for workers, who are dropped more often.
 */
const furtherShares = { follow_up: 0.42, technical: 0.3, final: 0.2 } as const
const workersGoFurther = 0.72

export interface Interviewed {
  readonly observations: readonly Observation[]
  /** When the last interview was. */
  readonly last: number
}

/** The interviews of one application. Who gets an offer has been through all of them. */
export function observeInterviews(scene: Scene): Interviewed {
  const { application, applicant, draw } = scene
  let last = application.interviewedAt
  if (last === undefined) return { observations: [], last: application.appliedAt }
  const observations = [...observeInterview(scene, 'initial', last)]
  // Put off and held again: two observations of one initial interview, counted once.
  if (chance(draw, 0.03)) observations.push(...observeInterview(scene, 'initial', last + 2 * day))
  const share = applicant.manner === 'worker' ? workersGoFurther : 1
  for (const stage of ['follow_up', 'technical', 'final'] as const) {
    if (!application.offered && !chance(draw, furtherShares[stage] * share)) continue
    last += Math.floor(between(draw, 2, 9)) * day + Math.floor(between(draw, -2, 2)) * hour
    observations.push(...observeInterview(scene, stage, last))
  }
  return { observations, last }
}

function observeInterview(scene: Scene, stage: Stage, instant: number): readonly Observation[] {
  const { applicant, employer, intake, application, draw } = scene
  const { kept } = intake
  const join = kept.joins ? presentAddress(draw, applicant.connections) : undefined
  const facts = {
    ...(chance(draw, 0.5) && { 'interview.proof': 'held' }),
    ...(join && kept.networks && networkFacts(draw, join.connection)),
    ...pictureFacts(scene),
    ...personFacts(scene, stage),
  }
  const flags = kept.notes
    ? [
        ...noteSigns(draw, 'interviewing', applicant),
        ...(stage === 'initial' ? [] : noteSigns(draw, 'returning', applicant)),
      ]
    : []
  return observeApplicant(scene, intake, {
    kind: 'interview',
    stage,
    instant,
    subject: {
      name: presentName(draw, applicant, instant),
      ...((!scene.applied || chance(draw, 0.35)) && { emails: presentMailboxes(scene) }),
      ...(join && { ips: [join.ip] }),
      ...(join && kept.fingerprints && { devices: joinDevice(scene) }),
    },
    organization: employer.card,
    role: roleOf(draw, application.title, employer.country),
    ...(Object.keys(facts).length > 0 && { facts }),
    ...(flags.length > 0 && { flags }),
  })
}

/** The machine that joined the call: that of whoever sits in, where somebody does. */
const joinDevice = ({ applicant, draw }: Scene) =>
  applicant.coach !== undefined && chance(draw, 0.7)
    ? [{ kind: 'fingerprint', value: applicant.coach }]
    : presentDevice(draw, applicant)

function pictureFacts({ applicant, intake, draw }: Scene): NonNullable<Observation['facts']> {
  const { cameras, deepfakes } = intake.kept
  const { off, refused } = applicant.camera
  const state = chance(draw, refused) ? 'refused' : chance(draw, off) ? 'off' : 'on'
  return {
    ...(cameras && { 'camera.state': state }),
    ...(deepfakes &&
      state === 'on' && { 'video.deepfake_score': deepfakeScore(draw, applicant.deepfakes) }),
  }
}

/** Detectors err: one honest face in a hundred scores high, and one swapped in four low. */
function deepfakeScore(draw: Stream, share: number): number {
  const swapped = chance(draw, share) && chance(draw, 0.75)
  const high = swapped || chance(draw, 0.01)
  return round(high ? between(draw, 0.55, 0.97) : 0.45 * fraction(draw) ** 2)
}

/** What is compared with earlier interviews and documents, or seen on a shared screen. */
function personFacts(scene: Scene, stage: Stage): NonNullable<Observation['facts']> {
  const { applicant, intake, draw } = scene
  const { voices, faces, screens } = intake.kept
  const stoodIn = applicant.coach !== undefined && chance(draw, 0.6)
  const swapped = applicant.deepfakes > 0 && chance(draw, applicant.deepfakes)
  const worker = applicant.manner === 'worker'
  const otherVoice = stoodIn || chance(draw, worker ? 0.04 * applicant.openness : 0.01)
  return {
    ...(faces && { 'face.match_score': faceScore(draw, stoodIn, swapped) }),
    ...(voices && stage !== 'initial' && { 'voice.same_as_previous': !otherVoice }),
    ...(screens &&
      stage === 'technical' && {
        'screen.other_persona': chance(draw, worker ? 0.06 * applicant.openness : 0.0015),
      }),
  }
}

function faceScore(draw: Stream, stoodIn: boolean, swapped: boolean): number {
  if (stoodIn) return round(between(draw, 0.08, 0.55))
  if (swapped) return round(between(draw, 0.3, 0.85))
  return round(chance(draw, 0.02) ? between(draw, 0.35, 0.7) : between(draw, 0.74, 0.99))
}

export const round = (score: number): number => Math.round(score * 1000) / 1000
