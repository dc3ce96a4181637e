import type { SqlEngine } from '../sql/index.ts'
import { placeComparisons } from './allowed-evidence.ts'
import type { SelectorOf } from './condition.ts'
import type { QueriedCondition } from './conditions.ts'
import { owns, reads } from './relations.ts'

/** Rows of one kind that conditions read: without any, no condition on them holds. */
interface ConditionInput {
  readonly input: 'shared' | 'selector' | 'place' | 'event' | 'passage' | 'ring_link' | 'anchor'
  /** Any of these kinds of a selector or event, or names of a fact; '' where there is one kind only. */
  readonly kinds: readonly string[]
  /** Of selectors: the details that the condition asks for; absent: any. */
  readonly details?: readonly string[] | undefined
}

/**
 * What a condition cannot hold without: all of these are needed. The query of a condition costs
 * milliseconds though it finds nothing, and a small store shows a few kinds of evidence only.
 */
function inputsOf(condition: QueriedCondition): readonly ConditionInput[] {
  switch (condition.type) {
    case 'fact_differs':
      return [{ input: 'place', kinds: [placeComparisons[condition.comparison].fact] }]
    case 'places_apart':
    case 'places_vary':
      return [{ input: 'place', kinds: [placeComparisons.network_from_residence.fact] }]
    case 'shared_selector':
      return [selectorInput('shared', condition.selector)]
    case 'linked_to_assessed':
      return [{ input: 'anchor', kinds: [''] }, selectorInput('shared', condition.selector)]
    case 'shared_passages':
      return [{ input: 'passage', kinds: [''] }]
    case 'distinct_selectors':
      return [selectorInput('selector', condition.selector)]
    case 'count_within':
      return [{ input: 'event', kinds: [condition.kind] }]
    case 'after_end':
      return [
        { input: 'event', kinds: ['employment'] },
        { input: 'event', kinds: [condition.kind] },
      ]
    case 'overlapping_employment':
      return [{ input: 'event', kinds: ['employment'] }]
    case 'referee_is_candidate':
      return [
        { input: 'selector', kinds: ['reference_email', 'reference_phone'] },
        { input: 'event', kinds: ['application'] },
      ]
    case 'ring':
      return [{ input: 'ring_link', kinds: [''] }, selectorInput('selector', condition.shown_by)]
    case 'published':
      return [{ input: 'event', kinds: ['publication'] }]
  }
}

const selectorInput = (
  input: 'shared' | 'selector',
  { kind, details }: SelectorOf,
): ConditionInput => ({ input, kinds: [kind], details })

/** Reads which inputs there are, after the steps of `evidenceSteps`; says whether a condition could hold at all. */
export async function readInputs(
  sql: SqlEngine,
  { passages }: { readonly passages: boolean },
): Promise<(condition: QueriedCondition) => boolean> {
  const rows = await sql.rows<InputRow>(`
    select distinct 'shared' as input, kind, detail from ${owns.shared}
    union all select distinct 'selector', kind, detail from ${reads.selector}
    union all select distinct 'place', name, '' from ${owns.place}
    union all select distinct 'event', event, '' from ${owns.seen}
    union all (select 'ring_link', '', '' from ${reads.ringLink} limit 1)
    union all (select 'anchor', '', '' from ${owns.anchor} limit 1)
    ${passages ? `union all (select 'passage', '', '' from ${owns.passage} limit 1)` : ''}`)
  const details = new Map<string, Set<string>>()
  for (const { input, kind, detail } of rows) {
    const key = `${input} ${kind}`
    details.set(key, (details.get(key) ?? new Set()).add(detail))
  }
  const isThere = ({ input, kinds, details: asked }: ConditionInput): boolean =>
    kinds.some((kind) => {
      const shown = details.get(`${input} ${kind}`)
      if (shown === undefined) return false
      return asked === undefined || asked.some((detail) => shown.has(detail))
    })
  return (condition) => inputsOf(condition).every(isThere)
}

interface InputRow {
  readonly input: string
  readonly kind: string
  readonly detail: string
}
