import { quoteNumber, quoteText, type SqlStep } from '../sql/index.ts'
import type { Catalogue } from './catalogue.ts'
import type { Indicator } from './indicator.ts'
import { type Bits, bitsWhenAbsent, bitsWhenSeen } from './rates.ts'
import { owns, reads } from './relations.ts'
import {
  applicantKinds,
  employeeKinds,
  gate,
  gradeFactor,
  grades,
  type Population,
  type Prior,
  populations,
  priors,
  unjudged,
  workerKinds,
} from './scales.ts'

/**
 * The weighing. Every finding has bits for `scheme` against each of the other two hypotheses, tempered
 * by the grade of the best source that shows it. Then
 *
 * 1. findings that a shared home explains are one underlying fact: of those that hold, the strongest
 *    counts, unless a person flagged it (who looked, and called the hands unrelated); if none holds,
 *    the strongest absence of them counts;
 * 2. of each group the strongest finding that holds counts, and the strongest absence: what speaks for
 *    and what speaks against within a group both speak, each once.
 *
 * The counted bits are added to the prior of the population. Strongest is by the bits against
 * `genuine`; ties fall by the bits against other fraud and then by id, so that no order of arrival
 * shows. Sums are of exact decimals, so that no order of addition shows either.
 */
export function weighingSteps(catalogue: Catalogue): readonly SqlStep[] {
  return [rateStep(catalogue), weighedStep, countedStep, presentedStep, byGroupStep, totalStep]
}

/** Bits are kept to the millionth, as exact decimals. */
const exact = (bits: string): string => `round(${bits}, 6)::decimal(14, 6)`

function rateStep({ indicators }: Catalogue): SqlStep {
  const rows = indicators.flatMap((indicator) => [
    rateRow(indicator, true, bitsWhenSeen(indicator)),
    rateRow(indicator, false, bitsWhenAbsent(indicator)),
  ])
  return {
    name: owns.rate,
    sql: `select * from (values ${rows.join(',\n')}) as rate(indicator, holds, version, category,
      evidence_group, shared_home, lends, bits_other, bits_genuine)`,
  }
}

function rateRow(indicator: Indicator, holds: boolean, bits: Bits): string {
  const texts = [indicator.category, indicator.group].map(quoteText).join(', ')
  const { explained_by_shared_home: sharedHome, lends_infrastructure: lends } = indicator
  return `(${quoteText(indicator.id)}, ${holds}, ${indicator.version}, ${texts}, ${sharedHome},
    ${lends}, ${quoteNumber(bits.other)}::double, ${quoteNumber(bits.genuine)}::double)`
}

/** What remains of an indicator's bits at a grade's rank. */
const factorSql = `case rank ${grades
  .map((grade, index) => `when ${index + 1} then ${gradeFactor[grade]}`)
  .join(' ')} else 0 end`

const weighedStep: SqlStep = {
  name: owns.weighed,
  sql: `select f.*, r.version, r.category, r.evidence_group, r.lends,
      r.shared_home and not f.flagged as home,
      ${exact(`r.bits_other * ${factorSql}`)} as bits_other,
      ${exact(`r.bits_genuine * ${factorSql}`)} as bits_genuine
    from ${owns.found} as f join ${owns.rate} as r using (indicator, holds)`,
}

/** Adds `counted` and `supports` (speaks for scheme: twofold against genuine, not against other fraud). */
const countedStep: SqlStep = {
  name: owns.counted,
  sql: `with homes as (
      select *, row_number() over (
        partition by identity_no, home order by holds desc, abs(bits_genuine) desc,
          abs(bits_other) desc, indicator) as home_order
      from ${owns.weighed}),
    ordered as (
      select *, row_number() over (
        partition by identity_no, evidence_group, holds, home and home_order > 1
        order by abs(bits_genuine) desc, abs(bits_other) desc, indicator) as group_order
      from homes)
    select * exclude (home_order, group_order),
      group_order = 1 and not (home and home_order > 1) and bits_genuine <> 0 as counted,
      holds and rank < ${unjudged} and bits_genuine >= ${gate.supportBits} and bits_other >= 0
        as supports
    from ordered`,
}

const someOf = (kinds: readonly string[]): string =>
  `bool_or(event in (${kinds.map(quoteText).join(', ')}))`

/** identity_no, worker, population: how an identity came to be known. */
const presentedStep: SqlStep = {
  name: owns.presented,
  sql: `select i.identity_no, coalesce(${someOf(workerKinds)}, false) as worker,
      case when ${someOf(applicantKinds)} then 'applicants'
        when ${someOf(employeeKinds)} then 'employees' else 'reported' end as population
    from ${reads.identity} as i left join ${owns.seen} as s using (identity_no)
    group by i.identity_no`,
}

/** One row per identity and group: what it adds to the two odds, and what of it the gate asks about. */
const byGroupStep: SqlStep = {
  name: owns.byGroup,
  sql: `select identity_no, evidence_group,
      coalesce(sum(bits_other) filter (counted), 0) as bits_other,
      coalesce(sum(bits_genuine) filter (counted), 0) as bits_genuine,
      bool_or(supports and counted) as supports,
      coalesce(sum(bits_genuine) filter (counted), 0) < 0 as against,
      bool_or(supports and not told) as machine,
      bool_or(supports and lends) as lends,
      bool_or(holds and lends and rank < ${unjudged}) as shows_facilitator,
      coalesce(flatten(list(origins) filter (supports)), []) as origins,
      coalesce(list(distinct category) filter (supports), []) as categories,
      bool_or(supports and reported) as reported,
      min(rank) filter (counted) as rank
    from ${owns.counted} group by identity_no, evidence_group`,
}

const priorSql = (share: (prior: Prior) => number): string =>
  `case p.population ${populations
    .map((name: Population) => `when '${name}' then ${exact(String(share(priors[name])))}`)
    .join(' ')} end`

/** log2 odds before anything is known of scheme against the other two. */
export const priorBits = {
  other: ({ scheme, other_fraud }: Prior): number => Math.log2(scheme / other_fraud),
  genuine: ({ scheme, other_fraud }: Prior): number =>
    Math.log2(scheme / (1 - scheme - other_fraud)),
} as const

/**
 * One row per identity: both odds in bits and everything the gate and the confidence look at. Lists are
 * made for the few who have something that supports scheme: for everybody they cost most of the time.
 */
const totalStep: SqlStep = {
  name: owns.total,
  sql: `with summed as (
      select identity_no, sum(bits_other) as bits_other, sum(bits_genuine) as bits_genuine,
        count(*) filter (against) as against, bool_or(shows_facilitator) as shows_facilitator,
        min(rank) filter (against) as rank_against
      from ${owns.byGroup} group by identity_no),
    supported as (
      select identity_no,
        list_sort(list(evidence_group) filter (supports)) as groups,
        count(*) filter (machine) as machines, count(*) filter (lends) as lending,
        list_distinct(flatten(list(origins))) as origins,
        list_sort(list_distinct(flatten(list(categories))
          || case when bool_or(reported) then ['employer_reported'] else [] end)) as categories,
        min(rank) filter (supports) as rank_for
      from ${owns.byGroup} where len(origins) > 0 group by identity_no)
    select p.identity_no, p.worker, p.population,
      ${priorSql(priorBits.other)} + coalesce(b.bits_other, 0) as odds_other,
      ${priorSql(priorBits.genuine)} + coalesce(b.bits_genuine, 0) as odds_genuine,
      coalesce(s.groups, []) as groups, coalesce(b.against, 0) as against,
      coalesce(s.machines, 0) as machines, coalesce(s.lending, 0) as lending,
      coalesce(b.shows_facilitator, false) as shows_facilitator,
      coalesce(s.origins, []) as origins, coalesce(s.categories, []) as categories,
      s.rank_for, b.rank_against
    from ${owns.presented} as p left join summed as b using (identity_no)
    left join supported as s using (identity_no)`,
}
