import type { Observation } from '../evidence/index.ts'
import type { Applicant, Truth } from './applicant.ts'
import { beginning } from './calendar.ts'
import { drawCampaign, drawSearch } from './campaigns.ts'
import { drawFacilitator } from './facilitators.ts'
import { followApplication } from './journeys.ts'
import { observeFacilitator } from './lending.ts'
import { drawOtherFraud } from './other-frauds.ts'
import { drawPerson } from './people.ts'
import { openPermutation } from './permutation.ts'
import { drawPersona } from './personas.ts'
import { observePublications } from './publications.ts'
import type { Application } from './scenes.ts'
import type { World } from './world.ts'

/** All that is seen of one person, or of one part of a persona's long campaign. */
export interface Unit {
  readonly observations: readonly Observation[]
  readonly truth: Truth
  /** Subjects met here for the first time. */
  readonly subjects: readonly Subject[]
}

interface Subject {
  readonly source: string
  readonly ref: string
}

/** A persona's campaign is dealt out over so many units, so that workers do not stand in blocks. */
const partsOfCampaign = 8

export const countUnits = ({ genuine, otherFrauds, scheme }: World): number =>
  genuine + otherFrauds + scheme.workers.length * partsOfCampaign + scheme.facilitators

/**
 * Everybody in a shuffled order. Only personas are remembered between units, with their campaigns and for the subjects
 * that were named already; their number follows the scheme, not the genuine people.
 */
export function* drawUnits(world: World): Generator<Unit> {
  const count = countUnits(world)
  const order = openPermutation(world.seed, 'order', count)
  const known = new Map<string, Set<string>>()
  const campaignOf = openCampaigns(world)
  for (let turn = 0; turn < count; turn++) {
    const { truth, observations } = drawUnit(world, order(turn), campaignOf)
    const memory =
      truth.label === 'worker' ? (known.get(truth.identity) ?? new Set()) : new Set<string>()
    if (truth.label === 'worker') known.set(truth.identity, memory)
    yield { truth, observations, subjects: meet(observations, memory) }
  }
}

function meet(observations: readonly Observation[], known: Set<string>): readonly Subject[] {
  const met: Subject[] = []
  for (const { source, subject } of observations) {
    const key = `${source}/${subject.ref}`
    if (known.has(key)) continue
    known.add(key)
    met.push({ source, ref: subject.ref })
  }
  return met
}

function drawUnit(
  world: World,
  place: number,
  campaignOf: (worker: number) => Campaign,
): Omit<Unit, 'subjects'> {
  const { genuine, otherFrauds, scheme } = world
  if (place < genuine) return followSearch(world, drawPerson(world, place))
  const fraud = place - genuine
  if (fraud < otherFrauds) return followSearch(world, drawOtherFraud(world, fraud))
  const part = fraud - otherFrauds
  const worker = Math.floor(part / partsOfCampaign)
  if (worker < scheme.workers.length)
    return followCampaign(world, campaignOf(worker), part % partsOfCampaign)
  const facilitator = part - scheme.workers.length * partsOfCampaign
  const { number, ring } = drawFacilitator(world, facilitator)
  return {
    truth: { identity: `p-${number.toString(36)}`, ring, label: 'facilitator' },
    observations: observeFacilitator(world, facilitator),
  }
}

function followSearch(world: World, applicant: Applicant): Omit<Unit, 'subjects'> {
  const applications = drawSearch(world, applicant)
  const since = applications[0]?.appliedAt ?? beginning
  return {
    truth: applicant.truth,
    observations: [
      ...applications.flatMap((application) => followApplication(world, applicant, application)),
      ...observePublications(world, applicant, since),
    ],
  }
}

interface Campaign {
  readonly persona: Applicant
  readonly applications: readonly Application[]
}

/** The campaign of each worker, drawn once for all of its parts: to draw it costs as much as to follow a part. */
function openCampaigns(world: World): (worker: number) => Campaign {
  const drawn = new Map<number, Campaign>()
  return (worker) => {
    const known = drawn.get(worker)
    if (known !== undefined) return known
    const persona = drawPersona(world, worker)
    const { country } = persona.biography.home
    const campaign = { persona, applications: drawCampaign(world, worker, country) }
    drawn.set(worker, campaign)
    return campaign
  }
}

function followCampaign(
  world: World,
  { persona, applications }: Campaign,
  part: number,
): Omit<Unit, 'subjects'> {
  const first = applications[0]?.appliedAt ?? beginning
  return {
    truth: persona.truth,
    observations: [
      ...applications
        .filter((_, place) => place % partsOfCampaign === part)
        .flatMap((application) => followApplication(world, persona, application)),
      ...(part === 0 ? observePublications(world, persona, first) : []),
    ],
  }
}
