import { cluster } from '../linkage/index.ts'

/** A pair that was compared; its ends are places in the list of members. */
export interface ComparedPair {
  readonly left: number
  readonly right: number
  readonly keys: number
  readonly columns: number
  readonly veto: boolean
}

/** A group as linkage sees it, its members in the order in which linkage breaks ties. */
export interface HeldGroup {
  readonly members: number
  readonly pairs: readonly ComparedPair[]
  /** What people said of two members, as the last linkage has seen it. */
  readonly said: readonly {
    readonly left: number
    readonly right: number
    readonly same: boolean
  }[]
  readonly prior: number
  readonly threshold: number
}

/** The lightest edge of the maximum spanning tree: what holds the two parts of a group together. */
export interface Bridge {
  readonly left: number
  readonly right: number
  /** Prior and evidence; null: a person's word is all that joins them. */
  readonly bits: number | null
  /** The members on the side of `left`, and on that of `right`. */
  readonly parts: readonly [readonly number[], readonly number[]]
  /** Pairs that were compared between the parts. */
  readonly across: number
  /** Sizes of the groups that linkage would form without any of them, the largest first. */
  readonly without: readonly number[]
}

interface Edge {
  readonly left: number
  readonly right: number
  readonly bits: number
}

/**
 * Finds the weakest bridge of a group (Kruskal 1956: the last edge that joins two parts is the lightest of the tree).
 * Undefined for a single member, and where the pairs do not connect all.
 */
export function weakestBridge(group: HeldGroup): Bridge | undefined {
  const home = new Map(Array.from({ length: group.members }, (_, at) => [at, [at]]))
  for (const { left, right, bits } of heaviestFirst(group)) {
    const [one = [], other = []] = [home.get(left), home.get(right)]
    if (one === other) continue
    if (one.length + other.length === group.members) {
      const parts = [one, other].map((part) => part.toSorted((a, b) => a - b))
      return bridgeOf(group, { left, right, bits }, [parts[0] ?? [], parts[1] ?? []])
    }
    const [into, from] = one.length < other.length ? [other, one] : [one, other]
    for (const member of from) {
      into.push(member)
      home.set(member, into)
    }
  }
  return undefined
}

/** What people said first: it holds whatever the evidence says. */
function heaviestFirst({ pairs, said, prior, threshold }: HeldGroup): readonly Edge[] {
  const hard = said
    .filter(({ same }) => same)
    .map(({ left, right }) => ({ left, right, bits: Number.POSITIVE_INFINITY }))
  const weighed = pairs
    .map(({ left, right, keys, columns }) => ({ left, right, bits: prior + keys + columns }))
    // Lighter ones start no merge.
    .filter(({ bits }) => bits >= threshold)
    .sort((a, b) => b.bits - a.bits || a.left - b.left || a.right - b.right)
  return [...hard, ...weighed]
}

function bridgeOf(group: HeldGroup, { left, right, bits }: Edge, parts: Bridge['parts']): Bridge {
  const side = new Set(parts[0])
  const inside = (pair: { readonly left: number; readonly right: number }): boolean =>
    side.has(pair.left) === side.has(pair.right)
  const pairs = group.pairs.filter(inside)
  const said = group.said.filter(inside)
  return {
    left,
    right,
    bits: Number.isFinite(bits) ? bits : null,
    parts,
    across: group.pairs.length - pairs.length,
    without: sizesOf({ ...group, pairs, said }),
  }
}

/** Sizes of the groups that linkage forms of this evidence. */
function sizesOf({ members, pairs, said, prior, threshold }: HeldGroup): readonly number[] {
  const hard = (same: boolean) => {
    const words = said.filter((word) => word.same === same)
    return { left: ends(words, 'left'), right: ends(words, 'right') }
  }
  const { groups } = cluster(
    members,
    {
      left: ends(pairs, 'left'),
      right: ends(pairs, 'right'),
      keys: Float64Array.from(pairs, ({ keys }) => keys),
      columns: Float64Array.from(pairs, ({ columns }) => columns),
      vetoes: Uint8Array.from(pairs, ({ veto }) => Number(veto)),
    },
    { prior, threshold, same: hard(true), different: hard(false) },
  )
  const sizes = new Map<number, number>()
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  return [...sizes.values()].sort((one, other) => other - one)
}

const ends = (
  pairs: readonly { readonly left: number; readonly right: number }[],
  end: 'left' | 'right',
): Int32Array => Int32Array.from(pairs, (pair) => pair[end])
