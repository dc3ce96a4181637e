import { quoteName, quoteNumber } from '../sql/index.ts'
import { type LinkColumn, type LinkLevel, matchWeight } from './model.ts'

const sorted = (value: string): string => `list_sort(string_split(${value}, ' '))`

/**
 * Comparison levels as SQL conditions on two values. Each is written with functions that both engines
 * have or can be given (jaro_winkler_similarity is the one that Spark needs as a function of ours).
 */
const conditions: Readonly<
  Record<LinkLevel['when'], (left: string, right: string, limit: string) => string>
> = {
  exact: (left, right) => `${left} = ${right}`,
  same_words: (left, right) => `${sorted(left)} = ${sorted(right)}`,
  // The last word the same, and the others written as single letters on one side.
  initials: (left, right) =>
    `(split_part(${left}, ' ', -1) = split_part(${right}, ' ', -1)
      and left(${left}, 1) = left(${right}, 1)
      and (regexp_matches(${left}, '^(. )+[^ ]+$') or regexp_matches(${right}, '^(. )+[^ ]+$')))`,
  // On the words as given and on the words in order: a slip of the pen in a turned-round name.
  jaro_winkler: (left, right, limit) =>
    `greatest(jaro_winkler_similarity(${left}, ${right}),
      jaro_winkler_similarity(array_to_string(${sorted(left)}, ' '),
                              array_to_string(${sorted(right)}, ' '))) >= ${limit}`,
  first_word: (left, right) => `split_part(${left}, ' ', 1) = split_part(${right}, ' ', 1)`,
  last_word: (left, right) => `split_part(${left}, ' ', -1) = split_part(${right}, ' ', -1)`,
  within: (left, right, limit) => `abs(${left} - ${right}) <= ${limit}`,
  else: () => 'true',
}

/**
 * The level that two records reach, as its number in the model (0 first), or null where a side has no
 * value: null is no evidence.
 */
export function levelSql(column: LinkColumn, left: string, right: string): string {
  const l = `${left}.${quoteName(column.column)}`
  const r = `${right}.${quoteName(column.column)}`
  const cases = column.levels.map(
    (level, number) =>
      `when ${conditions[level.when](l, r, quoteNumber(level.limit ?? 0))} then ${number}`,
  )
  return `case when ${l} is null or ${r} is null then null ${cases.join(' ')} end`
}

/** Bits of a level; `frequency` is how many records have the value that both share. */
export function levelBitsSql(column: LinkColumn, level: string, frequency: string): string {
  const cases = column.levels.map((each, number) => {
    const rarity =
      each.bits_per_doubling === 0
        ? ''
        : ` - ${quoteNumber(each.bits_per_doubling)} * log2(greatest(${frequency} - 1, 1))`
    return `when ${number} then ${quoteNumber(matchWeight(each))}${rarity}`
  })
  return `case ${level} ${cases.join(' ')} else 0 end`
}
