import { Problem } from '../problem.ts'
import { quoteName, quoteNumber, type SqlEngine } from '../sql/index.ts'
import {
  type EmResult,
  estimateM,
  type LevelRates,
  type PatternCounts,
  shares,
} from './agreement-patterns.ts'
import { columnsOfRule } from './blocking.ts'
import { columnsOf, levelSql, measuresOf } from './comparisons.ts'
import type { LinkColumn, LinkModel, LinkTraining } from './model.ts'
import {
  agreeingSql,
  certainShare,
  exactShare,
  randomSample,
  type Sample,
} from './training-pairs.ts'

/** How the weights of a model came to be: what a reader needs to judge them. */
export interface TrainingRecord {
  readonly records: number
  /** Share of all pairs that are matches, from the certain rules and their stated recall. */
  readonly match_share: number
  /** Random pairs on which `u` of levels other than exact was counted. */
  readonly random_pairs: number
  readonly sessions: readonly {
    readonly on: readonly string[]
    readonly pairs: number
    readonly patterns: number
    readonly match_share: number
    readonly iterations: number
    readonly converged: boolean
  }[]
}

export interface TrainedModel {
  readonly model: LinkModel
  readonly record: TrainingRecord
}

/**
 * Pairs of one session; beyond it every n-th is taken. Of 300,000, of which one in twenty is a match, an `m` of 0.01
 * is known to within a tenth of it: more pairs cost time and tell nothing new.
 */
const sessionPairs = 300_000
/** The second round starts from `u` without the matches among the random pairs. */
const rounds = 2

/**
 * Estimates the weights of a model from the records alone, without labels. `u`: of exact agreement from the
 * frequencies of values, of other levels from random pairs, both without the matches among them. The prior:
 * from rules that hardly ever hold for different things, and their stated recall. `m`: by
 * expectation–maximisation, in sessions that each leave out what they found their pairs by.
 *
 * `records`: `record_id` dense from 0 in random order, and the columns of the model.
 */
export async function trainModel(
  sql: SqlEngine,
  model: LinkModel,
  records: string,
): Promise<TrainedModel> {
  const { training } = model
  if (training === undefined) {
    throw new Problem('invalid', `the model ${model.name} does not say how to train it (training)`)
  }
  const [row] = await sql.rows<{ count: number }>(`select count(*) as count from ${records}`)
  const count = row?.count ?? 0
  if (count < 2) throw new Problem('invalid', 'the table has no two records to train on')
  const matchShare = await certainShare(sql, model, { training, records })
  const sample = await randomSample(sql, model, { records, count })
  const agreed = await agreementShares(sql, model, { records, sample })
  const data = await Promise.all(
    training.sessions.map((on) => sessionPatterns(sql, model, { records, on })),
  )
  let rates: LevelRates[] = model.columns.map((column, at) => ({
    m: shares(column.levels.map((level) => level.m)),
    u: agreed[at] ?? [],
  }))
  let results: EmResult[] = []
  for (let round = 0; round < rounds; round++) {
    results = data.map((each, at) =>
      estimateM({ data: each, free: freeColumns(model, training.sessions[at] ?? []) }, rates),
    )
    const m = combined(model, training, { results, rates })
    rates = rates.map((_, at) => ({
      m: m[at] ?? [],
      u: withoutMatches(agreed[at] ?? [], m[at] ?? [], matchShare),
    }))
  }
  return {
    model: withRates(model, { rates, matchShare, values: await valueCounts(sql, model, records) }),
    record: {
      records: count,
      match_share: matchShare,
      random_pairs: sample.pairs,
      sessions: training.sessions.map((on, at) => ({
        on,
        pairs: data[at]?.counts.reduce((sum, pairs) => sum + pairs, 0) ?? 0,
        patterns: data[at]?.patterns.length ?? 0,
        match_share: results[at]?.share ?? 0,
        iterations: results[at]?.iterations ?? 0,
        converged: results[at]?.converged ?? false,
      })),
    },
  }
}

const comparedSql = (model: LinkModel, records: string, pairs: string): string => {
  const columns = [...new Set(model.columns.flatMap(columnsOf))]
  const sides = columns.flatMap((column) =>
    (['l', 'r'] as const).map(
      (side) => `${side}.${quoteName(column)} as ${quoteName(`${column}_${side}`)}`,
    ),
  )
  const levels = model.columns.map(
    (column, at) => `coalesce(${levelSql(column)}, -1)::integer as level_${at}`,
  )
  return `select ${levels.join(', ')}
    from (select ${['*', ...model.columns.flatMap(measuresOf)].join(', ')}
      from (select ${sides.join(', ')} from (${pairs}) as p
        join ${records} as l on l.record_id = p.left_id join ${records} as r on r.record_id = p.right_id))`
}

async function countPatterns(
  sql: SqlEngine,
  model: LinkModel,
  compared: string,
): Promise<PatternCounts> {
  const levels = model.columns.map((_, at) => `level_${at}`)
  const columns = await sql.numbers(
    `select ${levels.join(', ')}, count(*)::double as pairs from (${compared}) group by all order by all`,
  )
  const counts = Float64Array.from(columns[levels.length] ?? [])
  const patterns = Array.from(counts, (_, row) =>
    Int8Array.from(levels, (_level, comparison) => columns[comparison]?.[row] ?? -1),
  )
  return { patterns, counts }
}

/** The share of random pairs, of those with evidence, that reach each level: matches among them. */
async function agreementShares(
  sql: SqlEngine,
  model: LinkModel,
  { records, sample }: { readonly records: string; readonly sample: Sample },
): Promise<readonly (readonly number[])[]> {
  const { patterns, counts } = await countPatterns(
    sql,
    model,
    comparedSql(model, records, sample.query),
  )
  return Promise.all(
    model.columns.map(async (column, comparison) => {
      const seen = column.levels.map(() => 0.5)
      for (const [at, pattern] of patterns.entries()) {
        const level = pattern[comparison] ?? -1
        if (level >= 0) seen[level] = (seen[level] ?? 0) + (counts[at] ?? 0)
      }
      return withExact(column, shares(seen), await exactShare(sql, model, { column, records }))
    }),
  )
}

function withExact(column: LinkColumn, sampled: readonly number[], exact: number): number[] {
  const place = column.levels.findIndex(({ when }) => when === 'exact')
  if (place < 0 || exact === 0) return [...sampled]
  const rest = 1 - (sampled[place] ?? 0)
  return sampled.map((share, level) => (level === place ? exact : (share * (1 - exact)) / rest))
}

/** Agreement of all pairs is that of matches and of others, mixed; a floor keeps rare levels rare, not impossible. */
function withoutMatches(
  agreed: readonly number[],
  m: readonly number[],
  matchShare: number,
): number[] {
  return shares(
    agreed.map((share, level) =>
      Math.max((share - matchShare * (m[level] ?? 0)) / (1 - matchShare), share / 20, 1e-9),
    ),
  )
}

async function sessionPatterns(
  sql: SqlEngine,
  model: LinkModel,
  { records, on }: { readonly records: string; readonly on: readonly string[] },
): Promise<PatternCounts> {
  const pairs = agreeingSql(model, records, on)
  const [row] = await sql.rows<{ pairs: number }>(`select count(*) as pairs from (${pairs})`)
  const every = Math.ceil((row?.pairs ?? 0) / sessionPairs)
  // Records stand in random order, so any mixture of two numbers draws at random; the factor is a prime.
  const drawn = `(l.record_id::bigint * 2654435761 + r.record_id) % ${quoteNumber(every)} = 0`
  const taken = every <= 1 ? pairs : `${pairs} and ${drawn}`
  return countPatterns(sql, model, comparedSql(model, records, taken))
}

/** What a session found its pairs by agrees in all of them: it can say nothing of it. */
function freeColumns(model: LinkModel, on: readonly string[]): number[] {
  const blocked = new Set(columnsOfRule({ on: [...on], hub_above: 2 }))
  return model.columns.flatMap((column, at) =>
    columnsOf(column).some((name) => blocked.has(name)) ? [] : [at],
  )
}

interface Estimated {
  readonly results: readonly EmResult[]
  readonly rates: readonly LevelRates[]
}

/** The mean over the sessions that left a comparison free, each by the matches it saw. */
function combined(
  model: LinkModel,
  training: LinkTraining,
  { results, rates }: Estimated,
): number[][] {
  return model.columns.map((column, comparison) => {
    const sessions = results.filter((_, at) =>
      freeColumns(model, training.sessions[at] ?? []).includes(comparison),
    )
    if (sessions.length === 0) return [...(rates[comparison]?.m ?? [])]
    return shares(
      column.levels.map((_, level) =>
        sessions.reduce((sum, { m, matches }) => sum + matches * (m[comparison]?.[level] ?? 0), 0),
      ),
    )
  })
}

interface Rated {
  readonly rates: readonly LevelRates[]
  readonly matchShare: number
  /** Records that have a value, by comparison. */
  readonly values: readonly number[]
}

async function valueCounts(
  sql: SqlEngine,
  { columns }: LinkModel,
  records: string,
): Promise<readonly number[]> {
  const counts = columns.map(({ column }) => `count(${quoteName(column)})::double`)
  const found = await sql.numbers(`select ${counts.join(', ')} from ${records}`)
  return found.map(([count = 0]) => count)
}

/** Six significant digits: the rest is noise. */
const rounded = (value: number): number => Number(value.toPrecision(6))
const within = (rate: number): number => rounded(Math.min(1 - 1e-6, Math.max(1e-9, rate)))

function withRates(model: LinkModel, { rates, matchShare, values }: Rated): LinkModel {
  return {
    ...model,
    prior_bits: rounded(Math.log2(matchShare / (1 - matchShare))),
    columns: model.columns.map((column, at) => ({
      ...column,
      levels: column.levels.map((level, number) => {
        const u = within(rates[at]?.u[number] ?? level.u)
        return {
          ...level,
          m: within(rates[at]?.m[number] ?? level.m),
          u,
          ...(level.bits_per_doubling > 0
            ? { at_frequency: Math.max(1, Math.round(u * (values[at] ?? 0))) }
            : {}),
        }
      }),
    })),
  }
}
