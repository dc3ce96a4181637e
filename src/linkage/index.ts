/**
 * Linkage finds records that describe the same thing. It knows nothing of what they are: a model file says
 * what is compared and how much it weighs.
 * Reads   records and what they hold (queries of whoever calls), a model file
 * Writes  <prefix>_pair (two ids, bits), <prefix>_value (what is shared, hubs), <prefix>_group
 * Next    identities/ turns groups of subjects into identities and groups of identities into rings
 */

export { cluster } from './clustering.ts'
export { explainPair, type PairExplanation } from './explanation.ts'
export { heldSql } from './held-values.ts'
export { type KeyedTrainingRecord, trainKeyedModel } from './keyed-training.ts'
export { linkReadRecords, readRecords, relinkRecords } from './linking.ts'
export { type LinkKey, type LinkModel, parseModel, readModel } from './model.ts'
export { lastingTables, linkTables } from './scoring.ts'
export { readModelOf } from './splink-model.ts'
export type { CappedBlocks, TableClusters } from './table.ts'
export { type ClusterPiece, type OpenTable, openTable } from './table-files.ts'
export { modelText, weightsText } from './trained-model.ts'
export type { TrainingRecord } from './training.ts'
export { levelText, type WaterfallStep, waterfallSteps, waterfallSvg } from './waterfall.ts'
export { type WhatIf, whatIf } from './what-if.ts'
