/** A narrow no-break space parts the thousands and stands before `%`, as ISO 80000-1 has it. */
export const THIN = '\u202f'

/** `6 504`, `12.5`: a count or another number, thousands parted by a thin space. */
export function countText(value: number): string {
  const rounded = Number.isInteger(value) ? String(value) : value.toFixed(1)
  const [whole = '', fraction] = rounded.replace('-', '\u2212').split('.')
  const parted = whole.replace(/\B(?=(\d{3})+$)/g, THIN)
  return fraction === undefined ? parted : `${parted}.${fraction}`
}

export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
