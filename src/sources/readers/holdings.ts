/**
 * Who holds what among the things of one feed: decision 0020. A person is never taken for another one because
 * both hold the same thing: only `same` makes one of two.
 */
export interface Ties {
  /** Keys of those who are presented as persons. */
  readonly persons: readonly string[]
  /** Keys of accounts, mailboxes, numbers …: they can be held. */
  readonly things: readonly string[]
  /** Keys of real holders, victims and authors, be they persons or things. */
  readonly real: ReadonlySet<string>
  readonly same: readonly Pair[]
  /** Who holds, and what. */
  readonly holds: readonly Pair[]
  /** Joined in a way that says less: enough to keep what is near a real person out. */
  readonly near: readonly Pair[]
}

type Pair = readonly [one: string, other: string]

/**
 * The subject of each person and thing, by key; what is a real person's has none. A thing is its only holder's (that
 * holder's, where it is held itself); a thing with several holders is nobody's but its own. The order of what it is
 * given changes nothing.
 */
export function subjectsOf(ties: Ties): ReadonlyMap<string, string> {
  const persons = new Set(ties.persons)
  const known = new Set([...ties.persons, ...ties.things, ...ties.real])
  const among = (pairs: readonly Pair[]): readonly Pair[] =>
    pairs.filter(([one, other]) => known.has(one) && known.has(other))
  const first = firstOfEach(known, among(ties.same), persons)
  const grouped = (pairs: readonly Pair[]): readonly Pair[] =>
    among(pairs).map(([one, other]) => [first(one), first(other)])
  // A person who is named first makes a person of the group: it is nobody's thing.
  const holds = grouped(ties.holds).filter(([by, held]) => by !== held && !persons.has(held))
  const nearThings = [...grouped(ties.near), ...grouped(ties.near).map(turned)].filter(
    ([, other]) => !persons.has(other),
  )
  const real = reached(new Set([...ties.real].map(first)), holds, nearThings)
  const holder = soleHolders(holds)
  const tops = new Map<string, string>()
  return new Map(
    [...known]
      .filter((key) => !real.has(first(key)))
      .map((key) => [key, topOf(first(key), holder, tops)]),
  )
}

/** The first key of each one's group: persons before things, then by text. */
function firstOfEach(
  known: ReadonlySet<string>,
  same: readonly Pair[],
  persons: ReadonlySet<string>,
): (key: string) => string {
  const next = new Map<string, string>()
  const first = (key: string): string => {
    let at = key
    for (let to = next.get(at); to !== undefined; to = next.get(at)) at = to
    if (at !== key) next.set(key, at)
    return at
  }
  const comesFirst = (one: string, other: string): boolean =>
    persons.has(one) === persons.has(other) ? one < other : persons.has(one)
  for (const [one, other] of same) {
    const [left, right] = [first(one), first(other)]
    if (left === right || !known.has(left)) continue
    if (comesFirst(left, right)) next.set(right, left)
    else next.set(left, right)
  }
  return first
}

const turned = ([one, other]: Pair): Pair => [other, one]

/** What belongs to real people: all that they hold, and what is joined to them in any other way. */
function reached(
  real: ReadonlySet<string>,
  holds: readonly Pair[],
  near: readonly Pair[],
): ReadonlySet<string> {
  const beside = near.filter(([one]) => real.has(one)).map(([, other]) => other)
  const found = new Set([...real, ...beside])
  const held = Map.groupBy(holds, ([by]) => by)
  // A set goes on over what is added to it on the way.
  for (const key of found) for (const [, thing] of held.get(key) ?? []) found.add(thing)
  return found
}

function soleHolders(holds: readonly Pair[]): ReadonlyMap<string, string> {
  const holder = new Map<string, string>()
  const shared = new Set<string>()
  for (const [by, held] of holds) {
    if ((holder.get(held) ?? by) !== by) shared.add(held)
    holder.set(held, by)
  }
  for (const key of shared) holder.delete(key)
  return holder
}

/** Up from holder to holder; of things that hold each other in a circle, the first by text. */
function topOf(
  key: string,
  holder: ReadonlyMap<string, string>,
  tops: Map<string, string>,
): string {
  const way: string[] = []
  const passed = new Set<string>()
  let at = key
  for (let by = holder.get(at); by !== undefined && !tops.has(at) && !passed.has(at); ) {
    passed.add(at)
    way.push(at)
    at = by
    by = holder.get(at)
  }
  const circle = passed.has(at) ? way.slice(way.indexOf(at)).sort() : []
  const top = tops.get(at) ?? circle[0] ?? at
  for (const each of way) tops.set(each, top)
  return top
}
