import { z } from 'zod'
import type { Delimiter } from '../csv-rows.ts'
import { type Encoding, encodings } from '../encodings.ts'
import type { SourceType } from '../reader.ts'
import type { FieldType } from './map-fields.ts'

/** What may stand in a map file. `docs/guide/maps.md` explains it; what fields take is checked by `map-records.ts`. */

const text = z.string().min(1, 'is empty')
const oneOrMore = <Schema extends z.ZodType>(schema: Schema, rule: string) =>
  z
    .union([schema, z.array(schema).min(1)], { error: rule })
    .transform((given) => (Array.isArray(given) ? given : [given]) as z.output<Schema>[])

/** A column, or several names of which the first that a row fills is taken. */
const column = oneOrMore(text, 'write the name of a column, or a list of names')
const word = z.union([z.string(), z.number(), z.boolean()]).transform(String)
const wordList = z.array(word, 'write a list of words').min(1)
const constant = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())], {
  error: 'write text, a number, true, false or a list of text',
})
const meaning = z.union([constant, z.null()], { error: 'write a value, or null for nothing' })

const conditionParts = {
  column,
  /** It holds for these words … */
  is: wordList.optional(),
  /** … and not for these; where they are given, any other word refuses the row. */
  not: wordList.optional(),
  /** It holds where the column is filled, or where it is empty. */
  filled: z.boolean().optional(),
}

export const ConditionGrammar = z
  .strictObject(conditionParts)
  .refine(({ is, filled }) => (is === undefined) !== (filled === undefined), {
    error: 'write either is: [words] or filled: true (or false)',
  })
  .refine(({ not, is }) => not === undefined || is !== undefined, {
    error: 'not: goes with is:',
  })

export const ValueGrammar = z.strictObject({
  value: constant.optional(),
  column: column.optional(),
  columns: z.array(column, 'write a list of columns').min(1).optional(),
  join: z.string().optional(),
  text: oneOrMore(text, 'write a text with columns in braces, or a list of them').optional(),
  split: oneOrMore(text, 'write what stands between the items').optional(),
  /** A part of the cell or item (safe-pattern.ts), taken before its words are looked at. */
  pattern: text.optional(),
  words: z.record(z.string(), meaning).optional(),
  /** Words are also looked for inside of the text. */
  inside: z.boolean().optional(),
  otherwise: meaning.optional(),
  date: oneOrMore(text, 'write a date format, or a list of them').optional(),
  timezone: text.optional(),
  decimal: z.enum(['.', ',']).optional(),
  as: z.enum(['country', 'number', 'truth', 'lower', 'list']).optional(),
})

const ignored = z.union([text, z.strictObject({ column: text, because: text })], {
  error: 'write the name of a column, or {column, because}',
})

export const sourceTypes = [
  ...(['ats', 'idp', 'hris', 'endpoint', 'verification'] as const),
  ...(['employer_report', 'partner', 'public_feed'] as const),
] as const

export const MapGrammar = z.strictObject({
  /** A shipped map, of which this one takes whatever it does not say itself. */
  like: text.optional(),
  title: text,
  type: z.enum(sourceTypes),
  source: text.optional(),
  encoding: z.enum(encodings).optional(),
  delimiter: z
    .enum([',', ';', '\t', '|', 'tab'])
    .transform((given) => (given === 'tab' ? '\t' : given))
    .optional(),
  /** Of a workbook. */
  sheet: text.optional(),
  /** Of JSON: the names that lead to the list of rows, `data.employees`. */
  list: text.optional(),
  /** Line on which the names of the columns stand. */
  header: z.int().min(1).max(1000).optional(),
  /** Formats of dates, and time zone of those that name none, where a field states no others. */
  dates: oneOrMore(text, 'write a date format, or a list of them').optional(),
  timezone: text.optional(),
  /** Further names of columns: what the map calls it, and what the file does. */
  names: z.record(z.string(), column).optional(),
  /** Words that mean as much as an empty cell, in every column. */
  empty: wordList.optional(),
  recognise: z.array(column, 'write a list of columns').min(2).optional(),
  ignore: z.array(ignored, 'write a list of columns').optional(),
  /** Columns and facts of one's own that are refused for their names and name no attribute of a person. */
  not_protected: z
    .array(
      z.union([
        z.strictObject({ column: text, because: text }),
        z.strictObject({ fact: text, because: text }),
      ]),
      'write a list of {column, because} or {fact, because}',
    )
    .optional(),
  /** Columns that the file need not have. */
  optional: z
    .union([z.literal('all'), z.array(text)], { error: 'write all, or a list of columns' })
    .optional(),
  /** Names that the format and the catalogue do not have, kept on purpose; they weigh nothing. */
  own: z
    .strictObject({ facts: z.array(text).optional(), flags: z.array(text).optional() })
    .optional(),
  records: z
    .array(
      z.strictObject({
        kind: text,
        when: z.unknown().optional(),
        fields: z.record(z.string(), z.unknown(), 'write fields of the evidence format'),
      }),
      'write a list of records',
    )
    .min(1, 'needs at least one record'),
})

export const mapKeys = Object.keys(MapGrammar.shape)
export const recordKeys: readonly string[] = ['kind', 'when', 'fields']
export const conditionKeys = Object.keys(conditionParts)
export const valueKeys = Object.keys(ValueGrammar.shape)

export type MapGiven = z.output<typeof MapGrammar>
export type ValueGiven = z.output<typeof ValueGrammar>
export type Place = readonly PropertyKey[]

/** Names of a column, of which the first that a row fills is taken. */
export type Column = readonly string[]
export type Constant = string | number | boolean | readonly string[]

export interface Condition {
  readonly column: Column
  /** Lower case. */
  readonly is?: readonly string[]
  readonly not?: readonly string[]
  readonly filled?: boolean
}

/** Texts and columns, one after the other. */
export type Template = readonly (string | Column)[]

/** Where a value comes from, and what is made of it. */
export interface MappedValue {
  readonly from:
    | { readonly constant: Constant }
    | { readonly columns: readonly Column[]; readonly join?: string }
    /** The first of which every column is filled. */
    | { readonly templates: readonly Template[] }
  readonly split?: readonly string[]
  /** By word in lower case. */
  readonly words?: Readonly<Record<string, Constant | null>>
  readonly inside?: boolean
  readonly pattern?: string
  readonly otherwise?: Constant | null
  readonly date?: readonly string[]
  readonly timezone?: string
  readonly decimal?: '.' | ','
  readonly as?: 'country' | 'number' | 'truth' | 'lower'
}

/** One object of a list. */
export interface MappedItem {
  readonly when: readonly Condition[]
  readonly parts: Readonly<Record<string, MappedValue>>
  /** The part whose cell may hold several: each gives an object of its own. */
  readonly several?: string
}

export interface MappedField {
  readonly field: string
  readonly type: FieldType
  readonly content: MappedValue | readonly MappedItem[]
}

/** One observation that a row gives. */
export interface MappedRecord {
  readonly kind: string
  readonly when: readonly Condition[]
  readonly fields: readonly MappedField[]
}

/** A name that holds a protected word, read because the map says that it names no attribute of a person. */
export interface Override {
  readonly name: string
  readonly because: string
}

/** What the columns of a table mean. Plain data: it goes to the reading workers. */
export interface Mapping {
  readonly title: string
  readonly type: SourceType
  readonly source?: string
  readonly encoding?: Encoding
  readonly delimiter?: Delimiter
  readonly sheet?: string
  readonly list?: string
  readonly header?: number
  readonly recognise: readonly Column[]
  /** Columns that are known and knowingly not taken. */
  readonly ignore: readonly string[]
  /** What is said at each import: columns and facts that are read although their names hold a protected word. */
  readonly notProtected: readonly Override[]
  /** Words in lower case that mean as much as an empty cell. */
  readonly empty: readonly string[]
  /** Columns of which the file must have one of each. */
  readonly needed: readonly Column[]
  readonly records: readonly MappedRecord[]
}
