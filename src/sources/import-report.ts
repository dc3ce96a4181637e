import type { CommitCounts } from '../evidence/index.ts'
import type { Declared } from './declaring.ts'
import type { Rejection, RemovedNote } from './reading-pool.ts'
import type { SourceFormat } from './source-kinds.ts'

export interface ImportReport {
  readonly files: readonly FileReport[]
  readonly counts: CommitCounts
  readonly rejected: number
  /** The first rejections, enough to see what is wrong. */
  readonly firstRejections: readonly Rejection[]
  /** Where all of them are, or null where there are none (or the run was dry). */
  readonly rejectionFile: string | null
  /** Fields that the format does not have, with how often they were left out. */
  readonly leftOut: readonly (readonly [string, number])[]
  /** What records of other formats hold that was not taken, with how often. */
  readonly notTaken: readonly (readonly [string, number])[]
  /** Why values in the field of an identifier cannot be one, with how often; their observations were accepted. */
  readonly unusable: readonly (readonly [string, number])[]
  /** Sources that were declared because nobody had, with the grade they were given. */
  readonly declared: readonly Declared[]
  /** Notes of flags that mention a protected attribute: how many were removed, and the places of the first. */
  readonly removedNotes: { readonly count: number; readonly first: readonly RemovedNote[] }
  /** What should be known of how a file was read: its encoding, the order of its dates, what its map overrides. */
  readonly remarks: readonly Remark[]
  /** True when the user stopped it; what was committed stays. */
  readonly stopped: boolean
}

/** A remark is also kept with the record of the import. */
export interface Remark {
  readonly file: string
  readonly text: string
}

export interface FileReport {
  readonly path: string
  readonly format: SourceFormat
  readonly counts: CommitCounts
  readonly rejected: number
  /** The file holds no record. Absent: it holds some. */
  readonly isEmpty?: true
}
