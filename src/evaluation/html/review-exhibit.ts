import type { Reviews } from '../reviews.ts'
import { words } from '../words.ts'
import type { Exhibit } from './exhibit.ts'
import { countText, ofText, percentText, shareSpan, signed } from './figures.ts'

/** What reviewers said blind, beside the machine; none where nobody has reviewed. */
export function reviewExhibits(reviews: Reviews | null): readonly Exhibit[] {
  if (reviews === null) return []
  const { same_word: same, next_word: next, disagreement: apart } = reviews
  const count = (reviewer: string, machine: string): number =>
    reviews.pairs.find((pair) => pair.reviewer === reviewer && pair.machine === machine)?.reviews ??
    0
  return [
    {
      id: 'reviews',
      name: 'Blind reviews',
      title: `Reviewers and machine are two or more words apart in ${percentText(apart.share)} of blind reviews`,
      subtitle: `${countText(reviews.reviews)} reviews by ${countText(reviews.reviewers)} reviewers, ${countText(reviews.drawn)} of identities drawn at random · the reviewer’s word was recorded first`,
      notes: [
        `The same word in ${ofText(same)}, ${shareSpan(same)}; the next one in ${ofText(next)}, ${shareSpan(next)}; further apart in ${ofText(apart)}, ${shareSpan(apart)}.`,
        `On average they are ${reviews.mean_distance.toFixed(1)} words apart; reviewers lean ${signed(reviews.mean_steps, 1)} words towards the scheme. No disagreement at all would be a warning: then nobody reads.`,
      ],
      tables: [
        {
          id: 'reviews-table',
          caption: 'Reviewer’s word by the machine’s',
          columns: ['reviewer', ...words.map(({ word }) => `machine: ${word}`)],
          rows: words.map(({ word }) => [
            word,
            ...words.map((machine) => countText(count(word, machine.word))),
          ]),
        },
      ],
    },
  ]
}
