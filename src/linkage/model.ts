import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { Problem, reasonOf } from '../problem.ts'

/**
 * A linkage model as a file: what two records share and how much that says. Weights are match weights
 * of Fellegi and Sunter (1969), log2(m/u): `m` is how often records of the same thing agree, `u` how
 * often records of different things do. The machinery knows nothing of what the records are.
 */
const probability = z.number().gt(0).lt(1)
const identifier = z.string().regex(/^[a-z][a-z0-9_]*$/)

/**
 * How rarity counts (term frequency, damped): `u` holds for a value that two share; each doubling of the
 * number that share it takes these bits off. Whole doublings only, so that one record more seldom
 * changes what was said of the others.
 */
const bitsPerDoubling = z.number().min(0).max(2)

/** A value that a record has any number of (a selector): pairs are found by it and weighed by it. */
const Key = z
  .strictObject({
    name: identifier,
    kind: z.string(),
    /** Only these details of the kind; absent: all. */
    details: z.array(z.string()).min(1).optional(),
    /**
     * True where the detail is part of what is shared (the service of an account name): then the ids of the values
     * differ with it.
     */
    same_detail: z.boolean().default(false),
    m: probability,
    u: probability,
    bits_per_doubling: bitsPerDoubling,
    /**
     * What is counted as one member: distinct values of this column among the records that share the value;
     * absent: each record. A device with 100 records of 3 names is rarer than one with 30 of 30.
     */
    counted_by: z.string().optional(),
    /** Above this many members the value is a hub: muted, listed, and no pair is found by it. */
    hub_above: z.int().min(2),
    /**
     * Above this many records, not all are compared with all (the cost grows with the square), but each with
     * one record of each member: the anchor, first in the order of the records.
     */
    anchored_above: z.int().min(2).default(50),
    /**
     * A hub comes back in conjunction: records that share it *and* are the same member (agree on `counted_by`)
     * are compared, with the weight that its rarity leaves. False: it proves nothing at all.
     */
    hub_returns: z.boolean().default(false),
    /** Only values that some record holds with this detail count (a mailbox that somebody named as a referee's). */
    needs_detail: z.string().optional(),
    /**
     * Ids are perceptual hashes of 64 bits, and values agree when at most this many bits of them differ (pictures that
     * were scaled or compressed again). Only with supports_only.
     */
    near_bits: z.int().min(0).max(16).optional(),
    /** True: counts only between records that share something else as well, and finds no pair. */
    supports_only: z.boolean().default(false),
    /**
     * True where one of the two records of a pair must hold the value with that detail (digits that one of them wrote
     * without a country code), not just any record.
     */
    detail_in_pair: z.boolean().default(false),
    /** Names of keys that say the same better: where one of them is shared, this one is silent. */
    unless: z.union([identifier, z.array(identifier)]).optional(),
    /**
     * Name of a key whose values are finer (the flats of a house): where both records hold values of that one and share
     * none, this one is silent.
     */
    refined_by: identifier.optional(),
    /** False: that both have one and share none says nothing. */
    disagreement: z.boolean().default(true),
    because: z.string().min(20),
  })
  .refine(({ hub_returns, counted_by }) => !hub_returns || counted_by !== undefined, {
    message: 'needs counted_by: what a hub comes back in conjunction with',
    path: ['hub_returns'],
  })
  .refine(({ detail_in_pair, needs_detail }) => !detail_in_pair || needs_detail !== undefined, {
    message: 'needs needs_detail: which detail one of a pair must have',
    path: ['detail_in_pair'],
  })
  .refine(({ near_bits, supports_only }) => near_bits === undefined || supports_only, {
    message: 'needs supports_only: no pair is found by values that are nearly the same',
    path: ['near_bits'],
  })

const levelKinds = [
  'exact',
  'same_words',
  'initials',
  'jaro_winkler',
  'levenshtein',
  'damerau_levenshtein',
  'words',
  'address_words',
  'first_word',
  'last_word',
  'prefix',
  'within',
  'within_days',
  'shared',
  'shared_within',
  'jaccard',
  'hamming',
  'swapped',
  'else',
] as const

const Level = z.strictObject({
  /** How two values agree; the first level that holds counts, `else` comes last. */
  when: z.enum(levelKinds),
  /**
   * Least similarity (0 to 1) for jaro_winkler, words, address_words and jaccard; greatest distance for levenshtein,
   * damerau_levenshtein, within, within_days, hamming and shared_within (hours); least number of elements for shared, of letters for prefix.
   */
  limit: z.number().optional(),
  /** For swapped: the other column. */
  with: identifier.optional(),
  m: probability,
  u: probability,
  bits_per_doubling: bitsPerDoubling.default(0),
  /** How many records share a value for which `u` holds; rarer ones weigh more, commoner ones less. */
  at_frequency: z.number().min(1).default(2),
  /** A conflict in something exclusive: groups with such a pair between them never merge. */
  veto: z.boolean().default(false),
  because: z.string().min(10),
})

/** A single value of a record, compared on pairs that were found. Absent on a side: no evidence. */
const Column = z.strictObject({
  name: identifier,
  column: identifier,
  /**
   * True where the comparison is part of the question (a *presented* person is somebody under one name):
   * training tells the same from others by it, and leaves its weights as they are stated.
   */
  defines: z.boolean().default(false),
  levels: z.array(Level).min(2),
})

/** A column, or its first letters (`surname[4]`), or its last ones (`postcode[-3]`). */
const Term = z.string().regex(/^[a-z][a-z0-9_]*(\[-?[1-9]\d*\])?$/)

/** Records that agree on all terms of a rule are compared. */
const BlockingRule = z.strictObject({
  on: z.array(Term).min(1),
  /** Records of one block above which it is a hub and left out: its pairs would cost too much. */
  hub_above: z.int().min(2).default(500),
})

const Training = z.strictObject({
  /** Rules that hardly ever hold for different things: how common matches are is told from them. */
  certain: z.array(z.array(Term).min(1)).min(1),
  /** The share of true matches that one of them finds: an assumption, stated. */
  certain_recall: probability,
  /** Each session estimates `m` of the columns that its terms leave free, on pairs that agree on the terms. */
  sessions: z.array(z.array(Term).min(1)).min(1),
})

const Model = z
  .strictObject({
    name: z.string(),
    version: z.int().min(1),
    title: z.string(),
    /** Where the weights are from: an opinion, or what they were trained on and how. */
    weights: z.string().optional(),
    /** Log-odds, in bits, that two records that may be compared are the same, before looking. */
    prior_bits: z.number(),
    /** Pairs and groups join when their evidence, prior included, reaches this many bits. */
    threshold_bits: z.number(),
    keys: z.array(Key).default([]),
    blocking: z.array(BlockingRule).default([]),
    /** Only records that differ in this column are compared: two files, each without doublets, that are to be linked. */
    across: identifier.optional(),
    columns: z.array(Column).default([]),
    training: Training.optional(),
  })
  .readonly()
  .refine(({ keys, blocking }) => keys.length + blocking.length > 0, {
    message: 'has neither keys nor blocking rules: no pair would be found',
    path: ['keys'],
  })

type FileModel = z.infer<typeof Model>
export type LinkKey = z.infer<typeof Key>
export type LinkTraining = z.infer<typeof Training>

/** A level of a model file, or one that another program wrote as SQL on `"<column>_l"` and `"<column>_r"`. */
export interface LinkLevel extends Omit<z.infer<typeof Level>, 'when'> {
  readonly when: z.infer<typeof Level>['when'] | 'sql'
  readonly condition?: string
}

export interface LinkColumn extends Omit<z.infer<typeof Column>, 'levels'> {
  readonly levels: readonly LinkLevel[]
  /** When a pair has no evidence, as SQL; absent: where either side has no value. */
  readonly unknown?: string
}

/** A rule of a model file, or a condition on records `l` and `r` that another program wrote as SQL. */
export interface BlockingRule extends z.infer<typeof BlockingRule> {
  readonly condition?: string
  /** The model's. */
  readonly across?: string
}

export interface LinkModel extends Omit<FileModel, 'columns' | 'blocking'> {
  readonly columns: readonly LinkColumn[]
  readonly blocking: readonly BlockingRule[]
  /** True: values are compared as they are; otherwise without case, accents and outer spaces. */
  readonly as_given?: boolean
}

/** Reads a model file; a misspelt key or a weight without a reason is an error that names the place. */
export const readModel = (path: string): LinkModel => parseModel(readJson(path), path)

export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new Problem(
      'invalid',
      `the linkage model ${path} cannot be read: ${reasonOf(error)}`,
      error,
    )
  }
}

export function parseModel(given: unknown, path: string): LinkModel {
  const parsed = Model.safeParse(given)
  if (parsed.success) return { ...parsed.data, blocking: rulesOf(parsed.data) }
  const issue = parsed.error.issues[0]
  throw new Problem('invalid', `${path}: ${issue?.path.join('.')}: ${issue?.message}`)
}

const rulesOf = ({ blocking, across }: FileModel): readonly BlockingRule[] =>
  across === undefined ? blocking : blocking.map((rule) => ({ ...rule, across }))

/** Numbers of the keys that say the same better. */
export const betterKeys = (
  { keys }: Pick<LinkModel, 'keys'>,
  { unless = [] }: LinkKey,
): readonly number[] => keys.flatMap(({ name }, at) => ([unless].flat().includes(name) ? [at] : []))

/** Number of the key with finer values, or -1. */
export const finerKey = (
  { keys }: Pick<LinkModel, 'keys'>,
  { refined_by: finer }: LinkKey,
): number => keys.findIndex(({ name }) => name === finer)

/** Match weight in bits: positive speaks for the same thing, negative against it. */
export const matchWeight = ({ m, u }: { readonly m: number; readonly u: number }): number =>
  Math.log2(m / u)

/** Weight of values that are there on both sides and none of which is shared. */
export const disagreementWeight = ({ m, u, disagreement }: LinkKey): number =>
  disagreement ? Math.log2((1 - m) / (1 - u)) : 0
