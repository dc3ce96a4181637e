/**
 * Identities are subjects that are the same presented person; rings are identities run by the same hands.
 * Reads   subject, event, selector, passage (evidence), the two models in models/, what people said
 * Writes  identity, identity_member, ring_member, ring_link, hub (derived); judgement, hub_judgement,
 *         link_run, trained_model, identity_name, identity_membership, identity_event (append-only)
 * Next    assessment/ asks of each identity what the evidence supports
 */

export type { StandingPair } from './explaining.ts'
export type { HoldingTogether } from './holding-together.ts'
export type { Hub, HubJudgement } from './hubs.ts'
export {
  type Identities,
  openIdentities,
  type TrainedModel,
} from './identities.ts'
export { exitNetworks } from './linked-evidence.ts'
export { selectorText } from './named-selectors.ts'
export { requireIdentity } from './places.ts'
export type { RingExplanation } from './ring-explaining.ts'
export {
  type About,
  type Judgement,
  requireSigned,
  type Verdict,
  verdicts,
} from './statements.ts'
export { erasedText } from './withdrawn.ts'
