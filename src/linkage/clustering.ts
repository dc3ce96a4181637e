/**
 * Weighed pairs as columns of equal length; ids are dense integers. The evidence of a pair is the sum of
 * `keys` (what both hold, or hold and do not share) and `columns` (how single values compare).
 */
export interface WeighedPairs {
  readonly left: Int32Array
  readonly right: Int32Array
  readonly keys: Float64Array
  readonly columns: Float64Array
  /** 1 where the two conflict in something exclusive: their groups never merge. Absent: none does. */
  readonly vetoes?: Uint8Array
}

/** Pairs of records about which people have decided; columns of equal length. */
export interface HardPairs {
  readonly left: Int32Array
  readonly right: Int32Array
}

/** When groups merge: evidence, with the prior, must reach the threshold. All in bits. */
export interface MergeRule {
  readonly prior: number
  readonly threshold: number
  /** What people said is the same: together, whatever the evidence says. */
  readonly same?: HardPairs
  /** What people said is different: apart, whatever the evidence says. */
  readonly different?: HardPairs
}

export interface Clusters {
  /** Group of each record, named by its smallest member. */
  readonly groups: Int32Array
  /** Connected component of each record: what was looked at together, likewise named. */
  readonly components: Int32Array
}

const noPairs: HardPairs = { left: new Int32Array(0), right: new Int32Array(0) }

/**
 * Groups records. Plain connected components chain strangers through one weak bridge; here they only
 * bound the work. Inside a component pairs are taken from the heaviest down, and two groups merge only
 * while the evidence between the *whole* groups supports it: the best evidence by keys of any pair
 * between them (one mailbox in common is in common, however many others each has), and the mean of how
 * their single values compare (one name that agrees by a typing error does not outweigh all that
 * disagree). A conflict in something exclusive, or a person's word, keeps groups apart.
 *
 * Ties are broken by ids, so the result depends on the ids and the weights alone, not on the order of the
 * pairs (whose weights add up exactly: see `exactSql` in scoring.ts).
 */
export function cluster(records: number, pairs: WeighedPairs, rule: MergeRule): Clusters {
  const { same = noPairs, different = noPairs } = rule
  const least = rule.threshold - rule.prior
  const components = new DisjointSets(records)
  const groups = new DisjointSets(records)
  for (const [left, right] of hardPairs(same)) {
    components.join(left, right)
    groups.join(left, right)
  }
  for (let pair = 0; pair < pairs.left.length; pair++) {
    if (bitsOf(pairs, pair) >= least) components.join(pairs.left[pair] ?? 0, pairs.right[pair] ?? 0)
  }
  const apart = byComponent(components, different)
  for (const [component, part] of pairsByComponent(components, pairs)) {
    agglomerate({ pairs, part, groups, least, apart: apart.get(component) ?? [] })
  }
  return { groups: groups.names(), components: components.names() }
}

const bitsOf = ({ keys, columns }: WeighedPairs, pair: number): number =>
  (keys[pair] ?? 0) + (columns[pair] ?? 0)

type IdPair = readonly [left: number, right: number]

const hardPairs = ({ left, right }: HardPairs): IdPair[] =>
  Array.from(left, (id, at) => [id, right[at] ?? id])

function byComponent(components: DisjointSets, pairs: HardPairs): Map<number, IdPair[]> {
  const found = new Map<number, IdPair[]>()
  for (const [left, right] of hardPairs(pairs)) {
    const component = components.find(left)
    if (component !== components.find(right)) continue
    found.set(component, [...(found.get(component) ?? []), [left, right]])
  }
  return found
}

/** Each component with the numbers of the pairs inside it; pairs between components cannot matter. */
function* pairsByComponent(
  components: DisjointSets,
  { left, right }: WeighedPairs,
): Generator<readonly [component: number, part: Int32Array]> {
  const home = left.map((id, pair) => {
    const component = components.find(id)
    return component === components.find(right[pair] ?? id) ? component : -1
  })
  const { starts, ordered } = sortedByCounting(home, components.size)
  for (let component = 0; component < components.size; component++) {
    const part = ordered.subarray(starts[component], starts[component + 1])
    if (part.length > 0) yield [component, part]
  }
}

/** Positions of `names` (0 to `size - 1`; -1 is left out) in the order of their name, and where each name begins. */
function sortedByCounting(names: Int32Array, size: number) {
  const starts = new Int32Array(size + 1)
  // Indexes, not iterators: of ten million pairs those make as many arrays.
  for (let at = 0; at < names.length; at++) {
    const name = names[at] ?? -1
    if (name >= 0) count(starts, name + 1)
  }
  for (let at = 1; at < starts.length; at++) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0)
  const next = starts.slice()
  const ordered = new Int32Array(starts[size] ?? 0)
  for (let at = 0; at < names.length; at++) {
    const name = names[at] ?? -1
    if (name >= 0) ordered[count(next, name)] = at
  }
  return { starts, ordered }
}

/** Adds one to a place of a table of counts and gives what stood there. */
function count(counts: Int32Array, at: number): number {
  const before = counts[at] ?? 0
  counts[at] = before + 1
  return before
}

interface Part {
  readonly pairs: WeighedPairs
  /** Numbers of the pairs of one component. */
  readonly part: Int32Array
  readonly groups: DisjointSets
  readonly least: number
  readonly apart: readonly IdPair[]
}

function agglomerate(given: Part): void {
  const { part, apart } = given
  if (part.length === 1 && apart.length === 0) mergeLonePair(given)
  else agglomerateMany(given)
}

function agglomerateMany({ pairs, part, groups, least, apart }: Part): void {
  const between = new GroupEvidence()
  const rootsOf = (pair: number): IdPair => [
    groups.find(pairs.left[pair] ?? 0),
    groups.find(pairs.right[pair] ?? 0),
  ]
  for (const pair of part) between.add(rootsOf(pair), evidenceOf(pairs, pair))
  for (const [left, right] of apart) between.add([groups.find(left), groups.find(right)], keptApart)
  for (const pair of mergeOrder(pairs, part, least)) {
    const [left, right] = rootsOf(pair)
    if (left === right || between.support(left, right) < least) continue
    const into = groups.join(left, right)
    between.merge(into, into === left ? right : left)
  }
}

/** Most components are one pair: nothing else can speak for or against it. */
function mergeLonePair({ pairs, part, groups, least }: Part): void {
  const [pair = 0] = part
  if (bitsOf(pairs, pair) < least || pairs.vetoes?.[pair] === 1) return
  groups.join(pairs.left[pair] ?? 0, pairs.right[pair] ?? 0)
}

/** Numbers of the pairs that may start a merge, heaviest first. */
function mergeOrder(pairs: WeighedPairs, part: Int32Array, least: number): Int32Array {
  const { left, right } = pairs
  return part
    .filter((pair) => bitsOf(pairs, pair) >= least)
    .sort(
      (a, b) =>
        bitsOf(pairs, b) - bitsOf(pairs, a) ||
        (left[a] ?? 0) - (left[b] ?? 0) ||
        (right[a] ?? 0) - (right[b] ?? 0),
    )
}

/** What is known between two groups: the best pair by keys, and the sum over pairs by columns. */
interface Between {
  readonly keys: number
  readonly columns: number
  readonly pairs: number
  readonly apart: boolean
}

const evidenceOf = ({ keys, columns, vetoes }: WeighedPairs, pair: number): Between => ({
  keys: keys[pair] ?? 0,
  columns: columns[pair] ?? 0,
  pairs: 1,
  apart: vetoes?.[pair] === 1,
})

const keptApart: Between = { keys: Number.NEGATIVE_INFINITY, columns: 0, pairs: 0, apart: true }

const joined = (left: Between, right: Between): Between => ({
  keys: Math.max(left.keys, right.keys),
  columns: left.columns + right.columns,
  pairs: left.pairs + right.pairs,
  apart: left.apart || right.apart,
})

/** The evidence between the groups of one component, from both sides. */
class GroupEvidence {
  readonly #of = new Map<number, Map<number, Between>>()

  add([left, right]: IdPair, evidence: Between): void {
    if (left === right) return
    this.#addFrom(left, right, evidence)
    this.#addFrom(right, left, evidence)
  }

  /** Bits between two groups, without the prior; none where no pair was compared or they stay apart. */
  support(left: number, right: number): number {
    const between = this.#of.get(left)?.get(right)
    if (between === undefined || between.apart) return Number.NEGATIVE_INFINITY
    return between.keys + between.columns / between.pairs
  }

  merge(into: number, from: number): void {
    this.#of.get(into)?.delete(from)
    for (const [other, evidence] of this.#of.get(from) ?? []) {
      if (other === into) continue
      this.#of.get(other)?.delete(from)
      this.add([into, other], evidence)
    }
    this.#of.delete(from)
  }

  #addFrom(from: number, to: number, evidence: Between): void {
    const known = this.#of.get(from) ?? new Map<number, Between>()
    this.#of.set(from, known)
    const standing = known.get(to)
    known.set(to, standing ? joined(standing, evidence) : evidence)
  }
}

/** Union-find on typed arrays (Tarjan 1975): union by size, paths halved. */
class DisjointSets {
  readonly size: number
  readonly #parent: Int32Array
  readonly #members: Int32Array

  constructor(size: number) {
    this.size = size
    this.#parent = new Int32Array(size).map((_, id) => id)
    this.#members = new Int32Array(size).fill(1)
  }

  find(id: number): number {
    let at = id
    for (let up = this.#up(at); up !== at; up = this.#up(at)) {
      const above = this.#up(up)
      this.#parent[at] = above
      at = above
    }
    return at
  }

  /** Joins two sets and gives the one that both now are. */
  join(left: number, right: number): number {
    const [one, other] = [this.find(left), this.find(right)]
    if (one === other) return one
    const [into, from] = this.#count(one) >= this.#count(other) ? [one, other] : [other, one]
    this.#parent[from] = into
    this.#members[into] = this.#count(into) + this.#count(from)
    return into
  }

  /** Set of each member, named by its smallest. */
  names(): Int32Array {
    const smallest = new Int32Array(this.size).fill(-1)
    return this.#parent.map((_, id) => {
      const root = this.find(id)
      if ((smallest[root] ?? -1) < 0) smallest[root] = id
      return smallest[root] ?? id
    })
  }

  #up(id: number): number {
    return this.#parent[id] ?? id
  }

  #count(id: number): number {
    return this.#members[id] ?? 0
  }
}
