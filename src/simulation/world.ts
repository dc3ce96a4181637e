import { Problem } from '../problem.ts'
import { type Biography, drawBiography, drawGenuineBiography } from './biography.ts'
import { halfOf } from './calendar.ts'
import { drawEmployer, type Employer } from './employers.ts'
import { drawExchanges, type Exchanges } from './exchanges.ts'
import { aiOf, cells } from './industries.ts'
import { type InterviewPlan, planInterviews } from './interview-plan.ts'
import { openPermutation } from './permutation.ts'
import { countries } from './places.ts'
import { aiBoom, expectedCells, halfYears, published } from './published.ts'
import {
  at,
  below,
  chance,
  fraction,
  openStream,
  pick,
  pickWeighted,
  type Stream,
} from './random.ts'
import { drawScheme, type Scheme } from './rings.ts'

export interface SimulationOptions {
  /** Equal seeds (and equal other options) give equal bytes. */
  readonly seed: number
  /** Workers and facilitators of the scheme. */
  readonly identities: number
  /** Genuine applicants. */
  readonly genuine: number
}

/** Everybody has a place: genuine people first, then other frauds, workers, facilitators. */
export interface World {
  readonly seed: number
  readonly genuine: number
  readonly otherFrauds: number
  readonly population: number
  /** The number somebody goes by: it says nothing about their place. */
  readonly numberOf: (place: number) => number
  readonly exchanges: Exchanges
  readonly scheme: Scheme
  readonly interviews: InterviewPlan['interviews']
  readonly employers: readonly Employer[]
  /** Where applications go, an employer as often as it appeals: everywhere, and in one country. */
  readonly market: Market
  /** Serial numbers of phones from here on belong to no single person. */
  readonly sharedPhones: SharedPhones
}

interface Market {
  readonly everywhere: readonly number[]
  readonly byCountry: ReadonlyMap<string, readonly number[]>
}

interface SharedPhones {
  readonly agencies: number
  readonly rings: number
  readonly households: number
}

/** One person in eighty deceives in a way that is not the scheme: our choice within the 1–1.5 % asked for. */
const otherFraudShare = 1 / 80
/** Employers that no worker was interviewed at, for each that one was. */
const spared = 0.22

/** Draws what must be known before the first line is written; its size follows `identities`, not `genuine`. */
export function drawWorld(options: SimulationOptions): World {
  checkOptions(options)
  const { seed, identities, genuine } = options
  const otherFrauds = Math.round(genuine * otherFraudShare)
  const population = genuine + otherFrauds + identities
  const numberOf = openPermutation(seed, 'number', population)
  const sharedPhones = {
    agencies: 2 * population,
    rings: 2 * population + 64,
    households: 2 * population + 64 + 5 * identities,
  }
  const exchanges = drawExchanges(seed)
  const scheme = drawScheme(seed, { identities, genuine, sharedPhones: sharedPhones.rings })
  const known = {
    seed,
    genuine,
    otherFrauds,
    population,
    numberOf,
    exchanges,
    scheme,
    sharedPhones,
  }
  const homes = scheme.workers.map((worker) => biographyOfWorker(known, worker.index).home.country)
  const plan = planInterviews(seed, {
    identities,
    workers: scheme.workers,
    countryOf: (worker) => at(homes, worker),
  })
  const employers = drawEmployers(seed, plan, exchanges)
  return { ...known, interviews: plan.interviews, employers, market: openMarket(employers) }
}

function checkOptions(options: SimulationOptions): void {
  for (const [name, value] of Object.entries(options))
    if (!Number.isSafeInteger(value) || value < 0 || value > 100_000_000)
      throw new Problem('invalid', `${name} ${value}: give a whole number from 0 to 100000000`)
}

/** Whose life a worker tells: that of the real holder where the identity was taken, else one made up. */
export function biographyOfWorker(
  world: Pick<World, 'seed' | 'genuine' | 'otherFrauds' | 'numberOf' | 'scheme'>,
  worker: number,
): Biography {
  const { holder } = at(world.scheme.workers, worker)
  if (holder >= 0) return drawGenuineBiography(world.seed, holder, world.numberOf(holder))
  return drawBiography(world.seed, world.numberOf(placeOfWorker(world, worker)))
}

export const placeOfWorker = (
  world: Pick<World, 'genuine' | 'otherFrauds'>,
  worker: number,
): number => world.genuine + world.otherFrauds + worker

export const placeOfFacilitator = (world: World, facilitator: number): number =>
  world.genuine + world.otherFrauds + world.scheme.workers.length + facilitator

/** The employers of the plan and, drawn from the same mixture, those the scheme never reached. */
function drawEmployers(
  seed: number,
  plan: InterviewPlan,
  exchanges: Exchanges,
): readonly Employer[] {
  const draw = openStream(seed, 'spared employers')
  const more = Math.max(150, Math.round(plan.employers.length * spared))
  const outlines = [...plan.employers, ...Array.from({ length: more }, () => drawOutline(draw))]
  const mark = openPermutation(seed, 'employer mark', outlines.length)
  return outlines.map((outline, index) =>
    drawEmployer(seed, { ...outline, index, mark: mark(index) }, exchanges),
  )
}

function drawOutline(draw: Stream) {
  const half = expectedCells(pick(draw, halfYears))
  const { cell } = pickWeighted(
    draw,
    cells.map((name) => ({ cell: name, weight: half.get(name) ?? 0 })),
  )
  const abroad = countries.map(({ code, employers }) => ({ code, weight: employers }))
  const country = chance(draw, published.shareOutsideUs) ? pickWeighted(draw, abroad).code : 'US'
  return { cell, country }
}

function openMarket(employers: readonly Employer[]): Market {
  const byCountry = new Map<string, number[]>()
  const everywhere = employers.flatMap(({ index, appeal }) => Array<number>(appeal).fill(index))
  for (const index of everywhere) {
    const { country } = at(employers, index)
    const there = byCountry.get(country)
    if (there) there.push(index)
    else byCountry.set(country, [index])
  }
  return { everywhere, byCountry }
}

/** Whom somebody applies to: mostly in their country; at AI employers as often as they advertise by then. */
export function drawApplicationTarget(
  draw: Stream,
  world: World,
  from: { readonly country: string; readonly instant: number },
): Employer {
  const near = chance(draw, 0.75) ? world.market.byCountry.get(from.country) : undefined
  const urn = near && near.length > 8 ? near : world.market.everywhere
  const boom = at(aiBoom, halfOf(from.instant)) / at(aiBoom, 8)
  for (let attempt = 0; attempt < 4; attempt++) {
    const employer = at(world.employers, at(urn, below(draw, urn.length)))
    if (aiOf(employer.cell) === 'none' || fraction(draw) < boom) return employer
  }
  return at(world.employers, at(urn, below(draw, urn.length)))
}
