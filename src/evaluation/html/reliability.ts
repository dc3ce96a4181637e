import * as Plot from '@observablehq/plot'
import { type Canvas, colours, draw, html, type Markup } from '../../page/index.ts'
import type { Bin } from '../calibration.ts'
import { countText, ofText, percentText } from './figures.ts'

const tenths = [0, 0.2, 0.4, 0.6, 0.8, 1]
const perCent = (share: number): string => `${Math.round(share * 100)}`

/** What was said against what was so, each tenth with its interval, and below it how many there are. */
export function drawReliability(bins: readonly Bin[], canvas: Canvas): Markup {
  const width = Math.min(canvas.width, 520)
  const frame = { width, marginLeft: 44, marginRight: 18 }
  return html`${draw({ ...frame, ...curve(bins, width) }, saysCurve(bins))}${draw(
    { ...frame, ...strip(bins) },
    `Identities in each tenth: ${bins.map((bin) => `${percentText(bin.from)} to ${percentText(bin.to)}: ${countText(bin.identities)}`).join('; ')}.`,
  )}`
}

function curve(bins: readonly Bin[], width: number): Plot.PlotOptions {
  return {
    height: Math.round(width * 0.78),
    marginTop: 28,
    marginBottom: 36,
    x: { domain: [0, 1], axis: null },
    y: { domain: [0, 1], axis: null },
    marks: [
      Plot.gridX(tenths, { stroke: colours.line, strokeOpacity: 1 }),
      Plot.gridY(tenths, { stroke: colours.line, strokeOpacity: 1 }),
      Plot.axisX(tenths, { tickSize: 0, tickFormat: perCent, fill: colours.muted, label: null }),
      Plot.axisY(tenths, { tickSize: 0, tickFormat: perCent, fill: colours.muted, label: null }),
      Plot.line(
        [
          [0, 0],
          [1, 1],
        ],
        { stroke: colours.quiet, strokeDasharray: '4 4' },
      ),
      Plot.text([[0.62, 0.57]], {
        text: ['as said'],
        fill: colours.muted,
        stroke: 'var(--paper)',
        strokeWidth: 4,
        textAnchor: 'start',
        dy: 4,
      }),
      Plot.ruleX(bins, { x: 'said', y1: 'low', y2: 'high', stroke: colours.mark, strokeWidth: 2 }),
      Plot.dot(bins, { x: 'said', y: 'was', r: 4.5, fill: colours.mark }),
      Plot.text(['was so, %'], {
        frameAnchor: 'top-left',
        dx: -40,
        dy: -22,
        textAnchor: 'start',
        fill: colours.muted,
      }),
      Plot.text(['said, %'], { frameAnchor: 'bottom-right', dy: 32, dx: 8, fill: colours.muted }),
    ],
  }
}

/** The numbers are so unlike that only their logarithms can be drawn; each is printed. */
function strip(bins: readonly Bin[]): Plot.PlotOptions {
  const heights = bins.map((bin) => ({ ...bin, height: Math.log10(bin.identities + 1) }))
  const most = Math.max(1, ...heights.map(({ height }) => height))
  return {
    height: 84,
    marginTop: 18,
    marginBottom: 18,
    x: { domain: [0, 1], axis: null },
    y: { domain: [0, most], axis: null },
    marks: [
      Plot.rect(heights, {
        x1: 'from',
        x2: 'to',
        y1: 0,
        y2: 'height',
        insetLeft: 1,
        insetRight: 1,
        fill: colours.band,
      }),
      Plot.ruleY([0], { stroke: colours.ink }),
      Plot.text(heights, {
        x: (bin: Bin) => (bin.from + bin.to) / 2,
        y: 'height',
        text: (bin: Bin) => countText(bin.identities),
        dy: -7,
        fontSize: 11,
      }),
      Plot.text(['identities in each tenth, printed; height by logarithm'], {
        frameAnchor: 'bottom-left',
        dy: 15,
        textAnchor: 'start',
        fill: colours.muted,
        fontSize: 11,
      }),
    ],
  }
}

const saysCurve = (bins: readonly Bin[]): string =>
  `Reliability curve. ${bins
    .map(
      (bin) =>
        `Said ${percentText(bin.said)} on average: ${ofText({ count: bin.were, of: bin.identities })} were so, ${percentText(bin.was)}`,
    )
    .join('; ')}.`
