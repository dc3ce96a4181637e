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

/** What a name of a column, fact or flag stands for that is never evidence; undefined for all others. */
export function unusedBehind(name: string): Unused | undefined {
  const apart = name.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
  const forms = [name, apart].map((form) => ` ${wordsOf(form)} `)
  // `appearance_changes_person` asks whether somebody else came, not how anybody looks.
  const [whole = ''] = forms
  if (indicatorIds().some((id) => whole.startsWith(` ${wordsOf(id)} `))) return undefined
  const named = (word: string): boolean => forms.some((form) => form.includes(` ${wordsOf(word)} `))
  return neverEvidence().find(({ id, words }) => named(id) || words.some(named))
}

/** A name as words of small letters: `date_of_birth` and `Date of birth` are the same. */
export const wordsOf = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
