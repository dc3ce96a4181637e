import type { LedgerWriter } from '../evidence/index.ts'
import type { ImportOptions } from './import-files.ts'
import type { InputFile } from './input-file.ts'
import type { ReadingContext } from './reader.ts'
import type { HowToRead } from './reading-pool.ts'
import { type SourceFormat, sourceKinds } from './source-kinds.ts'

/** What an import knows before it reads a file. */
interface Reading {
  readonly ledger: Pick<LedgerWriter, 'declarationOf'>
  readonly options: ImportOptions
}

/**
 * Ids are unique within a source: candidate 100 of one employer's recruiting system is not candidate 100 of
 * another's. A feed is the same for everybody.
 */
function sourceName(format: SourceFormat, organization: string | undefined): string {
  const isShared = sourceKinds[format].type === 'public_feed'
  return organization === undefined || isShared ? format : `${format}@${organization}`
}

type ReadsWithContext = HowToRead & Required<Pick<HowToRead, 'context'>>

/** Everything but the records that a reading worker needs to know. */
export async function howToRead(
  { ledger, options }: Reading,
  format: SourceFormat,
  { writtenAt }: InputFile,
): Promise<ReadsWithContext> {
  const { reader } = sourceKinds[format]
  const { source, organization, attachments, mapping, documents = 'text' } = options
  const named = source ?? mapping?.source ?? sourceName(format, organization)
  const declared = await ledger.declarationOf(named)
  return {
    ...(source === undefined ? {} : { source }),
    ...(reader === undefined ? {} : { reader }),
    context: {
      source: named,
      documents,
      fileWritten: writtenAt,
      ...(declared ? { tlp: declared.tlp } : {}),
      ...(organization ? { organization } : {}),
      ...(attachments ? { attachments } : {}),
      ...(mapping ? { mapping } : {}),
    },
  }
}

/** What the map of a file says at each import that uses it. */
export const remarksOf = ({ mapping }: ReadingContext): readonly string[] =>
  (mapping?.notProtected ?? []).map(
    ({ name, because }) => `the map says that "${name}" is no protected attribute: ${because}`,
  )
