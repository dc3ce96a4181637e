import { z } from 'zod'
import { Problem } from '../problem.ts'
import { columnsInSql } from './comparisons.ts'
import {
  type BlockingRule,
  type LinkColumn,
  type LinkLevel,
  type LinkModel,
  parseModel,
  readJson,
} from './model.ts'

/**
 * A model that Splink wrote (its `save_model_to_json`, versions 3 to 5): comparisons as SQL conditions with
 * trained m and u, blocking rules as SQL, term frequencies. Conditions are run as they are, so such a
 * file is a program: read only what you would run. (The engine is shut off from files and network meanwhile.)
 */
const SplinkLevel = z.object({
  sql_condition: z.string(),
  label_for_charts: z.string().optional(),
  is_null_level: z.boolean().default(false),
  m_probability: z.number().min(0).max(1).optional(),
  u_probability: z.number().min(0).max(1).optional(),
  tf_adjustment_column: z.string().nullish(),
  tf_adjustment_weight: z.number().min(0).max(1).default(1),
})

const SplinkComparison = z.object({
  output_column_name: z.string(),
  comparison_levels: z.array(SplinkLevel).min(2),
})

const SplinkModel = z.object({
  probability_two_random_records_match: z.number().gt(0).lt(1),
  comparisons: z.array(SplinkComparison).min(1),
  blocking_rules_to_generate_predictions: z
    .array(z.union([z.string(), z.object({ blocking_rule: z.string() })]))
    .min(1),
  link_type: z.string().default('dedupe_only'),
  source_dataset_column_name: z.string().default('source_dataset'),
})

/** How many records of a table have a value in each column. */
export type ValueCounts = ReadonlyMap<string, number>

/** Reads a model file, ours or Splink's, for a table that is known later. */
export function readModelOf(path: string): (values: ValueCounts) => LinkModel {
  const given = readJson(path)
  if (isSplinkModel(given)) return (values) => readSplinkModel(given, path, values)
  const model = parseModel(given, path)
  return () => model
}

/** True where a file is a Splink model, not one of ours. */
export const isSplinkModel = (given: unknown): boolean =>
  typeof given === 'object' && given !== null && 'blocking_rules_to_generate_predictions' in given

/**
 * The same model for our machinery (whose term frequencies count in whole doublings, so that a weight may
 * differ from Splink's by less than one bit times the weight of the adjustment). Splink's term frequencies are
 * shares of the records that have a value. Levels that were never trained weigh nothing, as in Splink.
 */
export function readSplinkModel(given: unknown, path: string, values: ValueCounts): LinkModel {
  const parsed = SplinkModel.safeParse(given)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new Problem('invalid', `${path}: ${issue?.path.join('.')}: ${issue?.message}`)
  }
  const { probability_two_random_records_match: match, comparisons, link_type: kind } = parsed.data
  const across = kind === 'link_only' ? { across: parsed.data.source_dataset_column_name } : {}
  return {
    name: 'splink',
    version: 1,
    title: `read from ${path}`,
    prior_bits: Math.log2(match / (1 - match)),
    threshold_bits: 0,
    keys: [],
    blocking: parsed.data.blocking_rules_to_generate_predictions.map((rule) => ({
      ...ruleOf(rule),
      ...across,
    })),
    ...across,
    columns: comparisons.map((comparison) => columnOf(comparison, values)),
    as_given: true,
  }
}

/** Its own blocks have no cap. */
const ruleOf = (rule: string | { readonly blocking_rule: string }): BlockingRule => {
  const condition = typeof rule === 'string' ? rule : rule.blocking_rule
  return { on: [condition], hub_above: Number.MAX_SAFE_INTEGER, condition }
}

function columnOf(
  { output_column_name: name, comparison_levels: levels }: z.infer<typeof SplinkComparison>,
  values: ValueCounts,
): LinkColumn {
  const unknown = levels.filter((level) => level.is_null_level).map((level) => level.sql_condition)
  // Frequencies are those of one column: of what the first level asks for, where one does.
  const column =
    levels.find((level) => level.tf_adjustment_column)?.tf_adjustment_column ??
    columnsInSql(levels.map((level) => level.sql_condition).join(' '))[0] ??
    name
  return {
    name: name
      .toLowerCase()
      .replace(/[^a-z0-9_]/g, '_')
      .replace(/^(?![a-z])/, 'c'),
    column,
    defines: false,
    levels: levels
      .filter((level) => !level.is_null_level)
      .map((level) => levelOf(level, { values: values.get(column) ?? 0, column })),
    unknown: unknown.length === 0 ? 'false' : unknown.map((each) => `(${each})`).join(' or '),
  }
}

/** Probabilities of 0 and 1 would be infinite weights; Splink has them where a level was never seen. */
const least = 1e-6
const tempered = (probability: number): number => Math.min(1 - least, Math.max(least, probability))

interface Counted {
  /** Whose values are counted, and how many there are. */
  readonly column: string
  readonly values: number
}

function levelOf(level: z.infer<typeof SplinkLevel>, { values, column }: Counted): LinkLevel {
  const isTrained = level.m_probability !== undefined && level.u_probability !== undefined
  const m = isTrained ? tempered(level.m_probability ?? 0) : 0.5
  const u = isTrained ? tempered(level.u_probability ?? 0) : 0.5
  const condition = /^\s*else\s*$/i.test(level.sql_condition) ? 'true' : level.sql_condition
  return {
    when: 'sql',
    condition,
    m,
    u,
    bits_per_doubling:
      isTrained && level.tf_adjustment_column === column ? level.tf_adjustment_weight : 0,
    at_frequency: Math.max(1, u * values),
    veto: false,
    because: level.label_for_charts ?? condition,
  }
}
