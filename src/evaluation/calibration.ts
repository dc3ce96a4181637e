import type { SqlEngine } from '../sql/index.ts'
import { type Interval, shareOf } from './interval.ts'
import { quantile, redraw, seeded } from './resampling.ts'
import { type WordLine, wordLines } from './words.ts'

/** Whether what was said with a probability was so. */
export interface Calibration {
  /** Mean squared difference of what was said and the truth (Brier 1950); null where nothing is assessed. */
  readonly brier: number | null
  /** Tenths of the probability, without the empty ones. */
  readonly bins: readonly Bin[]
  readonly identities: number
  /** How many of them were so. */
  readonly were: number
  readonly base_rate: number | null
  /** Where nearly all lie, looked at more closely: tenths of those under 0.1 by number, equal ones together. */
  readonly small: readonly Bin[]
  readonly scores: Scores | null
  readonly words: readonly WordLine[]
}

export interface Bin {
  readonly from: number
  readonly to: number
  readonly identities: number
  /** Mean of what was said. */
  readonly said: number
  readonly were: number
  /** The share that was so, with the interval of Wilson (1927). */
  readonly was: number
  readonly low: number
  readonly high: number
}

export interface Scores {
  readonly brier: Interval
  /** Of who says the base rate of everybody. */
  readonly brier_of_base_rate: number
  /** 1 − Brier score / that of the base rate: 1 is perfect, 0 no better than the base rate; null where all or none were so. */
  readonly brier_skill: Interval | null
  /** Mean of −ln of what was said of what came true. */
  readonly log_loss: Interval
  /** Mean distance of said and was over the ten bins, weighed by their number (Naeini et al. 2015). */
  readonly expected_calibration_error: Interval
  readonly bootstrap: typeof bootstrap
}

/**
 * The bootstrap (Efron 1979), percentile interval of 95 %, stratified by the truth: as many who were
 * and as many who were not are drawn anew. It draws counts of cells (thousandths of the probability,
 * quarter bits of its odds), not single identities: within a cell they are as good as equal.
 */
const bootstrap = {
  replicates: 1000,
  seed: 1,
  stratified_by: 'truth',
  interval: 'percentile',
} as const

/** Identities that were said nearly the same of, with sums over them. */
interface Cell {
  readonly happened: boolean
  readonly bin: number
  readonly word: string
  readonly place: number
  readonly identities: number
  readonly said: number
  readonly least: number
  readonly most: number
  readonly squared: number
  readonly lost: number
}

/** What was said is kept this far from 0 and 1, so that one error is not infinitely bad. */
const nearest = '1e-15'

/** Sums of doubles depend on the order in which threads add them; of decimals they do not. */
const exact = 'decimal(30, 18)'

/** `relation`: SQL with said (0–1), happened (truth) and word, one row per identity. */
export async function calibrationOf(sql: SqlEngine, relation: string): Promise<Calibration> {
  const cells = await sql.rows<Cell>(`
    with judged as (select said, happened, word,
        greatest(said, ${nearest}) as for_it, greatest(1 - said, ${nearest}) as against_it
      from (${relation}) where said is not null)
    select happened, least(floor(said * 10), 9)::integer as bin, word,
      floor(said * 1000) * 1000 + round(4 * log2(for_it / against_it)) as place,
      count(*) as identities, sum(said::${exact}) as said, min(said) as least, max(said) as most,
      sum(power(said - happened::integer, 2)::${exact}) as squared,
      sum((-ln(case when happened then for_it else against_it end))::${exact}) as lost
    from judged group by all order by happened, place, bin, word`)
  return calibrationOfCells(cells)
}

function calibrationOfCells(cells: readonly Cell[]): Calibration {
  const identities = total(cells, (cell) => cell.identities)
  const were = total(cells, wereIn)
  const scores = scoresOf(cells)
  return {
    brier: scores?.brier.value ?? null,
    bins: binsBy(cells, (cell) => cell.bin).map(([bin, of]) => ({
      ...binOf(of),
      from: bin / 10,
      to: (bin + 1) / 10,
    })),
    identities,
    were,
    base_rate: identities === 0 ? null : were / identities,
    small: smallBins(cells),
    scores,
    words: wordLines(
      new Map(
        binsBy(cells, (cell) => cell.word).map(([word, of]) => {
          const { identities: said, were: so } = binOf(of)
          return [word, { said, were: so }]
        }),
      ),
    ),
  }
}

const total = (cells: readonly Cell[], value: (cell: Cell) => number): number =>
  cells.reduce((sum, cell) => sum + value(cell), 0)
const wereIn = (cell: Cell): number => (cell.happened ? cell.identities : 0)

function binsBy<Key>(
  cells: readonly Cell[],
  keyOf: (cell: Cell) => Key,
): readonly (readonly [Key, readonly Cell[]])[] {
  return [...Map.groupBy(cells, keyOf)].toSorted(([, a], [, b]) => leastOf(a) - leastOf(b))
}

const leastOf = (cells: readonly Cell[]): number => Math.min(...cells.map((cell) => cell.least))

function binOf(cells: readonly Cell[]): Bin {
  const identities = total(cells, (cell) => cell.identities)
  const { count, share, low, high } = shareOf(total(cells, wereIn), identities)
  return {
    from: leastOf(cells),
    to: Math.max(...cells.map((cell) => cell.most)),
    identities,
    said: total(cells, (cell) => cell.said) / identities,
    were: count,
    was: share ?? 0,
    low,
    high,
  }
}

/** Each cell goes to the tenth in which its middle identity stands. */
function smallBins(cells: readonly Cell[]): readonly Bin[] {
  const small = cells.filter((cell) => cell.bin === 0)
  const all = total(small, (cell) => cell.identities)
  const tenths = new Map<Cell, number>()
  let before = 0
  for (const [, equal] of binsBy(small, (cell) => cell.place)) {
    const here = total(equal, (cell) => cell.identities)
    for (const cell of equal) tenths.set(cell, Math.floor((10 * (before + here / 2)) / all))
    before += here
  }
  return binsBy(small, (cell) => tenths.get(cell)).map(([, of]) => binOf(of))
}

interface Measured {
  readonly brier: number
  readonly lost: number
  readonly apart: number
}

/** The scores where each cell holds so many identities, each as its cell's mean. */
function measure(cells: readonly Cell[], counts: readonly number[]): Measured {
  const apart = Array<number>(10).fill(0)
  let [identities, squared, lost] = [0, 0, 0]
  for (const [at, cell] of cells.entries()) {
    const count = counts[at] ?? 0
    const part = count / cell.identities
    identities += count
    squared += cell.squared * part
    lost += cell.lost * part
    apart[cell.bin] = (apart[cell.bin] ?? 0) + cell.said * part - (cell.happened ? count : 0)
  }
  const distance = apart.reduce((sum, each) => sum + Math.abs(each), 0)
  return { brier: squared / identities, lost: lost / identities, apart: distance / identities }
}

function scoresOf(cells: readonly Cell[]): Scores | null {
  const counts = cells.map((cell) => cell.identities)
  const identities = counts.reduce((sum, count) => sum + count, 0)
  if (identities === 0) return null
  const point = measure(cells, counts)
  const drawn = replicates(cells, counts)
  const around = (value: (scores: Measured) => number): Interval =>
    intervalAround(value(point), drawn.map(value))
  const share = total(cells, wereIn) / identities
  const plain = share * (1 - share)
  return {
    brier: around(({ brier }) => brier),
    brier_of_base_rate: plain,
    brier_skill: plain === 0 ? null : around(({ brier }) => 1 - brier / plain),
    log_loss: around(({ lost }) => lost),
    expected_calibration_error: around(({ apart }) => apart),
    bootstrap,
  }
}

function replicates(cells: readonly Cell[], counts: readonly number[]): readonly Measured[] {
  const random = seeded(bootstrap.seed)
  // The cells come in the order of the truth: those that were not so stand first.
  const border = cells.filter((cell) => !cell.happened).length
  return Array.from({ length: bootstrap.replicates }, () =>
    measure(cells, [
      ...redraw(counts.slice(0, border), random),
      ...redraw(counts.slice(border), random),
    ]),
  )
}

/** A distance that was drawn is larger than the one it came from: an interval always reaches its point. */
const intervalAround = (value: number, drawn: readonly number[]): Interval => ({
  value,
  low: Math.min(value, quantile(drawn, 0.025)),
  high: Math.max(value, quantile(drawn, 0.975)),
})
