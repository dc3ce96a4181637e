import * as Plot from '@observablehq/plot'
import { type Canvas, colours, countText, draw, type Markup } from '../../page/index.ts'
import { shortened } from './chart-text.ts'
import { hatching } from './hatching.ts'

/** An estimate with the interval around it, beside what was seen. */
export interface Estimate {
  readonly label: string
  readonly estimate: number
  readonly low: number
  readonly high: number
  readonly seen: number | null
}

const ROW = 84

/** Each estimate as a point in its interval on a line that begins at zero. */
export function drawIntervals(
  estimates: readonly Estimate[],
  canvas: Canvas,
  says: string,
): Markup {
  const placed = estimates.map((estimate, row) => ({ ...estimate, row }))
  const greatest = Math.max(1, ...placed.map((each) => Math.max(each.high, each.seen ?? 0)))
  const options: Plot.PlotOptions = {
    width: canvas.width,
    height: ROW * placed.length + 30,
    marginLeft: 12,
    marginRight: 26,
    marginTop: 4,
    marginBottom: 26,
    x: { domain: [0, greatest], nice: true, axis: null },
    y: { type: 'band', domain: placed.map((each) => each.row), padding: 0, axis: null },
    marks: [
      Plot.axisX({
        ticks: 5,
        tickSize: 0,
        label: null,
        tickFormat: countText,
        fill: colours.muted,
      }),
      Plot.gridX({ ticks: 5, stroke: colours.line, strokeOpacity: 1 }),
      Plot.ruleX([0], { stroke: colours.ink }),
      ...intervalMarks(placed),
      ...wordMarks(placed, canvas),
    ],
  }
  return draw(options, says)
}

type Placed = Estimate & { readonly row: number }

function intervalMarks(placed: readonly Placed[]): Plot.Markish[] {
  const bar = { y: 'row', insetTop: 38, insetBottom: 34 }
  const dot = { y: 'row', dy: 2 }
  return [
    Plot.barX(placed, { ...bar, x1: 'low', x2: 'high', fill: hatching.unknown }),
    Plot.barX(placed, { ...bar, x1: 'low', x2: 'high', stroke: colours.quiet, fill: 'none' }),
    Plot.dot(placed, { ...dot, x: 'estimate', r: 5, fill: colours.mark }),
    Plot.dot(
      placed.filter((each) => each.seen !== null),
      { ...dot, x: 'seen', r: 5, symbol: 'diamond', fill: colours.ink },
    ),
  ]
}

function wordMarks(placed: readonly Placed[], canvas: Canvas): Plot.Markish[] {
  const words = { y: 'row', fontSize: 11 }
  return [
    Plot.text(placed, {
      y: 'row',
      frameAnchor: 'left',
      textAnchor: 'start',
      text: (each: Placed) => shortened(each.label, canvas.width / 7),
      dx: 4,
      dy: -32,
      fontWeight: 500,
    }),
    Plot.text(placed, {
      ...words,
      x: 'estimate',
      text: (each: Placed) => `about ${countText(each.estimate)}`,
      dy: -13,
    }),
    Plot.text(
      placed.filter((each) => each.seen !== null),
      { ...words, x: 'seen', text: (each: Placed) => `seen ${countText(each.seen ?? 0)}`, dy: 34 },
    ),
    Plot.text(placed, {
      ...words,
      x: 'high',
      text: (each: Placed) => countText(each.high),
      dy: 18,
    }),
    Plot.text(placed, {
      ...words,
      x: 'low',
      text: (each: Placed) => countText(each.low),
      dy: 18,
    }),
  ]
}
