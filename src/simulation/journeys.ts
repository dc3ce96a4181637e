import type { Observation } from '../evidence/index.ts'
import type { Applicant } from './applicant.ts'
import { observeApplication } from './applying.ts'
import { day } from './calendar.ts'
import { observeChecks } from './checking.ts'
import type { Employer } from './employers.ts'
import { observeHiring, startAfter } from './hiring.ts'
import { observeInterviews } from './interviewing.ts'
import { at, between, chance, openStream, type Stream } from './random.ts'
import { observeEnding, reportAfterInterview } from './reports.ts'
import type { Application, Scene } from './scenes.ts'
import type { Intake } from './sources.ts'
import type { World } from './world.ts'

/** One application from the form to the end of the job, as all who saw any of it observed it. */
export function followApplication(
  world: World,
  applicant: Applicant,
  application: Application,
): readonly Observation[] {
  const scene = openScene(world, applicant, application)
  const { draw, employer } = scene
  const interviewed = application.interviewedAt !== undefined
  const { observations, last } = observeInterviews(scene)
  const early = interviewed && employer.checksEarly && chance(draw, 0.35)
  return [
    ...(scene.applied ? observeApplication(scene) : []),
    ...observations,
    ...(early ? observeChecks(scene, last + day) : []),
    ...(interviewed ? reportAfterInterview(scene, last) : []),
    ...(application.offered
      ? followOffer(scene, last + Math.floor(between(draw, 3, 12)) * day)
      : []),
  ]
}

function followOffer(scene: Scene, offeredAt: number): readonly Observation[] {
  const checks = observeChecks(scene, offeredAt + 2 * day)
  const hired = observeHiring(scene, offeredAt)
  const ending = scene.application.started ? observeEnding(scene, startAfter(offeredAt)) : []
  return [...checks, ...hired, ...ending]
}

function openScene(world: World, applicant: Applicant, application: Application): Scene {
  const { employer: index, appliedAt, title, interviewedAt } = application
  const draw = openStream(world.seed, 'journey', applicant.number, index, appliedAt, title)
  const employer = at(world.employers, index)
  const intake = chooseIntake(draw, world, { applicant, employer })
  const applied = interviewedAt === undefined || !chance(draw, 0.06)
  return { world, applicant, application, employer, intake, applied, draw }
}

/** The employer's own system, or that of the platform or the agency it came through. */
function chooseIntake(
  draw: Stream,
  world: World,
  { applicant, employer }: { readonly applicant: Applicant; readonly employer: Employer },
): Intake {
  const { agency } = applicant
  if (agency !== undefined && chance(draw, 0.6)) return at(world.exchanges.agencies, agency)
  return employer.platform && chance(draw, 0.45) ? employer.platform : employer.intake
}
