import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import { escapeText, type Markup, trusted, visible } from './markup.ts'

/** Where a chart is drawn: the page carries each twice and shows the one that fits. */
export interface Canvas {
  /** CSS pixels; the letters are 12 of them high. */
  readonly width: number
  readonly narrow: boolean
}

/** The colours are the page's own, so that a chart turns dark with it. */
export const colours = {
  mark: 'var(--mark)',
  quiet: 'var(--quiet)',
  line: 'var(--line)',
  ink: 'var(--ink)',
  muted: 'var(--muted)',
  lozenge: 'var(--lozenge)',
  hatched: 'url(#hatched)',
  unknown: 'url(#hatched-unknown)',
} as const

/** Text keeps clear of the lines that it crosses. */
export const halo = { fill: 'var(--ink)', stroke: 'var(--paper)', strokeWidth: 3 } as const

/** Draws with Observable Plot on a document in memory; `says` is what it tells who cannot see it. */
export function draw(options: Plot.PlotOptions, says: string): Markup {
  const { document } = parseHTML('<!doctype html><html><body></body></html>')
  const svg = Plot.plot({ ...options, document, className: 'plot' })
  svg.querySelector('style')?.remove()
  for (const name of ['font-family', 'font-size', 'class']) svg.removeAttribute(name)
  const drawn: string = svg.outerHTML
  // Our label is written here, not by the library, so that one escaping serves the whole page.
  const label = `<svg role="img" aria-label="${escapeText(says)}"`
  return trusted(drawn.replace(/^<svg/, () => label))
}

/** Text for a mark: what cannot be seen written out, and cut where it would run off the chart. */
export function shortened(text: string, most: number): string {
  const whole = visible(text)
  return whole.length <= most ? whole : `${whole.slice(0, most - 1).trimEnd()}…`
}
