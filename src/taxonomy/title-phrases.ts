import { wordsOf } from './title-words.ts'

/** What a list of phrases says about the words of a title. */
export interface TitlePhrases<Value> {
  /**
   * The value of the longest phrase whose words stand together in the title, in whatever order
   * (`Engineer, Software`, `ingeniero de software`); of two that are as long the later one, because
   * English puts the head of a title last.
   */
  readonly together: (words: readonly string[]) => Value | undefined
  /** The value of the last phrase of two words that both stand in the title, apart from each other. */
  readonly apart: (words: readonly string[]) => Value | undefined
}

/** The one matcher of titles: families of roles and occupations are two lists for it. */
export function titlePhrases<Value>(
  phrases: Iterable<readonly [phrase: string, value: Value]>,
): TitlePhrases<Value> {
  const byKey = new Map<string, Value>()
  let longest = 0
  for (const [phrase, value] of phrases) {
    const words = wordsOf(phrase)
    byKey.set(keyOf(words), value)
    longest = Math.max(longest, words.length)
  }
  return {
    together: (words) => firstOf(runs(words, longest), byKey),
    apart: (words) => firstOf(pairs(words), byKey),
  }
}

function firstOf<Value>(
  candidates: Iterable<readonly string[]>,
  byKey: ReadonlyMap<string, Value>,
): Value | undefined {
  for (const words of candidates) {
    const value = byKey.get(keyOf(words))
    if (value !== undefined) return value
  }
  return undefined
}

/** The same for every order of the words. */
const keyOf = (words: readonly string[]): string => words.toSorted().join(' ')

/** Runs of neighbouring words, the longest first, the later first of those that are as long. */
function* runs(words: readonly string[], longest: number): Generator<readonly string[]> {
  for (let length = Math.min(longest, words.length); length > 0; length -= 1) {
    for (let start = words.length - length; start >= 0; start -= 1) {
      yield words.slice(start, start + length)
    }
  }
}

/** Every two words, the later pairs first. */
function* pairs(words: readonly string[]): Generator<readonly string[]> {
  for (const [at, second] of [...words.entries()].toReversed()) {
    for (const first of words.slice(0, at).toReversed()) yield [first, second]
  }
}
