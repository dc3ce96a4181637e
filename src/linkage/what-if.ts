import type { Comparison, PairExplanation } from './explanation.ts'
import { type LinkKey, type LinkModel, matchWeight } from './model.ts'

/** What the model would say of a pair if one comparison had come out otherwise. */
export interface WhatIf {
  readonly comparison: string
  /**
   * `without`: it said nothing. `shared`: they shared a value that nobody else has. `agreeing`: they reached the
   * model's best level.
   */
  readonly change: 'without' | 'shared' | 'agreeing'
  /** Prior and all comparisons added up, then. */
  readonly bits: number
  /** Whether anything would still bring the two together: only such pairs are weighed at all. */
  readonly compared: boolean
  /** Whether the pair would be compared, and reach the threshold. */
  readonly joins: boolean
}

/** A comparison as far as another outcome of one changes what another one says. */
interface Part {
  readonly bits: number
  /** A value that finds pairs is shared, or supports one that was found. */
  readonly shared: boolean
  /** Both have a value, and share none. */
  readonly isApart?: boolean
  readonly key?: LinkKey
}

/**
 * Of a pair that joins: what it would be without each thing that speaks for it. Of another: what it would be if
 * one more thing were shared or agreed. The greatest change first. It is about the pair by itself: the rest of
 * its groups may decide otherwise.
 */
export function whatIf(model: LinkModel, pair: PairExplanation): readonly WhatIf[] {
  const parts = partsOf(model, pair.comparisons)
  const joined = pair.compared && pair.bits >= pair.threshold_bits
  const changes = parts.flatMap((part, at) => (joined ? lost(part, at) : gained(model, part, at)))
  const seen = changes.map(({ at, change, otherwise }): WhatIf => {
    const sum = weigh(pair.prior_bits, parts.with(at, otherwise))
    const joins = sum.compared && sum.bits >= pair.threshold_bits
    return { comparison: pair.comparisons[at]?.comparison ?? '', change, ...sum, joins }
  })
  if (joined) return seen.toSorted((one, other) => one.bits - other.bits)
  // What is silent beside something else stays so, however rare.
  return seen.filter(({ bits }) => bits > pair.bits).toSorted((one, other) => other.bits - one.bits)
}

interface Change {
  readonly at: number
  readonly change: WhatIf['change']
  readonly otherwise: Part
}

const lost = (part: Part, at: number): readonly Change[] =>
  part.bits > 0 ? [{ at, change: 'without', otherwise: { ...part, bits: 0, shared: false } }] : []

function gained(model: LinkModel, part: Part, at: number): readonly Change[] {
  const otherwise = bestOf(model, part, at)
  return otherwise.bits > part.bits
    ? [{ at, change: part.key ? 'shared' : 'agreeing', otherwise }]
    : []
}

const heard: ReadonlySet<string> = new Set(['shared', 'nearly the same'])
const unheard: ReadonlySet<string> = new Set([
  'said by another key',
  'told apart by another key',
  'counts only beside something else',
])

function partsOf({ keys }: LinkModel, comparisons: readonly Comparison[]): readonly Part[] {
  return comparisons.map(({ level, bits, members = 2 }, at) => {
    const key = keys[at]
    if (key === undefined) return { bits, shared: false }
    if (unheard.has(level)) return { bits: weightOf(key, members), shared: true, key }
    return { bits, shared: heard.has(level), key, isApart: level === 'both have one, none shared' }
  })
}

function weightOf(key: LinkKey, members: number): number {
  const doublings = Math.floor(Math.log2(Math.max(members - 1, 1)))
  return matchWeight(key) - key.bits_per_doubling * doublings
}

/** The part with a value that only the two share, or at its model's best level. */
function bestOf({ keys, columns }: LinkModel, part: Part, at: number): Part {
  if (part.key) return { ...part, bits: weightOf(part.key, 2), shared: true, isApart: false }
  const [best] = columns[at - keys.length]?.levels ?? []
  if (best === undefined) return part
  const rarity = best.bits_per_doubling * Math.log2(best.at_frequency / 2)
  return { ...part, bits: matchWeight(best) + rarity }
}

function weigh(prior: number, parts: readonly Part[]) {
  const compared = parts.some(({ shared, key }) => shared && key?.supports_only === false)
  const spoken = new Set(parts.flatMap(({ shared, key }) => (shared && key ? [key.name] : [])))
  const apart = new Set(parts.flatMap(({ isApart, key }) => (isApart && key ? [key.name] : [])))
  const silent = ({ shared, key }: Part): boolean =>
    shared &&
    ((key?.supports_only === true && !compared) ||
      [key?.unless ?? []].flat().some((name) => spoken.has(name)) ||
      apart.has(key?.refined_by ?? ''))
  const bits = parts.reduce((sum, part) => sum + (silent(part) ? 0 : part.bits), prior)
  return { bits, compared }
}
