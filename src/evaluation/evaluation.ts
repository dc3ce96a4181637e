import { dropSteps, runSteps, type SqlEngine } from '../sql/index.ts'
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
  }
  /** Found identities by label and status. */
  readonly statuses: readonly {
    readonly label: string
    readonly status: string
    readonly identities: number
  }[]
  readonly calibration: Calibration
}

export interface Calibration {
  /** Mean squared difference of P(scheme) and truth (Brier 1950); null where nothing is assessed. */
  readonly brier: number | null
  /** Tenths of P(scheme): how many identities, the mean said, the share that was so. */
  readonly bins: readonly {
    readonly from: number
    readonly identities: number
    readonly said: number
    readonly was: number
  }[]
}

/** Holds the results in the store against a truth file. */
export async function evaluate(sql: SqlEngine, truthPath: string): Promise<Evaluation> {
  await readTruth(sql, truthPath)
  await runSteps(sql, matchedSteps)
  try {
    return {
      ...(await countSubjects(sql)),
      identities: { pairwise: await pairwise(sql), b_cubed: await bCubed(sql) },
      rings: { shown: await rings(sql, shownRing), formed: await rings(sql, 'r.ring') },
      suspicion: await suspicion(sql),
      statuses: await sql.rows(`select label, status, count(*) as identities
        from evaluated_finding group by label, status order by label, status`),
      calibration: { brier: await brier(sql), bins: await bins(sql) },
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
                           sum(n) over (partition by true_identity) as truth from cell)
     select sum(n * n / found) / sum(n) as precision, sum(n * n / truth) / sum(n) as recall from sized`,
  )
  return { precision, recall, f1: harmonic(precision, recall) }
}

const shownRing = `case when a.status in ('suspected', 'linked', 'assessed') then r.ring end`

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
                            status in ('suspected', 'linked', 'assessed') as suspected
                     from evaluated_finding)
     select count(*) filter (guilty and suspected) as together, count(*) filter (suspected) as found,
            count(*) filter (guilty) as truth, count(*) filter (innocent) as innocents,
            count(*) filter (innocent and suspected) as suspects from judged`,
  )
  const { innocents, suspects } = counts
  const reached = await only<{ true_identities: number; reached: number }>(
    sql,
    `select count(*) as true_identities,
            count(*) filter (a.status in ('suspected', 'linked', 'assessed')) as reached
     from evaluated_identity as e left join assessment as a on a.identity_no = e.identity_no
     where e.label in ('worker', 'facilitator')`,
  )
  return {
    ...scoreOf(counts),
    ...reached,
    innocents_per_100_000: innocents > 0 ? (suspects / innocents) * 100_000 : null,
  }
}

async function brier(sql: SqlEngine): Promise<number | null> {
  const { value } = await only<{ value: number | null }>(
    sql,
    `select avg(power(scheme - (label in ('worker', 'facilitator'))::integer, 2)) as value
     from evaluated_finding where scheme is not null`,
  )
  return value
}

const bins = (sql: SqlEngine): Promise<Calibration['bins'][number][]> =>
  sql.rows(`select least(floor(scheme * 10), 9) / 10 as "from", count(*) as identities,
      avg(scheme) as said, avg((label in ('worker', 'facilitator'))::integer) as was
    from evaluated_finding where scheme is not null group by 1 order by 1`)

async function only<Row>(sql: SqlEngine, query: string): Promise<Row> {
  const [row] = await sql.rows<Row>(query)
  if (row === undefined) throw new Error(`no row from: ${query}`)
  return row
}
