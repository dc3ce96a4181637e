import * as Plot from '@observablehq/plot'
import { type Canvas, colours, countText, draw, type Markup } from '../../page/index.ts'
import type { Share } from '../report.ts'
import { shareText } from './figures.ts'

interface Segment {
  readonly words: string
  readonly from: number
  readonly to: number
  readonly colour: string
}

/**
 * One line from 0 to 100 % parted in two: what is inside, quiet, and what is outside, which the
 * finding is about. Undefined where no share is known.
 */
export function drawStrip(
  outside: Share,
  names: readonly [string, string],
): ((canvas: Canvas) => Markup) | undefined {
  const { count, of, share } = outside
  if (share === null || of === 0) return undefined
  const inside = wordsOf(names[0], of - count, 1 - share)
  const beyond = wordsOf(names[1], count, share)
  const segments = [
    { words: inside, from: 0, to: 1 - share, colour: colours.quiet },
    { words: beyond, from: 1 - share, to: 1, colour: colours.mark },
  ]
  return (canvas) => draw(stripOptions(segments, canvas), `${inside}; ${beyond}.`)
}

function wordsOf(name: string, count: number, share: number): string {
  return `${name}: ${countText(count)} · ${shareText(share)}`
}

function stripOptions(segments: readonly Segment[], canvas: Canvas): Plot.PlotOptions {
  // Two labels do not fit one line of a telephone: there the second goes below the bar.
  const bottom = canvas.narrow ? 20 : 2
  return {
    width: canvas.width,
    height: 42 + bottom,
    marginLeft: 1,
    marginRight: 1,
    marginTop: 20,
    marginBottom: bottom,
    x: { domain: [0, 1], axis: null },
    marks: [
      Plot.barX(segments, { x1: 'from', x2: 'to', fill: 'colour', insetRight: 1 }),
      Plot.text(segments.slice(0, 1), {
        text: 'words',
        frameAnchor: 'top-left',
        lineAnchor: 'top',
        dy: -18,
        fontWeight: 500,
      }),
      Plot.text(segments.slice(1), {
        text: 'words',
        frameAnchor: canvas.narrow ? 'bottom-right' : 'top-right',
        lineAnchor: 'top',
        dy: canvas.narrow ? 6 : -18,
        fontWeight: 500,
      }),
    ],
  }
}
