import { visible } from '../../page/index.ts'

/** Text keeps clear of the lines that it crosses. */
export const halo = { fill: 'var(--ink)', stroke: 'var(--paper)', strokeWidth: 3 } as const

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
