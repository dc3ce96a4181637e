import type { Effects } from '../effects.ts'
import { quoteText, type SqlEngine } from '../sql/index.ts'
import type { Catalogue } from './catalogue.ts'
import type { Indicator } from './indicator.ts'
import { establishedOutcomesSql } from './outcomes.ts'
import { owns, reads } from './relations.ts'
import { type Weighing, weighAll } from './weighing-run.ts'

/** What a new or changed indicator would have found, in whom, and what it would have changed. */
export interface BackTest {
  readonly indicator: string
  readonly version: number
  /** The version in the catalogue that it would replace; null for a new one. */
  readonly replaces: number | null
  readonly identities: number
  /** Identities in which it holds, in which it could have been seen and was not, and how many it held in before. */
  readonly holds: number
  readonly absent: number
  readonly held_before: number
  /** In how many it would speak for its group. */
  readonly counted: number
  /** Where it holds: by the status that stands now, and by established outcomes. */
  readonly by_status: readonly CountOf[]
  readonly by_outcome: readonly CountOf[]
  /** From what to what the machine's words would change, and in how many. */
  readonly words: readonly Change[]
  readonly suspicion: readonly Change[]
  /** Those whose odds would change most, at most twenty. */
  readonly most_changed: readonly MostChanged[]
}

export interface CountOf {
  readonly word: string
  readonly identities: number
}

export interface Change {
  readonly from: string
  readonly to: string
  readonly identities: number
}

export interface MostChanged {
  readonly identity: string
  /** Bits of scheme against the rest. */
  readonly before: number
  readonly after: number
  readonly status_before: string
  readonly status_after: string
  /** `source/id` of what shows it, at most three; none where it would be an absence or falls away. */
  readonly observations: readonly string[]
}

const before = 'back_test_before'
const after = 'back_test_after'
const found = 'back_test_found'

/**
 * Weighs all identities twice over the same evidence, with the catalogue as it stands and with the candidate in
 * it, and compares. Call it in a rehearsal: it keeps nothing. Takes twice as long as an assessment.
 */
export async function backTest(
  weighing: Weighing,
  candidate: Indicator,
  effects: Effects,
): Promise<BackTest> {
  const { sql, catalogue } = weighing
  const known = catalogue.indicators.find(({ id }) => id === candidate.id)
  await weighAll(weighing, effects)
  await sql.run(`create or replace temp table ${before} as ${resultSql}`)
  const held = await countOf(
    sql,
    `${owns.counted} where holds and indicator = ${quoteText(candidate.id)}`,
  )
  await weighAll({ ...weighing, catalogue: withCandidate(catalogue, candidate) }, effects)
  await sql.run(`create or replace temp table ${after} as ${resultSql}`)
  await sql.run(`create or replace temp table ${found} as
    select identity_no, holds, counted, observations from ${owns.counted}
    where indicator = ${quoteText(candidate.id)}`)
  return {
    indicator: candidate.id,
    version: candidate.version,
    replaces: known?.version ?? null,
    held_before: held,
    ...(await comparison(sql)),
  }
}

function withCandidate(catalogue: Catalogue, candidate: Indicator): Catalogue {
  const others = catalogue.indicators.filter(({ id }) => id !== candidate.id)
  return {
    ...catalogue,
    indicators: [...others, candidate].sort((one, other) => (one.id < other.id ? -1 : 1)),
  }
}

const resultSql = `select identity_no, likelihood,
    case when suspected then 'suspected' else 'unassessed' end as status,
    -log2(pow(2, -greatest(-500, least(500, odds_other::double)))
      + pow(2, -greatest(-500, least(500, odds_genuine::double)))) as log_odds
  from ${owns.result}`

async function comparison(sql: SqlEngine) {
  const holding = `${found} where holds`
  return {
    identities: await countOf(sql, after),
    holds: await countOf(sql, holding),
    absent: await countOf(sql, `${found} where not holds`),
    counted: await countOf(sql, `${found} where holds and counted`),
    by_status: await sql.rows<CountOf>(`select a.status as word, count(*) as identities
      from (select * from ${holding}) as f join ${owns.assessment} as a using (identity_no)
      group by all order by word`),
    by_outcome: await sql.rows<CountOf>(`select o.truth as word, count(*) as identities
      from (select * from ${holding}) as f join (${establishedOutcomesSql}) as o using (identity_no)
      where not o.conflicting group by all order by word`),
    words: await changes(sql, 'likelihood'),
    suspicion: await changes(sql, 'status'),
    most_changed: await mostChanged(sql),
  }
}

const countOf = async (sql: SqlEngine, rows: string): Promise<number> =>
  (await sql.rows<{ count: number }>(`select count(*) as count from ${rows}`))[0]?.count ?? 0

const changes = (sql: SqlEngine, column: 'likelihood' | 'status'): Promise<Change[]> =>
  sql.rows(`select b.${column} as "from", a.${column} as "to", count(*) as identities
    from ${before} as b join ${after} as a using (identity_no)
    where a.${column} <> b.${column} group by all order by identities desc, "from", "to"`)

/** Changes below this many bits are noise of rounding. */
const leastChange = 0.01

const mostChanged = (sql: SqlEngine): Promise<MostChanged[]> =>
  sql.rows(`with changed as (
      select identity_no, b.log_odds as before, a.log_odds as after, b.status as status_before,
        a.status as status_after
      from ${before} as b join ${after} as a using (identity_no)
      where abs(a.log_odds - b.log_odds) > ${leastChange}
      order by abs(a.log_odds - b.log_odds) desc, identity_no limit 20),
    shown as (
      select f.identity_no, list(o.source || '/' || o.id order by o.observation_id) as observations
      from (
        select identity_no, unnest(observations[1:3]) as observation_id from ${found}
        semi join changed using (identity_no) where holds) as f
      join ${reads.observation} as o using (observation_id) group by all)
    select i.identity, round(c.before, 2) as before, round(c.after, 2) as after, c.status_before,
      c.status_after, coalesce(s.observations, []) as observations
    from changed as c join ${reads.identity} as i using (identity_no)
    left join shown as s using (identity_no)
    order by abs(c.after - c.before) desc, i.identity`)
