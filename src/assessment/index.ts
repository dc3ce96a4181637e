/**
 * Assessment is what the evidence supports about each identity, how strongly, how fragile, and why.
 * Reads   event, selector, fact, flag, source_in_force (evidence/); identity, identity_member,
 *         ring_member, ring_link, hub (identities/); the catalogue in indicators/
 * Writes  finding, assessment (derived: made again from the above at any time)
 * Next    release/ lets out what may be told; screening/ and reporting/ read what was found
 */
export { openAssessment } from './assess.ts'
export type { FindingExplanation, IdentityExplanation } from './explanation.ts'
export { type ListedIdentity, listIdentities } from './listing.ts'
