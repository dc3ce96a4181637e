import type { Counted } from './exhibit.ts'
import type { Report } from './report.ts'

/** What must be printed beside the figures, the most important first. */
export function caveatsOf({ totals, scope }: Counted, draft: boolean): Report['caveats'] {
  return [
    ...(scope.observations === 0
      ? [`The store holds no observation; ${scope.asOf} is only a placeholder for its last day.`]
      : []),
    ...(draft
      ? [
          'This is a draft for the house, not for release: it counts suspicions that nobody has decided, and nothing in it is suppressed.',
        ]
      : []),
    'The evidence is a convenience sample: who reports, and what they can see, decides what is counted. Shares describe what was seen, not the whole scheme.',
    'Detection changes over time, so a trend mixes activity with visibility; each series says what else changed with it.',
    'An identity is a persona and not a person: several people may run one, and one may run several.',
    'An organization at which an interview took place was exposed; it is not thereby a victim. An interview is not a breach.',
    'The last year is a part-year unless its last quarter is complete; the year before is not comparable with it.',
    'Without exposure (how many remote jobs were offered) counts are no rates, and a rise may mirror the market.',
    'AI organizations and those told by a tag stand in other industries too: such groups overlap and do not add up.',
    'Stages after the initial interview are censored: not every organization reports its hiring, and the latest interviews may still lead on.',
    ...(totals.identities > totals.workers + totals.facilitators
      ? ['For some identities it is not known whether they are workers or facilitators.']
      : []),
    ...(scope.organization === undefined
      ? []
      : [
          `Only what happened at ${scope.organization} is counted, of identities that were suspected from all that is known.`,
        ]),
  ]
}
