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
 * - it is not one reporter's word alone: whichever reporter's word is left out, what machines observed and
 *   other organizations saw still makes scheme at least as likely as stated;
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
  /** P(scheme) without one reporter's word, whichever reporter. */
  readonly beyond: string
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
const beyondSql = (input: GateInput): string => `(${input.beyond} >= ${gate.beyond})`
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
  beyond: 'beyond',
  facilitator: `(part = 'facilitator')`,
  lending: 'lending',
}

/**
 * Confidence in the evidence, a step lower for what is stale. Where scheme leads, by the groups that support it, their origins and the
 * best grade among them; where it does not, by the groups that speak against, and never `high`: clean
 * results clear nobody.
 */
const confidenceSql = `case
  when not leads then case when against >= ${confidence.moderate.groups}
    and rank_against <= ${confidence.moderate.rank} and not stale then 'moderate' else 'low' end
  when len(groups) >= ${confidence.high.groups} and independent >= ${confidence.high.origins}
    and rank_for <= ${confidence.high.rank} then case when stale then 'moderate' else 'high' end
  when len(groups) >= ${confidence.moderate.groups} and independent >= ${confidence.moderate.origins}
    and rank_for <= ${confidence.moderate.rank} and not stale then 'moderate'
  else 'low' end`

const partSql = `case when worker then 'worker' when shows_facilitator then 'facilitator'
  else 'unknown' end`

/** What the gate still asks for, as words of `missingTexts`. */
const missingSql = `list_filter([
  case when not ${leadsSql(asTold)} then 'scheme_not_leading' end,
  case when not ${groupsSql(asTold)} then 'second_group' end,
  case when not ${beyondSql(asTold)} then 'beyond_one_reporter' end,
  case when not ${lendsSql(asTold)} then 'lent_infrastructure' end], lambda word: word is not null)`

/**
 * What `assessed` would ask for on top; the decision is always a person's. Only evidence of its own counts:
 * what a link shows helps nobody to become one to whom others are linked.
 */
const forAssessedSql = `list_filter(case when part = 'facilitator' then [
    case when lending = 0 then 'lent_infrastructure' end,
    case when not list_contains(categories, 'documentary') then 'documentary' end,
    ${firstHandSql()}] else [
    case when not list_contains(categories, 'technical') then 'technical' end,
    case when not list_has_any(categories, ['behavioural', 'documentary'])
      then 'behavioural_or_documentary' end,
    ${firstHandSql()}] end || ['decision'], lambda word: word is not null)`

/** An employer's own report, from a second organization or beside a machine source of grade A or B. */
function firstHandSql(): string {
  return `case when not list_contains(categories, 'employer_reported') then 'employer_reported' end,
    case when list_contains(categories, 'employer_reported') and independent < 2 and not machine_ab
      then 'second_organization' end`
}

/** The words that `reasons` uses for what is missing, as a reader sees them. */
export const missingTexts: Readonly<Record<string, string>> = {
  scheme_not_leading: 'evidence that makes the organised scheme the likeliest explanation',
  second_group: 'a second independent group of findings',
  beyond_one_reporter:
    'more than one reporter’s word: what a machine observed, or another organization saw, and enough of it',
  lent_infrastructure: 'a finding that shows lent infrastructure',
  technical: 'a technical finding',
  documentary: 'a documentary finding',
  second_organization:
    'a second organization behind the findings, or a machine source of grade A or B, beside the employer’s report',
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

/** The odds without a group and without a reporter's word; what spoke against in the group goes with it. */
const remainingSql = (side: 'other' | 'genuine'): string =>
  `o.all_${side} - o.all_held_${side} - (o.bits_${side} - o.held_${side})
    + t.bits_${side} - coalesce(b.bits_${side}, 0)`

/**
 * Fragility: one group at a time is taken out. The rows are those whose loss changes the status or the
 * words: identity_no, evidence_group, findings (how many of it hold), likelihood and suspected without it.
 */
const fragileStep: SqlStep = {
  name: owns.fragile,
  sql: `with own as (
      select g.*, r.likelihood as was, r.suspected as was_suspected, r.part, r.odds_other as all_other,
        r.odds_genuine as all_genuine, r.held_other as all_held_other,
        r.held_genuine as all_held_genuine, len(r.groups) - g.supports::int as groups_left,
        r.lending - g.lends::int as lending_left
      from ${owns.byGroup} as g join ${owns.result} as r
        on r.identity_no = g.identity_no and len(r.groups) > 0
      where g.bits_genuine <> 0),
    reporter as (
      select identity_no, teller, sum(bits_other) as bits_other, sum(bits_genuine) as bits_genuine
      from ${owns.beyond} group by all),
    left_over as (
      select o.identity_no, o.evidence_group, min(${schemeSql({
        odds_other: remainingSql('other'),
        odds_genuine: remainingSql('genuine'),
      })}) as beyond
      from own as o join reporter as t using (identity_no)
      left join ${owns.beyond} as b on b.identity_no = o.identity_no
        and b.teller = t.teller and b.evidence_group = o.evidence_group
      group by all),
    without as (
      select o.identity_no, o.evidence_group, o.holding, o.was, o.was_suspected, o.part,
        o.groups_left, o.lending_left as lending, coalesce(l.beyond, 0) as beyond,
        o.all_other - o.bits_other as odds_other, o.all_genuine - o.bits_genuine as odds_genuine
      from own as o left join left_over as l using (identity_no, evidence_group)),
    again as (
      select *, ${likelihoodSql(schemeSql(asTold))} as likelihood,
        ${suspectedSql({ ...asTold, groups: 'groups_left' })} as suspected
      from without)
    select identity_no, evidence_group, holding as findings, likelihood, suspected from again
    where likelihood <> was or suspected <> was_suspected`,
}

/** `result` and `fragile`, from `total` and `by_group`. */
export const gateSteps: readonly SqlStep[] = [partStep, fragileStep]

/**
 * The rows of the table `assessment`. A suspicion that hangs on any one group is held in no high confidence;
 * `decisions` is a query of identity_no, status, decision_id, attribution and publishable: what people said, and
 * still stands.
 */
export const assessmentSql = (decisions: string): string => `with fragility as (
    select identity_no, list(struct_pack("group" := evidence_group, findings := findings,
      likelihood := likelihood, status := case when suspected then 'suspected' else 'unassessed' end)
      order by evidence_group) as groups, bool_or(not suspected) as hangs_on_one
    from ${owns.fragile} group by identity_no)
  select r.identity_no, r.part,
    coalesce(d.status, case when r.suspected then 'suspected' else 'unassessed' end) as status,
    r.likelihood, case when r.confidence = 'high' and r.suspected and f.hangs_on_one then 'moderate'
      else r.confidence end as confidence, r.scheme,
    r.scheme * ${against('odds_other')} as other_fraud,
    r.scheme * ${against('odds_genuine')} as genuine,
    -log2(${against('odds_other')} + ${against('odds_genuine')}) as log_odds, r.groups,
    to_json(struct_pack(population := r.population, decided := d.status is not null,
      decision := d.decision_id, attribution := d.attribution,
      publishable := coalesce(d.publishable, false), stale := r.stale,
      gate := struct_pack(scheme_leads := r.leads, groups := len(r.groups), machine := r.machines > 0,
        origins := len(r.origins), beyond := round(r.beyond::double, 4)),
      categories := r.categories, missing := r.missing, for_assessed := r.for_assessed,
      fragility := coalesce(f.groups, [])))::varchar as reasons
  from ${owns.result} as r left join fragility as f using (identity_no)
  left join (${decisions}) as d using (identity_no)`
