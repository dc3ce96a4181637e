import type { Applicant } from './applicant.ts'
import { anyHour, beginning, day, end, halves, hour } from './calendar.ts'
import { halfYears } from './published.ts'
import {
  at,
  below,
  between,
  chance,
  fraction,
  openStream,
  pickWeighted,
  type Stream,
} from './random.ts'
import { drawTitle } from './roles.ts'
import type { Application } from './scenes.ts'
import { drawApplicationTarget, type World } from './world.ts'

/** Share of interviews that end in an offer. Not in the report; ours. */
const offers = { worker: 0.035, two_jobs: 0.5, others: 0.13 } as const
const accepted = 0.85

/**
 * A worker's applications: those that the plan wants interviews from, and about as many that led to
 * nothing, most of them sent within hours of the others. They repeat nothing the plan counts.
 */
export function drawCampaign(
  world: World,
  worker: number,
  country: string,
): readonly Application[] {
  const draw = openStream(world.seed, 'campaign', worker)
  const planned = at(world.interviews, worker).map((wanted): Application => {
    const offered = chance(
      draw,
      offers.worker * (at(world.employers, wanted.employer).stack ? 1.5 : 0.7),
    )
    return { ...wanted, offered, started: offered && chance(draw, accepted) }
  })
  const more = Math.round(planned.length * between(draw, 0.7, 1.3))
  const rest = Array.from({ length: more }, () => {
    const near = at(planned, below(draw, planned.length)).appliedAt
    const spread = chance(draw, 0.65) ? between(draw, -5, 5) * hour : between(draw, -40, 40) * day
    return applyAt(draw, world, { country, instant: Math.max(beginning, near + spread) })
  })
  return [...planned, ...rest]
}

function applyAt(
  draw: Stream,
  world: World,
  from: { readonly country: string; readonly instant: number },
): Application {
  const employer = drawApplicationTarget(draw, world, from)
  return {
    employer: employer.index,
    title: drawTitle(draw, employer.cell),
    appliedAt: Math.floor(Math.min(from.instant, end - hour)),
    offered: false,
    started: false,
  }
}

const countOfApplications = [34, 21, 14, 9, 6, 5, 3, 2.5, 2, 1.5, 1, 1].map((weight, place) => ({
  count: place + 1,
  weight,
}))
const interviewShare = 0.32
const weightedHalves = halfYears.map(({ share }, half) => ({ half, weight: share }))

/** Somebody's own search for work: one, or two some years apart; it stops when they take a job. */
export function drawSearch(world: World, applicant: Applicant): readonly Application[] {
  const draw = openStream(world.seed, 'search', applicant.number)
  const { count } = pickWeighted(draw, countOfApplications)
  const wanted = applicant.manner === 'two_jobs' ? Math.max(3, count) : count
  const first = drawSeason(draw)
  const second = wanted > 3 && chance(draw, 0.3) ? drawSeason(draw) : first
  const applications: Application[] = []
  let settled = false
  for (let place = 0; place < wanted; place++) {
    const season = place % 2 === 0 ? first : second
    const application = seekWork(draw, world, { applicant, season, settled })
    applications.push(application)
    settled = applicant.manner !== 'two_jobs' && (settled || application.started)
  }
  return applications
}

function drawSeason(draw: Stream): number {
  const { from, to } = at(halves, pickWeighted(draw, weightedHalves).half)
  return from + fraction(draw) * (to - from - 30 * day)
}

interface Seeking {
  readonly applicant: Applicant
  readonly season: number
  readonly settled: boolean
}

function seekWork(
  draw: Stream,
  world: World,
  { applicant, season, settled }: Seeking,
): Application {
  const days = applicant.pace > 10 ? 4 : 60
  const { country } = applicant.biography.home
  const applied = applyAt(draw, world, { country, instant: anyHour(draw, season, days) })
  const interviewedAt = applied.appliedAt + Math.floor(between(draw, 2, 24) * day)
  if (!chance(draw, interviewShare) || interviewedAt > end) return applied
  const offered =
    !settled && chance(draw, applicant.manner === 'two_jobs' ? offers.two_jobs : offers.others)
  return { ...applied, interviewedAt, offered, started: offered && chance(draw, accepted) }
}
