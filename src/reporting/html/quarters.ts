import * as Plot from '@observablehq/plot'
import { type Canvas, colours, countText, draw, type Markup } from '../../page/index.ts'
import { halo } from './chart-text.ts'
import { hatching } from './hatching.ts'

/** What happened in one quarter. */
export interface QuarterPoint {
  /** `2023-Q3`. */
  readonly quarter: string
  /** False where the quarter is not over, or not wholly in the period. */
  readonly complete: boolean
  /** Null where it is withheld. */
  readonly value: number | null
}

/** A break in level: where it is put, and the quarters between which it may lie. */
export interface LevelBreak {
  readonly at: string
  readonly from: string
  readonly to: string
}

export interface QuarterChart {
  readonly points: readonly QuarterPoint[]
  readonly height: number
  /** The end of the scale, where several charts share one. */
  readonly greatest?: number
  readonly levelBreak?: LevelBreak | undefined
  /** Small multiples name their first year and their last, and no more. */
  readonly small?: boolean
}

/** Bars by quarter from zero; a quarter that is not whole is hatched, one withheld is a lozenge. */
export function drawQuarters(chart: QuarterChart, canvas: Canvas, says: string): Markup {
  const greatest = chart.greatest ?? greatestOf(chart.points)
  const small = chart.small === true
  const options: Plot.PlotOptions = {
    width: canvas.width,
    height: chart.height,
    marginLeft: small ? 1 : SCALE_WIDTH - 4,
    marginRight: 4,
    marginTop: chart.levelBreak === undefined ? 18 : 34,
    marginBottom: 24,
    x: {
      type: 'band',
      domain: chart.points.map((point) => point.quarter),
      padding: GAP,
      axis: null,
    },
    y: { domain: [0, greatest], nice: !small, axis: null },
    marks: [
      ...(small ? [] : scaleMarks(greatest)),
      ...breakMarks(chart, canvas.width),
      ...barMarks(chart.points, greatest),
      ...figureMarks(chart.points, { canvas, small }),
      Plot.ruleY([0], { stroke: colours.ink }),
      ...yearMarks(chart.points, small),
    ],
  }
  return draw(options, says)
}

export function greatestOf(points: readonly QuarterPoint[]): number {
  return Math.max(1, ...points.map((point) => point.value ?? 0))
}

function scaleMarks(greatest: number): Plot.Markish[] {
  // Counts have no halves: never more ticks than whole numbers.
  const ticks = Math.min(4, greatest)
  return [
    Plot.gridY({ ticks, stroke: colours.line, strokeOpacity: 1 }),
    Plot.axisY({ ticks, tickSize: 0, label: null, tickFormat: countText, fill: colours.muted }),
  ]
}

function barMarks(points: readonly QuarterPoint[], greatest: number): Plot.Markish[] {
  const known = points.filter((point) => point.value !== null)
  return [
    Plot.barY(
      known.filter((point) => point.complete),
      { x: 'quarter', y1: 0, y2: 'value', fill: colours.mark },
    ),
    Plot.barY(
      known.filter((point) => !point.complete && (point.value ?? 0) > 0),
      { x: 'quarter', y1: 0, y2: 'value', fill: hatching.part, stroke: colours.mark },
    ),
    // A part-quarter without any has no bar: below the axis it is seen to be one.
    Plot.barY(
      points.filter((point) => !point.complete && point.value === 0),
      { x: 'quarter', y1: 0, y2: 0, insetTop: 1, insetBottom: -6, fill: hatching.part },
    ),
    Plot.barY(
      points.filter((point) => point.value === null),
      { x: 'quarter', y1: 0, y2: greatest * 0.09, rx: 4, fill: colours.lozenge },
    ),
  ]
}

/** A figure on every bar where there is room, else on the highest and the last. */
function figureMarks(
  points: readonly QuarterPoint[],
  room: { readonly canvas: Canvas; readonly small: boolean },
): Plot.Markish[] {
  const each = room.canvas.width / Math.max(1, points.length)
  const digits = countText(greatestOf(points)).length
  const all = !room.small && each > digits * 7.5 + 2
  const highest = greatestOf(points)
  const top = points.findIndex((point) => point.value === highest)
  const last = points.length - 1
  // Two figures side by side would run into each other.
  const named = (at: number) => all || at === top || (at === last && last - top > 2)
  return [
    Plot.text(
      points.filter((point, at) => named(at) && (point.value ?? 0) > 0),
      {
        x: 'quarter',
        y: 'value',
        text: (point: QuarterPoint) => countText(point.value ?? 0),
        ...halo,
        lineAnchor: 'bottom',
        dy: -4,
        fontSize: 11,
        fontVariant: 'tabular-nums',
      },
    ),
  ]
}

function breakMarks(chart: QuarterChart, width: number): Plot.Markish[] {
  const found = chart.levelBreak
  if (found === undefined) return []
  const quarters = chart.points.map((point) => point.quarter)
  const from = quarters.indexOf(found.from)
  const to = quarters.indexOf(found.to)
  if (!quarters.includes(found.at) || from < 0 || to < from) return []
  const shaded = quarters.slice(from, to + 1)
  // The new level begins with the quarter: its left edge, half a step before the middle.
  const dx = -(width - SCALE_WIDTH) / quarters.length / 2
  return [
    Plot.cell(shaded, {
      x: String,
      fill: colours.line,
      // Over the gaps between the quarters too.
      insetLeft: dx * GAP - 0.3,
      insetRight: dx * GAP - 0.3,
      insetTop: -16,
    }),
    Plot.tickX([found.at], { x: String, stroke: colours.ink, dx, insetTop: -16 }),
    Plot.text([found.at], {
      x: String,
      frameAnchor: 'top',
      textAnchor: 'start',
      text: () => 'level changes',
      dx: dx + 5,
      dy: -26,
      fontSize: 11,
    }),
  ]
}

/** Part of the width that lies between the bars. */
const GAP = 0.18

/** Room for the figures of the scale. */
const SCALE_WIDTH = 38

/** The year under its first quarter, with a tick. */
function yearMarks(points: readonly QuarterPoint[], small: boolean): Plot.Markish[] {
  const firsts = points
    .map((point, at) => ({ quarter: point.quarter, year: point.quarter.slice(0, 4), at }))
    .filter(({ year, at }) => at === 0 || points[at - 1]?.quarter.slice(0, 4) !== year)
    // A first year of one or two quarters leaves no room for its name.
    .filter(({ at }, index, all) => (all[index + 1]?.at ?? at + 9) - at > 1)
  const named = small ? firsts.filter((_, at) => at === 0 || at === firsts.length - 1) : firsts
  const words = {
    x: 'quarter',
    text: 'year',
    frameAnchor: 'bottom',
    lineAnchor: 'top',
    dy: 10,
    fontSize: small ? 11 : 12,
    fill: colours.muted,
  } as const
  // The first year of a small chart begins where the chart does: it would be cut in the middle.
  const from = small ? 1 : 0
  return [
    Plot.text(named.slice(0, from), { ...words, textAnchor: 'start', dx: -5 }),
    Plot.text(named.slice(from), words),
  ]
}
