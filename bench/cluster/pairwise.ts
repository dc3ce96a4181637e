import type { SqlEngine } from '../../src/sql/index.ts'

/** How well a partition agrees with the truth, over pairs of records. `null` where there is nothing to divide by. */
export interface PairwiseScore {
  readonly precision: number | null
  readonly recall: number | null
  readonly f1: number | null
}

interface PairCounts {
  readonly found: number
  readonly labelled: number
  readonly both: number
}

/**
 * Pairwise precision, recall and F1 of `found` against `truth`: two relations in SQL with the columns `id`
 * and `cluster`. Pairs are counted from the sizes of clusters and of what clusters have in common, never
 * listed. A record of the truth that `found` does not name stands alone; one that only `found` names has no label and does not count.
 */
export async function scorePairs(
  engine: SqlEngine,
  found: string,
  truth: string,
): Promise<PairwiseScore> {
  const [counts] = await engine.rows<PairCounts>(`
    with cells as (
      select coalesce('c' || f.cluster, 'alone ' || t.id) as found, t.cluster as labelled, count(*) as records
      from ${truth} t left join ${found} f on f.id = t.id
      group by all)
    select (select ${pairsOf('records')} from cells) as both,
      (select ${pairsOf('records')} from (select sum(records) as records from cells group by found)) as found,
      (select ${pairsOf('records')} from (select sum(records) as records from cells group by labelled)) as labelled`)
  return scoreOf(counts ?? { found: 0, labelled: 0, both: 0 })
}

const pairsOf = (records: string): string =>
  `cast(coalesce(sum(${records} * (${records} - 1) // 2), 0) as double)`

const scoreOf = ({ found, labelled, both }: PairCounts): PairwiseScore => ({
  precision: ratio(both, found),
  recall: ratio(both, labelled),
  f1: ratio(2 * both, found + labelled),
})

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

const toyTruth = `(select * from (values ('a', '1'), ('b', '1'), ('c', '1'), ('d', '2'), ('e', '2'), ('f', '3'), ('g', '3'))
  as toy(id, cluster))`
const toyFound = `(select * from (values ('a', 'x'), ('b', 'x'), ('c', 'y'), ('d', 'y'), ('e', 'y'), ('f', 'y'))
  as toy(id, cluster))`

/**
 * Throws unless an example counted by hand comes out. True pairs: ab ac bc, de, fg: 5. Found pairs: ab,
 * and cd ce cf de df ef: 7 (`g` is not named and stands alone). In both: ab, de.
 */
export async function checkByHand(engine: SqlEngine): Promise<void> {
  const { precision, recall, f1 } = await scorePairs(engine, toyFound, toyTruth)
  if (precision !== 2 / 7 || recall !== 2 / 5 || f1 !== 4 / 12) {
    throw new Error(`the example counted by hand gives ${precision} / ${recall} / ${f1}`)
  }
}
