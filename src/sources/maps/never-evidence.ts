import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { indicatorIds, shippedPath } from './shipped-path.ts'

const NeverEvidence = z.array(
  z.strictObject({ id: z.string(), because: z.string(), words: z.array(z.string()) }),
)

/** Something that is never evidence, with the words by which columns of exports are called for it. */
export type Unused = z.output<typeof NeverEvidence>[number]

let unused: readonly Unused[] | undefined

/** What is never evidence (`maps/never-evidence.yaml`); a test holds its ids to those of assessment/. */
export function neverEvidence(): readonly Unused[] {
  unused ??= NeverEvidence.parse(
    parse(readFileSync(shippedPath('maps/never-evidence.yaml'), 'utf8')),
  )
  return unused
}

/** A name as it is looked for among others, as whole words. */
const phraseOf = (name: string): string => ` ${wordsOf(name)} `

interface Phrases {
  readonly indicators: readonly string[]
  readonly unused: readonly { readonly of: Unused; readonly phrases: readonly string[] }[]
}

let shipped: Phrases | undefined

/** Made once: every column of every table is held against them. */
function shippedPhrases(): Phrases {
  shipped ??= {
    indicators: indicatorIds().map(phraseOf),
    unused: neverEvidence().map((of) => ({ of, phrases: [of.id, ...of.words].map(phraseOf) })),
  }
  return shipped
}

/** What a name of a column, fact or flag stands for that is never evidence; undefined for all others. */
export function unusedBehind(name: string): Unused | undefined {
  const apart = name.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
  const forms = [name, apart].map(phraseOf)
  const { indicators, unused } = shippedPhrases()
  // `appearance_changes_person` asks whether somebody else came, not how anybody looks.
  const [whole = ''] = forms
  if (indicators.some((phrase) => whole.startsWith(phrase))) return undefined
  const isNamed = (phrase: string): boolean => forms.some((form) => form.includes(phrase))
  return unused.find(({ phrases }) => phrases.some(isNamed))?.of
}

/** A name as words of small letters: `date_of_birth` and `Date of birth` are the same. */
export const wordsOf = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
