import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import { escapeText, type Markup, trusted } from './markup.ts'

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
  band: 'var(--band)',
} as const

/** Draws with Observable Plot on a document in memory; `says` is what it tells who cannot see it. */
export function draw(options: Plot.PlotOptions, says: string): Markup {
  const { document } = parseHTML('<!doctype html><html><body></body></html>')
  const svg = Plot.plot({ ...options, document, className: 'plot' })
  svg.querySelector('style')?.remove()
  for (const name of ['font-family', 'font-size', 'class']) svg.removeAttribute(name)
  for (const part of svg.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label')
  const drawn: string = svg.outerHTML.replace(/<[a-z][^<>]*>/gi, (tag: string) =>
    tag.replace(/\d+\.\d{2,}/g, (digits) => String(Number(Number(digits).toFixed(1)))),
  )
  const label = `<svg role="img" aria-label="${escapeText(says)}"`
  return trusted(drawn.replace(/^<svg/, () => label))
}
