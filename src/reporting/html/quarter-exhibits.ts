import { type Canvas, countText, html, type Markup } from '../../page/index.ts'
import type { ReportTable } from '../report.ts'
import type { Drawing } from './charts.ts'
import { columnTitle, sentence } from './figures.ts'
import { drawQuarters, greatestOf, type LevelBreak, type QuarterPoint } from './quarters.ts'
import { firstColumn, numberIn, type Row, rowsWith, textIn } from './records.ts'

interface Series {
  readonly name: string
  readonly points: readonly QuarterPoint[]
}

/** Columns of a table by quarter that are no count of interviews in a part of the whole. */
const notParts =
  /^(quarter|complete|interviews|organizations|identities|roles|rate.*|.*share.*|.*_per_.*|break.*|linked.*|exposure.*|postings|remote_postings|applications|reporting_sources)$/

/** All interviews as bars by quarter; each part of them beside it, small, on one scale. */
export function quarterDrawing(table: ReportTable): Drawing | undefined {
  const rows = rowsWith(table, ['quarter'])
  const main = firstColumn(table, ['interviews', 'count'])
  if (rows === undefined || main === undefined) return undefined
  const whole = seriesOf(rows, main)
  const parts = table.columns
    .filter((name) => !notParts.test(name) && rows.some((row) => numberIn(row, name) !== 0))
    .map((name) => seriesOf(rows, name))
  if (nothingIn([whole, ...parts])) return undefined
  const levelBreak = breakOf(rows)
  const chart = { points: whole.points, height: 220, levelBreak }
  return {
    at: (canvas) =>
      html`${drawQuarters(chart, canvas, saysQuarters(table, whole.points))}${multiples(parts, canvas)}`,
    signs: [
      ...(whole.points.some((point) => !point.complete) ? (['part'] as const) : []),
      ...(levelBreak === undefined ? [] : (['break'] as const)),
      ...(withheldIn([whole, ...parts]) ? (['withheld'] as const) : []),
    ],
  }
}

function seriesOf(rows: readonly Row[], column: string): Series {
  const points = rows.map((row) => ({
    quarter: textIn(row, 'quarter'),
    complete: row['complete'] !== false && row['complete'] !== 'no',
    value: numberIn(row, column),
  }))
  return { name: columnTitle(column), points }
}

function nothingIn(all: readonly Series[]): boolean {
  return all.every((series) => series.points.every((point) => point.value === 0))
}

function withheldIn(all: readonly Series[]): boolean {
  return all.some((series) => series.points.some((point) => point.value === null))
}

/** A break is given where rows carry it: `break` is true at the quarter, `break_interval` around it. */
function breakOf(rows: readonly Row[]): LevelBreak | undefined {
  const at = rows.find((row) => row['break'] === true)
  if (at === undefined) return undefined
  const within = rows.filter((row) => row['break_interval'] === true)
  const quarter = textIn(at, 'quarter')
  const from = within[0] === undefined ? quarter : textIn(within[0], 'quarter')
  const last = within.at(-1)
  return { at: quarter, from, to: last === undefined ? quarter : textIn(last, 'quarter') }
}

/** Parts this many times apart in size would be flat lines on one scale. */
const APART = 5

function multiples(parts: readonly Series[], canvas: Canvas): Markup | undefined {
  // One part alone is the whole again.
  if (parts.length < 2) return undefined
  const tops = parts.map((part) => greatestOf(part.points))
  const greatest = Math.max(...tops)
  const apart = greatest > Math.min(...tops) * APART
  const columns = parts.length % 3 === 0 && canvas.width > 500 ? 3 : 2
  const width = Math.floor((canvas.width - GAP * (columns - 1)) / columns)
  const drawn = parts.map((part, at) => {
    const scale = apart ? (tops[at] ?? greatest) : greatest
    const chart = { points: part.points, height: 104, greatest: scale, small: true }
    const says = `${part.name}. ${rangeText(part.points)}`
    return html`<div class="multiple"><p>${part.name}${sumOf(part)}</p>${drawQuarters(chart, { ...canvas, width }, says)}</div>`
  })
  const scales = apart
    ? 'Each small chart has its own scale from zero; its highest quarter is named.'
    : `All small charts have one scale, 0 to ${countText(greatest)}.`
  return html`<div class="multiples" style="--columns:${columns}">${drawn}</div><p class="more">${scales}</p>`
}

/** Pixels between two small charts, as the style has it. */
const GAP = 16

/** All quarters together, where none is withheld. */
function sumOf(part: Series): Markup | undefined {
  if (part.points.some((point) => point.value === null)) return undefined
  const sum = part.points.reduce((before, point) => before + (point.value ?? 0), 0)
  return html` <span class="sum">${countText(sum)}</span>`
}

function saysQuarters(table: ReportTable, points: readonly QuarterPoint[]): string {
  return `${sentence(table.title)} Bars by quarter, ${table.unit}. ${rangeText(points)}`
}

function rangeText(points: readonly QuarterPoint[]): string {
  const first = points[0]
  const last = points.at(-1)
  if (first === undefined || last === undefined) return 'No quarter.'
  const top = points.find((point) => point.value === greatestOf(points))
  const highest = top === undefined ? '' : ` Highest: ${valueText(top)}.`
  return `First: ${valueText(first)}.${highest} Last: ${valueText(last)}.`
}

function valueText(point: QuarterPoint): string {
  const value = point.value === null ? 'withheld' : countText(point.value)
  return `${value} in ${point.quarter}${point.complete ? '' : ' (part of the quarter)'}`
}
