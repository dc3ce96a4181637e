/**
 * What systems write where a date column has no date: MySQL's zero date, day zero of a spreadsheet, the smallest date of .NET,
 * the first moment of Unix, and the "for ever" of HR systems. None is the date of an event.
 */
const noDates: readonly RegExp[] = [
  /^0000-00-00$/,
  /^00([./-])00\1(?:00)?00$/,
  /^0001-01-01$/,
  /^0?1([./-])0?1\1(?:000)?1$/,
  /^1900-01-0[01]$/,
  /^0?1([./-])0?1\1(?:1900)$/,
  /^(?:1\/0|0\/1|0\/0|00?[.-]0?1)[/.-](?:19)?00$/,
  /^1899-12-3[01]$/,
  /^3[01]([./-])12\1(?:1899)$/,
  /^1970-01-01$/,
  /^9999-12-31$/,
  /^31([./-])12\1(?:9999)$/,
  /^12\/31\/9999$/,
  /^31[- ]dec[- ]9999$/i,
]

/** A clock at its first moment: no date with a time of day that means something. */
const midnight =
  /[T ](?:00:00(?::00(?:\.0+)?)?|12:00(?::00)? ?AM|23:59(?::59(?:\.\d+)?)?)(?: ?(?:Z|UTC|[+-]\d{2}:?\d{2}))?$/i

/** Whether a cell holds the mark of "no date" of some system. */
export function isNoDate(text: string): boolean {
  // Every row asks for every cell: most are told by their first character.
  if (text.length > 40 || !/^\s*(?:[013]|9999)/.test(text)) return false
  const day = text.trim().replace(midnight, '')
  return noDates.some((pattern) => pattern.test(day))
}
