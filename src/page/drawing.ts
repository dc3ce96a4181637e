import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import { escapeText, type Markup, trusted } from './markup.ts'

/** Where a chart is drawn: the page carries each for several widths and shows the one that fits. */
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
  band: 'var(--band)',
  lozenge: 'var(--lozenge)',
} as const

/** Draws with Observable Plot on a document in memory; `says` is what it tells who cannot see it. */
export function draw(options: Plot.PlotOptions, says: string): Markup {
  const { document } = parseHTML('<!doctype html><html><body></body></html>')
  const svg = Plot.plot({ ...options, document, className: 'plot' })
  svg.querySelector('style')?.remove()
  for (const name of ['font-family', 'font-size', 'class']) svg.removeAttribute(name)
  // The library names its groups ("bar", "tick"); inside an image no reader may be told of parts.
  for (const part of svg.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label')
  const drawn: string = rounded(svg.outerHTML)
  // Our label is written here, not by the library, so that one escaping serves the whole page.
  const label = `<svg role="img" aria-label="${escapeText(says)}"`
  return trusted(drawn.replace(/^<svg/, () => label))
}

/** A tenth of a pixel is as fine as anybody sees; the library writes fifteen digits. */
function rounded(drawn: string): string {
  return drawn.replace(/<[a-z][^<>]*>/gi, (tag) =>
    tag.replace(/\d+\.\d{2,}/g, (digits) => String(Number(Number(digits).toFixed(1)))),
  )
}
