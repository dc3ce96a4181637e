/**
 * Assessment is what the evidence supports about each identity, how strongly, how fragile, and why.
 * Reads   event, selector, fact, flag, source_in_force (evidence/); identity, identity_member,
 *         ring_member, ring_link, hub (identities/); the catalogue in indicators/
 * Writes  finding, assessment (derived); decision, review, delivery, learning (append-only)
 * Next    release/ lets out what may be told; screening/ and reporting/ read what was found
 */
export { type Assessment, openAssessment } from './assess.ts'
export type { BackTest } from './back-testing.ts'
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
export { recordDelivery } from './deliveries.ts'
export { type EmployerFact, type EmployerView, employerView } from './employer-view.ts'
export type { FindingExplanation, ObservationRef, Seen } from './explained-findings.ts'
export type { IdentityExplanation } from './explanation.ts'
export type { Learning } from './learning.ts'
export { type ListedIdentity, listIdentities } from './listing.ts'
export { establishedOutcomesSql } from './outcomes.ts'
export { countQueue, type QueueReason, readQueue, type Waiting } from './queue.ts'
export {
  type FactToReview,
  type Reviewed,
  type ReviewSheet,
  recordReview,
  requireReviewed,
  reviewSheet,
} from './reviews.ts'
export { likelihoods } from './scales.ts'
export { type ShownDecisions, shownDecisions } from './shown-decisions.ts'
export { standingDecisionsSql } from './standing-decisions.ts'
