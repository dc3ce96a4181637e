import type { Report, ReportTable, TableId } from '../report.ts'
import { type Bar, drawBars } from './bars.ts'
import type { Canvas } from './drawing.ts'
import { countText, shareText } from './figures.ts'
import { drawIntervals, type Estimate } from './interval.ts'
import { html, type Markup } from './markup.ts'
import { quarterDrawing } from './quarter-exhibits.ts'
import { firstColumn, numberIn, type Row, rowsWith, textIn } from './records.ts'
import { drawStrip } from './strip.ts'

/** Signs that a chart uses and that its key must explain. */
export type Sign = 'part' | 'withheld' | 'unknown' | 'interval'

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

function industriesDrawing(table: ReportTable, report: Report): Drawing | undefined {
  const rows = rowsWith(table, ['title', 'organizations'])
  if (rows === undefined) return undefined
  const bars = rows.map((row) => ({ ...barOf(row, 'title', 'organizations'), quiet: isIt(row) }))
  const chart = { bars, says: saysBars(table, bars) }
  const outside = report.totals.organizations_outside_it
  const strip = drawStrip(outside, ['Information technology', 'Outside information technology'])
  return {
    at: (canvas) => html`${strip?.(canvas)}${drawBars(chart, canvas)}`,
    signs: signsOf(bars),
  }
}

function isIt(row: Row): boolean {
  const value = row['information_technology']
  return value === true || value === 'yes' || value === 'true'
}

const MOST_BARS = 16

/** One country that dwarfs the others would flatten their bars: the line above the bars holds it. */
function countriesDrawing(table: ReportTable, report: Report): Drawing | undefined {
  const rows = rowsWith(table, ['name', 'organizations'])
  if (rows === undefined) return undefined
  const all = rows.map((row) => barOf(row, 'name', 'organizations'))
  const strip = drawStrip(report.totals.organizations_outside_us, ['United States', 'Elsewhere'])
  const home = rows.findIndex((row) => row['country'] === 'US')
  const bars = strip === undefined || home < 0 ? all : all.filter((_, at) => at !== home)
  const shown = bars.slice(0, MOST_BARS)
  const chart = { bars: shown, says: saysBars(table, shown) }
  const more = bars.length - shown.length
  const others = more > 0 ? html`<p class="more">and ${more} more in the table</p>` : undefined
  const head = strip === undefined ? undefined : html`<p class="more">Elsewhere, by country</p>`
  return {
    at: (canvas) =>
      shown.length === 0
        ? html`${strip?.(canvas)}`
        : html`${strip?.(canvas)}${head}${drawBars(chart, canvas)}${others}`,
    signs: signsOf(shown),
  }
}

function rolesDrawing(table: ReportTable): Drawing | undefined {
  const rows = rowsWith(table, ['role', 'interviews'])
  if (rows === undefined) return undefined
  const bars = rows.map((row) => ({
    ...barOf(row, 'role', 'interviews'),
    aside: textIn(row, 'access'),
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
  const says = `${table.title} ${each.join('; ')}.`
  return { at: (canvas) => drawIntervals(estimates, canvas, says), signs: ['interval'] }
}

function estimateOf(table: ReportTable, row: Row): readonly Estimate[] {
  const estimate = numberIn(row, 'estimate')
  const low = numberIn(row, 'low')
  const high = numberIn(row, 'high')
  if (estimate === null || low === null || high === null) return []
  const named = firstColumn(table, ['label', 'population', 'of', 'method', 'part'])
  const label = named === undefined ? 'Identities' : textIn(row, named)
  return [{ label, estimate, low, high, seen: numberIn(row, 'seen') }]
}

function barOf(row: Row, label: string, value: string): Bar {
  const share = numberIn(row, 'share')
  return { label: textIn(row, label), value: numberIn(row, value), share }
}

function signsOf(bars: readonly Bar[]): readonly Sign[] {
  return bars.some((bar) => bar.value === null) ? ['withheld'] : []
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
  return `${table.title} Bars, ${table.unit}. ${told.join('; ')}${rest}.`
}
