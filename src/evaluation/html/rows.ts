import * as Plot from '@observablehq/plot'
import { type Canvas, colours, draw, type Markup } from '../../page/index.ts'

/** A figure in its interval; `band` is where it was promised to lie, `tick` what was said of it. */
export interface Row {
  readonly label: string
  readonly aside: string
  /** Null: only the interval is known. */
  readonly value: number | null
  readonly low: number
  readonly high: number
  readonly band?: readonly [from: number, to: number]
  readonly tick?: number
}

export interface RowChart {
  readonly rows: readonly Row[]
  readonly says: string
  readonly from: number
  readonly to: number
  readonly format: (value: number) => string
}

type Placed = Row & { readonly row: number }

/** Rows of intervals on one line each; on a narrow page the words stand above their line. */
export function drawRows(chart: RowChart, canvas: Canvas): Markup {
  const rows = chart.rows.map((row, at) => ({
    ...row,
    low: Math.max(row.low, chart.from),
    high: Math.min(row.high, chart.to),
    row: at,
  }))
  const step = canvas.narrow ? 42 : 26
  const options: Plot.PlotOptions = {
    width: canvas.width,
    height: step * rows.length + 26,
    marginLeft: canvas.narrow ? 10 : 210,
    marginRight: canvas.narrow ? 18 : 96,
    marginTop: 2,
    marginBottom: 24,
    x: { domain: [chart.from, chart.to], axis: null, clamp: true },
    y: { type: 'band', domain: rows.map(({ row }) => row), padding: 0, axis: null },
    marks: [
      Plot.gridX({ ticks: canvas.narrow ? 4 : 6, stroke: colours.line, strokeOpacity: 1 }),
      Plot.axisX({
        ticks: canvas.narrow ? 4 : 6,
        tickSize: 0,
        label: null,
        tickFormat: chart.format,
        fill: colours.muted,
      }),
      Plot.ruleX([0], { stroke: colours.ink }),
      ...valueMarks(rows, canvas),
      ...wordMarks(rows, canvas),
    ],
  }
  return draw(options, chart.says)
}

function valueMarks(rows: readonly Placed[], canvas: Canvas): readonly Plot.Markish[] {
  const dy = canvas.narrow ? 9 : 0
  const thick = canvas.narrow ? { insetTop: 24, insetBottom: 6 } : { insetTop: 6, insetBottom: 6 }
  return [
    Plot.barX(
      rows.filter(({ band }) => band !== undefined),
      {
        y: 'row',
        x1: (row: Row) => row.band?.[0],
        x2: (row: Row) => row.band?.[1],
        fill: colours.band,
        ...thick,
      },
    ),
    Plot.link(rows, {
      x1: 'low',
      x2: 'high',
      y1: 'row',
      y2: 'row',
      stroke: colours.mark,
      strokeWidth: 2,
      dy,
    }),
    Plot.tickX(
      rows.filter(({ tick }) => tick !== undefined),
      { x: 'tick', y: 'row', stroke: colours.ink, strokeWidth: 2, ...thick },
    ),
    Plot.dot(
      rows.filter(({ value }) => value !== null),
      { x: 'value', y: 'row', r: 4.5, fill: colours.mark, dy },
    ),
  ]
}

function wordMarks(rows: readonly Placed[], canvas: Canvas): readonly Plot.Markish[] {
  const words = { y: 'row', text: 'label' }
  const asides = { y: 'row', text: 'aside', fill: colours.muted, fontSize: 11 }
  if (canvas.narrow) {
    return [
      Plot.text(rows, { ...words, frameAnchor: 'left', textAnchor: 'start', dy: -10, dx: 3 }),
      Plot.text(rows, { ...asides, frameAnchor: 'right', textAnchor: 'end', dy: -10, dx: 14 }),
    ]
  }
  return [
    Plot.text(rows, { ...words, frameAnchor: 'left', textAnchor: 'start', dx: -208 }),
    Plot.text(rows, { ...asides, frameAnchor: 'right', textAnchor: 'end', dx: 94 }),
  ]
}
