/**
 * Sources are the files of others, read strictly.
 * Reads   the evidence format (NDJSON, CSV, Parquet), what recruiting systems, identity providers, HR systems and
 *         sharing communities export, any table with a map, CVs and mails; plain, gzip or zstd
 * Writes  staged batches for evidence/, and files of rejected lines with their reasons
 * Next    evidence/ commits the batches
 */
export { type ImportOptions, openSources } from './import-files.ts'
export type { ImportReport } from './import-report.ts'
export { readMapping } from './maps/mapping.ts'
export { suggestMap } from './maps/suggested-map.ts'
export type { Rejection } from './reading-pool.ts'
export { isSourceFormat, type SourceFormat, sourceFormats, sourceKinds } from './source-kinds.ts'
