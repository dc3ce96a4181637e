import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { Problem, reasonOf } from '../problem.ts'
import { encodings } from './encodings.ts'
import { checkMap } from './map-checks.ts'
import { type MapText, readMapText } from './map-text.ts'
import { shippedMap } from './shipped-maps.ts'

/** What the columns of a table mean, as `--map` and `maps/` write it down (docs/guide/maps.md). */

const text = z.string().min(1, 'is empty')
/** A column, or several names of which the first that a row fills is taken. */
const column = z.union([text, z.array(text).min(1)])
const constant = z.union([z.string(), z.number(), z.boolean(), z.array(text)])
const words = z.array(z.union([z.string(), z.number(), z.boolean()]).transform(String)).min(1)

const Condition = z.strictObject({
  column,
  /** Holds for these words. */
  is: words.optional(),
  /** Does not hold for these; where they are given, any other word refuses the row. */
  not: words.optional(),
  filled: z.boolean().optional(),
})

const conditions = z.union([Condition, z.array(Condition).min(1)])

const Value = z.strictObject({
  /** A constant. */
  value: constant.optional(),
  column: column.optional(),
  /** Several columns: joined to one text, or the items of a list. */
  columns: z.array(column).min(1).optional(),
  join: z.string().optional(),
  /** Text with columns in braces. */
  text: text.optional(),
  /** What stands between the items of a list. */
  split: z.union([text, z.array(text).min(1)]).optional(),
  /** What a cell says, and what that means; null is "not observed". */
  words: z.record(z.string(), z.union([constant, z.null()])).optional(),
  /** What any other word means. */
  otherwise: z.union([constant, z.null()]).optional(),
  date: z.union([text, z.array(text).min(1)]).optional(),
  timezone: text.optional(),
  decimal: z.enum(['.', ',']).optional(),
  as: z.enum(['country', 'number', 'truth', 'lower']).optional(),
})

const Part = z.union([text, Value])
const Item = z
  .object({ when: conditions.optional() })
  .catchall(Part)
  .describe('an object of the list')

const Field = z.union([Value, Item, z.array(Item).min(1)])

const RecordMap = z.strictObject({
  kind: text,
  when: conditions.optional(),
  /** By field of the evidence format; what they take is checked by `map-checks.ts`. */
  fields: z.record(z.string(), z.unknown()),
})

const types = [
  ...['ats', 'idp', 'hris', 'endpoint', 'verification'],
  ...['employer_report', 'partner', 'public_feed'],
] as const
