import { type Canvas, capitalized, countText, html, type Markup } from '../../page/index.ts'
import type { Cell, Report, ReportTable, TableId } from '../report.ts'
import { type Bar, drawBars } from './bars.ts'
import { sentence, shareText } from './figures.ts'
import { drawIntervals, type Estimate } from './interval.ts'
import { quarterDrawing } from './quarter-exhibits.ts'
import { firstColumn, numberIn, type Row, rowsWith, textIn } from './records.ts'
import { drawStrip } from './strip.ts'

/** Signs that a chart uses and that its key must explain. */
export type Sign = 'part' | 'withheld' | 'unknown' | 'unmapped' | 'break' | 'interval'

/** A chart that can be drawn at any width, and the signs its key has to name. */
export interface Drawing {
  readonly at: (canvas: Canvas) => Markup
  readonly signs: readonly Sign[]
}

type Drawer = (table: ReportTable, report: Report) => Drawing | undefined

/** How each exhibit is drawn. A table without the columns that its chart needs has no chart. */
const drawers: Readonly<Record<TableId, Drawer>> = {
  industries: industriesDrawing,
  countries: countriesDrawing,
  interviews_by_quarter: quarterDrawing,
  ai: quarterDrawing,
  healthcare: quarterDrawing,
  finance: quarterDrawing,
  public_administration: quarterDrawing,
  professional_services: quarterDrawing,
  roles: rolesDrawing,
  funnel: funnelDrawing,
  unseen_identities: unseenDrawing,
}

/** The chart of a table, or undefined where its columns or rows do not make one. */
export function drawingOf(table: ReportTable, report: Report): Drawing | undefined {
  const drawer: Drawer | undefined = Object.hasOwn(drawers, table.id)
    ? drawers[table.id]
    : undefined
  return drawer?.(table, report) ?? undefined
}

/** Bars of what was counted at all; rows without any stand in the table only. */
function industriesDrawing(table: ReportTable, report: Report): Drawing | undefined {
  const rows = rowsWith(table, ['title', 'organizations'])
  if (rows === undefined) return undefined
  const all = rows.map((row) => ({
    ...barOf(row, 'title', 'organizations'),
    quiet: isYes(row['information_technology']),
  }))
  const outside = report.totals.organizations_outside_it
  const strip = drawStrip(outside, ['Information technology', 'Outside information technology'])
  return barsUnder(table, all, { strip })
}

/** The United States would flatten all other bars: the line above them holds it. */
function countriesDrawing(table: ReportTable, report: Report): Drawing | undefined {
  const rows = rowsWith(table, ['country', 'name', 'organizations'])
  if (rows === undefined) return undefined
  const outside = report.totals.organizations_outside_us
  const strip = drawStrip(outside, ['United States', 'Elsewhere'])
  const shown = strip === undefined ? rows : rows.filter((row) => row['country'] !== 'US')
  const bars = shown.map((row) => barOf(row, 'name', 'organizations'))
  return barsUnder(table, bars, { strip, head: 'Elsewhere, by country' })
}

const MOST_BARS = 24

interface Above {
  readonly strip: ((canvas: Canvas) => Markup) | undefined
  readonly head?: string
}

function barsUnder(table: ReportTable, all: readonly Bar[], above: Above): Drawing | undefined {
  const counted = all.filter((bar) => bar.value !== 0)
  const bars = counted.slice(0, MOST_BARS)
  if (bars.length === 0) return above.strip && { at: above.strip, signs: [] }
  const chart = { bars, says: saysBars(table, bars) }
  const head = above.strip && above.head ? html`<p class="more">${above.head}</p>` : undefined
  const rest = restText(counted.length - bars.length, all.length - counted.length)
  return {
    at: (canvas) => html`${above.strip?.(canvas)}${head}${drawBars(chart, canvas)}${rest}`,
    signs: signsOf(bars),
  }
}

function restText(more: number, none: number): Markup | undefined {
  const parts = [
    ...(more > 0 ? [`${more} more in the table`] : []),
    ...(none > 0 ? [`${none} without any, in the table`] : []),
  ]
  return parts.length === 0 ? undefined : html`<p class="more">And ${parts.join('; ')}.</p>`
}

function isYes(value: Cell | undefined): boolean {
  return value === true || value === 'yes'
}

function rolesDrawing(table: ReportTable): Drawing | undefined {
  const rows = rowsWith(table, ['role', 'interviews'])
  if (rows === undefined) return undefined
  const bars = rows.map((row) => ({
    ...barOf(row, 'role', 'interviews'),
    aside: capitalized(textIn(row, 'access')),
  }))
  const asideTitle = 'What the role would have had access to'
  const chart = { bars, says: saysBars(table, bars), asideTitle }
  return { at: (canvas) => drawBars(chart, canvas), signs: signsOf(bars) }
}

/** Who is not known to have reached a stage may have reached it all the same: that part is hatched. */
function funnelDrawing(table: ReportTable): Drawing | undefined {
  const rows = rowsWith(table, ['stage', 'count'])
  if (rows === undefined) return undefined
  const counts = rows.map((row) => numberIn(row, 'count'))
  const bars = rows.map((row, at) => {
    const before = counts.slice(0, at).findLast((count) => count !== null)
    const bar = barOf(row, 'stage', 'count')
    const open = typeof before === 'number' && bar.value !== null && before > bar.value
    return open ? { ...bar, unknownTo: before } : bar
  })
  const chart = { bars, says: saysBars(table, bars) }
  const signs: readonly Sign[] = bars.some((bar) => 'unknownTo' in bar) ? ['unknown'] : []
  return {
    at: (canvas) => drawBars(chart, canvas),
    signs: [...signs, ...signsOf(bars)],
  }
}

function unseenDrawing(table: ReportTable): Drawing | undefined {
  const estimates = (rowsWith(table, ['estimate', 'low', 'high']) ?? []).flatMap((row) =>
    estimateOf(table, row),
  )
  if (estimates.length === 0) return undefined
  const each = estimates.map(
    ({ label, estimate, low, high }) =>
      `${label}: about ${countText(estimate)}, between ${countText(low)} and ${countText(high)}`,
  )
  const says = `${sentence(table.title)} ${each.join('; ')}.`
  return { at: (canvas) => drawIntervals(estimates, canvas, says), signs: ['interval'] }
}

function estimateOf(table: ReportTable, row: Row): readonly Estimate[] {
  const estimate = numberIn(row, 'estimate')
  const low = numberIn(row, 'low')
  const high = numberIn(row, 'high')
  if (estimate === null || low === null || high === null) return []
  const named = firstColumn(table, ['population', 'part'])
  const label = named === undefined ? 'Identities' : textIn(row, named)
  const [about, least, most] = [estimate, low, high].map(Math.round)
  if (about === undefined || least === undefined || most === undefined) return []
  return [{ label, estimate: about, low: least, high: most, seen: numberIn(row, 'seen') }]
}

function barOf(row: Row, label: string, value: string): Bar {
  const share = numberIn(row, 'share')
  return {
    label: textIn(row, label),
    value: numberIn(row, value),
    share,
    unknown: Object.values(row).some((cell) => typeof cell === 'string' && nameless.has(cell)),
  }
}

/** Codes of rows that hold what is of no known kind. */
const nameless = new Set(['unknown', 'unmapped', 'not_stated'])

function signsOf(bars: readonly Bar[]): readonly Sign[] {
  return [
    ...(bars.some((bar) => bar.value === null) ? (['withheld'] as const) : []),
    ...(bars.some((bar) => bar.unknown) ? (['unmapped'] as const) : []),
  ]
}

/** The text alternative: the finding, then the bars from the top, withheld ones named as such. */
function saysBars(table: ReportTable, bars: readonly Bar[]): string {
  const told = bars.slice(0, 6).map((bar) => {
    if (bar.value === null) return `${bar.label}: withheld`
    const share = typeof bar.share === 'number' ? ` (${shareText(bar.share)})` : ''
    return `${bar.label}: ${countText(bar.value)}${share}`
  })
  const more = bars.length - told.length
  const rest = more > 0 ? `; ${more} more in the data table` : ''
  return `${sentence(table.title)} Bars, ${table.unit}. ${told.join('; ')}${rest}.`
}
