import { quoteList, quoteText } from '../sql/index.ts'
import { placeComparisons } from './allowed-evidence.ts'
import type { Condition, SelectorOf } from './condition.ts'
import type { Indicator } from './indicator.ts'

/** The facts that say a place, of which conditions ask. */
export function placesAsked(indicators: readonly Indicator[]): readonly string[] {
  const asked = indicators.flatMap(({ shown_by }) => shown_by.flatMap(placesOfCondition))
  return [...new Set(asked)].sort()
}

function placesOfCondition(condition: Condition): readonly string[] {
  if (condition.type === 'fact_differs') return [placeComparisons[condition.comparison].fact]
  const apart = condition.type === 'places_apart' || condition.type === 'places_vary'
  return apart ? [placeComparisons.network_from_residence.fact] : []
}

/** The facts of an event that show an indicator. */
export const factsAsked = ({ shown_by }: Indicator): readonly string[] =>
  shown_by.flatMap((condition) =>
    condition.type === 'fact' ? [condition.name] : placesOfCondition(condition),
  )

/** The rows of selectors of this kind, with one of these details. */
export function ofSelector(selector: SelectorOf): string {
  const details =
    selector.details === undefined ? '' : ` and detail in ${quoteList(selector.details)}`
  return `kind = ${quoteText(selector.kind)}${details}`
}

/** Every selector of which conditions ask who shares it, as a SQL condition on kind and detail. */
export function selectorsAsked(indicators: readonly Indicator[]): string {
  const asked = indicators.flatMap(({ shown_by }) => shown_by.flatMap(sharedOfCondition))
  return anyOf(asked)
}

/** Every selector whose showing makes an indicator observable, likewise. */
export const selectorsObserved = (indicators: readonly Indicator[]): string =>
  anyOf(
    indicators.flatMap(({ observable }) =>
      observable.flatMap((each) => ('selector' in each ? [each.selector] : [])),
    ),
  )

function anyOf(selectors: readonly SelectorOf[]): string {
  const tests = new Set(selectors.map((selector) => `(${ofSelector(selector)})`))
  return tests.size === 0 ? 'false' : `(${[...tests].sort().join(' or ')})`
}

function sharedOfCondition(condition: Condition): readonly SelectorOf[] {
  if (condition.type === 'linked_to_assessed') return [condition.selector]
  if (condition.type !== 'shared_selector') return []
  const { selector, own_details: details } = condition
  return details === undefined ? [selector] : [selector, { kind: selector.kind, details }]
}

export const passagesAsked = (indicators: readonly Indicator[]): boolean =>
  indicators.some(({ shown_by }) => shown_by.some(({ type }) => type === 'shared_passages'))
