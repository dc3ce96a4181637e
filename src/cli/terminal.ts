import type { Progress } from '../effects.ts'

/** A line that is drawn over and over is for a terminal, and not for one that cannot do it. */
export const isInteractive = (
  stream: Pick<NodeJS.WriteStream, 'isTTY'>,
  environment: NodeJS.ProcessEnv,
): boolean => stream.isTTY === true && environment['TERM'] !== 'dumb'

export type TableCell = string | number | null

/** Columns under their titles, numbers to the right, two spaces between. */
export function textTable(
  titles: readonly string[],
  rows: readonly (readonly TableCell[])[],
): string {
  const shown = rows.map((row) => row.map((cell) => (cell === null ? '–' : showCell(cell))))
  const widths = titles.map((title, column) =>
    Math.max(title.length, ...shown.map((row) => row[column]?.length ?? 0)),
  )
  const right = titles.map((_, column) =>
    rows.every((row) => typeof row[column] !== 'string' && row[column] !== undefined),
  )
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0
        return right[column] && rows.length > 0 ? cell.padStart(width) : cell.padEnd(width)
      })
      .join('  ')
      .trimEnd()
  return [line(titles), ...shown.map(line)].join('\n')
}

const showCell = (cell: string | number): string =>
  typeof cell === 'string' ? cell : showNumber(cell)

/** Made once: to make it anew for each number took three quarters of the time of a long list. */
const numberFormat = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 })

/** 1234567 → `1,234,567`; shares and bits keep up to three decimals. */
export const showNumber = (value: number): string =>
  // Most numbers of a long list are counts without a separator.
  Number.isInteger(value) && value >= 0 && value < 1000 ? String(value) : numberFormat.format(value)

/** `1 subject`, `13,528 subjects`, `2 identities`. */
export function showCount(count: number, one: string): string {
  const many = one.endsWith('y') ? `${one.slice(0, -1)}ies` : `${one}s`
  return `${showNumber(count)} ${count === 1 ? one : many}`
}

/** `0.961` or `–` where nothing could be measured. */
export const showScore = (value: number | null): string => (value === null ? '–' : value.toFixed(3))

/** Milliseconds between two drawings: a terminal needs no more. */
const redrawMs = 100

/**
 * A progress line on a terminal's standard error: what, a bar, rate and remaining time. `clear` takes
 * it away before other text.
 */
export function progressLine(
  stream: { readonly columns?: number; readonly write: (text: string) => unknown },
  now: () => number,
) {
  let drawnAt = 0
  let startedAt = 0
  let what = ''
  const clear = (): void => {
    if (what !== '') stream.write('\r\u001b[K')
    what = ''
  }
  const show = (progress: Progress): void => {
    const at = now()
    if (progress.what !== what) startedAt = at
    else if (at - drawnAt < redrawMs) return
    what = progress.what
    drawnAt = at
    // A line that is too long for the terminal would break, and could not be taken away again.
    const text = progressText(progress, at - startedAt).slice(0, (stream.columns ?? 80) - 1)
    stream.write(`\r\u001b[K${text}`)
  }
  return { show, clear }
}

const barWidth = 24

function progressText({ what, done, of, unit }: Progress, elapsedMs: number): string {
  const rate = elapsedMs > 0 ? done / (elapsedMs / 1000) : 0
  const speed = `${showQuantity(rate, unit)}/s`
  if (of === undefined || of === 0) return `${what}  ${showQuantity(done, unit)}  ${speed}`
  const share = Math.min(1, done / of)
  const bar = '█'.repeat(Math.round(share * barWidth)).padEnd(barWidth, '░')
  const left = rate > 0 ? `${Math.ceil((of - done) / rate)} s left` : ''
  return `${what}  ${bar}  ${Math.floor(share * 100)} %  ${speed}  ${left}`
}

function showQuantity(value: number, unit: string): string {
  if (unit !== 'bytes') return `${showNumber(Math.round(value))} ${unit}`
  return `${(value / 1024 / 1024).toFixed(1)} MiB`
}
