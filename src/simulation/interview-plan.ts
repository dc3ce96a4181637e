import { beginning, day, end, halves, hour, officeHour } from './calendar.ts'
import type { EmployerOutline } from './employers.ts'
import { type Cell, cells } from './industries.ts'
import { countries } from './places.ts'
import {
  expectedCells,
  halfYears,
  interviewsPerIdentity,
  organizationsPerInterview,
  published,
} from './published.ts'
import { apportion, openQuota } from './quotas.ts'
import { at, below, between, chance, fraction, openStream, type Stream, shuffle } from './random.ts'
import type { Worker } from './rings.ts'
import { drawTitle } from './roles.ts'

/** One application of a worker that the plan wants, with or without the interview it led to. */
export interface PlannedApplication {
  readonly employer: number
  readonly title: string
  readonly appliedAt: number
  readonly interviewedAt?: number
}

/** Which employers the scheme's interviews were at, and whose interviews they were. */
export interface InterviewPlan {
  readonly employers: readonly EmployerOutline[]
  /** Per worker, in order of interview. */
  readonly interviews: readonly (readonly PlannedApplication[])[]
}

interface Slot {
  readonly half: number
  readonly cell: Cell
}

interface PlanSize {
  readonly identities: number
  readonly workers: readonly Worker[]
  /** Country each worker claims to live in. */
  readonly countryOf: (worker: number) => string
}

/**
 * Spreads the published totals over workers, employers and half-years. Sums are met by apportioning,
 * who and when by drawing: every seed has the published marginals and its own world.
 */
export function planInterviews(seed: number, size: PlanSize): InterviewPlan {
  const draw = openStream(seed, 'interview plan')
  const visit = openVisits(draw)
  const choose = openChoice(draw, size)
  const interviews = size.workers.map((): PlannedApplication[] => [])
  for (const slot of size.workers.length === 0 ? [] : drawSlots(draw, size.identities)) {
    const employer = visit.next(slot)
    const { worker, title } = choose(slot, { employer, country: visit.countryOf(employer) })
    interviews[worker]?.push(datePlanned(draw, slot.half, { employer, title }))
  }
  return { employers: visit.outlines, interviews }
}

/** The interviews of each half-year by cell, in a shuffled order inside it. */
function drawSlots(draw: Stream, identities: number): readonly Slot[] {
  const total = Math.round(identities * interviewsPerIdentity)
  const scale = identities / published.identities
  const totals = apportion(
    total,
    halfYears.map((half) => half.share),
  )
  let carried = new Map<Cell, number>()
  return halfYears.flatMap((halfYear, half) => {
    const wanted = expectedCells(halfYear)
    const owed = cells.map((cell) => (wanted.get(cell) ?? 0) * scale + (carried.get(cell) ?? 0))
    const counts = apportion(
      at(totals, half),
      owed.map((count) => Math.max(0, count)),
    )
    carried = new Map(cells.map((cell, place) => [cell, at(owed, place) - at(counts, place)]))
    const slots = cells.flatMap((cell, place) =>
      Array.from({ length: at(counts, place) }, () => ({ half, cell })),
    )
    return shuffle(draw, slots)
  })
}

/** Employers as they are reached: a new one while the cell is behind its share, else one reached before. */
function openVisits(draw: Stream) {
  const outlines: EmployerOutline[] = []
  const ofCell = new Map<Cell, { visits: number; readonly employers: number[] }>()
  const nextCountry = openQuota(countries)
  const shares = halfYears.map(({ outsideUs }) => countryShares(outsideUs))
  const reachNew = ({ half, cell }: Slot): number => {
    outlines.push({ cell, country: nextCountry(at(shares, half)).code })
    return outlines.length - 1
  }
  return {
    outlines,
    countryOf: (employer: number) => at(outlines, employer).country,
    next: (slot: Slot): number => {
      const known = ofCell.get(slot.cell) ?? { visits: 0, employers: [] }
      ofCell.set(slot.cell, known)
      known.visits += 1
      const behind = known.employers.length < known.visits * organizationsPerInterview
      if (!behind) return at(known.employers, below(draw, known.employers.length))
      const employer = reachNew(slot)
      known.employers.push(employer)
      return employer
    },
  }
}

function countryShares(outsideUs: number): readonly number[] {
  const sum = countries.reduce((total, country) => total + country.employers, 0)
  return countries.map(({ code, employers }) =>
    code === 'US' ? 1 - outsideUs : (outsideUs * employers) / sum,
  )
}

/** Who is interviewed, for what: never one worker twice for one title at one employer, so each counts once. */
function openChoice(draw: Stream, { workers, countryOf }: PlanSize) {
  const active = halves.map((_, half) => activeIn(workers, half))
  const taken = new Set<string>()
  const guests = new Map<number, number[]>()
  const candidate = (slot: Slot, employer: number): number => {
    const before = guests.get(employer)
    const mates = before && chance(draw, 0.6) ? matesOf(workers, at(before, 0)) : []
    const present = mates.filter((mate) => isActive(at(workers, mate), slot.half))
    if (before && chance(draw, 0.15)) return at(before, below(draw, before.length))
    return present.length > 0
      ? at(present, below(draw, present.length))
      : drawActive(draw, at(active, slot.half))
  }
  return (slot: Slot, wanted: { readonly employer: number; readonly country: string }) => {
    for (let attempt = 0; ; attempt++) {
      const worker = candidate(slot, wanted.employer)
      const fits = countryOf(worker) === wanted.country || attempt > 5
      const title = drawTitle(draw, slot.cell)
      const key = `${worker}/${wanted.employer}/${title}`
      if (!fits || taken.has(key)) continue
      taken.add(key)
      guests.set(wanted.employer, [...(guests.get(wanted.employer) ?? []), worker])
      return { worker, title }
    }
  }
}

const isActive = (worker: Worker, half: number): boolean => worker.from <= half && half <= worker.to

function activeIn(workers: readonly Worker[], half: number): readonly Worker[] {
  const present = workers.filter((worker) => isActive(worker, half))
  return present.length > 0 ? present : workers
}

function matesOf(workers: readonly Worker[], one: number): readonly number[] {
  const { ring } = at(workers, one)
  return ring < 0 ? [] : workers.filter((worker) => worker.ring === ring).map(({ index }) => index)
}

function drawActive(draw: Stream, workers: readonly Worker[]): number {
  let rest = fraction(draw) * workers.reduce((sum, worker) => sum + worker.activity, 0)
  for (const worker of workers) {
    rest -= worker.activity
    if (rest < 0) return worker.index
  }
  return at(workers, workers.length - 1).index
}

/** The interview in office hours of its half-year, the application two to twenty-four days before. */
function datePlanned(
  draw: Stream,
  half: number,
  what: Pick<PlannedApplication, 'employer' | 'title'>,
): PlannedApplication {
  const { from, to } = at(halves, half)
  const interviewedAt = Math.min(officeHour(draw, { from: from + 3 * day, to }), end - hour)
  const waited = Math.floor(between(draw, 2 * day, 24 * day))
  return { ...what, interviewedAt, appliedAt: Math.max(beginning + hour, interviewedAt - waited) }
}
