/**
 * Evaluation holds results against a truth: precision, recall, F1 and calibration.
 * Reads   a truth file; identity_member, ring_member (identities), assessment
 * Writes  nothing
 * Next    cli/ prints it
 */
export { type Evaluation, evaluate, type Score } from './evaluation.ts'
