/** How often identities were seen: what the estimate of the unseen ones needs. */
export interface Sightings {
  /** Origins that saw any of them. */
  readonly origins: number
  readonly seen: number
  /** Identities that exactly one origin, and exactly two origins, saw. */
  readonly once: number
  readonly twice: number
}

/** A lower bound of how many there are in all, with its 95 % interval. */
export interface Estimate {
  readonly estimate: number
  readonly low: number
  readonly high: number
}

/**
 * Fewer origins or identities give an interval that says nothing; without identities that were
 * seen once and twice there is nothing to conclude from.
 */
const LEAST_ORIGINS = 3
const LEAST_SEEN = 10
const LEAST_ONCE = 2
const LEAST_TWICE = 1

/** 97.5 % point of the normal distribution. */
const NORMAL_95 = 1.96

/**
 * The bias-corrected Chao2 estimator over origins as occasions, with the log-normal interval:
 * A. Chao, "Estimating the population size for capture–recapture data with unequal catchability",
 * Biometrics 43 (1987) 783–791; variance as in R. K. Colwell, EstimateS User's Guide, appendix B.
 * Identities that are harder to see than others make it too low, so it is a lower bound; origins
 * that learn from each other do so too. Null where there is too little to estimate from.
 */
export function leastInAll(sightings: Sightings): Estimate | null {
  const { origins, seen, once, twice } = sightings
  if (origins < LEAST_ORIGINS || seen < LEAST_SEEN) return null
  if (once < LEAST_ONCE || twice < LEAST_TWICE) return null
  const share = (origins - 1) / origins
  const unseen = (share * once * (once - 1)) / (2 * (twice + 1))
  const spread = Math.exp(
    NORMAL_95 * Math.sqrt(Math.log(1 + variance({ share, once, twice }) / unseen ** 2)),
  )
  return { estimate: seen + unseen, low: seen + unseen / spread, high: seen + unseen * spread }
}

function variance(of: { share: number; once: number; twice: number }): number {
  const { share, once, twice } = of
  return (
    (share * once * (once - 1)) / (2 * (twice + 1)) +
    (share ** 2 * once * (2 * once - 1) ** 2) / (4 * (twice + 1) ** 2) +
    (share ** 2 * once ** 2 * twice * (once - 1) ** 2) / (4 * (twice + 1) ** 4)
  )
}
