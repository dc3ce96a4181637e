import { likelihoods } from '../assessment/index.ts'
import { quoteText } from '../sql/index.ts'
import { type Share, shareOf } from './interval.ts'

/** The words of the assessment (ICD 203) with the ranges that they promise; the outer ones reach to 0 and 1. */
export const words = likelihoods.map(({ word, from, to }, at) => ({
  word,
  from: at === 0 ? 0 : from,
  to: at === likelihoods.length - 1 ? 1 : to,
}))

/** SQL text: the word of a probability. */
export const wordSql = (probability: string): string =>
  `case ${words
    .slice(0, -1)
    .map(({ word, to }) => `when ${probability} < ${to} then ${quoteText(word)}`)
    .join(' ')} else ${quoteText(words.at(-1)?.word ?? '')} end`

/** How often what was said with a word was so. */
export interface WordLine extends Share {
  readonly word: string
  /** The range that the word promises. */
  readonly promised: { readonly from: number; readonly to: number }
  /** `within`: the share lies in the range; `possible`: its interval reaches it, or too few tell; null: never said. */
  readonly kept: 'within' | 'possible' | 'broken' | null
}

/** One line for each word of the scale, in its order. */
export function wordLines(
  counted: ReadonlyMap<string, { readonly said: number; readonly were: number }>,
): readonly WordLine[] {
  return words.map(({ word, from, to }) => {
    const { said, were } = counted.get(word) ?? { said: 0, were: 0 }
    const share = shareOf(were, said)
    return { word, promised: { from, to }, ...share, kept: keptOf(share, { from, to }) }
  })
}

/** Fewer identities than this break no promise: the interval of one or two is not to be relied on. */
const fewest = 5

function keptOf(found: Share, { from, to }: WordLine['promised']): WordLine['kept'] {
  if (found.share === null) return null
  if (found.share >= from && found.share <= to) return 'within'
  const reaches = found.low <= to && found.high >= from
  return reaches || found.of < fewest ? 'possible' : 'broken'
}
