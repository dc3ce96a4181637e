import type { Effects } from '../effects.ts'
import { nextNumber, type SqlEngine } from '../sql/index.ts'
import type { Catalogue } from './catalogue.ts'
import type { Indicator, Rate } from './indicator.ts'
import { establishedOutcomesSql } from './outcomes.ts'
import { owns } from './relations.ts'
import type { Hypothesis } from './scales.ts'

/** What outcomes add to the counts of an indicator's rates; cases are fractions where the kind of fraud is unknown. */
export type LearnedRates = Readonly<Record<Hypothesis, Rate>> & { readonly version: number }

export interface Learning {
  readonly learning: number
  /** RFC 3339, UTC. */
  readonly learned_at: string
  /** Identities with an established outcome that no other contradicts. */
  readonly outcomes: number
  /** By indicator; null: as the catalogue ships. */
  readonly rates: Readonly<Record<string, LearnedRates>> | null
}

/** The learning in force, or null where the rates are as they ship. */
export async function standingLearning(sql: SqlEngine): Promise<Learning | null> {
  const [row] = await sql.rows<Omit<Learning, 'rates'> & { rates: string | null }>(
    `select learning_id as learning, learned_at, outcomes, rates from learning
     order by learning_id desc limit 1`,
  )
  return row === undefined
    ? null
    : { ...row, rates: row.rates === null ? null : (JSON.parse(row.rates) as Learning['rates']) }
}

/**
 * The catalogue with what was learned added to its counts: the posterior of a Beta–Binomial whose prior is the
 * stated opinion (Gelman et al., Bayesian Data Analysis, 3rd ed., section 2.4). Of an indicator that has
 * another version by now nothing is taken: it asks something else.
 */
export function withLearned(catalogue: Catalogue, learning: Learning | null): Catalogue {
  const learned = learning?.rates ?? {}
  const indicators = catalogue.indicators.map((indicator) => {
    const own = learned[indicator.id]
    return own === undefined || own.version !== indicator.version
      ? indicator
      : { ...indicator, rates: addedRates(indicator, own) }
  })
  return { ...catalogue, indicators }
}

function addedRates({ rates }: Indicator, learned: LearnedRates): Indicator['rates'] {
  const sum = (name: Hypothesis): Rate => [
    rates[name][0] + learned[name][0],
    rates[name][1] + learned[name][1],
  ]
  return {
    scheme: sum('scheme'),
    other_fraud: sum('other_fraud'),
    genuine: sum('genuine'),
  }
}

interface CountRow {
  readonly indicator: string
  readonly hypothesis: Hypothesis
  readonly hits: number
  readonly cases: number
}

/**
 * Counts outcomes into rates, from the findings and assessments as they stand, which must be of the rates as
 * they ship. Three rules keep it honest:
 *
 * - Only outcomes that somebody established count; decisions never do, since the machine prompted them.
 * - An identity is a case of an indicator only where the indicator could be seen. What only a flag shows
 *   has no absences and learns nothing.
 * - `fraud` does not say which: it is shared between the scheme and other fraud as all the *other* findings
 *   have it, so that no finding teaches itself.
 */
export async function learnedRates(
  sql: SqlEngine,
  { indicators }: Catalogue,
): Promise<{ readonly outcomes: number; readonly rates: Readonly<Record<string, LearnedRates>> }> {
  const outcome = `(select * from (${establishedOutcomesSql}) where not conflicting)`
  const [total] = await sql.rows<{ outcomes: number }>(
    `select count(*) as outcomes from ${outcome}`,
  )
  const rows = await sql.rows<CountRow>(`with cases as (
      select f.indicator, f.holds, o.truth, 1 / (1 + pow(2, -least(500, greatest(-500,
          log2(greatest(a.scheme, 1e-150) / greatest(a.other_fraud, 1e-150))
            - case when f.counted then f.bits_other else 0 end)))) as scheme
      from ${owns.finding} as f join ${outcome} as o using (identity_no)
      join ${owns.assessment} as a using (identity_no)
      where f.grade <> 'F'
      qualify row_number() over (partition by f.identity_no, f.indicator order by f.holds desc) = 1),
    shared as (
      select indicator, holds, 'genuine' as hypothesis, 1::double as weight from cases where truth = 'genuine'
      union all select indicator, holds, 'scheme', scheme from cases where truth = 'fraud'
      union all select indicator, holds, 'other_fraud', 1 - scheme from cases where truth = 'fraud')
    select indicator, hypothesis, round(coalesce(sum(weight) filter (holds), 0), 3) as hits,
      round(sum(weight), 3) as cases
    from shared group by all`)
  const rates = indicators
    .filter(({ observable }) => observable.length > 0)
    .flatMap(({ id, version }) => {
      const own = rows.filter(({ indicator }) => indicator === id)
      return own.length === 0 ? [] : [[id, { version, ...ratesOf(own) }] as const]
    })
  return { outcomes: total?.outcomes ?? 0, rates: Object.fromEntries(rates) }
}

function ratesOf(rows: readonly CountRow[]): Readonly<Record<Hypothesis, Rate>> {
  const rate = (name: Hypothesis): Rate => {
    const row = rows.find(({ hypothesis }) => hypothesis === name)
    return [row?.hits ?? 0, row?.cases ?? 0]
  }
  return { scheme: rate('scheme'), other_fraud: rate('other_fraud'), genuine: rate('genuine') }
}

/** Appends what was learned; null takes the rates back to how they ship. */
export async function recordLearning(
  sql: SqlEngine,
  learned: Pick<Learning, 'outcomes' | 'rates'>,
  effects: Effects,
): Promise<void> {
  await sql.insert('learning', [
    {
      learning_id: await nextNumber(sql, 'learning'),
      learned_at: effects.now().toISOString(),
      outcomes: learned.outcomes,
      rates: learned.rates === null ? null : JSON.stringify(learned.rates),
    },
  ])
}
