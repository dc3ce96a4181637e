import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { shippedPath } from './shipped-path.ts'
import { shapeNames } from './value-shapes.ts'

const words = z.array(z.string()).min(1)

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
  address: z.array(words),
  first_name: words,
  last_name: words,
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
