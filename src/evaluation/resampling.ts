/** Numbers from 0 up to 1, the same for the same seed: mulberry32 (Tommy Ettinger, public domain). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Mean from which a binomial draw is taken from the normal distribution: its skew is then under 0.2. */
const normalFrom = 30

/** How many of `trials` succeed: by inversion where few do, from the normal distribution where many do. */
export function binomial(trials: number, chance: number, random: () => number): number {
  if (trials <= 0 || chance <= 0) return 0
  if (chance >= 1) return trials
  if (chance > 0.5) return trials - binomial(trials, 1 - chance, random)
  const mean = trials * chance
  if (mean < normalFrom) return byInversion(trials, chance, random())
  const deviation = Math.sqrt(mean * (1 - chance)) * normal(random)
  return Math.min(trials, Math.max(0, Math.round(mean + deviation)))
}

function byInversion(trials: number, chance: number, at: number): number {
  const odds = chance / (1 - chance)
  let mass = (1 - chance) ** trials
  let below = mass
  let count = 0
  while (at > below && count < trials) {
    count += 1
    mass *= (odds * (trials - count + 1)) / count
    below += mass
  }
  return count
}

/** Box and Muller (1958). */
const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/** As many cases again, drawn with replacement, as counts of the same cells: a multinomial draw. */
export function redraw(counts: readonly number[], random: () => number): readonly number[] {
  let cases = counts.reduce((sum, count) => sum + count, 0)
  let left = cases
  return counts.map((count) => {
    const drawn = binomial(left, count / cases, random)
    cases -= count
    left -= drawn
    return drawn
  })
}

/** The value below which this share of the values lies; the values need no order. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const place = share * (sorted.length - 1)
  const [below, above] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0]
  return below + (above - below) * (place - Math.floor(place))
}
