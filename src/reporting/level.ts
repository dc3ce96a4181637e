import { type LevelBreak, levelBreak } from './breaks.ts'
import type { QuarterCounts } from './exhibits/series.ts'
import type { ExposureSeries } from './exposure.ts'
import { listed } from './wording.ts'

/** What can be said of the level of a series, and what else explains it. */
export interface LevelFinding {
  /** The quarters of the break and its interval, where there is a break. */
  readonly at?: string
  readonly interval: readonly string[]
  /** One or two sentences for the note under the exhibit. */
  readonly says: string
}

export interface LevelQuestion {
  readonly quarters: readonly QuarterCounts[]
  /** The part that is asked about, of the counts of each quarter. */
  readonly part: string
  /** The whole that the part is of; absent where the part is all there is. */
  readonly whole?: string
  readonly exposure: ExposureSeries | undefined
}

/**
 * Whether the level of a part broke, and whether something else broke with it: the number of
 * reporting sources (visibility), all other interviews (the whole), or what the counts are held
 * against (exposure). Only complete quarters are tested.
 */
export function levelOf(question: LevelQuestion): LevelFinding {
  const quarters = question.quarters.filter(({ complete }) => complete)
  const own = quarters.map(({ counts }) => counts[question.part] ?? 0)
  const found = levelBreak(own)
  if (found === 'cannot tell') {
    return {
      interval: [],
      says: 'Too few complete quarters or interviews to tell whether the level changed.',
    }
  }
  if (found === undefined) {
    return { interval: [], says: 'No break in level is found over the complete quarters.' }
  }
  const names = quarters.map(({ quarter }) => quarter)
  return {
    ...(names[found.at] === undefined ? {} : { at: names[found.at] ?? '' }),
    interval: names.slice(found.from, found.to + 1),
    says: `${breakWords(found, names)} ${explanations(question, quarters, found)}`,
  }
}

function breakWords(found: LevelBreak, names: readonly string[]): string {
  const direction = found.ratio > 1 ? 'rose' : 'fell'
  const times = Number.isFinite(found.ratio)
    ? ` to ${found.ratio.toFixed(1)} times what it was`
    : ''
  const interval =
    found.from === found.to ? '' : ` (between ${names[found.from]} and ${names[found.to]})`
  const chance = found.chance < 0.001 ? 'below 0.001' : `at most ${found.chance.toFixed(3)}`
  return `The level ${direction}${times} from ${names[found.at]}${interval}; the probability of such a difference by chance is ${chance}.`
}

/** What broke in the same direction at the same time, or what could not be looked at. */
function explanations(
  question: LevelQuestion,
  quarters: readonly QuarterCounts[],
  found: LevelBreak,
): string {
  const sources = quarters.map(({ reportingSources }) => reportingSources)
  const others = [
    { what: 'the number of reporting sources', counts: sources },
    ...restOf(question, quarters).map((counts) => ({
      what: 'the number of all other interviews',
      counts,
    })),
  ]
  const alike = others.filter(({ counts }) => brokeAlike(levelBreak(counts), found))
  const visibility =
    alike.length === 0
      ? `No such break is found in ${listed(others.map(({ what }) => what))}.`
      : `At the same time ${listed(alike.map(({ what }) => what))} changed the same way, so it cannot be told from a change of what was seen.`
  return `${visibility} ${againstExposure(question, quarters)}`
}

/** The counts of all that is not the part, where the part is not all. */
function restOf(
  { whole, part }: LevelQuestion,
  quarters: readonly QuarterCounts[],
): readonly (readonly number[])[] {
  if (whole === undefined) return []
  return [quarters.map(({ counts }) => (counts[whole] ?? 0) - (counts[part] ?? 0))]
}

/** Quarters that two breaks may lie apart and still be one event: sources report with delay. */
const ONE_EVENT = 1

function brokeAlike(other: ReturnType<typeof levelBreak>, found: LevelBreak): boolean {
  if (other === undefined || other === 'cannot tell') return false
  return (
    other.ratio > 1 === found.ratio > 1 &&
    other.from <= found.to + ONE_EVENT &&
    other.to >= found.from - ONE_EVENT
  )
}

function againstExposure(question: LevelQuestion, quarters: readonly QuarterCounts[]): string {
  const { exposure, part } = question
  if (exposure === undefined) {
    return 'No exposure is known, so it cannot be told from a growth of the market.'
  }
  const unit = exposure.unit.replace('_', ' ')
  const covered = quarters.filter(({ quarter }) => exposure.byQuarter.has(quarter))
  const held = levelBreak(
    covered.map(({ counts }) => counts[part] ?? 0),
    covered.map(({ quarter }) => exposure.byQuarter.get(quarter) ?? 1),
  )
  if (held === 'cannot tell') return `Too few quarters have ${unit} to hold it against them.`
  return held === undefined
    ? `Held against ${unit}, no break remains.`
    : `Held against ${unit}, a break remains (${held.ratio.toFixed(1)} times).`
}
