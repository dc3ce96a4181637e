import { dropSteps, runSteps, type SqlEngine } from '../sql/index.ts'
import { type Calibration, calibrationOf } from './calibration.ts'
import { type Confusion, confusionOf } from './confusion.ts'
import { type Fairness, fairnessOf, type StatedIndicator } from './fairness.ts'
import { type Reviews, reviewsOf } from './reviews.ts'
import { type SuspicionOf, suspectedStatuses, suspicionByUnit } from './suspicion.ts'
import { matchedSteps, readTruth } from './truth.ts'

export interface Score {
  readonly precision: number | null
  readonly recall: number | null
  readonly f1: number | null
}

export interface Evaluation {
  readonly subjects: number
  /** Subjects of the truth that stand in no identity. */
  readonly missing: number
  /** Over pairs of subjects, and B-cubed (Bagga and Baldwin 1998) over subjects. */
  readonly identities: { readonly pairwise: Score; readonly b_cubed: Score }
  /** Over pairs of true identities; `shown` counts rings only where outputs name them. */
  readonly rings: { readonly shown: Score; readonly formed: Score }
  /** Over found identities, each with the label of most of its subjects. */
  readonly suspicion: Score & {
    readonly innocents_per_100_000: number | null
    /**
     * True identities of the scheme, and those of them whose largest found part is suspected. Recall
     * counts every found identity alike, also the splinters of one that linkage could not join.
     */
    readonly true_identities: number
    readonly reached: number
    /** Each with its interval, and what it means at other base rates, by what is counted as one. */
    readonly units: readonly SuspicionOf[]
  }
  /** Found identities by label and status. */
  readonly statuses: readonly {
    readonly label: string
    readonly status: string
    readonly identities: number
  }[]
  readonly confusion: Confusion
  /** P(scheme) against workers and facilitators, over found identities. */
  readonly calibration: Calibration
  readonly fairness: Fairness
  /** Null where nobody has reviewed blind. */
  readonly reviews: Reviews | null
}

/** Holds the results in the store against a truth file; `stated` is what the catalogue says of its indicators. */
export async function evaluate(
  sql: SqlEngine,
  truthPath: string,
  stated: readonly StatedIndicator[] = [],
): Promise<Evaluation> {
  await readTruth(sql, truthPath)
  await runSteps(
    sql,
    matchedSteps.map((step) => ({ ...step, temporary: true })),
  )
  try {
    return {
      ...(await countSubjects(sql)),
      identities: { pairwise: await pairwise(sql), b_cubed: await bCubed(sql) },
      rings: { shown: await rings(sql, shownRing), formed: await rings(sql, 'r.ring') },
      suspicion: await suspicion(sql),
      statuses: await sql.rows(`select label, status, count(*) as identities
        from evaluated_finding group by label, status order by label, status`),
      confusion: await confusionOf(sql),
      calibration: await calibrationOf(
        sql,
        `select scheme as said, label in ('worker', 'facilitator') as happened, likelihood as word
         from evaluated_finding`,
      ),
      fairness: await fairnessOf(sql, stated),
      reviews: await reviewsOf(sql),
    }
  } finally {
    await dropSteps(sql, matchedSteps)
    await sql.run('drop table truth')
  }
}

async function countSubjects(sql: SqlEngine): Promise<{ subjects: number; missing: number }> {
  const [row] = await sql.rows<{ subjects: number; missing: number }>(`select count(*) as subjects,
    count(*) filter (identity_no < 0) as missing from evaluated_subject`)
  return row ?? { subjects: 0, missing: 0 }
}

interface PairCounts {
  readonly together: number
  readonly found: number
  readonly truth: number
}

function scoreOf({ together, found, truth }: PairCounts): Score {
  const precision = found > 0 ? together / found : null
  const recall = truth > 0 ? together / truth : null
  return { precision, recall, f1: harmonic(precision, recall) }
}

const harmonic = (precision: number | null, recall: number | null): number | null =>
  precision === null || recall === null || precision + recall === 0
    ? null
    : (2 * precision * recall) / (precision + recall)

const pairsIn = (group: string): string =>
  `(select coalesce(sum(n * (n - 1) / 2), 0)::double from
     (select count(*) as n from evaluated_subject group by ${group}))`

async function pairwise(sql: SqlEngine): Promise<Score> {
  return scoreOf(
    await only<PairCounts>(
      sql,
      `select ${pairsIn('identity_no, true_identity')} as together,
              ${pairsIn('identity_no')} as found, ${pairsIn('true_identity')} as truth`,
    ),
  )
}

/** For each subject: of its found identity the share that truly belongs with it, and the reverse. */
async function bCubed(sql: SqlEngine): Promise<Score> {
  const { precision, recall } = await only<{ precision: number | null; recall: number | null }>(
    sql,
    `with cell as (select identity_no, true_identity, count(*) as n
                   from evaluated_subject group by identity_no, true_identity),
          sized as (select n, sum(n) over (partition by identity_no) as found,
                           sum(n) over (partition by true_identity) as truth from cell),
          -- Alike cells are counted and added in one order, so that threads change no last digit.
          alike as (select n, found, truth, count(*) as cells from sized group by all)
     select sum(cells * n * n / found order by n, found, truth) / sum(cells * n) as precision,
            sum(cells * n * n / truth order by n, found, truth) / sum(cells * n) as recall from alike`,
  )
  return { precision, recall, f1: harmonic(precision, recall) }
}

const shownRing = `case when a.status in ${suspectedStatuses} then r.ring end`

async function rings(sql: SqlEngine, ring: string): Promise<Score> {
  return scoreOf(
    await only<PairCounts>(
      sql,
      `with placed as (
         select e.true_identity, e.true_ring, ${ring} as ring
         from evaluated_identity as e
         left join ring_member as r on r.identity_no = e.identity_no
         left join assessment as a on a.identity_no = e.identity_no),
       pairs as (select
         (select coalesce(sum(n * (n - 1) / 2), 0) from (select count(*) as n from placed
            where ring is not null and true_ring is not null group by ring, true_ring)) as together,
         (select coalesce(sum(n * (n - 1) / 2), 0) from (select count(*) as n from placed
            where ring is not null group by ring)) as found,
         (select coalesce(sum(n * (n - 1) / 2), 0) from (select count(*) as n from placed
            where true_ring is not null group by true_ring)) as truth)
       select together::double as together, found::double as found, truth::double as truth from pairs`,
    ),
  )
}

async function suspicion(sql: SqlEngine): Promise<Evaluation['suspicion']> {
  const counts = await only<PairCounts & { innocents: number; suspects: number }>(
    sql,
    `with judged as (select label in ('worker', 'facilitator') as guilty, label = 'genuine' as innocent,
                            status in ${suspectedStatuses} as suspected
                     from evaluated_finding)
     select count(*) filter (guilty and suspected) as together, count(*) filter (suspected) as found,
            count(*) filter (guilty) as truth, count(*) filter (innocent) as innocents,
            count(*) filter (innocent and suspected) as suspects from judged`,
  )
  const { innocents, suspects } = counts
  const reached = await only<{ true_identities: number; reached: number }>(
    sql,
    `select count(*) as true_identities,
            count(*) filter (a.status in ${suspectedStatuses}) as reached
     from evaluated_identity as e left join assessment as a on a.identity_no = e.identity_no
     where e.label in ('worker', 'facilitator')`,
  )
  return {
    ...scoreOf(counts),
    ...reached,
    innocents_per_100_000: innocents > 0 ? (suspects / innocents) * 100_000 : null,
    units: await suspicionByUnit(sql),
  }
}

async function only<Row>(sql: SqlEngine, query: string): Promise<Row> {
  const [row] = await sql.rows<Row>(query)
  if (row === undefined) throw new Error(`no row from: ${query}`)
  return row
}
