import type { SqlEngine } from '../sql/index.ts'
import { type Interval, perHundredThousand, type Share, shareOf, zOfTwo } from './interval.ts'

/**
 * Who is counted as one. A persona whose parts linkage could not join stands in the list several
 * times: `found_identity` counts each part, `largest_part` each true identity by the part that holds most
 * of its subjects, `any_part` each true identity that is suspected anywhere.
 */
export const units = ['found_identity', 'largest_part', 'any_part'] as const
export type Unit = (typeof units)[number]

/** How well suspicion parts those of the scheme from the genuine, whatever the base rate of the data. */
export interface SuspicionOf {
  readonly unit: Unit
  readonly sensitivity: Share
  /** The false-positive rate. */
  readonly genuine_suspected: Share
  readonly other_fraud_suspected: Share
  readonly innocents_per_100_000: Interval
  readonly at_base_rates: readonly AtBaseRate[]
}

/**
 * Of those who are suspected, the share that belongs to the scheme where 1 in so many does and all
 * others are genuine (Bayes). The ends: least sensitivity with greatest false-positive rate and the
 * reverse, each from a Wilson interval of 97.5 %, so that both hold in at least 95 % (Bonferroni).
 */
export interface AtBaseRate {
  readonly one_in: number
  /** Null where no genuine one was suspected, or nobody at all: then no more is known than `low`. */
  readonly precision: number | null
  readonly low: number
  readonly high: number
}

/** Pindrop's share of applicants, and two lower ones. */
export const baseRates = [343, 1000, 5000] as const

/** Statuses that are a suspicion, or came of one. */
export const suspectedStatuses = `('suspected', 'linked', 'assessed')`

interface Counts {
  readonly unit: Unit
  readonly guilty: number
  readonly guilty_suspected: number
  readonly genuine: number
  readonly genuine_suspected: number
  readonly other: number
  readonly other_suspected: number
}

/** Needs evaluated_subject, evaluated_identity, evaluated_finding. */
export async function suspicionByUnit(sql: SqlEngine): Promise<readonly SuspicionOf[]> {
  const rows = await sql.rows<Counts>(`
    with judged as (
      select 'found_identity' as unit, label, status in ${suspectedStatuses} as suspected
      from evaluated_finding
      union all
      select 'largest_part', e.label, coalesce(a.status in ${suspectedStatuses}, false)
      from evaluated_identity as e left join assessment as a on a.identity_no = e.identity_no
      union all
      select 'any_part', min(e.label), coalesce(bool_or(a.status in ${suspectedStatuses}), false)
      from evaluated_subject as e left join assessment as a on a.identity_no = e.identity_no
      group by e.true_identity),
    sided as (select unit, suspected, case when label in ('worker', 'facilitator') then 'guilty'
      else label end as side from judged)
    select unit,
      count(*) filter (side = 'guilty') as guilty,
      count(*) filter (side = 'guilty' and suspected) as guilty_suspected,
      count(*) filter (side = 'genuine') as genuine,
      count(*) filter (side = 'genuine' and suspected) as genuine_suspected,
      count(*) filter (side = 'other_fraud') as other,
      count(*) filter (side = 'other_fraud' and suspected) as other_suspected
    from sided group by unit`)
  return units.flatMap((unit) => rows.filter((row) => row.unit === unit).map(suspicionOf))
}

function suspicionOf(counts: Counts): SuspicionOf {
  const innocents = shareOf(counts.genuine_suspected, counts.genuine)
  return {
    unit: counts.unit,
    sensitivity: shareOf(counts.guilty_suspected, counts.guilty),
    genuine_suspected: innocents,
    other_fraud_suspected: shareOf(counts.other_suspected, counts.other),
    innocents_per_100_000: perHundredThousand(innocents),
    at_base_rates: baseRates.map((oneIn) => precisionAt(oneIn, counts)),
  }
}

type Sides = Pick<Counts, 'guilty' | 'guilty_suspected' | 'genuine' | 'genuine_suspected'>

export function precisionAt(oneIn: number, counts: Sides): AtBaseRate {
  const hits = shareOf(counts.guilty_suspected, counts.guilty, zOfTwo)
  const alarms = shareOf(counts.genuine_suspected, counts.genuine, zOfTwo)
  const known = hits.share !== null && alarms.share !== null && alarms.count > 0
  return {
    one_in: oneIn,
    precision: known ? bayes(oneIn, hits.share ?? 0, alarms.share ?? 0) : null,
    low: bayes(oneIn, hits.low, alarms.high),
    high: bayes(oneIn, hits.high, alarms.low),
  }
}

function bayes(oneIn: number, sensitivity: number, falsePositiveRate: number): number {
  const right = sensitivity / oneIn
  const wrong = falsePositiveRate * (1 - 1 / oneIn)
  return right + wrong === 0 ? 0 : right / (right + wrong)
}
