import type { ObservedSoftware } from './software-facts.ts'
import { findSoftware } from './software-list.ts'

/** A program that came or went, or a list of all that a query finds. */
export type SoftwareChange = {
  readonly at: string | undefined
  readonly query: string
} & (
  | { readonly action: 'added' | 'removed'; readonly program: ObservedSoftware }
  | { readonly action: 'snapshot'; readonly isWhole: boolean }
)

/** What stood on a machine at a moment. */
interface SoftwareState {
  readonly at: string | undefined
  readonly programs: readonly ObservedSoftware[]
  /** Some list was a full inventory. */
  readonly isWhole: boolean
}

/**
 * The programs of one machine at each moment at which a further remote-administration product stands on it: one that was
 * replaced by another never stood beside it. Whatever else was seen at any time is told with the last of them; without any,
 * there is one state, of the last moment.
 */
export function softwareOverTime(changes: readonly SoftwareChange[]): readonly SoftwareState[] {
  const inOrder = changes.toSorted((one, other) => timeOf(one) - timeOf(other))
  const there = new Map<string, Running>()
  const told = new Set<string>()
  const states = inOrder.flatMap((change, index) => {
    apply(there, change)
    const next = inOrder[index + 1]
    // Rows of one moment stand together.
    if (next !== undefined && timeOf(next) === timeOf(change)) return []
    const remote = [...there.values()].map(({ program }) => program).filter(isRemote)
    const isNew = productsOf(remote).filter((product) => !told.has(product)).length > 0
    for (const product of productsOf(remote)) told.add(product)
    return isNew ? [{ at: change.at, programs: remote, isWhole: false }] : []
  })
  const all = changes.flatMap((change) => ('program' in change ? [change.program] : []))
  const others = all.filter((program) => !isRemote(program))
  const isWhole = changes.some((change) => change.action === 'snapshot' && change.isWhole)
  const last = states.at(-1)
  return last === undefined
    ? [{ at: inOrder.at(-1)?.at, programs: others, isWhole }]
    : [...states.slice(0, -1), { ...last, programs: [...last.programs, ...others] }]
}

const productsOf = (programs: readonly ObservedSoftware[]): readonly string[] =>
  programs.flatMap((program) => findSoftware(program)?.product ?? [])

const timeOf = ({ at }: SoftwareChange): number => (at === undefined ? 0 : Date.parse(at))

const isRemote = (program: ObservedSoftware): boolean =>
  findSoftware(program)?.kind === 'remote_admin'

/** Several processes may have one name: the last of them that ends takes the program away. */
interface Running {
  readonly program: ObservedSoftware
  readonly times: number
}

function apply(there: Map<string, Running>, change: SoftwareChange): void {
  if (change.action === 'snapshot') {
    for (const key of there.keys()) if (key.startsWith(`${change.query}\n`)) there.delete(key)
    return
  }
  const { program } = change
  const key = [change.query, program.name, program.bundle, program.file, program.extension].join(
    '\n',
  )
  const times = (there.get(key)?.times ?? 0) + (change.action === 'removed' ? -1 : 1)
  if (times <= 0) there.delete(key)
  else there.set(key, { program, times })
}
