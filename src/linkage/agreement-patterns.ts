/**
 * Pairs that compare alike in everything, counted: all that expectation–maximisation has to know. Hundreds of
 * patterns stand for millions of pairs.
 */
export interface PatternCounts {
  /** One row per pattern: the level of each comparison, −1 where there is no evidence. */
  readonly patterns: readonly Int8Array[]
  /** Pairs of each pattern. */
  readonly counts: Float64Array
}

/** How often records of the same thing (`m`) and of different things (`u`) reach each level. */
export interface LevelRates {
  readonly m: readonly number[]
  readonly u: readonly number[]
}

export interface EmSession {
  readonly data: PatternCounts
  /** Numbers of the comparisons that the session may estimate; the others were fixed by how it found pairs. */
  readonly free: readonly number[]
}

export interface EmResult {
  /** `m` by comparison and level; those that are not free are as they were. */
  readonly m: readonly (readonly number[])[]
  /** The share of the session's pairs that are matches. */
  readonly share: number
  /** Pairs of the session that are matches, in expectation. */
  readonly matches: number
  readonly iterations: number
  /** False: the rates still moved when the iterations were stopped. */
  readonly converged: boolean
}

/** Iterations stop when no rate moves by more, or after so many. */
const convergence = 1e-5
const mostIterations = 200
/** Added to each level's count: a level that was not seen is rare, not impossible. */
const smoothing = 0.5

/**
 * Estimates `m` and the share of matches with `u` held fixed (Dempster, Laird and Rubin 1977; for linkage
 * Winkler 1988; `u` fixed as it is known better from elsewhere).
 */
export function estimateM({ data, free }: EmSession, rates: readonly LevelRates[]): EmResult {
  let m: number[][] = rates.map((rate) => [...rate.m])
  let share = startingShare
  for (let iteration = 1; ; iteration++) {
    const next = maximised(data, { m, share }, { rates, free })
    const change = largestChange(m, next.m)
    m = next.m
    share = next.share
    if (change < convergence || iteration === mostIterations) {
      return {
        m,
        share,
        matches: next.matches,
        iterations: iteration,
        converged: change < convergence,
      }
    }
  }
}

const startingShare = 0.2

interface Estimate {
  readonly m: readonly (readonly number[])[]
  readonly share: number
}

interface Fixed {
  readonly rates: readonly LevelRates[]
  readonly free: readonly number[]
}

function maximised(
  { patterns, counts }: PatternCounts,
  { m, share }: Estimate,
  { rates, free }: Fixed,
) {
  const seen = rates.map((rate) => rate.m.map(() => smoothing))
  let matches = 0
  let pairs = 0
  for (const [at, pattern] of patterns.entries()) {
    const count = counts[at] ?? 0
    const weight = count * matchProbability(pattern, { m, share }, { rates, free })
    matches += weight
    pairs += count
    for (const comparison of free) {
      const level = pattern[comparison] ?? -1
      const of = seen[comparison]
      if (level >= 0 && of) of[level] = (of[level] ?? 0) + weight
    }
  }
  const isFree = new Set(free)
  return {
    m: seen.map((of, comparison) =>
      isFree.has(comparison) ? shares(of) : [...(m[comparison] ?? [])],
    ),
    // Neither all nor none: from either there is no way back.
    share: Math.min(0.999, Math.max(1e-6, matches / Math.max(pairs, 1))),
    matches,
  }
}

function matchProbability(
  pattern: Int8Array,
  { m, share }: Estimate,
  { rates, free }: Fixed,
): number {
  let odds = share / (1 - share)
  for (const comparison of free) {
    const level = pattern[comparison] ?? -1
    if (level >= 0) {
      odds *= (m[comparison]?.[level] ?? 1) / (rates[comparison]?.u[level] ?? 1)
    }
  }
  return odds === Number.POSITIVE_INFINITY ? 1 : odds / (1 + odds)
}

export function shares(counts: readonly number[]): number[] {
  const sum = counts.reduce((total, count) => total + count, 0)
  return counts.map((count) => count / sum)
}

function largestChange(
  before: readonly (readonly number[])[],
  after: readonly (readonly number[])[],
): number {
  const changes = after.flatMap((levels, comparison) =>
    levels.map((rate, level) => Math.abs(rate - (before[comparison]?.[level] ?? 0))),
  )
  return Math.max(0, ...changes)
}
