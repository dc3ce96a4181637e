import { establishedOutcomesSql } from '../assessment/index.ts'
import { dropSteps, runSteps, type SqlEngine, type SqlStep } from '../sql/index.ts'
import { type Calibration, calibrationOf } from './calibration.ts'
import { type Reviews, reviewsOf } from './reviews.ts'
import { wordSql } from './words.ts'

/** The results against what became of people, where somebody established it. */
export interface OutcomeEvaluation {
  readonly outcomes: {
    /** Identities with outcomes that contradict each other: left out. */
    readonly conflicting: number
    /** Outcomes that say fraud or genuine and are not taken: not told how established, or of a source of grade F. */
    readonly not_established: number
    /** The rates in force have learned from outcomes: held against the same ones they look better than they are. */
    readonly learned_from: boolean
    /** Looked into because something made somebody look: they say little of whom nobody suspected. */
    readonly followed_suspicion: OutcomeSet
    /** Drawn at random from the unsuspected and reviewed blind: they are not selected by suspicion. */
    readonly drawn_blind: OutcomeSet
  }
  readonly reviews: Reviews | null
}

export interface OutcomeSet {
  readonly identities: number
  readonly fraud: number
  readonly genuine: number
  readonly established_by: readonly { readonly how: string; readonly identities: number }[]
  readonly statuses: readonly {
    readonly truth: string
    readonly status: string
    readonly identities: number
  }[]
  /**
   * P(scheme) + P(other fraud) against `fraud`: an outcome does not say which of the two it was. The
   * words are those of this sum.
   */
  readonly calibration: Calibration
}

const steps: readonly SqlStep[] = [
  {
    // One row per identity that is assessed: its last established outcome, and whether others contradict it.
    name: 'evaluated_outcome',
    sql: `select o.identity_no, o.truth, o.how, o.conflicting,
        o.identity_no in (select m.identity_no from review_now as r
          join identity_member as m on m.subject_id = r.founder_subject where r.drawn) as drawn,
        a.status, least(1, a.scheme + a.other_fraud) as said
      from (${establishedOutcomesSql}) as o join assessment as a on a.identity_no = o.identity_no`,
  },
]

/** One row per outcome that assessment's rule leaves out, of an observation: what is not in its words, or of grade F. */
const notEstablishedSql = `select e.observation_id, m.identity_no, t.text
  from event as e
  join fact as t on t.observation_id = e.observation_id and t.name = 'outcome.truth'
    and t.text in ('fraud', 'genuine')
  left join fact as b on b.observation_id = e.observation_id and b.name = 'outcome.established_by'
    and b.text in ('investigation', 'law_enforcement', 'in_person', 'court')
  join identity_member as m on m.subject_id = e.subject_id
  join source_in_force as s on s.source = e.source
  where e.kind = 'outcome' group by all
  having not (bool_or(b.text is not null) and min(s.reliability) <> 'F')`

type Left = Pick<OutcomeEvaluation['outcomes'], 'conflicting' | 'not_established' | 'learned_from'>

/** Holds the results in the store against the outcomes in it. */
export async function evaluateOutcomes(sql: SqlEngine): Promise<OutcomeEvaluation> {
  await runSteps(
    sql,
    steps.map((step) => ({ ...step, temporary: true })),
  )
  try {
    const [left] = await sql.rows<Left>(`select
      (select count(*) from evaluated_outcome where conflicting) as conflicting,
      (select count(*) from (${notEstablishedSql})) as not_established,
      coalesce((select arg_max(rates is not null, learning_id) from learning), false) as learned_from`)
    return {
      outcomes: {
        ...(left ?? { conflicting: 0, not_established: 0, learned_from: false }),
        followed_suspicion: await setOf(sql, 'not drawn'),
        drawn_blind: await setOf(sql, 'drawn'),
      },
      reviews: await reviewsOf(sql),
    }
  } finally {
    await dropSteps(sql, steps)
  }
}

async function setOf(sql: SqlEngine, which: 'drawn' | 'not drawn'): Promise<OutcomeSet> {
  const taken = `evaluated_outcome where not conflicting and ${which}`
  const statuses = await sql.rows<OutcomeSet['statuses'][number]>(
    `select truth, status, count(*) as identities from ${taken} group by all order by all`,
  )
  const countOf = (truth: string): number =>
    statuses
      .filter((row) => row.truth === truth)
      .reduce((sum, { identities }) => sum + identities, 0)
  const [fraud, genuine] = [countOf('fraud'), countOf('genuine')]
  return {
    identities: fraud + genuine,
    fraud,
    genuine,
    established_by: await sql.rows(
      `select how, count(*) as identities from ${taken} group by how order by how`,
    ),
    statuses,
    calibration: await calibrationOf(
      sql,
      `select said, truth = 'fraud' as happened, ${wordSql('said')} as word from ${taken}`,
    ),
  }
}
