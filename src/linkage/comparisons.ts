import { quoteName, quoteNumber } from '../sql/index.ts'
import { type LinkColumn, type LinkLevel, matchWeight } from './model.ts'

/** What a level is made of: the two values, the pair's other columns by name, and its limit, as SQL. */
interface Values {
  readonly left: string
  readonly right: string
  readonly level: LinkLevel
  readonly limit: string
  /** The column of the measure that the level compares with its limit. */
  readonly measure: string
}

const words = (value: string): string => `string_split(${value}, ' ')`
const sorted = (value: string): string => `list_sort(${words(value)})`
const sortedText = (value: string): string => `array_to_string(${sorted(value)}, ' ')`
/** Elements of either list over all of both, each once (Jaccard 1901). */
const jaccard = (left: string, right: string): string =>
  `(len(list_intersect(${left}, ${right}))
    / greatest(len(list_distinct(list_concat(${left}, ${right}))), 1))`
/** The words that hold a digit: house and flat numbers, which tell neighbours apart. */
const numbers = (value: string): string =>
  `list_sort(list_filter(${words(value)}, lambda word: regexp_matches(word, '[0-9]')))`

/** Fewest hours between uses of one value, in two lists of `value@moment`; null where none is in both. */
function hoursApart(left: string, right: string): string {
  const moment = (use: string): string =>
    `epoch(try_cast(split_part(${use}, '@', -1) as timestamp))`
  const same = `list_filter(${right}, lambda there: split_part(there, '@', 1) = split_part(here, '@', 1))`
  return `list_min(flatten(list_transform(${left}, lambda here:
    list_transform(${same}, lambda there: abs(${moment('here')} - ${moment('there')}) / 3600))))`
}

/**
 * How far two values agree, where a level compares that with its limit. Written once per pair and column,
 * however many levels ask for it: these functions are what linkage spends its time in.
 */
const measures: Readonly<
  Partial<Record<LinkLevel['when'], (left: string, right: string, most: number) => string>>
> = {
  // On the words as given and on the words in order: a slip of the pen in a turned-round name.
  jaro_winkler: (left, right) =>
    `case when ${left} = ${right} then 1 else greatest(jaro_winkler_similarity(${left}, ${right}),
      case when contains(${left}, ' ') and contains(${right}, ' ')
        then jaro_winkler_similarity(${sortedText(left)}, ${sortedText(right)}) else 0 end) end`,
  levenshtein: (left, right) => `levenshtein(${left}, ${right})`,
  // Five times as slow as levenshtein, which is at most twice as large: the slow one only where it can matter.
  damerau_levenshtein: (left, right, most) =>
    `case when ${left} = ${right} then 0
      when levenshtein(${left}, ${right}) > ${quoteNumber(2 * most)} then ${quoteNumber(most + 1)}
      else damerau_levenshtein(${left}, ${right}) end`,
  words: (left, right) =>
    `case when ${left} = ${right} then 1 else ${jaccard(words(left), words(right))} end`,
  address_words: (left, right) =>
    `case when ${left} = ${right} then 1
      when ${numbers(left)} = ${numbers(right)} then ${jaccard(words(left), words(right))} else 0 end`,
  within: (left, right) => `abs(try_cast(${left} as double) - try_cast(${right} as double))`,
  within_days: (left, right) =>
    `abs(date_diff('day', try_cast(${left} as date), try_cast(${right} as date)))`,
  shared: (left, right) => `len(list_intersect(${left}, ${right}))`,
  jaccard: (left, right) => jaccard(left, right),
  shared_within: hoursApart,
  hamming: (left, right) =>
    `bit_count(xor(('0x' || ${left})::ubigint, ('0x' || ${right})::ubigint))`,
}

/**
 * Comparison levels as SQL conditions on two values (and their measure). Each is written with functions
 * that both engines have or can be given (jaro_winkler_similarity is one that Spark needs as ours).
 */
const conditions: Readonly<Record<LinkLevel['when'], (values: Values) => string>> = {
  exact: ({ left, right }) => `${left} = ${right}`,
  same_words: ({ left, right }) => `${sorted(left)} = ${sorted(right)}`,
  // The last word the same, and the others written as single letters on one side.
  initials: ({ left, right }) =>
    `(split_part(${left}, ' ', -1) = split_part(${right}, ' ', -1)
      and left(${left}, 1) = left(${right}, 1)
      and (regexp_matches(${left}, '^(. )+[^ ]+$') or regexp_matches(${right}, '^(. )+[^ ]+$')))`,
  jaro_winkler: atLeast,
  levenshtein: atMost,
  damerau_levenshtein: atMost,
  words: atLeast,
  address_words: atLeast,
  first_word: ({ left, right }) => `split_part(${left}, ' ', 1) = split_part(${right}, ' ', 1)`,
  last_word: ({ left, right }) => `split_part(${left}, ' ', -1) = split_part(${right}, ' ', -1)`,
  prefix: ({ left, right, limit }) => `left(${left}, ${limit}) = left(${right}, ${limit})`,
  within: atMost,
  within_days: atMost,
  shared: atLeast,
  jaccard: atLeast,
  shared_within: atMost,
  hamming: atMost,
  swapped: ({ left, right, level }) => {
    const other = (side: string): string => quoteName(`${level.with ?? ''}_${side}`)
    return `(${left} = ${other('r')} and ${right} = ${other('l')})`
  },
  sql: ({ level }) => `(${level.condition ?? 'false'})`,
  else: () => 'true',
}

function atLeast({ measure, limit }: Values): string {
  return `${measure} >= ${limit}`
}
function atMost({ measure, limit }: Values): string {
  return `${measure} <= ${limit}`
}

const side = (column: string, of: 'l' | 'r'): string => quoteName(`${column}_${of}`)
const measureName = (column: LinkColumn, level: LinkLevel): string =>
  quoteName(`${column.name}_${level.when}`)

/** The columns of both records that a comparison reads. */
export const columnsOf = (column: LinkColumn): readonly string[] => [
  column.column,
  ...column.levels.flatMap((level) => (level.with === undefined ? [] : [level.with])),
  ...[column.unknown, ...column.levels.map(({ condition }) => condition)].flatMap(columnsInSql),
]

/** `"name_l"` and `name_r` in a condition that another program wrote. */
export const columnsInSql = (condition = ''): readonly string[] =>
  [...condition.matchAll(/"([^"]+)_[lr]"|\b(\w+)_[lr]\b/g)].map(
    ([, quoted, bare]) => quoted ?? bare ?? '',
  )

/** What is measured of a pair for a comparison: `expression as name`, for the select below `levelSql`. */
export function measuresOf(column: LinkColumn): readonly string[] {
  const [left, right] = [side(column.column, 'l'), side(column.column, 'r')]
  const measured = column.levels.flatMap((level) => {
    const measure = measures[level.when]?.(left, right, largestLimit(column, level.when))
    if (measure === undefined) return []
    // Most pairs that keys find are exactly alike: nothing is measured of those.
    const needed =
      column.levels[0]?.when === 'exact'
        ? `case when ${left} <> ${right} then ${measure} end`
        : measure
    return [`${needed} as ${measureName(column, level)}`]
  })
  return [...new Set(measured)]
}

const largestLimit = ({ levels }: LinkColumn, when: LinkLevel['when']): number =>
  Math.max(...levels.map((level) => (level.when === when ? (level.limit ?? 0) : 0)))

/**
 * The level that a pair reaches, as its number in the model (0 first), or null where a side has no
 * value: null is no evidence. Values stand in columns `<column>_l` and `<column>_r`, beside `measuresOf`.
 */
export function levelSql(column: LinkColumn): string {
  const [left, right] = [side(column.column, 'l'), side(column.column, 'r')]
  const cases = column.levels.map((level, number) => {
    const limit = quoteNumber(level.limit ?? 0)
    const values = { left, right, level, limit, measure: measureName(column, level) }
    return `when ${conditions[level.when](values)} then ${number}`
  })
  const unknown = column.unknown ?? `${left} is null or ${right} is null`
  return `(case when ${unknown} then null ${cases.join(' ')} end)::tinyint`
}

/** Whole doublings of how many share a value beyond two: 0 for 2, 1 for 3 and 4, 2 for 5 to 8. */
export const doublingsSql = (members: string): string => `floor(log2(greatest(${members} - 1, 1)))`

/** Bits of a level; `doublings`: of how many records have the value that both share. */
export function levelBitsSql(column: LinkColumn, level: string, doublings: string): string {
  const cases = column.levels.map(
    (each, number) => `when ${number} then ${bitsSql(each, doublings)}`,
  )
  return `case ${level} ${cases.join(' ')} else 0 end`
}

function bitsSql(level: LinkLevel, doublings: string): string {
  const base = matchWeight(level) + level.bits_per_doubling * Math.log2(level.at_frequency / 2)
  if (level.bits_per_doubling === 0) return quoteNumber(base)
  return `${quoteNumber(base)} - ${quoteNumber(level.bits_per_doubling)} * ${doublings}`
}
