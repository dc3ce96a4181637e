/**
 * Assessment is what the evidence supports about each identity, how strongly, how fragile, and why.
 * Reads   event, selector, fact, flag, source_in_force (evidence/); identity, identity_member,
 *         ring_member, ring_link, hub (identities/); the catalogue in indicators/
 * Writes  finding, assessment (derived); decision, review, delivery, learning (append-only)
 * Next    release/ lets out what may be told; screening/ and reporting/ read what was found
 */
export { openAssessment } from './assess.ts'
export type { BackTest } from './back-testing.ts'
export { openCasework } from './casework.ts'
export {
  type Attribution,
  attributionBases,
  attributionConfidences,
  type Decided,
  type Decision,
  type DecisionStatement,
  type DecisionStatus,
  decisionStatuses,
  knowledgeWords,
} from './decision.ts'
export { type DecisionOn, openDecisions } from './decisions.ts'
export type { EmployerFact, EmployerView } from './employer-view.ts'
export type { FindingExplanation, ObservationRef, Seen } from './explained-findings.ts'
export type { IdentityExplanation } from './explanation.ts'
export type { Learning } from './learning.ts'
export type { IdentityRow, ListedIdentity } from './listing.ts'
export { establishedOutcomesSql } from './outcomes.ts'
export type { QueueCount, QueueReason, Waiting } from './queue.ts'
export { type FactToReview, type Reviewed, type ReviewSheet, requireReviewed } from './reviews.ts'
export { likelihoods } from './scales.ts'
export type { ShownDecisions } from './shown-decisions.ts'
export { standingDecisionsSql } from './standing-decisions.ts'
