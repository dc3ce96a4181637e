import { industryGroups } from '../../taxonomy/index.ts'
import { type Counted, type Exhibit, unitOf } from '../exhibit.ts'
import { type ExposureSeries, exposureOf } from '../exposure.ts'
import { type LevelFinding, levelOf } from '../level.ts'
import type { Cell, ReportTable, TableId } from '../report.ts'
import {
  counted as countedWords,
  dayOfYear,
  figure,
  percent,
  portion,
  shareOf,
} from '../wording.ts'
import {
  emptyTitle,
  inGroup,
  inPart,
  type QuarterCounts,
  quarterly,
  type SeriesPart,
  sumOf,
  yearToDate,
} from './series.ts'

/** One series: what its whole is, its parts, and what is said of it. */
export interface Series {
  readonly id: TableId
  /** `organizations in finance`: what the interviews of the series were at. */
  readonly at: string
  readonly whole: string
  readonly parts: readonly SeriesPart[]
  /** NAICS sector whose exposure it is held against; null for all sectors. */
  readonly exposure: string | null
  /** What is exposed in such an organization; the caveat of this series. */
  readonly remark: string
}

/** All initial interviews of a quarter, beside those of the series. */
const ALL = 'all_interviews'

/** The exhibit of a group of industries: its parts by quarter and those in none of them. */
export function groupSeries(group: string, series: Omit<Series, 'whole' | 'parts'>): Exhibit {
  const parts = industryGroups().find(({ id }) => id === group)?.parts ?? []
  const named = parts.map(({ id, title }) => ({ id, title, condition: inPart(group, id) }))
  const rest = `${inGroup(group)} and not (${named.map(({ condition }) => condition).join(' or ')})`
  return seriesExhibit({
    ...series,
    whole: inGroup(group),
    parts: [...named, { id: 'not_further_told', title: 'Not further told', condition: rest }],
  })
}

/** A table of one row per quarter: parts, the whole, its share, and what it is held against. */
export function seriesExhibit(series: Series): Exhibit {
  return async (counted) => {
    const quarters = await quarterly(counted, [
      ...series.parts,
      { id: 'interviews', title: 'Interviews', condition: series.whole },
      { id: ALL, title: 'All interviews', condition: 'true' },
    ])
    const exposure = await exposureOf(counted, series.exposure)
    const level = levelOf({ quarters, part: 'interviews', whole: ALL, exposure })
    return {
      id: series.id,
      title: emptyTitle(counted) ?? titleOf(counted, series, quarters),
      unit: unitOf(counted, `initial interviews at ${series.at}, by quarter`, [
        'interview',
        'attributes',
        'period',
        series.id === 'ai' ? 'ai' : 'sectors',
        'level',
        'exposure',
      ]),
      ...tableOf(series, quarters, { exposure, level }),
      note: await noteOf(counted, series, { quarters, level }),
    }
  }
}

interface Against {
  readonly exposure: ExposureSeries | undefined
  readonly level: LevelFinding
}

/** Exposure and break have columns only where there is one. */
function tableOf(
  series: Series,
  quarters: readonly QuarterCounts[],
  { exposure, level }: Against,
): Pick<ReportTable, 'columns' | 'rows'> {
  const columns: readonly (readonly [string, (of: QuarterCounts) => Cell])[] = [
    ['quarter', ({ quarter }) => quarter],
    ...series.parts.map(({ id }) => [id, (of: QuarterCounts) => of.counts[id] ?? 0] as const),
    ['interviews', ({ counts }) => counts['interviews'] ?? 0],
    ['share', ({ counts }) => shareOf(counts['interviews'] ?? 0, counts[ALL] ?? 0)],
    ['reporting_sources', ({ reportingSources }) => reportingSources],
    ...(exposure === undefined ? [] : exposureColumns(exposure)),
    ...(level.at === undefined ? [] : breakColumns(level)),
    ['complete', ({ complete }) => complete],
  ]
  return {
    columns: columns.map(([name]) => name),
    rows: quarters.map((quarter) => columns.map(([, cell]) => cell(quarter))),
  }
}

type Column = readonly [string, (of: QuarterCounts) => Cell]

const exposureColumns = ({ unit, byQuarter }: ExposureSeries): readonly Column[] => [
  [unit, ({ quarter }) => byQuarter.get(quarter) ?? null],
  [
    'interviews_per_100000',
    ({ quarter, counts }) => {
      const against = byQuarter.get(quarter)
      return against === undefined ? null : ((counts['interviews'] ?? 0) / against) * 100_000
    },
  ],
]

const breakColumns = ({ at, interval }: LevelFinding): readonly Column[] => [
  ['break', ({ quarter }) => quarter === at],
  ['break_interval', ({ quarter }) => interval.includes(quarter)],
]

/** The share of all interviews and the year to date. */
function titleOf(counted: Counted, series: Series, quarters: readonly QuarterCounts[]): string {
  const sum = sumOf(quarters, 'interviews')
  if (sum === 0) return `No initial interview at ${series.at} is counted`
  const { year, to } = yearToDate(counted)
  const share = portion(sum / counted.totals.initial_interviews, 'initial interviews')
  const now = sumOf(quarters, 'interviews', year)
  const were = sum === 1 ? 'was' : 'were'
  return `${share} ${were} at ${series.at}, ${figure(now)} of them in ${year} to ${dayOfYear(to)}`
}

interface Noted {
  readonly quarters: readonly QuarterCounts[]
  readonly level: LevelFinding
}

async function noteOf(counted: Counted, series: Series, noted: Noted): Promise<string> {
  const [row] = await counted.sql.rows<{ organizations: number; several: number }>(`
    select count(distinct organization) filter (where ${series.whole}) as organizations,
           count(*) filter (where ${severalOf(series.parts)}) as several
    from counted_interview`)
  const sum = sumOf(noted.quarters, 'interviews')
  const parts = series.parts
    .map(({ id, title }) => ({ title, sum: sumOf(noted.quarters, id) }))
    .filter((part) => part.sum > 0)
    .map((part) => `${lowerFirst(part.title)} ${figure(part.sum)} (${percent(part.sum / sum)})`)
  const several = row?.several ?? 0
  return [
    `${countedWords(sum, 'interview')} at ${countedWords(row?.organizations ?? 0, 'organization')}${parts.length === 0 ? '.' : `: ${parts.join(', ')}.`}`,
    ...(several === 0
      ? []
      : [`${countedWords(several, 'interview')} count in more than one part.`]),
    noted.level.says,
    series.remark,
  ].join(' ')
}

/** The title of a part inside a sentence; abbreviations stay as they are. */
const lowerFirst = (title: string): string =>
  /^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title

/** Interviews in at least two of the parts. */
const severalOf = (parts: readonly SeriesPart[]): string =>
  `${parts.map(({ condition }) => `coalesce((${condition})::integer, 0)`).join(' + ')} > 1`
