import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { Problem, reasonOf } from '../problem.ts'

/**
 * A linkage model as a file: what two records share and how much that says. Weights are match weights
 * of Fellegi and Sunter (1969), log2(m/u): `m` is how often records of the same thing agree, `u` how
 * often records of different things do. The machinery knows nothing of what the records are.
 */
const probability = z.number().gt(0).lt(1)

/** A value that a record has any number of (a selector): pairs are found by it and weighed by it. */
const Key = z.strictObject({
  name: z.string().regex(/^[a-z][a-z_]*$/),
  kind: z.string(),
  /** Only these details of the kind; absent: all. */
  details: z.array(z.string()).min(1).optional(),
  /** True where the detail is part of what is shared (the service of an account name). */
  same_detail: z.boolean().default(false),
  m: probability,
  u: probability,
  /**
   * Bits taken off for each doubling of the number of records that share the value: a shared thing says
   * less the more share it (term frequency, damped).
   */
  bits_per_doubling: z.number().min(0).max(2),
  /**
   * What is counted as one member: distinct values of this column among the records that share the value;
   * absent: each record. A device with 100 records of 3 names is rarer than one with 30 of 30.
   */
  counted_by: z.string().optional(),
  /** Above this many members the value is a hub: muted, listed, and no pair is found by it. */
  hub_above: z.int().min(2),
  /** Above this many records likewise, whoever they are: the pairs would cost too much. */
  hub_above_records: z.int().min(2).default(1000),
  because: z.string().min(20),
})

const Level = z.strictObject({
  /** How two values agree; the first level that holds counts, `else` comes last. */
  when: z.enum([
    'exact',
    'same_words',
    'initials',
    'jaro_winkler',
    'first_word',
    'last_word',
    'within',
    'else',
  ]),
  /** Least similarity for jaro_winkler, greatest distance for within. */
  limit: z.number().optional(),
  m: probability,
  u: probability,
  bits_per_doubling: z.number().min(0).max(2).default(0),
  because: z.string().min(10),
})

/** A single value of a record, compared on pairs that keys have found. Absent on a side: no evidence. */
const Column = z.strictObject({
  name: z.string().regex(/^[a-z][a-z_]*$/),
  column: z.string().regex(/^[a-z][a-z_]*$/),
  levels: z.array(Level).min(2),
})

const Model = z
  .strictObject({
    name: z.string(),
    version: z.int().min(1),
    title: z.string(),
    /** Log-odds, in bits, that two records that share something are the same, before looking. */
    prior_bits: z.number(),
    /** Pairs and groups join when their evidence, prior included, reaches this many bits. */
    threshold_bits: z.number(),
    keys: z.array(Key).min(1),
    columns: z.array(Column),
  })
  .readonly()

export type LinkModel = z.infer<typeof Model>
export type LinkKey = z.infer<typeof Key>
export type LinkColumn = z.infer<typeof Column>
export type LinkLevel = z.infer<typeof Level>

/** Reads a model file; a misspelt key or a weight without a reason is an error that names the place. */
export function readModel(path: string): LinkModel {
  let given: unknown
  try {
    given = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new Problem(
      'invalid',
      `the linkage model ${path} cannot be read: ${reasonOf(error)}`,
      error,
    )
  }
  const parsed = Model.safeParse(given)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new Problem('invalid', `${path}: ${issue?.path.join('.')}: ${issue?.message}`)
}

/** Match weight in bits: positive speaks for the same thing, negative against it. */
export const matchWeight = ({ m, u }: { readonly m: number; readonly u: number }): number =>
  Math.log2(m / u)

/** Weight of values that are there on both sides and none of which is shared. */
export const disagreementWeight = ({ m, u }: { readonly m: number; readonly u: number }): number =>
  Math.log2((1 - m) / (1 - u))
