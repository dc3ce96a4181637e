import type { SqlEngine } from '../sql/index.ts'
import { type Share, shareOf } from './interval.ts'
import { words } from './words.ts'

/** What reviewers said before they saw the machine's words, beside those words. */
export interface Reviews {
  readonly reviews: number
  readonly reviewers: number
  /** Of these, identities from the random share of the unsuspected. */
  readonly drawn: number
  readonly pairs: readonly WordPair[]
  readonly same_word: Share
  readonly next_word: Share
  /** Two or more words apart. */
  readonly disagreement: Share
  /** Mean number of words between them; positive: the reviewers think the scheme likelier. */
  readonly mean_steps: number
  readonly mean_distance: number
}

export interface WordPair {
  readonly reviewer: string
  readonly machine: string
  /** Words from the machine's up to the reviewer's. */
  readonly steps: number
  readonly reviews: number
}

/** The table `review`; null where there is none, or none of which the machine had a word. */
export async function reviewsOf(sql: SqlEngine): Promise<Reviews | null> {
  const [counts] = await sql.rows<{ reviewers: number; drawn: number }>(
    'select count(distinct author) as reviewers, count(*) filter (drawn) as drawn from review',
  )
  const rows = await sql.rows<Omit<WordPair, 'steps'>>(`select likelihood as reviewer,
      json_extract_string(machine, '$.likelihood') as machine, count(*) as reviews
    from review group by all order by all`)
  const pairs = rows.flatMap((row) => {
    const [reviewer, machine] = [placeOf(row.reviewer), placeOf(row.machine)]
    return reviewer < 0 || machine < 0 ? [] : [{ ...row, steps: reviewer - machine }]
  })
  if (counts === undefined || pairs.length === 0) return null
  return { ...counts, ...agreementOf(pairs), pairs }
}

const placeOf = (said: string): number => words.findIndex(({ word }) => word === said)

function agreementOf(pairs: readonly WordPair[]): Omit<Reviews, 'pairs' | 'reviewers' | 'drawn'> {
  const countIf = (test: (distance: number) => boolean): number =>
    pairs
      .filter(({ steps }) => test(Math.abs(steps)))
      .reduce((sum, { reviews }) => sum + reviews, 0)
  const all = countIf(() => true)
  const mean = (value: (steps: number) => number): number =>
    pairs.reduce((sum, { steps, reviews }) => sum + value(steps) * reviews, 0) / all
  return {
    reviews: all,
    same_word: shareOf(
      countIf((distance) => distance === 0),
      all,
    ),
    next_word: shareOf(
      countIf((distance) => distance === 1),
      all,
    ),
    disagreement: shareOf(
      countIf((distance) => distance > 1),
      all,
    ),
    mean_steps: mean((steps) => steps),
    mean_distance: mean(Math.abs),
  }
}
