import { quoteList, quoteText, type SqlEngine } from '../sql/index.ts'
import { toldFacts } from './allowed-evidence.ts'
import { passagesAsked, selectorsObserved } from './asked.ts'
import type { Condition } from './condition.ts'
import { readInputs } from './condition-inputs.ts'
import { conditionSql } from './conditions.ts'
import { factTest } from './fact-test.ts'
import type { Indicator } from './indicator.ts'
import { owns, reads } from './relations.ts'
import { linkDiscount, observationsShown, unjudged } from './scales.ts'

/**
 * Fills `hit`: indicator, identity_no, observation_id, rank, told, flagged, discount; one row per observation
 * that makes an indicator hold. Flags and conditions on single facts are one pass each, however many
 * indicators there are; the other conditions are a query each, over what is shared or of the few, where
 * there is anything of the kind.
 */
export async function findHits(sql: SqlEngine, indicators: readonly Indicator[]): Promise<void> {
  await sql.run(`create or replace temp table ${owns.hit} as
    select f.indicator, e.identity_no, e.observation_id, e.rank, true as told, true as flagged,
      1::double as discount
    from ${reads.flag} as f join ${owns.seen} as e using (observation_id)
    where f.indicator in ${quoteList(indicators.map(({ id }) => id))}`)
  await sql.run(`insert into ${owns.hit} ${factHitsSql(indicators)}`)
  const couldHold = await readInputs(sql, { passages: passagesAsked(indicators) })
  for (const { id, shown_by } of indicators) {
    for (const condition of shown_by) {
      if (condition.type === 'fact' || !couldHold(condition)) continue
      await sql.run(`insert into ${owns.hit}
        select ${quoteText(id)}, identity_no, observation_id, rank, told, false, ${discountOf(condition)}
        from (${conditionSql(condition)})`)
    }
  }
}

/** What a link to an assessed identity shows is worth less than what evidence shows. */
const discountOf = ({ type }: Condition): number =>
  type === 'linked_to_assessed' ? linkDiscount : 1

/** All conditions on single facts at once: a row of `fact` meets those that ask for its name. */
function factHitsSql(indicators: readonly Indicator[]): string {
  const asked = indicators.flatMap(({ id, shown_by }) =>
    shown_by.flatMap((condition) => (condition.type === 'fact' ? [{ id, condition }] : [])),
  )
  if (asked.length === 0) return `select * from ${owns.hit} where false`
  const rows = asked.map(
    ({ id, condition }, at) => `(${at}, ${quoteText(id)}, ${quoteText(condition.name)})`,
  )
  const tests = asked.map(({ condition }, at) => `when ${at} then ${factTest(condition)}`)
  return `with met as (
      select c.indicator, f.observation_id, f.name in ${quoteList(toldFacts)} as told
      from ${reads.fact} as f join (values ${rows.join(', ')}) as c (no, indicator, name) using (name)
      where case c.no ${tests.join(' ')} end)
    select m.indicator, e.identity_no, m.observation_id, e.rank, e.told or m.told, false, 1
    from met as m join ${owns.seen} as e using (observation_id)`
}

/**
 * Fills `found`: one row per identity and indicator that holds, and per one that could have been seen and was
 * not. identity_no, indicator, holds, observations (the first ones), origins, vouchers, rank (the best grade that
 * shows it), told (nothing but a person's word shows it), flagged (a person noticed it), reported (in an
 * employer's first-hand report), by_employer (by its own source), discount, last_at; of what was not seen,
 * looked_at: the first observation in which it could have been. What a source without a grade adds is no second
 * origin and no machine: it counts only where there is nothing else.
 */
export async function findAll(sql: SqlEngine, indicators: readonly Indicator[]): Promise<void> {
  await sql.run(`create or replace temp table ${owns.shownBy} as
    select h.indicator, h.identity_no, h.observation_id, min(h.rank) as rank,
      bool_and(h.told) as told, bool_or(h.flagged) as flagged, max(h.discount) as discount,
      any_value(o.origin) as origin, any_value(s.voucher_no) as voucher_no,
      any_value(s.happened_at) as happened_at,
      bool_or(s.reported and s.identity_no = h.identity_no) as reported,
      bool_or(s.by_employer and s.identity_no = h.identity_no) as by_employer
    from ${owns.hit} as h join ${owns.seen} as s using (observation_id)
    join (select origin_no, any_value(origin) as origin from ${owns.origin} group by all) as o
      on o.origin_no = s.origin_no
    group by h.indicator, h.identity_no, h.observation_id`)
  await sql.run(`create or replace temp table ${owns.found} as
    select identity_no, indicator, true as holds,
      list_sort(min(observation_id, ${observationsShown})) as observations,
      list_sort(coalesce(list(distinct origin) filter (rank < ${unjudged}), list(distinct origin)))
        as origins,
      list_sort(coalesce(list(distinct voucher_no) filter (rank < ${unjudged}), list(distinct voucher_no)))
        as vouchers,
      min(rank) as rank, bool_and(told or rank = ${unjudged}) as told,
      bool_or(flagged and rank < ${unjudged}) as flagged,
      bool_or(reported and rank < ${unjudged}) as reported,
      bool_or(by_employer and rank < ${unjudged}) as by_employer,
      max(discount) as discount, max(happened_at) filter (rank < ${unjudged}) as last_at,
      null::bigint as looked_at
    from ${owns.shownBy} group by identity_no, indicator`)
  await sql.run(`create or replace temp table ${owns.observed} as ${observedSql(indicators)}`)
  await sql.run(`insert into ${owns.found} ${absentSql(indicators)}`)
}

/** identity_no, kind ('' for a fact), name (its name, or the selector's detail), rank, observation_id, told. */
function observedSql(indicators: readonly Indicator[]): string {
  const facts = indicators.flatMap(({ observable }) =>
    observable.flatMap((each) => ('fact' in each ? [each.fact] : [])),
  )
  return `select e.identity_no, '' as kind, f.name, min(e.rank) as rank,
      min(e.observation_id) as observation_id,
      bool_and(e.told or f.name in ${quoteList(toldFacts)}) as told
    from ${reads.fact} as f join ${owns.seen} as e using (observation_id)
    where f.name in ${quoteList(facts)} group by e.identity_no, f.name
    union all
    select e.identity_no, s.kind, s.detail, min(e.rank), min(e.observation_id), bool_and(e.told)
    from (select * from ${reads.selector} where ${selectorsObserved(indicators)}) as s
    join ${owns.seen} as e using (observation_id) group by e.identity_no, s.kind, s.detail`
}

/**
 * What could have been seen and was not, with one observation in which it could. Somebody's word hides nothing, a
 * source's without a grade least of all: the absence that machines saw elsewhere still counts, beside the word.
 * Where there is nothing but words, the word that it holds is not also one that it does not.
 */
function absentSql(indicators: readonly Indicator[]): string {
  const rows = indicators.flatMap(({ id, observable }) =>
    observable.flatMap((each) => {
      if ('fact' in each) return [[id, '', each.fact]]
      const { kind, details } = each.selector
      return (details ?? [null]).map((detail) => [id, kind, detail])
    }),
  )
  const values = rows.map(
    (row) => `(${row.map((cell) => (cell == null ? 'null' : quoteText(cell))).join(', ')})`,
  )
  if (values.length === 0) return `select * from ${owns.found} where false`
  return `select o.identity_no, c.indicator, false, null, null, null, min(o.rank), bool_and(o.told), false,
      false, false, 1, null, min(o.observation_id)
    from ${owns.observed} as o join (values ${values.join(', ')}) as c (indicator, kind, name)
      on c.kind = o.kind and (c.name is null or c.name = o.name)
    left join (
      select identity_no, indicator, bool_and(told) as only_told
      from ${owns.found} where holds group by identity_no, indicator) as f
      on f.identity_no = o.identity_no and f.indicator = c.indicator
    where f.identity_no is null or (f.only_told and not o.told)
    group by o.identity_no, c.indicator`
}
