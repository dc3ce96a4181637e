import * as Plot from '@observablehq/plot'
import { type Canvas, colours, draw, halo, shortened } from './drawing.ts'
import { countText, shareText } from './figures.ts'
import type { Markup } from './markup.ts'

export interface Bar {
  readonly label: string
  /** Null where it is withheld. */
  readonly value: number | null
  readonly share?: number | null
  /** Drawn in the quieter colour: the part that the finding is not about. */
  readonly quiet?: boolean
  /** Up to here it is not known: hatched from `value` on. */
  readonly unknownTo?: number
  /** A sentence beside the bar. */
  readonly aside?: string
}

export interface BarChart {
  readonly bars: readonly Bar[]
  /** The text alternative. */
  readonly says: string
  /** What the sentences beside the bars are about. */
  readonly asideTitle?: string
}

interface Placed extends Bar {
  readonly row: number
}

/** Horizontal bars from zero, each with its name and its figure; no legend is needed. */
export function drawBars({ bars, says, asideTitle }: BarChart, canvas: Canvas): Markup {
  const placed = bars.map((bar, row) => ({ ...bar, row }))
  const size = sizeOf(bars, canvas)
  const head = size.aside && asideTitle !== undefined && !canvas.narrow ? 20 : 0
  const greatest = Math.max(1, ...bars.map((bar) => Math.max(bar.value ?? 0, bar.unknownTo ?? 0)))
  const options: Plot.PlotOptions = {
    width: canvas.width,
    height: size.row * bars.length + head + 6,
    marginLeft: size.left,
    marginRight: size.right,
    marginTop: 3 + head,
    marginBottom: 3,
    x: { domain: [0, greatest], axis: null },
    y: { type: 'band', domain: placed.map((bar) => bar.row), padding: 0, axis: null },
    marks: [
      ...barMarks(placed, size, greatest),
      ...labelMarks(placed, size),
      ...asideMarks(placed, size),
      ...(head === 0 ? [] : [asideHead(asideTitle ?? '', size)]),
    ],
  }
  return draw(options, says)
}

interface Size {
  readonly row: number
  readonly left: number
  readonly right: number
  /** Room for the figure behind the longest bar. */
  readonly figure: number
  /** Pixels kept free above the bar, where the narrow form has the name. */
  readonly above: number
  readonly thick: number
  readonly canvas: Canvas
  readonly aside: boolean
}

const ASIDE_WIDTH = 290
/** Mean width of a letter of Inter at 12 px. */
const LETTER = 6.3

function sizeOf(bars: readonly Bar[], canvas: Canvas): Size {
  const aside = bars.some((bar) => bar.aside !== undefined && bar.aside !== '')
  const figure = Math.max(...bars.map((bar) => figureOf(bar).length)) * LETTER + 22
  if (canvas.narrow) {
    const above = aside ? 48 : 20
    return { row: above + 20, left: 1, right: figure, figure, above, thick: 12, canvas, aside }
  }
  const longest = Math.max(...bars.map((bar) => bar.label.length)) * LETTER + 22
  const most = canvas.width * (aside ? 0.3 : 0.42)
  const left = Math.min(most, Math.max(70, longest))
  const right = figure + (aside ? ASIDE_WIDTH : 0)
  const row = aside ? 42 : longest > most ? 29 : 25
  return { row, left, right, figure, above: 0, thick: 15, canvas, aside }
}

function barMarks(placed: readonly Placed[], size: Size, greatest: number): Plot.Markish[] {
  const insetTop = size.above + (size.row - size.above - size.thick) / 2
  const insetBottom = size.row - insetTop - size.thick
  const inset = { insetTop, insetBottom, y: 'row' }
  const known = placed.filter((bar) => bar.value !== null)
  return [
    Plot.barX(
      known.filter((bar) => bar.unknownTo !== undefined),
      { ...inset, x1: 'value', x2: 'unknownTo', fill: colours.unknown },
    ),
    Plot.barX(known, {
      ...inset,
      x1: 0,
      x2: 'value',
      fill: (bar: Placed) => (bar.quiet ? colours.quiet : colours.mark),
    }),
    Plot.barX(
      placed.filter((bar) => bar.value === null),
      { ...inset, x1: 0, x2: lozengeEnd(size, greatest), rx: 7, fill: colours.lozenge },
    ),
    Plot.ruleX([0], { stroke: colours.ink }),
  ]
}

/** A lozenge is as wide as its word, whatever the scale. */
function lozengeEnd(size: Size, greatest: number): number {
  const pixels = size.canvas.width - size.left - size.right
  return Math.min(greatest, (greatest * 64) / Math.max(64, pixels))
}

function labelMarks(placed: readonly Placed[], size: Size): Plot.Markish[] {
  const dy = size.above / 2
  const start = { y: 'row', textAnchor: 'start', dy } as const
  return [
    Plot.text(
      placed.filter((bar) => bar.value !== null),
      {
        ...start,
        ...halo,
        x: (bar: Placed) => Math.max(bar.value ?? 0, bar.unknownTo ?? 0),
        text: figureOf,
        dx: 6,
        fontVariant: 'tabular-nums',
      },
    ),
    Plot.text(
      placed.filter((bar) => bar.value === null),
      { ...start, x: 0, text: () => 'withheld', dx: 8, fontSize: 11 },
    ),
    nameMark(placed, size),
  ]
}

/** The name left of the bar, in two lines where there is room; above it on a telephone. */
function nameMark(placed: readonly Placed[], size: Size): Plot.Markish {
  const { narrow, width } = size.canvas
  const room = narrow ? width : size.left - 12
  const lines = narrow || size.row < 29 ? 1 : 2
  return Plot.text(placed, {
    y: 'row',
    text: (bar: Placed) => shortened(bar.label, Math.floor(room / LETTER) * lines),
    title: (bar: Placed) => shortened(bar.label, 500),
    frameAnchor: 'left',
    textAnchor: 'start',
    // In ems, by the library's own estimate of widths.
    lineWidth: lines === 1 ? Number.POSITIVE_INFINITY : room / 12,
    dx: narrow ? 0 : -size.left + 1,
    dy: narrow ? -size.row / 2 + 10 : 0,
  })
}

function asideMarks(placed: readonly Placed[], size: Size): Plot.Markish[] {
  if (!size.aside) return []
  const { narrow, width } = size.canvas
  return [
    Plot.text(placed, {
      y: 'row',
      text: (bar: Placed) => shortened(bar.aside ?? '', narrow ? 104 : 124),
      frameAnchor: narrow ? 'left' : 'right',
      textAnchor: 'start',
      lineWidth: (narrow ? width : ASIDE_WIDTH - 12) / 12,
      fill: colours.muted,
      dx: narrow ? 0 : size.figure,
      dy: narrow ? -size.row / 2 + 31 : 0,
    }),
  ]
}

function asideHead(title: string, size: Size): Plot.Markish {
  return Plot.text([title], {
    text: String,
    frameAnchor: 'top-right',
    textAnchor: 'start',
    dx: size.figure,
    dy: -18,
    fontWeight: 500,
  })
}

function figureOf(bar: Bar): string {
  const count = countText(bar.value ?? 0)
  return typeof bar.share === 'number' ? `${count} · ${shareText(bar.share)}` : count
}
