import type { SqlEngine } from '../sql/index.ts'
import { type Interval, perHundredThousand, ratioBits, type Share, shareOf } from './interval.ts'
import { suspectedStatuses } from './suspicion.ts'

/** What the catalogue states of an indicator: `[hits, cases]` under each hypothesis. */
export interface StatedIndicator {
  readonly id: string
  readonly group: string
  readonly rates: Readonly<Record<'scheme' | 'other_fraud' | 'genuine', readonly [number, number]>>
}

/** Whom the indicators touch, and whether they say what the catalogue claims. */
export interface Fairness {
  readonly indicators: readonly IndicatorLine[]
  /** Genuine identities of which at least one finding supports the scheme, or findings of two groups do. */
  readonly genuine_touched: Share
  readonly genuine_touched_by_two_groups: Share
  /** Indicators of the catalogue that hold for nobody here. */
  readonly never_seen: readonly string[]
}

export interface IndicatorLine {
  readonly indicator: string
  readonly group: string
  readonly category: string
  /** Of all genuine identities, those for which it holds. */
  readonly genuine: Share
  readonly genuine_per_100_000: Interval
  readonly other_fraud: Share
  readonly scheme: Share
  /** Genuine identities that are suspected and of which this finding counted. */
  readonly false_positives: number
  readonly against_genuine: Ratio
  readonly against_other_fraud: Ratio
}

/** How much more often it is seen in the scheme, in bits: in the truth, and as the catalogue has it. */
export interface Ratio {
  /** Half a case added to each count (Walter 1975); null where a side has nobody. */
  readonly seen: Interval | null
  readonly stated: number | null
  /** Whether what is stated lies in the interval of what was seen. */
  readonly agrees: boolean | null
}

interface Counts {
  readonly indicator: string
  readonly evidence_group: string
  readonly category: string
  readonly false_positives: number
  readonly scheme: number
  readonly other_fraud: number
  readonly genuine: number
  readonly scheme_absent: number
  readonly other_fraud_absent: number
  readonly genuine_absent: number
}

interface People {
  readonly scheme: number
  readonly other_fraud: number
  readonly genuine: number
  readonly touched: number
  readonly touched_twice: number
}

const sides = ['scheme', 'other_fraud', 'genuine'] as const

/** Needs evaluated_finding. */
export async function fairnessOf(
  sql: SqlEngine,
  stated: readonly StatedIndicator[],
): Promise<Fairness> {
  const [people] = await sql.rows<People>(peopleSql)
  if (people === undefined) throw new Error('no row of counts')
  const lines = (await sql.rows<Counts>(linesSql)).map((counts) =>
    lineOf(
      counts,
      people,
      stated.find(({ id }) => id === counts.indicator),
    ),
  )
  const seen = new Set(lines.map(({ indicator }) => indicator))
  return {
    indicators: lines,
    genuine_touched: shareOf(people.touched, people.genuine),
    genuine_touched_by_two_groups: shareOf(people.touched_twice, people.genuine),
    never_seen: stated.map(({ id }) => id).filter((id) => !seen.has(id)),
  }
}

const judgedSql = `select identity_no, status in ${suspectedStatuses} as suspected,
    case when label in ('worker', 'facilitator') then 'scheme' else label end as side
  from evaluated_finding where scheme is not null`

const peopleSql = `with judged as (${judgedSql}),
  touched as (select identity_no, count(distinct evidence_group) as groups
    from finding where holds and supports group by identity_no)
  select ${sides.map((side) => `count(*) filter (side = '${side}') as ${side}`).join(', ')},
    count(*) filter (side = 'genuine' and t.groups >= 1) as touched,
    count(*) filter (side = 'genuine' and t.groups >= 2) as touched_twice
  from judged left join touched as t using (identity_no)`

const linesSql = `with judged as (${judgedSql}),
  told as (select f.indicator, f.evidence_group, f.category, f.holds, f.counted, j.side, j.suspected
    from finding as f join judged as j using (identity_no)
    qualify row_number() over (partition by identity_no, indicator order by f.holds desc) = 1)
  select indicator, min(evidence_group) as evidence_group, min(category) as category,
    count(*) filter (holds and counted and suspected and side = 'genuine') as false_positives,
    ${sides
      .map(
        (side) => `count(*) filter (holds and side = '${side}') as ${side},
    count(*) filter (not holds and side = '${side}') as ${side}_absent`,
      )
      .join(', ')}
  from told group by indicator having bool_or(holds)
  order by genuine desc, indicator`

function lineOf(
  counts: Counts,
  people: People,
  stated: StatedIndicator | undefined,
): IndicatorLine {
  const genuine = shareOf(counts.genuine, people.genuine)
  const shown = shownOf(counts, people)
  const ratio = (against: 'genuine' | 'other_fraud'): Ratio => {
    const seen = ratioBits(shown.scheme, shown[against])
    const bits = stated === undefined ? null : statedBits(stated, against)
    const agrees = seen === null || bits === null ? null : bits >= seen.low && bits <= seen.high
    return { seen, stated: bits, agrees }
  }
  return {
    indicator: counts.indicator,
    group: counts.evidence_group,
    category: counts.category,
    genuine,
    genuine_per_100_000: perHundredThousand(genuine),
    other_fraud: shareOf(counts.other_fraud, people.other_fraud),
    scheme: shareOf(counts.scheme, people.scheme),
    false_positives: counts.false_positives,
    against_genuine: ratio('genuine'),
    against_other_fraud: ratio('other_fraud'),
  }
}

/** Where its absence is a finding too, its rates are of those in whom it could have been seen. */
function shownOf(counts: Counts, people: People): Readonly<Record<(typeof sides)[number], Share>> {
  const hasAbsence = sides.some((side) => counts[`${side}_absent`] > 0)
  const of = (side: (typeof sides)[number]): Share =>
    shareOf(counts[side], hasAbsence ? counts[side] + counts[`${side}_absent`] : people[side])
  return { scheme: of('scheme'), other_fraud: of('other_fraud'), genuine: of('genuine') }
}

/** Mean of the Beta–Binomial with Jeffreys' prior, as the weighing takes it. */
const meanShare = ([hits, cases]: readonly [number, number]): number => (hits + 0.5) / (cases + 1)

const statedBits = ({ rates }: StatedIndicator, against: 'genuine' | 'other_fraud'): number =>
  Math.log2(meanShare(rates.scheme) / meanShare(rates[against]))
