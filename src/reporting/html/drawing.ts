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

/** Text for a mark: what cannot be seen written out, and cut where it would run off the chart. */
export function shortened(text: string, most: number): string {
  const whole = visible(text)
  return whole.length <= most ? whole : `${whole.slice(0, most - 1).trimEnd()}…`
}

/** At most so many lines of so many letters; a word that is longer than a line is broken. */
export function wrapped(text: string, letters: number, lines: number): string {
  const words = visible(text)
    .split(/\s+/)
    .flatMap((word) => word.match(new RegExp(`.{1,${letters}}`, 'gsu')) ?? [])
  const all: string[] = []
  for (const word of words) {
    const last = all.at(-1)
    const fits = last !== undefined && last.length + word.length < letters
    if (fits) all[all.length - 1] = `${last} ${word}`
    else all.push(word)
  }
  const kept = all.slice(0, lines)
  const cut = all.length > lines ? [shortened(`${kept.pop()} ${all[lines]}`, letters)] : []
  return [...kept, ...cut].join('\n')
}
