/** What a whole number that does not fit a double looks like: 2⁵³ has sixteen digits, or an exponent. */
const longNumber = /\d{16}|\d[eE]\+?\d/

/**
 * Parses JSON; a whole number that a double would round comes out as its text. Ids of 64
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
  if (typeof value !== 'number' || digits === undefined) return value
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? digits : value
}
