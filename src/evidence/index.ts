/**
 * Evidence is what was said, by whom and when: an append-only ledger of observations.
 * Reads   staged batches of observations, declarations of sources and exposures
 * Writes  observation, superseded, subject, source_declaration, exposure, import_run (append-only);
 *         event, selector, fact, flag, passage (read out of the ledger, made again at any time)
 * Next    identities/ links subjects by their selectors
 */

export { findControlCharacter } from './control-characters.ts'
export { type Evidence, openEvidence } from './evidence.ts'
export { factTypeOf } from './fact-types.ts'
export { addCounts, type CommitCounts, noCounts, type StagedBatch } from './ledger.ts'
export type {
  Exposure,
  Flag,
  Observation,
  Organization,
  PresentedPerson,
  SourceDeclaration,
} from './observation.ts'
export { passagesOf } from './passages.ts'
export { type FieldProblem, type Reading, readRecord } from './reading.ts'
export { normalSelector, type SelectorKind } from './selectors.ts'
export { stageExposure, stageObservation, stageSource } from './staging.ts'
