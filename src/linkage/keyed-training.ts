import { quoteNumber, type SqlEngine } from '../sql/index.ts'
import { type LevelRates, shares } from './agreement-patterns.ts'
import { type LinkKey, type LinkModel, matchWeight } from './model.ts'
import { linkTables } from './scoring.ts'

/** How the weights of a keyed model came to be. */
export interface KeyedTrainingRecord {
  readonly pairs: number
  readonly sessions: readonly KeyedSession[]
}

export interface KeyedSession {
  /** The key whose sharers the session looks at. */
  readonly key: string
  readonly pairs: number
  /** The share of them that are the same, in expectation. */
  readonly match_share: number
  readonly iterations: number
  /** False: the rates still moved when the iterations were stopped. */
  readonly converged: boolean
}

export interface Linked {
  readonly prefix: string
  /** The model with which the pairs were scored: the same keys and columns, perhaps with other weights. */
  readonly linkedWith: LinkModel
}

/**
 * What the stated weights count for, in pairs: where the evidence has few pairs of a sort the opinion stands,
 * where it has thousands they speak (maximum a posteriori with a Dirichlet prior).
 */
const opinion = 200
const convergence = 1e-5
const mostIterations = 300

/**
 * Estimates the weights of a keyed model from the pairs that the last linkage compared, without labels. All who share a key are a mixture of two classes, the same and others (a household, a ring, an agency);
 * expectation–maximisation tells them apart by everything else that is compared, in one session per
 * key, starting from the stated weights. The rates of what is compared are pooled over the sessions; how much a
 * shared key says follows from the share of the same among those who share it.
 *
 * Method: Dempster, Laird and Rubin 1977; Winkler 1988. Unlike there `u` is not that of random pairs but of
 * different records that share something, which are those that linkage has to tell apart.
 */
export async function trainKeyedModel(
  sql: SqlEngine,
  model: LinkModel,
  { prefix, linkedWith }: Linked,
): Promise<{ readonly model: LinkModel; readonly record: KeyedTrainingRecord }> {
  const patterns = await readPatterns(sql, linkedWith, prefix)
  const stated = statedRates(model)
  const sessions = model.keys.flatMap((key, at) => {
    const among = patterns.filter(({ levels }) => levels[at] === 0)
    return key.supports_only || among.length === 0
      ? []
      : [{ at, ...mixtureOf(among, { at, stated, share: statedShare(model, key, { at, among }) }) }]
  })
  const rates = pooled(stated, sessions)
  const keys = model.keys.map((key, at): LinkKey => {
    const session = sessions.find((each) => each.at === at)
    const m = within(rates[at]?.m[0] ?? key.m)
    if (session === undefined) return { ...key, m, u: within(rates[at]?.u[0] ?? key.u) }
    const bits = Math.log2(session.share / (1 - session.share)) - model.prior_bits + session.rarity
    return { ...key, m, u: within(m * 2 ** -bits) }
  })
  const columns = model.columns.map((column, at) => ({
    ...column,
    levels: column.levels.map((level, number) => ({
      ...level,
      m: within(rates[model.keys.length + at]?.m[number] ?? level.m),
      u: within(rates[model.keys.length + at]?.u[number] ?? level.u),
    })),
  }))
  return {
    model: { ...model, keys, columns },
    record: {
      pairs: patterns.reduce((sum, { pairs }) => sum + pairs, 0),
      sessions: sessions.map(({ at, pairs, share, iterations, converged }) => ({
        key: model.keys[at]?.name ?? '',
        pairs,
        match_share: rounded(share),
        iterations,
        converged,
      })),
    },
  }
}

const rounded = (value: number): number => Number(value.toPrecision(6))
const within = (rate: number): number => rounded(Math.min(1 - 1e-6, Math.max(1e-9, rate)))

/** Pairs that compare alike in everything. */
interface Pattern {
  /** Of each key 0 (shared), 1 (both have one, none shared) or −1; of each column its level or −1. */
  readonly levels: Int8Array
  readonly pairs: number
  /** Bits that rarity took off each key, on average. */
  readonly rarity: Float64Array
}

async function readPatterns(sql: SqlEngine, model: LinkModel, prefix: string): Promise<Pattern[]> {
  // That both hold a value which one of a pair must hold otherwise says nothing of the pair.
  const keys = model.keys.map(
    ({ detail_in_pair: isInPair }, at) =>
      `(case when key_${at} is not null then 0 when ${isInPair ? 'false' : `(holding & ${1 << at}) <> 0`} then 1 else -1 end)::integer as k${at}`,
  )
  const columns = model.columns.map((_, at) => `coalesce(level_${at}, -1)::integer as c${at}`)
  const names = [...model.keys.map((_, at) => `k${at}`), ...model.columns.map((_, at) => `c${at}`)]
  const taken = model.keys.map(
    (key, at) => `coalesce(${quoteNumber(matchWeight(key))} - key_${at}, 0)::double as r${at}`,
  )
  const means = model.keys.map((_, at) => `avg(r${at}) as r${at}`)
  const columnsOfPairs = await sql.numbers(`
    select ${[...names, 'count(*)::double as pairs', ...means].join(', ')}
    from (select ${[...keys, ...columns, ...taken].join(', ')} from ${linkTables(prefix).pair})
    group by ${names.join(', ')} order by ${names.join(', ')}`)
  const counts = columnsOfPairs[names.length] ?? new Float64Array(0)
  return Array.from(counts, (pairs, row) => ({
    levels: Int8Array.from(names, (_, comparison) => columnsOfPairs[comparison]?.[row] ?? -1),
    pairs,
    rarity: Float64Array.from(taken, (_, at) => columnsOfPairs[names.length + 1 + at]?.[row] ?? 0),
  }))
}

interface StatedRates extends LevelRates {
  /** Part of the question: it tells the classes apart, and is not for the evidence to change. */
  readonly defines: boolean
}

const statedRates = ({ keys, columns }: LinkModel): StatedRates[] => [
  ...keys.map(({ m, u }) => ({ m: [m, 1 - m], u: [u, 1 - u], defines: false })),
  ...columns.map(({ levels, defines }) => ({
    m: shares(levels.map(({ m }) => m)),
    u: shares(levels.map(({ u }) => u)),
    defines,
  })),
]

interface Among {
  readonly at: number
  readonly among: readonly Pattern[]
}

/** What the stated weights say of those who share a key and nothing else is known. */
function statedShare(model: LinkModel, key: LinkKey, { at, among }: Among): number {
  const odds = 2 ** (model.prior_bits + matchWeight(key) - meanRarity(at, among))
  return odds / (1 + odds)
}

const meanRarity = (at: number, among: readonly Pattern[]): number =>
  among.reduce((sum, { pairs, rarity }) => sum + pairs * (rarity[at] ?? 0), 0) /
  among.reduce((sum, { pairs }) => sum + pairs, 0)

interface Start {
  readonly at: number
  readonly stated: readonly StatedRates[]
  readonly share: number
}

interface Mixture extends Seen {
  readonly pairs: number
  readonly share: number
  readonly rarity: number
  readonly iterations: number
  readonly converged: boolean
}

function mixtureOf(among: readonly Pattern[], { at, stated, share: first }: Start): Mixture {
  const pairs = among.reduce((sum, each) => sum + each.pairs, 0)
  let share = first
  let rates: readonly LevelRates[] = stated
  for (let iteration = 1; ; iteration++) {
    const { same, other, matches } = expected(among, { at, rates, share })
    const next = withEvidence(stated, { same, other })
    const change = largestChange(rates, next)
    rates = next
    share = (matches + opinion * first) / (pairs + opinion)
    if (change < convergence || iteration === mostIterations) {
      const converged = change < convergence
      const rarity = meanRarity(at, among)
      return { pairs, share, rarity, iterations: iteration, converged, same, other }
    }
  }
}

/** Pairs of each class by comparison and level, in expectation, without the opinion. */
interface Seen {
  readonly same: readonly (readonly number[])[]
  readonly other: readonly (readonly number[])[]
}

const withEvidence = (stated: readonly StatedRates[], { same, other }: Seen): StatedRates[] =>
  stated.map((rate, comparison) =>
    rate.defines
      ? rate
      : {
          ...rate,
          m: posterior(rate.m, same[comparison] ?? []),
          u: posterior(rate.u, other[comparison] ?? []),
        },
  )

const posterior = (stated: readonly number[], seen: readonly number[]): number[] =>
  shares(stated.map((rate, level) => opinion * rate + (seen[level] ?? 0)))

const largestChange = (before: readonly LevelRates[], after: readonly LevelRates[]): number =>
  Math.max(
    ...after.flatMap(({ m, u }, comparison) => [
      ...m.map((rate, level) => Math.abs(rate - (before[comparison]?.m[level] ?? 0))),
      ...u.map((rate, level) => Math.abs(rate - (before[comparison]?.u[level] ?? 0))),
    ]),
  )

interface State {
  readonly at: number
  readonly rates: readonly LevelRates[]
  readonly share: number
}

/** Pairs of each class by comparison and level; the session's own key is no comparison in it. */
function expected(among: readonly Pattern[], { at, rates, share }: State) {
  const same = rates.map(({ m }) => m.map(() => 0))
  const other = rates.map(({ m }) => m.map(() => 0))
  let matches = 0
  for (const { levels, pairs } of among) {
    const told = [...levels.entries()].filter(
      ([comparison, level]) => level >= 0 && comparison !== at,
    )
    const odds = told.reduce(
      (product, [comparison, level]) =>
        (product * (rates[comparison]?.m[level] ?? 1)) / (rates[comparison]?.u[level] ?? 1),
      share / (1 - share),
    )
    const probability = odds === Number.POSITIVE_INFINITY ? 1 : odds / (1 + odds)
    matches += pairs * probability
    for (const [comparison, level] of told) {
      add(same[comparison], level, pairs * probability)
      add(other[comparison], level, pairs * (1 - probability))
    }
  }
  return { same, other, matches }
}

function add(counts: number[] | undefined, level: number, pairs: number): void {
  if (counts) counts[level] = (counts[level] ?? 0) + pairs
}

/** The rates over all sessions, and the opinion once. */
function pooled(stated: readonly StatedRates[], sessions: readonly Mixture[]): StatedRates[] {
  const sum = (of: 'same' | 'other'): number[][] =>
    stated.map(({ m }, comparison) =>
      m.map((_, level) =>
        sessions.reduce((total, session) => total + (session[of][comparison]?.[level] ?? 0), 0),
      ),
    )
  return withEvidence(stated, { same: sum('same'), other: sum('other') })
}
