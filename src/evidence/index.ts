/**
 * Evidence is what was said, by whom and when: an append-only ledger of observations.
 * Reads   staged batches of observations, declarations of sources, exposures and withdrawals
 *         (data sets, from which enrichment/ adds facts while they are staged)
 * Writes  observation, superseded, subject, source_declaration, exposure, import_run, withdrawal (append-only,
 *         but that an erasure removes values and leaves tombstones); withdrawal_touched;
 *         event, selector, fact, flag, passage (read out of the ledger, made again at any time)
 * Next    identities/ links subjects by their selectors
 */

export { findControlCharacter } from './control-characters.ts'
export { type Enrichment, openEnrichment } from './enrichment/index.ts'
export { type Evidence, type LedgerWriter, openEvidence } from './evidence.ts'
export { factTypeOf } from './fact-types.ts'
export { normalFormVersion } from './normal-forms.ts'
export type {
  Exposure,
  Flag,
  Observation,
  Organization,
  PresentedPerson,
  SourceDeclaration,
  Withdrawal,
} from './observation.ts'
export { passagesOf } from './passages.ts'
export { type FieldProblem, type Reading, readRecord } from './reading.ts'
export {
  normalSelector,
  readSelectors,
  type SelectorKind,
} from './selectors.ts'
export { addCounts, type CommitCounts, noCounts, type StagedBatch } from './staged-batch.ts'
export { stageExposure, stageObservation, stageSource, stageWithdrawal } from './staging.ts'
export { isPlaceholder, isSpecialAddress } from './unusable-values.ts'
export { type IdentifiedValue, valueId } from './value-ids.ts'
