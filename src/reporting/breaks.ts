/** A change of the level of a series of counts at one point. */
export interface LevelBreak {
  /** Place of the first count on the new level. */
  readonly at: number
  /** Places of `at` that the counts do not tell apart from the best one, first and last. */
  readonly from: number
  readonly to: number
  /** Level after divided by level before; Infinity where there was nothing before. */
  readonly ratio: number
  /** Upper bound of the probability of a difference like this without any break. */
  readonly chance: number
}

/** Below these a break cannot be told from noise: two years of quarters, and a few counts in each. */
const LEAST_PERIODS = 8
const LEAST_COUNTS = 20

/** Two periods on each side: a single one may be any kind of accident. */
const LEAST_SEGMENT = 2

/** Customary; the bound on `chance` is conservative as it is. */
const SIGNIFICANT = 0.05

/** 95 % point of chi-squared with one degree of freedom. */
const WITHIN_95 = 3.84

interface Split {
  readonly at: number
  readonly ratio: number
  /** Twice the logarithm of the likelihood ratio. */
  readonly deviance: number
}

/**
 * The most likely break in the level of Poisson counts, or undefined where none is significant;
 * `cannot tell` where there is too little to test.
 *
 * Likelihood-ratio test for one change point in an exponential family, and the set of points that
 * the counts do not tell apart: K. J. Worsley, "Confidence regions and tests for a change-point in a
 * sequence of exponential family random variables", Biometrika 73 (1986) 91–104. The chance of the
 * greatest ratio is bounded by the sum over the points (Bonferroni) instead of its exact law.
 * Interviews come in bursts, so the ratio is divided by the dispersion that is left around the two
 * levels (quasi-likelihood: McCullagh and Nelder, Generalized Linear Models, 2nd ed. 1989, ch. 9).
 *
 * `weights` are what the counts are held against (postings, sources), one per count; without them
 * every period weighs the same.
 */
export function levelBreak(
  counts: readonly number[],
  weights: readonly number[] = counts.map(() => 1),
): LevelBreak | 'cannot tell' | undefined {
  if (counts.length < LEAST_PERIODS || total(counts) < LEAST_COUNTS) return 'cannot tell'
  const splits = splitsOf(counts, weights)
  const best = splits.reduce((first, next) => (next.deviance > first.deviance ? next : first))
  const dispersion = dispersionAt(counts, weights, best.at)
  const chance = Math.min(1, splits.length * chiSquaredTail(best.deviance / dispersion))
  if (chance >= SIGNIFICANT) return undefined
  const near = splits.filter((s) => (best.deviance - s.deviance) / dispersion <= WITHIN_95)
  return {
    at: best.at,
    from: near[0]?.at ?? best.at,
    to: near.at(-1)?.at ?? best.at,
    ratio: best.ratio,
    chance,
  }
}

function splitsOf(counts: readonly number[], weights: readonly number[]): readonly Split[] {
  const all = [total(counts), total(weights)] as const
  const splits: Split[] = []
  for (let at = LEAST_SEGMENT; at <= counts.length - LEAST_SEGMENT; at += 1) {
    const before = [total(counts.slice(0, at)), total(weights.slice(0, at))] as const
    const after = [all[0] - before[0], all[1] - before[1]] as const
    const deviance = 2 * (likelihood(...before) + likelihood(...after) - likelihood(...all))
    splits.push({ at, deviance, ratio: after[0] / after[1] / (before[0] / before[1]) })
  }
  return splits
}

/** Log-likelihood of a count at its own best rate, up to what cancels; 0 log 0 is 0. */
const likelihood = (count: number, weight: number): number =>
  count === 0 ? 0 : count * Math.log(count / weight)

/** Pearson's chi-squared around the two levels by its degrees of freedom; never below Poisson's 1. */
function dispersionAt(counts: readonly number[], weights: readonly number[], at: number): number {
  const squares = [
    [counts.slice(0, at), weights.slice(0, at)] as const,
    [counts.slice(at), weights.slice(at)] as const,
  ].map(([part, own]) => pearson(part, own))
  return Math.max(1, total(squares) / (counts.length - 2))
}

function pearson(counts: readonly number[], weights: readonly number[]): number {
  const rate = total(counts) / total(weights)
  if (rate === 0) return 0
  return total(
    counts.map(
      (count, at) => (count - rate * (weights[at] ?? 1)) ** 2 / (rate * (weights[at] ?? 1)),
    ),
  )
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

/**
 * P(chi-squared with one degree of freedom > x) = erfc(sqrt(x / 2)), by Abramowitz and Stegun,
 * Handbook of Mathematical Functions (1964), 7.1.26; its error is below 1.5e-7.
 */
export function chiSquaredTail(x: number): number {
  const z = Math.sqrt(Math.max(0, x) / 2)
  const t = 1 / (1 + 0.3275911 * z)
  const terms = [0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429]
  return terms.reduceRight((sum, term) => (sum + term) * t, 0) * Math.exp(-z * z)
}
