import { quoteList, quoteText, type SqlEngine, type SqlStep } from '../sql/index.ts'
import { toldFacts, toldKinds } from './allowed-evidence.ts'
import { conditionSql, factsAsked, notHubSql, observableSql, selectorsAsked } from './conditions.ts'
import type { Indicator } from './indicator.ts'
import { owns, reads } from './relations.ts'
import { grades, observationsShown, unjudged } from './scales.ts'

/**
 * What the conditions read, joined once: every observation of an identity with its origin (the
 * organization in control of who first observed it, else of the source, else the source) and the rank
 * of the source's grade; facts and selectors with the same columns; and which selectors are shared.
 */
export function evidenceSteps(indicators: readonly Indicator[]): readonly SqlStep[] {
  const rank = `strpos(${quoteText(grades.join(''))}, coalesce(s.reliability, 'F'))`
  return [
    {
      name: owns.seen,
      sql: `select m.identity_no, e.observation_id, e.kind as event, e.happened_at, e.organization,
          e.claimed_country, e.claimed_timezone,
          coalesce(e.origin_organization, s.organization, e.source) as origin,
          case when ${rank} = 0 then ${unjudged} else ${rank} end as rank,
          e.kind in ${quoteList(toldKinds)} as told,
          e.kind = 'report' and coalesce(e.first_hand, true) as reported
        from ${reads.event} as e
        join ${reads.member} as m using (subject_id)
        left join ${reads.source} as s on s.source = e.source`,
    },
    {
      name: owns.fact,
      sql: `select e.identity_no, e.observation_id, e.happened_at, e.origin, e.rank,
          e.told or f.name in ${quoteList(toldFacts)} as told,
          e.reported, f.name, f.text, f.number, f.truth, f.items
        from ${reads.fact} as f join ${owns.seen} as e using (observation_id)
        where f.name in ${quoteList(factsAsked(indicators))}`,
    },
    {
      name: owns.shown,
      sql: `select e.identity_no, e.observation_id, e.event, e.happened_at, e.organization, e.origin, e.rank,
          e.told, e.reported, f.kind, f.detail, f.value
        from ${reads.selector} as f join ${owns.seen} as e using (observation_id)
        where ${selectorsAsked(indicators)}`,
    },
    {
      name: owns.shared,
      sql: `select s.* from ${owns.shown} as s semi join (
          select kind, value from ${owns.shown} group by all
          having min(identity_no) <> max(identity_no)) as v using (kind, value)
        where ${notHubSql('s')}`,
    },
    {
      // The last words of all names that it was presented under, as one text. Identities with equal sets
      // count once: a person whom linkage could not join, and a household, which shares its line, its
      // machines and its name. Whatever the names are, they only ever make the count smaller.
      name: owns.label,
      sql: `select s.identity_no, coalesce(
            string_agg(distinct split_part(n.value, ' ', -1), '|'
              order by split_part(n.value, ' ', -1)), '#' || s.identity_no) as label
        from (select distinct identity_no from ${owns.shared}) as s
        join ${reads.member} as m using (identity_no)
        left join ${reads.selector} as n on n.subject_id = m.subject_id and n.kind = 'name'
        group by s.identity_no`,
    },
  ]
}

/** Fills `hit`: one row per observation that makes an indicator hold for an identity, flags first. */
export async function findHits(sql: SqlEngine, indicators: readonly Indicator[]): Promise<void> {
  const ids = quoteList(indicators.map((indicator) => indicator.id))
  await sql.run(`create or replace table ${owns.hit} as
    select f.indicator, e.identity_no, e.observation_id, e.rank::integer as rank, true as told,
      e.origin, e.reported, true as flagged
    from ${reads.flag} as f join ${owns.seen} as e using (observation_id)
    where f.indicator in ${ids}`)
  for (const { id, shown_by } of indicators) {
    for (const condition of shown_by) {
      await sql.run(`insert into ${owns.hit}
        select ${quoteText(id)}, identity_no, observation_id, rank, told, origin, reported, false
        from (${conditionSql(condition)})`)
    }
  }
}

/**
 * identity_no, indicator, holds, observations (the first ones), origins, rank (the best grade that
 * shows it), told (nothing but a person's word shows it), flagged (a person noticed it). What a source
 * without a grade adds is no second origin and no machine: it counts only where there is nothing else.
 */
export const foundColumns = `list_sort(min(observation_id, ${observationsShown})) as observations,
  list_sort(coalesce(list(distinct origin) filter (rank < ${unjudged}), list(distinct origin)))
    as origins,
  min(rank)::integer as rank`

/** Fills `found` from the hits, and from what could have been seen and was not. */
export async function findAll(sql: SqlEngine, indicators: readonly Indicator[]): Promise<void> {
  await sql.run(`create or replace table ${owns.shownBy} as
    select indicator, identity_no, observation_id, min(rank) as rank, bool_and(told) as told,
      any_value(origin) as origin, bool_or(flagged) as flagged, bool_or(reported) as reported
    from ${owns.hit} group by indicator, identity_no, observation_id`)
  await sql.run(`create or replace table ${owns.found} as
    select identity_no, indicator, true as holds, ${foundColumns},
      bool_and(told or rank = ${unjudged}) as told,
      bool_or(flagged and rank < ${unjudged}) as flagged,
      bool_or(reported and rank < ${unjudged}) as reported
    from ${owns.shownBy} group by identity_no, indicator`)
  for (const { id, observable } of indicators) {
    if (observable.length > 0) await sql.run(absentSql(id, observable))
  }
}

/** A hit by a source without a grade hides nothing: the absence that others saw still counts. */
const absentSql = (id: string, observable: Indicator['observable']): string => `
  insert into ${owns.found}
  select identity_no, ${quoteText(id)}, false, ${foundColumns}, bool_and(told), false, false
  from (select distinct * from (${observable.map(observableSql).join(' union all ')}))
  where identity_no not in (
    select identity_no from ${owns.found}
    where holds and indicator = ${quoteText(id)} and rank < ${unjudged})
  group by identity_no`
