import { isObject } from './given-values.ts'

interface LookedAt {
  readonly touched: ReadonlySet<string>
  readonly skipped: ReadonlySet<string>
}

interface Branch {
  readonly value: unknown
  readonly at: string
  readonly depth: number
}

/** Depth to which unknown fields are named; below it, the field that holds them is. */
const namedDepth = 6

/** Places of a record that are filled and that nobody looked at; items of lists are `[]`. */
export function untouchedPlaces(
  record: unknown,
  pattern: string,
  lookedAt: LookedAt,
): readonly string[] {
  const names = new Set<string>()
  const branches: Branch[] = [{ value: record, at: pattern, depth: 0 }]
  for (let branch = branches.pop(); branch !== undefined; branch = branches.pop()) {
    const below = branchesOf(branch, lookedAt.skipped)
    // One by one: a list of a hundred thousand items is more than a call takes arguments.
    for (const child of below ?? []) branches.push(child)
    if (below === undefined && !isLookedAt(branch.at, lookedAt.touched)) names.add(branch.at)
  }
  return [...names].sort()
}

/** What stands below; none where nothing is filled or all is known; undefined for what is to be named. */
function branchesOf(
  { value, at, depth }: Branch,
  skipped: ReadonlySet<string>,
): readonly Branch[] | undefined {
  if (value == null || value === '' || skipped.has(at)) return []
  if (depth >= namedDepth) return undefined
  return childrenOf(value, at)?.map((child) => ({ ...child, depth: depth + 1 }))
}

function childrenOf(value: unknown, at: string): readonly Omit<Branch, 'depth'>[] | undefined {
  if (Array.isArray(value)) return value.map((item: unknown) => ({ value: item, at: `${at}[]` }))
  if (!isObject(value)) return undefined
  return Object.keys(value).map((name) => ({
    value: value[name],
    at: at === '' ? name : `${at}.${name}`,
  }))
}

/** A list that was looked at was looked at with its texts, not with the fields of its objects. */
const isLookedAt = (at: string, touched: ReadonlySet<string>): boolean =>
  touched.has(at) || touched.has(at.replace(/\[\]$/, ''))
