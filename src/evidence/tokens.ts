/** A keyed token made at the source is opaque: it is compared, and nothing is derived from it. */
export const isToken = (value: string): boolean => value.startsWith('token:')
