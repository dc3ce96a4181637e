import type { PairExplanation } from './explanation.ts'

/** One bar of a waterfall: from the sum before to the sum after. */
export interface WaterfallStep {
  readonly label: string
  /** What was found, and how many share it; '' for the start. */
  readonly found: string
  /** The values: one where both are the same, none for the start. */
  readonly values: readonly string[]
  readonly from: number
  readonly to: number
}

/** The prior, then every comparison that says anything, in the order of the model. */
export function waterfallSteps(pair: PairExplanation): readonly WaterfallStep[] {
  const start = { label: 'start', found: '', values: [], from: 0, to: pair.prior_bits }
  const steps: WaterfallStep[] = [start]
  for (const { comparison, level, left, right, members, bits } of pair.comparisons) {
    if (bits === 0) continue
    const from = steps.at(-1)?.to ?? 0
    const many = members === undefined ? '' : `, ${members} have it`
    steps.push({
      label: comparison.replaceAll('_', ' '),
      found: `${levelText(level)}${many}`,
      values: [...new Set([left ?? '–', right ?? '–'])],
      from,
      to: from + bits,
    })
  }
  return steps
}

/** Levels of a model in the words of a reader; others are called as they are. */
const levelWords: Readonly<Record<string, string>> = {
  exact: 'the same',
  same_words: 'the same words',
  initials: 'written as initials',
  jaro_winkler: 'nearly the same',
  first_word: 'the first word is the same',
  last_word: 'the last word is the same',
  within: 'nearly the same',
  else: 'not the same',
}

export const levelText = (level: string): string => levelWords[level] ?? level.replaceAll('_', ' ')

/** What a waterfall says around its bars, as plain text. */
export interface WaterfallWords {
  /** The finding in a sentence. */
  readonly title: string
  /** Question, unit and model. */
  readonly subtitle: string
  /** What the chart cannot say; '' for nothing. */
  readonly note: string
  /** What reaching the threshold means: `joins two subjects`. */
  readonly threshold: string
}

const WIDTH = 860
const MARGIN = 24
/** Where the labels end and the bars begin. */
const PLOT_LEFT = 370
/** Room for the figure behind the longest bar. */
const PLOT_RIGHT = WIDTH - MARGIN - 56
const ROW = 40
const BAR = 18
/** Width of a letter as a share of its height: measured on hashes in the widest font that stands in for Inter. */
const LETTER = 0.62

/**
 * A pair as a chart, self-contained: bars from running sum to running sum, the threshold as a line, light or dark as
 * the reader's screen is. Everything that comes from evidence is escaped, and cut where it would run into the bars.
 */
export function waterfallSvg(pair: PairExplanation, words: WaterfallWords): string {
  const steps = waterfallSteps(pair)
  const title = wrapped(words.title, WIDTH - 2 * MARGIN, 19)
  const subtitle = wrapped(words.subtitle, WIDTH - 2 * MARGIN, 12)
  const note = wrapped(words.note, WIDTH - 2 * MARGIN, 12)
  const top = MARGIN + title.length * 24 + subtitle.length * 17 + 40
  const bottom = top + ROW * (steps.length + 1)
  const height = bottom + 28 + note.length * 17 + MARGIN - 8
  const x = scaleOf(pair, steps)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title description">
<title id="title">${escaped(words.title)}</title>
<desc id="description">${escaped(description(pair, steps, words))}</desc>
<style>${style}</style>
<rect class="paper" width="${WIDTH}" height="${height}"/>
${lines('title', title, { y: MARGIN + 16, step: 24 })}
${lines('muted', subtitle, { y: MARGIN + title.length * 24 + 12, step: 17 })}
${axis(x, { top, bottom })}
${steps.map((step, row) => bar(step, x, { y: top + row * ROW, first: row === 0 })).join('\n')}
${total(pair, x, top + steps.length * ROW)}
${threshold(pair, x, { top, bottom, words: words.threshold })}
${figures(pair, steps, { x, top })}
${lines('muted', note, { y: bottom + 36, step: 17 })}
</svg>
`
}

/** Bits → pixels; zero, the threshold and every sum lie on it. */
type Scale = ((bits: number) => number) & { readonly ticks: readonly number[] }

function scaleOf(pair: PairExplanation, steps: readonly WaterfallStep[]): Scale {
  const all = [0, pair.threshold_bits, pair.bits, ...steps.map(({ to }) => to)]
  const [low, high] = [Math.min(...all), Math.max(...all)]
  const span = Math.max(1, high - low)
  const x = (bits: number): number => PLOT_LEFT + ((bits - low) / span) * (PLOT_RIGHT - PLOT_LEFT)
  const step = [1, 2, 5, 10, 20, 50].find((each) => span / each <= 8) ?? 100
  const first = Math.ceil(low / step) * step
  const ticks = Array.from(
    { length: Math.floor((high - first) / step) + 1 },
    (_, at) => first + at * step,
  )
  return Object.assign(x, { ticks })
}

interface Band {
  readonly top: number
  readonly bottom: number
}

const axis = (x: Scale, { top, bottom }: Band): string =>
  x.ticks
    .map((tick) => {
      const at = pixels(x(tick))
      return `<line class="${tick === 0 ? 'zero' : 'grid'}" x1="${at}" x2="${at}" y1="${top}" y2="${bottom}"/>
<text class="figure muted" x="${at}" y="${bottom + 16}" text-anchor="middle">${signed(tick, 0)}</text>`
    })
    .join('\n')

interface Place {
  readonly y: number
  readonly first: boolean
}

function bar(step: WaterfallStep, x: Scale, { y, first }: Place): string {
  const { from, to } = step
  const sort = first ? 'start' : to >= from ? 'for' : 'against'
  const [left, right] = [Math.min(x(from), x(to)), Math.max(x(from), x(to))]
  const middle = y + ROW / 2
  return `${first ? startLabel(middle) : label(step, middle)}
<rect class="${sort}" x="${pixels(left)}" y="${middle - BAR / 2}" width="${pixels(Math.max(1, right - left))}" height="${BAR}" rx="2"/>
<line class="step" x1="${pixels(x(to))}" x2="${pixels(x(to))}" y1="${middle + BAR / 2}" y2="${middle + ROW - BAR / 2}"/>`
}

const startLabel = (middle: number): string =>
  `<text x="${MARGIN}" y="${middle + 4}">start, before looking</text>`

function label({ label: what, found, values }: WaterfallStep, middle: number): string {
  const room = (PLOT_LEFT - MARGIN - 12) / LETTER
  const most = Math.floor((room / 11 - 3 * (values.length - 1)) / values.length)
  const shown = values.map((value) => cut(value, most)).join(' · ')
  const rest = cut(found, Math.floor((room - 13 * (what.length + 1)) / 12))
  return `<text x="${MARGIN}" y="${middle - 3}">${escaped(what)} <tspan class="muted">${escaped(rest)}</tspan></text>
<text class="muted small" x="${MARGIN}" y="${middle + 12}">${escaped(shown)}</text>`
}

function total(pair: PairExplanation, x: Scale, y: number): string {
  const [left, right] = [Math.min(x(0), x(pair.bits)), Math.max(x(0), x(pair.bits))]
  const middle = y + ROW / 2
  return `<text class="strong" x="${MARGIN}" y="${middle + 4}">in all</text>
<rect class="total" x="${pixels(left)}" y="${middle - BAR / 2}" width="${pixels(Math.max(1, right - left))}" height="${BAR}" rx="2"/>`
}

interface Drawn {
  readonly x: Scale
  readonly top: number
}

/** Behind each bar what it adds; above everything else, so that no line runs through a figure. */
function figures(
  pair: PairExplanation,
  steps: readonly WaterfallStep[],
  { x, top }: Drawn,
): string {
  return [...steps, { from: 0, to: pair.bits }]
    .map(({ from, to }, row) => {
      const [at, y] = [pixels(Math.max(x(from), x(to)) + 6), top + (row + 0.5) * ROW + 4]
      return `<text class="figure halo" x="${at}" y="${y}">${signed(to - from, 1)}</text>`
    })
    .join('\n')
}

interface ThresholdPlace extends Band {
  readonly words: string
}

function threshold(
  pair: PairExplanation,
  x: Scale,
  { top, bottom, words }: ThresholdPlace,
): string {
  const at = x(pair.threshold_bits)
  const text = `${signed(pair.threshold_bits, 1)} bits or more ${words}`
  // Beside the line where there is room for the words, otherwise on its other side.
  const left = at + text.length * 11 * LETTER > WIDTH - MARGIN
  return `<line class="threshold" x1="${pixels(at)}" x2="${pixels(at)}" y1="${top - 22}" y2="${bottom}"/>
<text class="small halo" x="${pixels(at + (left ? -6 : 6))}" y="${top - 12}"${left ? ' text-anchor="end"' : ''}>${escaped(text)}</text>`
}

/** What the chart tells who cannot see it. */
function description(
  pair: PairExplanation,
  steps: readonly WaterfallStep[],
  { threshold: words }: WaterfallWords,
): string {
  const told = steps.map(({ label, from, to }) => `${label} ${signed(to - from, 1)}`)
  return `A waterfall of evidence in bits: ${told.join(', ')}; in all ${signed(pair.bits, 1)}. ${signed(pair.threshold_bits, 1)} or more ${words}.`
}

const signed = (bits: number, digits: number): string =>
  `${bits < 0 ? '−' : bits > 0 ? '+' : ''}${Math.abs(bits).toFixed(digits)}`

const pixels = (value: number): string => String(Math.round(value * 10) / 10)

interface LinesPlace {
  readonly y: number
  readonly step: number
}

const lines = (sort: string, texts: readonly string[], { y, step }: LinesPlace): string =>
  texts
    .map(
      (text, at) =>
        `<text class="${sort}" x="${MARGIN}" y="${y + at * step}">${escaped(text)}</text>`,
    )
    .join('\n')

/** At most so many letters, cut in the middle: the ends tell values apart. */
function cut(text: string, most: number): string {
  const all = [...text]
  if (all.length <= most) return text
  const end = Math.max(1, Math.floor((most - 1) / 2))
  return `${all.slice(0, end).join('')}…${all.slice(-end).join('')}`
}

function wrapped(text: string, width: number, size: number): readonly string[] {
  const most = Math.floor(width / (size * LETTER))
  const found: string[] = []
  for (const word of text
    .split(/\s+/)
    .flatMap((each) => each.match(new RegExp(`.{1,${most}}`, 'gsu')) ?? [])) {
    const last = found.at(-1)
    if (last !== undefined && last.length + word.length < most)
      found[found.length - 1] = `${last} ${word}`
    else found.push(word)
  }
  return found
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

/**
 * Text for an element of XML. What XML cannot hold, and what turns the order of letters round or is not seen,
 * becomes a mark: a value must not look like another one.
 */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>"]/g, (letter) => entities[letter] ?? letter)

/** The colours are those of the report. Evidence against is an outline: not an alarm, and told without colour. */
const style = `
svg{color-scheme:light dark;--paper:#fbfaf7;--ink:#1c1b1a;--muted:#66625b;--line:#e3e0d8;--accent:#0b6468}
@media (prefers-color-scheme:dark){svg{--paper:#161514;--ink:#edebe6;--muted:#a39e94;--line:#36332f;--accent:#5cc2c5}}
text{font:13px Inter,system-ui,sans-serif;fill:var(--ink)}
.paper{fill:var(--paper)}
.title{font-size:18px;font-weight:600}
.muted{fill:var(--muted)}
text.muted,tspan.muted{font-size:12px}
text.small{font-size:11px}
.strong{font-weight:600}
.figure{font-size:12px;font-variant-numeric:tabular-nums}
.halo{paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}
.grid{stroke:var(--line)}
.zero{stroke:var(--muted)}
.step{stroke:var(--muted)}
.threshold{stroke:var(--ink);stroke-width:1.5;stroke-dasharray:5 3}
.for{fill:var(--accent)}
.against{fill:var(--paper);stroke:var(--muted);stroke-width:1.5}
.start{fill:var(--line);stroke:var(--muted)}
.total{fill:var(--ink)}
`
