import type { NumberColumn } from '../sql/index.ts'
import { cluster, type HardPairs } from './clustering.ts'

/** Two columns of record ids, of equal length. */
export interface IdPairs {
  readonly left: NumberColumn
  readonly right: NumberColumn
}

/** What is to be grouped, by the ids of the records; columns as the engine gives them. */
export interface GroupTask {
  /** All that were looked at, in an order that does not depend on arrival: ties are broken alike in every run. */
  readonly records: NumberColumn
  /** Weighed pairs, as `cluster` takes them; `vetoes` is 1 or 0. */
  readonly pairs: IdPairs & {
    readonly keys: NumberColumn
    readonly columns: NumberColumn
    readonly vetoes: NumberColumn
  }
  readonly prior: number
  readonly threshold: number
  /** What people said of pairs. */
  readonly same: IdPairs
  readonly different: IdPairs
}

/** Columns of equal length: each record that stands in a component with another one. */
export interface Groups {
  readonly records: Int32Array
  /** The smallest id in the group, and in the component. */
  readonly groups: Int32Array
  readonly components: Int32Array
}

/** Groups records by the rule of `cluster`. Ids are whole numbers from 0 on, as dense as those of a table. */
export function groupRecords(task: GroupTask): Groups {
  const records = new Int32Array(task.records)
  const rank = ranksOf(records)
  const ranked = (ids: NumberColumn): Int32Array => new Int32Array(ids).map((id) => rank[id] ?? 0)
  const rankedPairs = ({ left, right }: IdPairs): HardPairs => ({
    left: ranked(left),
    right: ranked(right),
  })
  const { pairs } = task
  const { groups, components } = cluster(
    records.length,
    {
      ...rankedPairs(pairs),
      keys: new Float64Array(pairs.keys),
      columns: new Float64Array(pairs.columns),
      vetoes: new Uint8Array(pairs.vetoes),
    },
    {
      ...{ prior: task.prior, threshold: task.threshold },
      ...{ same: rankedPairs(task.same), different: rankedPairs(task.different) },
    },
  )
  return namedGroups(records, { groups, components })
}

function ranksOf(records: Int32Array): Int32Array {
  const most = records.reduce((a, b) => Math.max(a, b), -1)
  const rank = new Int32Array(most + 1)
  // Indexes, not iterators, here and below: of a million records those make as many arrays.
  for (let at = 0; at < records.length; at++) rank[records[at] ?? 0] = at
  return rank
}

/** Under the smallest id; those that stand alone are left out. */
function namedGroups(
  records: Int32Array,
  { groups, components }: Pick<Groups, 'groups' | 'components'>,
): Groups {
  const members = new Int32Array(records.length)
  for (let at = 0; at < components.length; at++) {
    const component = components[at] ?? 0
    members[component] = (members[component] ?? 0) + 1
  }
  const isTogether = (at: number): boolean => (members[components[at] ?? 0] ?? 0) > 1
  const column = (of: Int32Array): Int32Array => of.filter((_, at) => isTogether(at))
  return {
    records: column(records),
    groups: column(smallestIds(records, groups)),
    components: column(smallestIds(records, components)),
  }
}

function smallestIds(records: Int32Array, names: Int32Array): Int32Array {
  const smallest = new Int32Array(records.length).fill(2 ** 31 - 1)
  for (let at = 0; at < names.length; at++) {
    const name = names[at] ?? 0
    smallest[name] = Math.min(smallest[name] ?? 0, records[at] ?? 0)
  }
  return names.map((name) => smallest[name] ?? 0)
}
