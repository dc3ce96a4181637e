import * as Plot from '@observablehq/plot'
import { type Canvas, colours, countText, draw, type Markup, visible } from '../../page/index.ts'
import { halo, shortened, wrapped } from './chart-text.ts'
import { shareText } from './figures.ts'
import { hatching } from './hatching.ts'

export interface Bar {
  readonly label: string
  /** Null where it is withheld. */
  readonly value: number | null
  readonly share?: number | null
  /** Drawn in the quieter colour: the part that the finding is not about. */
  readonly quiet?: boolean
  /** What is known of no kind: hatched, and last. */
  readonly unknown?: boolean
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
  const head = size.aside > 0 && asideTitle !== undefined && !canvas.narrow ? 20 : 0
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
  readonly canvas: Canvas
  /** Height of a row and of its bar, and what is kept free above the bar on a telephone. */
  readonly row: number
  readonly thick: number
  readonly above: number
  readonly left: number
  readonly right: number
  /** Room for the figure behind the longest bar. */
  readonly figure: number
  /** Letters in a line of the names, and how many lines they have. */
  readonly nameLetters: number
  readonly nameLines: number
  /** Pixels of the sentences beside the bars; 0 where there are none. */
  readonly aside: number
}

/** A line of the sentences beside the bars, on a page of the whole width and on a narrower one. */
const ASIDE_WIDE = 410
const ASIDE_WIDTH = 290
/** Pixels from which a chart has the whole width of the page. */
const FULL = 900
/** Mean width of a letter of Inter at 12 px, and the height of a line of it. */
const LETTER = 6.3
const LINE = 13.5

function sizeOf(bars: readonly Bar[], canvas: Canvas): Size {
  const told = bars.some((bar) => bar.aside !== undefined && bar.aside !== '')
  const figure = Math.max(...bars.map((bar) => figureOf(bar).length)) * LETTER + 22
  const longest = Math.max(...bars.map((bar) => visible(bar.label).length))
  return canvas.narrow
    ? sizeBelow({ canvas, figure, longest, told })
    : sizeBeside({ canvas, figure, longest, told })
}

interface Given {
  readonly canvas: Canvas
  readonly figure: number
  /** Letters of the longest name. */
  readonly longest: number
  /** Whether there are sentences beside the bars. */
  readonly told: boolean
}

/** On a telephone the bar stands below its name and its sentence. */
function sizeBelow({ canvas, figure, longest, told }: Given): Size {
  const nameLetters = Math.floor(canvas.width / LETTER)
  const nameLines = longest > nameLetters ? 2 : 1
  const above = 4 + LINE * (nameLines + (told ? 2 : 0))
  const aside = told ? canvas.width : 0
  const row = above + 22
  return {
    canvas,
    row,
    thick: 12,
    above,
    left: 1,
    right: figure,
    figure,
    nameLetters,
    nameLines,
    aside,
  }
}

/** Elsewhere the name stands left and the sentence right, in two lines or three. */
function sizeBeside({ canvas, figure, longest, told }: Given): Size {
  const most = canvas.width * (told ? 0.28 : 0.42)
  const left = Math.min(most, Math.max(70, longest * LETTER + 20))
  const full = canvas.width >= FULL
  const aside = told ? (full ? ASIDE_WIDE : ASIDE_WIDTH) : 0
  const nameLetters = Math.floor((left - 10) / LETTER)
  const nameLines = longest > nameLetters ? 2 : 1
  const row = told ? (full ? 34 : 46) : nameLines > 1 ? 30 : 25
  return {
    canvas,
    row,
    thick: 15,
    above: 0,
    left,
    right: figure + aside,
    figure,
    nameLetters,
    nameLines,
    aside,
  }
}

function barMarks(placed: readonly Placed[], size: Size, greatest: number): Plot.Markish[] {
  const insetTop = size.above + (size.row - size.above - size.thick) / 2
  const insetBottom = size.row - insetTop - size.thick
  const inset = { insetTop, insetBottom, y: 'row' }
  const lineInset = size.canvas.narrow ? { ...inset, insetTop: insetTop - 3 } : { y: 'row' }
  const known = placed.filter((bar) => bar.value !== null)
  return [
    Plot.barX(
      known.filter((bar) => bar.unknownTo !== undefined),
      { ...inset, x1: 'value', x2: 'unknownTo', fill: hatching.unknown },
    ),
    Plot.barX(known, {
      ...inset,
      x1: 0,
      x2: 'value',
      fill: fillOf,
    }),
    Plot.barX(
      placed.filter((bar) => bar.value === null),
      { ...inset, x1: 0, x2: lozengeEnd(size, greatest), rx: 7, fill: colours.lozenge },
    ),
    // Zero is marked beside the bars, not across the names that stand above them.
    Plot.tickX(placed, { x: 0, ...lineInset, stroke: colours.ink }),
  ]
}

function fillOf(bar: Bar): string {
  if (bar.unknown) return hatching.unknown
  return bar.quiet ? colours.quiet : colours.mark
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

/** Text at a fixed place of its row: in the middle, or on a telephone so many lines from its top. */
function placedAt(size: Size, linesAbove: number): Plot.TextOptions {
  const { narrow } = size.canvas
  return {
    y: 'row',
    textAnchor: 'start',
    lineHeight: LINE / 12,
    lineAnchor: narrow ? 'top' : 'middle',
    dy: narrow ? 4 + LINE * linesAbove - size.row / 2 : 0,
  }
}

/** The name left of the bar, or above it on a telephone. */
function nameMark(placed: readonly Placed[], size: Size): Plot.Markish {
  return Plot.text(placed, {
    ...placedAt(size, 0),
    text: (bar: Placed) => wrapped(bar.label, size.nameLetters, size.nameLines),
    title: (bar: Placed) => shortened(bar.label, 500),
    frameAnchor: 'left',
    dx: size.canvas.narrow ? 0 : -size.left + 1,
  })
}

function asideMarks(placed: readonly Placed[], size: Size): Plot.Markish[] {
  if (size.aside === 0) return []
  const { narrow } = size.canvas
  const letters = Math.floor((size.aside - 6) / (LETTER - 0.2))
  const lines = size.aside === ASIDE_WIDTH ? 3 : 2
  return [
    Plot.text(placed, {
      ...placedAt(size, size.nameLines),
      text: (bar: Placed) => wrapped(bar.aside ?? '', letters, lines),
      frameAnchor: narrow ? 'left' : 'right',
      fill: colours.muted,
      dx: narrow ? 0 : size.figure,
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
