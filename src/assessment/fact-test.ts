import { quoteList, quoteNumber, quoteText } from '../sql/index.ts'
import type { FactCondition } from './condition.ts'
import { reads } from './relations.ts'

/** The test of a fact as a SQL condition on a row of `fact` (a list has one row per item). */
export function factTest(condition: FactCondition): string {
  if (condition.is_one_of !== undefined) return `text in ${quoteList(condition.is_one_of)}`
  if (condition.is !== undefined) return `truth = ${condition.is}`
  if (condition.at_least !== undefined) return `number >= ${quoteNumber(condition.at_least)}`
  if (condition.at_most !== undefined) return `number <= ${quoteNumber(condition.at_most)}`
  if (condition.items_at_least !== undefined) return `items >= ${condition.items_at_least}`
  if (condition.contains_any !== undefined) {
    return `lower(text) in ${quoteList(condition.contains_any.map((text) => text.toLowerCase()))}`
  }
  return `text <> ''`
}

/** SQL truth: an observation does not have this fact (always, where none is named). */
export const withoutFactSql = (without: FactCondition | undefined): string =>
  without === undefined
    ? 'true'
    : `observation_id not in (select observation_id from ${reads.fact}
        where name = ${quoteText(without.name)} and ${factTest(without)})`
