import { type Exhibit, unitOf } from '../exhibit.ts'
import { exposureOf } from '../exposure.ts'
import { levelOf } from '../level.ts'
import { counted as countedWords } from '../wording.ts'
import { emptyTitle, inGroup, type QuarterCounts, quarterly } from './series.ts'

const parts = [
  'information_technology',
  'ai',
  'healthcare',
  'finance',
  'public_administration',
  'professional_services',
] as const

/** All initial interviews by quarter, and those of the groups; groups overlap. */
export const interviewsByQuarter: Exhibit = async (counted) => {
  const quarters = await quarterly(counted, [
    { id: 'interviews', title: 'Interviews', condition: 'true' },
    ...parts.map((id) => ({ id, title: id, condition: conditionOf(id) })),
  ])
  const level = levelOf({
    quarters,
    part: 'interviews',
    exposure: await exposureOf(counted, null),
  })
  return {
    id: 'interviews_by_quarter',
    title: emptyTitle(counted) ?? titleOf(quarters),
    unit: unitOf(counted, 'initial interviews by quarter', [
      'interview',
      'period',
      'information technology',
      'sectors',
      'ai',
      'level',
    ]),
    columns: ['quarter', 'interviews', ...parts, 'reporting_sources', 'complete'],
    rows: quarters.map(({ quarter, counts, reportingSources, complete }) => [
      quarter,
      counts['interviews'] ?? 0,
      ...parts.map((id) => counts[id] ?? 0),
      reportingSources,
      complete,
    ]),
    note: `${level.says} Groups overlap and do not add up to all interviews.`,
  }
}

const conditionOf = (id: (typeof parts)[number]): string =>
  id === 'ai' ? `ai in ('pure', 'product')` : inGroup(id)

function titleOf(quarters: readonly QuarterCounts[]): string {
  const count = (of: QuarterCounts) => of.counts['interviews'] ?? 0
  const most = quarters.reduce((best, next) => (count(next) > count(best) ? next : best))
  const part = most.complete ? '' : ', a quarter not yet complete'
  return `The most initial interviews of a quarter were ${countedWords(count(most), 'interview')} in ${most.quarter}${part}`
}
