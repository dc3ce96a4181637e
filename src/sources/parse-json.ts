/** Digits from which on a whole number may not fit a double: 2⁵³ has sixteen. */
const longNumber = /\d{16}/

/**
 * Parses JSON; a whole number that a double would round comes out as the text of its digits. Ids of 64
 * bits are written as numbers by some exporters, and two of them would become one.
 *
 * @throws SyntaxError with the position in the text
 */
export function parseJson(text: string): unknown {
  return longNumber.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text)
}

function keepDigits(
  _name: string,
  value: unknown,
  context?: { readonly source?: string },
): unknown {
  const digits = context?.source
  if (typeof value !== 'number' || Number.isSafeInteger(value) || digits === undefined) return value
  return /^-?\d+$/.test(digits) ? digits : value
}
