import { quoteText, type SqlStep } from '../sql/index.ts'
import { owns } from './relations.ts'
import { confidence, gate, likelihoods } from './scales.ts'

/**
 * The gate of `suspected`, the status the machine may propose by itself. `linked`, `assessed` and
 * `cleared` are people's decisions and come in through a relation of standing decisions.
 *
 * It opens where all of these hold:
 * - `scheme` is the leading hypothesis, with at least the stated probability;
 * - at least two groups support it;
 * - it is not one reporter's word alone: a supporting finding rests on something a machine observed, or
 *   two organizations in control of origins are behind the supporting findings;
 * - for a facilitator, one supporting finding shows infrastructure that is lent.
 *
 * Sources of grade F support nothing (their bits are 0), several reports of one organization are one
 * origin, and other fraud that leads leaves the status `unassessed`.
 */
export interface GateInput {
  /** SQL expressions: both odds in bits, and counts over what supports scheme. */
  readonly odds_other: string
  readonly odds_genuine: string
  readonly groups: string
  readonly machines: string
  readonly origins: string
  /** SQL truth, and the number of supporting groups that show lent infrastructure. */
  readonly facilitator: string
  readonly lending: string
}

/** 2^-bits, kept from overflowing: beyond 500 bits nothing changes any more. */
const against = (odds: string): string => `pow(2, -greatest(-500, least(500, (${odds})::double)))`

export const schemeSql = (input: Pick<GateInput, 'odds_other' | 'odds_genuine'>): string =>
  `(1 / (1 + ${against(input.odds_other)} + ${against(input.odds_genuine)}))`

const leadsSql = (input: GateInput): string =>
  `(${input.odds_other} > 0 and ${input.odds_genuine} > 0
    and ${schemeSql(input)} >= ${gate.probability})`
const groupsSql = (input: GateInput): string => `(${input.groups} >= ${gate.groups})`
const beyondSql = (input: GateInput): string => `(${input.machines} > 0 or ${input.origins} > 1)`
const lendsSql = (input: GateInput): string => `(not ${input.facilitator} or ${input.lending} > 0)`

/** SQL truth: the gate opens. */
export const suspectedSql = (input: GateInput): string =>
  [leadsSql, groupsSql, beyondSql, lendsSql].map((test) => test(input)).join(' and ')

/** SQL text: the ICD 203 word of a probability; the outer words reach to 0 and 1. */
export const likelihoodSql = (probability: string): string =>
  `case ${likelihoods
    .slice(0, -1)
    .map(({ word, from }, index) => {
      const to = likelihoods[index + 1]?.from ?? from
      return `when ${probability} < ${to} then ${quoteText(word)}`
    })
    .join(' ')} else ${quoteText(likelihoods.at(-1)?.word ?? '')} end`

const asTold: GateInput = {
  odds_other: 'odds_other',
  odds_genuine: 'odds_genuine',
  groups: 'len(groups)',
  machines: 'machines',
  origins: 'len(origins)',
  facilitator: `(part = 'facilitator')`,
  lending: 'lending',
}

/**
 * Confidence in the evidence. Where scheme leads, by the groups that support it, their origins and the
 * best grade among them; where it does not, by the groups that speak against, and never `high`: clean
 * results clear nobody.
 */
const confidenceSql = `case
  when not leads then case when against >= ${confidence.moderate.groups}
    and rank_against <= ${confidence.moderate.rank} then 'moderate' else 'low' end
  when len(groups) >= ${confidence.high.groups} and len(origins) >= ${confidence.high.origins}
    and rank_for <= ${confidence.high.rank} then 'high'
  when len(groups) >= ${confidence.moderate.groups} and len(origins) >= ${confidence.moderate.origins}
    and rank_for <= ${confidence.moderate.rank} then 'moderate'
  else 'low' end`

const partSql = `case when worker then 'worker' when shows_facilitator then 'facilitator'
  else 'unknown' end`

/** What the gate still asks for, as words of `missingTexts`. */
const missingSql = `list_filter([
  case when not ${leadsSql(asTold)} then 'scheme_not_leading' end,
  case when not ${groupsSql(asTold)} then 'second_group' end,
  case when not ${beyondSql(asTold)} then 'beyond_one_reporter' end,
  case when not ${lendsSql(asTold)} then 'lent_infrastructure' end], lambda word: word is not null)`

/** What `assessed` would ask for on top; the decision is always a person's. */
const forAssessedSql = `list_filter([
  case when not list_contains(categories, 'technical') then 'technical' end,
  case when not list_has_any(categories, ['behavioural', 'documentary'])
    then 'behavioural_or_documentary' end,
  case when not list_contains(categories, 'employer_reported') then 'employer_reported' end,
  'decision'], lambda word: word is not null)`

/**
 * The words that `reasons` uses for what is missing, as a reader sees them. A whole `assessed` also
 * wants the employer's report from a second organization or beside a good machine source, which the
 * deciding person checks.
 */
export const missingTexts: Readonly<Record<string, string>> = {
  scheme_not_leading: 'evidence that makes the organised scheme the likeliest explanation',
  second_group: 'a second independent group of findings',
  beyond_one_reporter:
    'something beyond one reporter’s word: a machine-observed fact, or another organization',
  lent_infrastructure: 'a finding that shows lent infrastructure',
  technical: 'a technical finding',
  behavioural_or_documentary: 'a behavioural or documentary finding',
  employer_reported: 'a first-hand report of an employer',
  decision: 'a person’s decision',
}

/** The gate's reading of `total`: part, status as the machine sees it, and words. */
const partStep: SqlStep = {
  name: owns.result,
  sql: `with parted as (select *, ${partSql} as part from ${owns.total}),
    led as (select *, ${schemeSql(asTold)} as scheme, ${leadsSql(asTold)} as leads from parted)
    select *, ${suspectedSql(asTold)} as suspected, ${likelihoodSql('scheme')} as likelihood,
      ${confidenceSql} as confidence, ${missingSql} as missing, ${forAssessedSql} as for_assessed
    from led`,
}

/**
 * Fragility: one group at a time is taken out. The rows are those whose loss changes the status or the
 * words: identity_no, evidence_group, likelihood and suspected without it, log_odds without it.
 */
const fragileStep: SqlStep = {
  name: owns.fragile,
  sql: `with others as (
      select g.identity_no, g.evidence_group, g.bits_other, g.bits_genuine,
        count(*) filter (h.supports) as groups, count(*) filter (h.machine) as machines,
        len(list_distinct(coalesce(flatten(list(h.origins)), []))) as origins,
        count(*) filter (h.lends) as lending
      from ${owns.byGroup} as g join ${owns.result} as r
        on r.identity_no = g.identity_no and len(r.groups) > 0
      left join ${owns.byGroup} as h
        on h.identity_no = g.identity_no and h.evidence_group <> g.evidence_group
      where g.bits_genuine <> 0 group by all),
    without as (
      select o.identity_no, o.evidence_group, r.likelihood as was, r.suspected as was_suspected,
        o.groups, o.machines, o.origins, o.lending, r.part,
        r.odds_other - o.bits_other as odds_other, r.odds_genuine - o.bits_genuine as odds_genuine
      from others as o join ${owns.result} as r using (identity_no)),
    again as (
      select *, ${likelihoodSql(schemeSql(asTold))} as likelihood,
        ${suspectedSql({ ...asTold, groups: 'groups', origins: 'origins' })} as suspected
      from without)
    select identity_no, evidence_group, likelihood, suspected from again
    where likelihood <> was or suspected <> was_suspected`,
}

/** `result` and `fragile`, from `total` and `by_group`. */
export const gateSteps: readonly SqlStep[] = [partStep, fragileStep]

/** The rows of the table `assessment`; `decisions` is a query of identity_no and status. */
export const assessmentSql = (decisions: string): string => `with fragility as (
    select identity_no, list(struct_pack("group" := evidence_group, likelihood := likelihood,
      status := case when suspected then 'suspected' else 'unassessed' end)
      order by evidence_group) as groups from ${owns.fragile} group by identity_no)
  select r.identity_no, r.part,
    coalesce(d.status, case when r.suspected then 'suspected' else 'unassessed' end) as status,
    r.likelihood, r.confidence, r.scheme,
    r.scheme * ${against('odds_other')} as other_fraud,
    r.scheme * ${against('odds_genuine')} as genuine,
    -log2(${against('odds_other')} + ${against('odds_genuine')}) as log_odds, r.groups,
    to_json(struct_pack(population := r.population, decided := d.status is not null,
      gate := struct_pack(scheme_leads := r.leads, groups := len(r.groups), machine := r.machines > 0,
        origins := len(r.origins)),
      categories := r.categories, missing := r.missing, for_assessed := r.for_assessed,
      fragility := coalesce(f.groups, [])))::varchar as reasons
  from ${owns.result} as r left join fragility as f using (identity_no)
  left join (${decisions}) as d using (identity_no)`
