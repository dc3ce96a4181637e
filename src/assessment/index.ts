/**
 * Assessment is what the evidence supports about each identity, how strongly, how fragile, and why.
 * Reads   event, selector, fact, flag, source_in_force (evidence/); identity, identity_member,
 *         ring_member, ring_link, hub (identities/); the catalogue in indicators/
 * Writes  finding, assessment (derived: made again from the above at any time)
 * Next    release/ lets out what may be told; screening/ and reporting/ read what was found
 */
export {
  type Assessment,
  type AssessmentOptions,
  type AssessmentSummary,
  openAssessment,
} from './assess.ts'
export { type Catalogue, readCatalogue } from './catalogue.ts'
export type {
  FindingExplanation,
  Fragility,
  GateReading,
  IdentityExplanation,
  ObservationRef,
} from './explanation.ts'
export type { Indicator } from './indicator.ts'
export { type ListedIdentity, listIdentities } from './listing.ts'
export { type Grade, type Hypothesis, hypotheses, type Likelihood, likelihoods } from './scales.ts'
