/**
 * Identities are subjects that are the same presented person; rings are identities run by the same hands.
 * Reads   subject, event, selector (evidence), the two models in models/
 * Writes  identity, identity_member, identity_link, ring_member, ring_link, hub (all derived)
 * Next    assessment/ asks of each identity what the evidence supports
 */

export { type Identities, openIdentities, type SubjectsExplanation } from './identities.ts'
