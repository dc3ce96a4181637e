/** The only places where a name or a value becomes SQL text. */

/** `"a name"`, with quotes doubled. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** `'a text'`, with quotes doubled. */
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** `('a', 'b')`, and `(null)` for none, so that `in` holds for nothing. */
export const quoteList = (texts: readonly string[]): string =>
  texts.length === 0 ? '(null)' : `(${texts.map(quoteText).join(', ')})`

/**
 * A finite number as SQL text: whole ones as integers, others as doubles. Without its exponent
 * `0.1149…` would be a decimal to DuckDB, and another double on its way back.
 */
export function quoteNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`not a finite number: ${value}`)
  return Number.isSafeInteger(value) ? String(value) : value.toExponential()
}
