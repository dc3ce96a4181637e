import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { addressParts } from './map-fields.ts'
import { wordsOf } from './never-evidence.ts'
import { shippedPath } from './shipped-path.ts'
import { shapeNames } from './value-shapes.ts'

const word = z.union([z.string(), z.boolean(), z.number()]).transform(String)
/** As names of columns are compared: `Date d'entrée`, `date_d_entree`. */
const words = z
  .array(word)
  .min(1)
  .transform((each): readonly string[] => each.map(columnWords))

const Meaning = z.strictObject({
  /** Field of the evidence format. */
  field: z.string(),
  words,
  /** Written for the field, with `COLUMN` in the place of the column. */
  content: z.string(),
  /** What its cells look like, for a column whose name says nothing. */
  shape: z.enum(shapeNames).optional(),
})

const HeaderWords = z.strictObject({
  columns: z.array(Meaning),
  address: z.record(z.enum(addressParts), words),
  first_name: words,
  last_name: words,
  others: words,
  sign_in_results: z.strictObject({ columns: words, success: words, failure: words, codes: words }),
  kinds: z.array(z.strictObject({ kind: z.string(), type: z.string(), words })),
})

/** What a column may hold, as a suggested map writes it. */
export type ColumnMeaning = z.output<typeof Meaning>

let known: z.output<typeof HeaderWords> | undefined

/** The names that exports give their columns (`maps/column-names.yaml`). */
export function headerWords(): z.output<typeof HeaderWords> {
  known ??= HeaderWords.parse(parse(readFileSync(shippedPath('maps/column-names.yaml'), 'utf8')))
  return known
}

/** Objects of JSON that only group the fields of a person: `address.city` is a city, `manager.email` is no e-mail of theirs. */
const groups =
  /^(?:address|home_?address|location|contact|contacts?_?info|person|personal|candidate|applicant|employee|worker|user|profile|details|data|attributes|fields)\./i

/** A name as words without accents: `homeEmail`, `Home_Email` and `contact.home email` are the same. */
export function columnWords(name: string): string {
  let inner = name
  while (groups.test(inner) && !/\.(?:id|name)$/i.test(inner)) inner = inner.replace(groups, '')
  return wordsOf(inner.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2'))
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
}

/** Whether some words stand in a name as a phrase. */
export const standsIn = (phrase: string, name: string): boolean =>
  ` ${name} `.includes(` ${phrase} `)
