/**
 * Sources are the files of others, read strictly.
 * Reads   NDJSON, CSV and Parquet in the evidence format, plain, gzip or zstd
 * Writes  staged batches for evidence/, and files of rejected lines with their reasons
 * Next    evidence/ commits the batches
 */
export {
  type ImportOptions,
  type ImportReport,
  openSources,
} from './import-files.ts'
export type { Rejection } from './reading-pool.ts'
export { type SourceFormat, sourceKinds } from './source-kinds.ts'
