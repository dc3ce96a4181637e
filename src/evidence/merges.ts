/** A source merged one of its records into another. */
export interface Merge {
  readonly subject: number
  readonly into: number
  /** When: RFC 3339, UTC, so that texts compare as moments do. */
  readonly at: string
  /** The ref of `into`: decides between merges of one moment, so that no order of arrival does. */
  readonly ref: string
}

/**
 * As whom merged subjects stand. Of several merges of one subject the last counts; chains are followed; in a
 * circle (a source that merged back) the oldest merge is undone by the others. A function of the set
 * of merges, whatever the order in which they came.
 */
export function standsFor(merges: readonly Merge[]): ReadonlyMap<number, number> {
  const last = new Map<number, Merge>()
  for (const merge of merges) {
    const other = last.get(merge.subject)
    if (merge.subject !== merge.into && (!other || isLater(merge, other))) {
      last.set(merge.subject, merge)
    }
  }
  openCircles(last)
  return new Map([...last.keys()].map((subject) => [subject, endOf(last, subject)]))
}

const isLater = (one: Merge, other: Merge): boolean =>
  one.at === other.at ? one.ref > other.ref : one.at > other.at

/** Each subject leads to one other at most, so no two circles touch and each is found once. */
function openCircles(last: Map<number, Merge>): void {
  const done = new Set<number>()
  for (const start of [...last.keys()]) {
    const path: Merge[] = []
    const places = new Map<number, number>()
    let at = start
    for (let next = last.get(at); next && !done.has(at) && !places.has(at); next = last.get(at)) {
      places.set(at, path.length)
      path.push(next)
      at = next.into
    }
    const begin = places.get(at)
    if (begin !== undefined) {
      const oldest = path.slice(begin).reduce((one, other) => (isLater(one, other) ? other : one))
      last.delete(oldest.subject)
    }
    for (const { subject } of path) done.add(subject)
  }
}

function endOf(last: ReadonlyMap<number, Merge>, subject: number): number {
  let at = subject
  for (let next = last.get(at); next; next = last.get(at)) at = next.into
  return at
}
