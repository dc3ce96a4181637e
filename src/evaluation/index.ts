/**
 * Evaluation holds results against a truth, or against established outcomes: precision, recall, F1,
 * calibration, whom the indicators touch.
 * Reads   a truth file; event, fact, source_in_force (evidence/); identity_member, ring_member
 *         (identities/); assessment, finding, review (assessment/)
 * Writes  nothing
 * Next    cli/ prints it, as text, JSON or a page
 */
export { type Evaluation, evaluate, type Score } from './evaluation.ts'
export { evaluateOutcomes, type OutcomeEvaluation, type OutcomeSet } from './outcomes.ts'
export { renderEvaluation, renderOutcomes } from './rendering.ts'
