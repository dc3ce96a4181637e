import { capitalized } from '../../page/index.ts'
import type { OutcomeEvaluation, OutcomeSet } from '../outcomes.ts'
import { calibrationExhibits } from './calibration-exhibits.ts'
import type { Exhibit } from './exhibit.ts'
import { countedText, countText, spoken } from './figures.ts'

const suspected = new Set(['suspected', 'linked', 'assessed'])

/** How many of a set with this outcome are suspected, in words. */
export function suspectedText({ statuses }: OutcomeSet, truth: string, of: number): string {
  const count = statuses
    .filter((row) => row.truth === truth && suspected.has(row.status))
    .reduce((sum, { identities }) => sum + identities, 0)
  return countedText(count, of)
}

export function outcomeExhibits({ outcomes }: OutcomeEvaluation): readonly Exhibit[] {
  return [
    ...setExhibits(outcomes.drawn_blind, 'drawn-', 'drawn blind'),
    ...setExhibits(outcomes.followed_suspicion, 'followed-', 'that followed suspicion'),
  ]
}

function setExhibits(set: OutcomeSet, prefix: string, name: string): readonly Exhibit[] {
  if (set.identities === 0) return []
  const how = set.established_by.map(
    ({ how: way, identities }) => `${spoken(way)} ${countText(identities)}`,
  )
  const statuses = [...new Set(set.statuses.map(({ status }) => status))]
  return [
    {
      id: `${prefix}outcomes`,
      name: `Outcomes ${name}`,
      title: `Suspected: ${suspectedText(set, 'fraud', set.fraud)} frauds and ${suspectedText(set, 'genuine', set.genuine)} genuine people`,
      subtitle: `Identities with an established outcome ${name} · by ${how.join(', ')}`,
      notes: [],
      tables: [
        {
          id: `${prefix}statuses`,
          caption: 'Outcome by status',
          columns: ['outcome', ...statuses],
          rows: ['fraud', 'genuine'].map((truth) => [
            capitalized(truth),
            ...statuses.map((status) =>
              countText(
                set.statuses.find((row) => row.truth === truth && row.status === status)
                  ?.identities ?? 0,
              ),
            ),
          ]),
        },
      ],
    },
    ...calibrationExhibits(set.calibration, {
      prefix,
      of: 'scheme or other fraud',
      were: 'were fraud',
    }),
  ]
}
