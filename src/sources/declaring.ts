import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Reading, readRecord, stageSource } from '../evidence/index.ts'
import { Problem } from '../problem.ts'
import type { SourceType } from './reader.ts'

/** A source that was declared because nobody had. */
export interface Declared {
  readonly source: string
  readonly type: SourceType
  readonly grade: string | null
}

export interface Declaration {
  readonly source: string
  readonly type: SourceType
  readonly organization?: string | undefined
  readonly grade?: string | undefined
}

/**
 * Whether a source of this type belongs to somebody else unless the importer says otherwise: what a feed lists is not
 * what the operator saw, and declared as the operator's own it would say nothing.
 */
export const isOthers = (type: SourceType): boolean => type === 'public_feed' || type === 'partner'

/**
 * Stages the declaration of a source that nobody has declared, and gives the staging file: of what sort it is
 * follows from the format of its file, how good it is only from the user.
 */
export function stageDeclaration(
  staging: string,
  { source, type, organization, grade }: Declaration,
): string {
  const reading = readRecord({ source, type, organization, reliability: grade })
  if (reading.record !== 'source') {
    throw new Problem('invalid', `the source "${source}" cannot be declared: ${problemOf(reading)}`)
  }
  const path = join(staging, 'declared.ndjson')
  writeFileSync(path, `${JSON.stringify(stageSource(reading.value, 0))}\n`)
  return path
}

function problemOf(reading: Reading): string {
  const [first] = reading.record === 'problems' ? reading.problems : []
  return first === undefined ? 'it is no source' : `${first.field}: ${first.reason}`
}
