/**
 * Weighed pairs as columns of equal length; ids are dense integers. The evidence of a pair is the sum of
 * `keys` (what both hold, or hold and do not share) and `columns` (how single values compare).
 */
export interface WeighedPairs {
  readonly left: Int32Array
  readonly right: Int32Array
  readonly keys: Float64Array
  readonly columns: Float64Array
}

/** When groups merge: evidence, with the prior, must reach the threshold. All in bits. */
export interface MergeRule {
  readonly prior: number
  readonly threshold: number
}

/**
 * Groups records. Plain connected components chain strangers through one weak bridge; here pairs are
 * taken from the heaviest down, and two groups merge only while the evidence between the *whole*
 * groups supports it: the best evidence by keys of any pair between them (one mailbox in common is in
 * common, however many others each has), and the mean of how their single values compare (one name
 * that agrees by a typing error does not outweigh all that disagree).
 *
 * Returns the group of each record, named by its smallest member. Ties are broken by ids, so the
 * result depends on the ids and the weights alone, not on the order of the pairs.
 */
export function cluster(records: number, pairs: WeighedPairs, rule: MergeRule): Int32Array {
  const groups = new Groups(records, pairs)
  const order = mergeOrder(pairs, rule)
  for (const pair of order) {
    const left = groups.find(pairs.left[pair] ?? 0)
    const right = groups.find(pairs.right[pair] ?? 0)
    if (left !== right && groups.support(left, right) >= rule.threshold - rule.prior) {
      groups.merge(left, right)
    }
  }
  return groups.names()
}

/** Numbers of the pairs that may start a merge, heaviest first. */
function mergeOrder(pairs: WeighedPairs, { prior, threshold }: MergeRule): Int32Array {
  const { left, right } = pairs
  const bits = pairs.keys.map((keys, pair) => keys + (pairs.columns[pair] ?? 0))
  const weightOf = (pair: number): number => bits[pair] ?? 0
  const able = Int32Array.from(bits.keys()).filter((pair) => weightOf(pair) >= threshold - prior)
  return able.sort(
    (a, b) =>
      weightOf(b) - weightOf(a) ||
      (left[a] ?? 0) - (left[b] ?? 0) ||
      (right[a] ?? 0) - (right[b] ?? 0),
  )
}

/** What is known between two groups: the best pair by keys, and the sum over pairs by columns. */
interface Between {
  readonly keys: number
  readonly columns: number
  readonly pairs: number
}

const joined = (left: Between, right: Between): Between => ({
  keys: Math.max(left.keys, right.keys),
  columns: left.columns + right.columns,
  pairs: left.pairs + right.pairs,
})

/** Union-find with, for every group, the evidence to each group that it was compared with. */
class Groups {
  readonly #parent: Int32Array
  readonly #size: Int32Array
  readonly #between: (Map<number, Between> | undefined)[]

  constructor(records: number, { left, right, keys, columns }: WeighedPairs) {
    this.#parent = Int32Array.from({ length: records }, (_, id) => id)
    this.#size = new Int32Array(records).fill(1)
    this.#between = new Array(records)
    for (let pair = 0; pair < keys.length; pair++) {
      const evidence = { keys: keys[pair] ?? 0, columns: columns[pair] ?? 0, pairs: 1 }
      this.#add(left[pair] ?? 0, right[pair] ?? 0, evidence)
      this.#add(right[pair] ?? 0, left[pair] ?? 0, evidence)
    }
  }

  find(id: number): number {
    let root = id
    while (this.#parent[root] !== root) root = this.#parent[root] ?? root
    for (let at = id; at !== root; ) {
      const next = this.#parent[at] ?? root
      this.#parent[at] = root
      at = next
    }
    return root
  }

  /** Evidence between two groups in bits, without the prior; none where no pair was compared. */
  support(left: number, right: number): number {
    const between = this.#between[left]?.get(right)
    return between ? between.keys + between.columns / between.pairs : Number.NEGATIVE_INFINITY
  }

  merge(left: number, right: number): void {
    const [into, from] =
      (this.#size[left] ?? 0) >= (this.#size[right] ?? 0) ? [left, right] : [right, left]
    this.#parent[from] = into
    this.#size[into] = (this.#size[into] ?? 0) + (this.#size[from] ?? 0)
    this.#between[into]?.delete(from)
    for (const [other, evidence] of this.#between[from] ?? []) {
      if (other === into) continue
      this.#between[other]?.delete(from)
      this.#add(into, other, evidence)
      this.#add(other, into, evidence)
    }
    this.#between[from] = undefined
  }

  /** Group of each record, named by its smallest member. */
  names(): Int32Array {
    const smallest = new Int32Array(this.#parent.length).fill(-1)
    return this.#parent.map((_, id) => {
      const root = this.find(id)
      if ((smallest[root] ?? -1) < 0) smallest[root] = id
      return smallest[root] ?? id
    })
  }

  #add(from: number, to: number, evidence: Between): void {
    const known = this.#between[from] ?? new Map<number, Between>()
    this.#between[from] = known
    const standing = known.get(to)
    known.set(to, standing ? joined(standing, evidence) : evidence)
  }
}
