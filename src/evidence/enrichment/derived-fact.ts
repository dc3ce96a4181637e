/** A fact that the source did not give, and which data set says it. */
export interface DerivedFact {
  readonly name: string
  readonly value: string | number | boolean | readonly string[]
  /** Name and date (or version) of the data set: `asn-country 2026-06-17`. */
  readonly dataSet: string
}

/**
 * Of several addresses, numbers or mailboxes nobody can say which one the event came from: what is known
 * of each is a fact only where it is the same for all.
 */
export function agreed(each: readonly (readonly DerivedFact[])[]): readonly DerivedFact[] {
  const [first = [], ...others] = each
  if (others.length === 0) return first
  return first.filter(({ name, value }) =>
    others.every((facts) => facts.some((fact) => fact.name === name && fact.value === value)),
  )
}
