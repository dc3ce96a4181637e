import type { Observation, PresentedPerson } from '../observation.ts'
import { type Selector, type SelectorKind, withoutCountryCode } from '../selectors.ts'

/** An observation beside its identifiers in their normal form: what cannot be one tells no facts. */
export interface SelectedObservation {
  readonly facts: NonNullable<Observation['facts']>
  readonly subject: PresentedPerson
  /** Whether one of the phone numbers has no country code. */
  readonly isWithoutCountry: boolean
  readonly valuesOf: (kind: SelectorKind) => readonly string[]
}

export const selectedObservation = (
  { facts = {}, subject }: Observation,
  selectors: readonly Selector[],
): SelectedObservation => ({
  facts,
  subject,
  isWithoutCountry: selectors.some(({ detail }) => detail === withoutCountryCode),
  valuesOf: (kind) => selectors.filter((each) => each.kind === kind).map(({ value }) => value),
})
