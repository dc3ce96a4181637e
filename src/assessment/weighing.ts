import { quoteList, quoteText, type SqlStep } from '../sql/index.ts'
import type { Catalogue } from './catalogue.ts'
import { schemeSql } from './gate.ts'
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
  type Priors,
  populations,
  reportedKinds,
  staleDays,
  unjudged,
  workerKinds,
} from './scales.ts'

/**
 * The weighing. Every finding has bits for `scheme` against each of the other two hypotheses, tempered
 * by the grade of the best source that shows it; what only a link to an assessed identity shows, by the
 * discount of links; a sign of the moment, by how long before the identity's own latest observation it was last
 * seen (never the clock, and never by what others were seen to do). Then
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
export function weighingSteps(catalogue: Catalogue, priors: Priors): readonly SqlStep[] {
  return [
    rateStep(catalogue),
    presentedStep,
    weighedStep,
    countedStep,
    byGroupStep,
    beyondStep,
    totalStep(priors),
  ]
}

/** Bits are kept to the millionth, as exact decimals. */
const exact = (bits: string): string => `round(${bits}, 6)::decimal(14, 6)`

/** As JSON, which the engine reads in a tenth of the time that a list of values takes. */
function rateStep({ indicators }: Catalogue): SqlStep {
  const rows = indicators.flatMap((indicator) => [
    rateRow(indicator, true, bitsWhenSeen(indicator)),
    rateRow(indicator, false, bitsWhenAbsent(indicator)),
  ])
  return {
    name: owns.rate,
    sql: `select unnest(from_json(${quoteText(JSON.stringify(rows))}, '[${JSON.stringify(rateColumns)}]'),
      recursive := true)`,
  }
}

const rateColumns = {
  indicator: 'varchar',
  holds: 'boolean',
  version: 'integer',
  category: 'varchar',
  evidence_group: 'varchar',
  shared_home: 'boolean',
  lends: 'boolean',
  half_life: 'integer',
  bits_other: 'double',
  bits_genuine: 'double',
} as const

const rateRow = (
  indicator: Indicator,
  holds: boolean,
  bits: Bits,
): Readonly<Record<keyof typeof rateColumns, string | number | boolean | null>> => ({
  indicator: indicator.id,
  holds,
  version: indicator.version,
  category: indicator.category,
  evidence_group: indicator.group,
  shared_home: indicator.explained_by_shared_home,
  lends: indicator.lends_infrastructure,
  half_life: indicator.half_life_days ?? null,
  bits_other: bits.other,
  bits_genuine: bits.genuine,
})

/** What remains of an indicator's bits at a grade's rank. */
const factorSql = `case f.rank ${grades
  .map((grade, index) => `when ${index + 1} then ${gradeFactor[grade]}`)
  .join(' ')} else 0 end`

/** What remains of a sign of the moment: half after each half-life. */
const freshSql = `case when r.half_life is null or f.last_at is null then 1
  else pow(0.5, greatest(0, date_diff('day', f.last_at, p.last_at)) / r.half_life) end`

const weighedStep: SqlStep = {
  name: owns.weighed,
  sql: `with tempered as (
      select f.*, r.version, r.category, r.evidence_group, r.lends, r.bits_other as said_other,
        r.bits_genuine as said_genuine, r.shared_home and not f.flagged as home,
        (${factorSql}) * f.discount * (${freshSql}) as remains
      from ${owns.found} as f join ${owns.rate} as r using (indicator, holds)
      left join ${owns.presented} as p using (identity_no))
    select * exclude (said_other, said_genuine, remains),
      ${exact('said_other * remains')} as bits_other, ${exact('said_genuine * remains')} as bits_genuine
    from tempered`,
}

/** Adds `counted` and `supports` (speaks for scheme: twofold against genuine, not against other fraud). */
const countedStep: SqlStep = {
  name: owns.counted,
  sql: `with homes as (
      select *, row_number() over (
        partition by identity_no order by bits_genuine <> 0 desc, holds desc,
          abs(bits_genuine) desc, abs(bits_other) desc, indicator) as home_order
      from ${owns.weighed} where home
      union all select *, 1 from ${owns.weighed} where not home),
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
  `coalesce(bool_or(event in ${quoteList(kinds)}), false)`

/**
 * identity_no, worker, population (how an identity came to be known), last_at, stale. What is latest at all is
 * the latest that two origins reach: one source with a wrong clock makes nobody stale.
 */
const presentedStep: SqlStep = {
  name: owns.presented,
  sql: `with latest as (
      select coalesce(max(last_at) filter (place = 2), max(last_at)) as last_at from (
        select max(happened_at) as last_at, row_number() over (order by max(happened_at) desc) as place
        from ${owns.seen} where rank < ${unjudged} group by origin_no))
    select i.identity_no, ${someOf(workerKinds)} as worker,
      case when ${someOf(applicantKinds)} then 'applicants'
        when ${someOf(employeeKinds)} then 'employees'
        when bool_or(event in ${quoteList(reportedKinds)} and rank < ${unjudged})
          or count(s.observation_id) = 0 then 'reported'
        else 'employees' end as population,
      max(s.happened_at) filter (s.rank < ${unjudged}) as last_at,
      coalesce(date_diff('day', max(s.happened_at) filter (s.rank < ${unjudged}),
        (select last_at from latest)) > ${staleDays}, false) as stale
    from ${reads.identity} as i left join ${owns.seen} as s using (identity_no)
    group by i.identity_no`,
}

/** Rank of grade B: a machine source so good stands beside an employer's report. */
const gradeB = grades.indexOf('B') + 1

/** One row per identity and group: what it adds to the two odds, and what of it the gate asks about. */
const byGroupStep: SqlStep = {
  name: owns.byGroup,
  sql: `select identity_no, evidence_group,
      coalesce(sum(bits_other) filter (counted), 0) as bits_other,
      coalesce(sum(bits_genuine) filter (counted), 0) as bits_genuine,
      coalesce(sum(bits_other) filter (counted and holds), 0) as held_other,
      coalesce(sum(bits_genuine) filter (counted and holds), 0) as held_genuine,
      bool_or(supports and counted) as supports,
      coalesce(sum(bits_genuine) filter (counted), 0) < 0 as against,
      bool_or(supports and not told) as machine,
      bool_or(supports and not told and rank <= ${gradeB}) as machine_ab,
      bool_or(supports and lends) as lends,
      bool_or(holds and lends and rank < ${unjudged}) as shows_facilitator,
      coalesce(flatten(list(origins) filter (supports)), []) as origins,
      coalesce(flatten(list(vouchers) filter (supports)), []) as vouchers,
      coalesce(list(distinct category) filter (
        supports and discount = 1 and (category <> 'employer_reported' or by_employer)), []) as categories,
      bool_or(supports and reported) as reported, count(*) filter (holds) as holding,
      min(rank) filter (counted) as rank
    from ${owns.counted} group by identity_no, evidence_group`,
}

const priorSql = (priors: Priors, share: (prior: Prior) => number): string =>
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
 * What holds when all is left out that only this organization's word shows, because it observed it or vouches
 * for it: identity_no, teller (0 leaves out nothing), evidence_group, and the bits of the strongest finding of
 * the group that remains. Only of identities that enough groups support.
 */
const beyondStep: SqlStep = {
  name: owns.beyond,
  sql: `with several as (
      select identity_no from ${owns.byGroup} where supports
      group by all having count(*) >= ${gate.groups}),
    held as (
      select identity_no, evidence_group, bits_other, bits_genuine, indicator,
        case when told and len(vouchers) = 1 then vouchers[1] end as voucher,
        case when told and len(origins) = 1 then origins[1] end as origin
      from ${owns.counted} semi join several using (identity_no)
      where holds and bits_genuine <> 0 and not (home and not counted)),
    named as (select origin, any_value(origin_no) as origin_no from ${owns.origin} group by all),
    told as (
      select h.* exclude (origin), n.origin_no as origin_no
      from held as h left join named as n using (origin)),
    teller as (
      select identity_no, voucher as teller from told where voucher is not null
      union select identity_no, origin_no from told where origin_no is not null
      union select identity_no, 0 from several)
    select t.identity_no, t.teller, b.evidence_group,
      coalesce(b.bits_other, 0) as bits_other, coalesce(b.bits_genuine, 0) as bits_genuine
    from teller as t left join told as b on b.identity_no = t.identity_no
      and b.voucher is distinct from t.teller and b.origin_no is distinct from t.teller
    qualify row_number() over (
      partition by t.identity_no, t.teller, b.evidence_group
      order by abs(b.bits_genuine) desc, abs(b.bits_other) desc, b.indicator) = 1`,
}

/**
 * One row per identity: both odds in bits and everything the gate and the confidence look at. Lists are
 * made for the few who have something that supports scheme: for everybody they cost most of the time.
 */
const totalStep = (priors: Priors): SqlStep => ({
  name: owns.total,
  sql: `with summed as (
      select identity_no, sum(bits_other) as bits_other, sum(bits_genuine) as bits_genuine,
        sum(held_other) as held_other, sum(held_genuine) as held_genuine,
        count(*) filter (against) as against, bool_or(shows_facilitator) as shows_facilitator,
        min(rank) filter (against) as rank_against
      from ${owns.byGroup} group by identity_no),
    supported as (
      select identity_no,
        list_sort(list(evidence_group) filter (supports)) as groups,
        count(*) filter (machine) as machines, bool_or(machine_ab) as machine_ab, count(*) filter (lends) as lending,
        list_distinct(flatten(list(origins))) as origins,
        list_distinct(flatten(list(vouchers))) as vouchers,
        list_sort(list_distinct(flatten(list(categories))
          || case when bool_or(reported) then ['employer_reported'] else [] end)) as categories,
        min(rank) filter (supports) as rank_for
      from ${owns.byGroup} where len(origins) > 0 group by identity_no),
    remaining as (
      select identity_no, teller, sum(bits_other) as bits_other, sum(bits_genuine) as bits_genuine
      from ${owns.beyond} group by all),
    odds as (
      select p.*, ${priorSql(priors, priorBits.other)} + coalesce(b.bits_other, 0) as odds_other,
        ${priorSql(priors, priorBits.genuine)} + coalesce(b.bits_genuine, 0) as odds_genuine,
        b.held_other, b.held_genuine
      from ${owns.presented} as p left join summed as b using (identity_no)),
    left_over as (
      select o.identity_no, min(${schemeSql({
        odds_other: 'o.odds_other - o.held_other + r.bits_other',
        odds_genuine: 'o.odds_genuine - o.held_genuine + r.bits_genuine',
      })}) as beyond
      from odds as o join remaining as r using (identity_no) group by all)
    select p.identity_no, p.worker, p.population, p.stale, coalesce(l.beyond, 0) as beyond,
      p.held_other, p.held_genuine,
      p.odds_other, p.odds_genuine,
      coalesce(s.groups, []) as groups, coalesce(b.against, 0) as against,
      coalesce(s.machines, 0) as machines, coalesce(s.machine_ab, false) as machine_ab,
      coalesce(s.lending, 0) as lending,
      coalesce(b.shows_facilitator, false) as shows_facilitator,
      coalesce(s.origins, []) as origins,
      least(len(coalesce(s.origins, [])), len(coalesce(s.vouchers, []))) as independent,
      coalesce(s.categories, []) as categories,
      s.rank_for, b.rank_against
    from odds as p left join summed as b using (identity_no)
    left join supported as s using (identity_no)
    left join left_over as l using (identity_no)`,
})
